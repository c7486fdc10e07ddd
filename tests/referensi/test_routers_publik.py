"""Code lists for everybody."""

from app.usulan.status import StatusUsulan
from tests.conftest import Klien

AKAR = "/v1/publik/referensi"


async def test_every_list_is_named_with_its_version(klien: Klien) -> None:
    jawab = await klien.get(AKAR)
    assert jawab.status_code == 200
    assert {"alasan", "dasar-hukum", "status-usulan", "lampiran-usulan"} <= {d["nama"] for d in jawab.json()["data"]}
    assert "public" in jawab.headers["cache-control"]


async def test_a_reason_says_what_to_do_in_two_languages(klien: Klien) -> None:
    isi = (await klien.get(f"{AKAR}/alasan")).json()
    satu = next(b for b in isi["butir"] if b["kode"] == "NIK_TIDAK_DITEMUKAN")
    assert satu["teks"]["id"] == "NIK tidak ditemukan di Dukcapil"
    assert satu["rincian"]["langkah"]["en"].startswith("Have the data corrected")
    assert "usulan.tolak" in satu["rincian"]["aksi"]


async def test_a_copy_in_hand_is_not_sent_again(klien: Klien) -> None:
    jawab = await klien.get(f"{AKAR}/alasan")
    sama = await klien.get(f"{AKAR}/alasan", headers={"If-None-Match": f'W/{jawab.headers["etag"]}, "lain"'})
    assert (sama.status_code, sama.content) == (304, b"")
    assert (await klien.get(f"{AKAR}/alasan", headers={"If-None-Match": '"lain"'})).status_code == 200


async def test_all_states_are_published_with_what_a_citizen_reads(klien: Klien) -> None:
    butir = (await klien.get(f"{AKAR}/status-usulan")).json()["butir"]
    assert [b["kode"] for b in butir] == [s.value for s in StatusUsulan]
    akhir = {b["kode"] for b in butir if b["rincian"]["is_akhir"]}
    assert "DITETAPKAN" in akhir
    assert "DIAJUKAN" not in akhir


async def test_an_unknown_list_is_not_found(klien: Klien) -> None:
    jawab = await klien.get(f"{AKAR}/karangan")
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "referensi-tidak-ditemukan")


async def test_a_list_names_the_schemas_that_it_explains(klien: Klien) -> None:
    isi = (await klien.get(f"{AKAR}/hubungan-keluarga")).json()
    assert isi["skema"] == ["Hubungan"]
    ringkas = {d["nama"]: d for d in (await klien.get(AKAR)).json()["data"]}
    assert (ringkas["hubungan-keluarga"]["skema"], ringkas["hubungan-keluarga"]["jumlah"]) == (["Hubungan"], 8)


async def test_every_list_is_served_with_a_tag_of_its_own(klien: Klien) -> None:
    tanda = set()
    daftar = (await klien.get(AKAR)).json()["data"]
    for d in daftar:
        jawab = await klien.get(f"{AKAR}/{d['nama']}")
        assert (jawab.status_code, len(jawab.json()["butir"])) == (200, d["jumlah"])
        tanda.add(jawab.headers["etag"])
        ulang = await klien.get(f"{AKAR}/{d['nama']}", headers={"If-None-Match": jawab.headers["etag"]})
        assert (ulang.status_code, ulang.content) == (304, b"")
    assert len(tanda) == len(daftar)


async def test_an_instruments_questions_come_with_codes_and_conditions(klien: Klien) -> None:
    butir = {b["kode"]: b for b in (await klien.get(f"{AKAR}/instrumen-pbdt2015")).json()["butir"]}
    daya = butir["keluarga.daya"]["rincian"]
    assert daya["pilihan"]["6"] == {"id": "tanpa meteran", "en": "without a meter"}
    assert {"p": "sumber_penerangan", "dalam": [1]} in daya["bila"]["semua"]
    assert butir["foto.IDENTITAS_KRT"]["rincian"] == {"wajib": False}
