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
