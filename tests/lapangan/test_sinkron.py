"""A device synchronises through HTTP: one verdict per item, one effect per id, and nothing lost."""

import json
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.models import PenugasanWilayah
from app.audit.models import JejakAudit
from app.core.clock import hari_ini, now
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.models import JawabanSurvei, Keluarga
from app.kriteria.models import KuesionerKriteria
from app.lapangan.models import DrafKunjungan, ItemSinkron, Titipan
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from app.verval.models import Kunjungan, Penugasan, Percobaan
from tests.conftest import Klien, Masuk
from tests.lapangan.conftest import (
    ALASAN,
    LAIN,
    Pencacah,
    Segar,
    item,
    kirim,
    kirim_satu,
    kunjungan,
    potret,
    ref,
    tarik,
    tugaskan,
)
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import isian, orang


def ringkas(hasil: dict[str, Any]) -> tuple[Any, ...]:
    return hasil["putusan"], hasil["keadaan"], hasil["kode"]


async def hitung(sesi: AsyncSession, tabel: type) -> int:
    return await sesi.scalar(select(func.count()).select_from(tabel)) or 0


async def test_a_submitted_visit_goes_to_validation_like_one_sent_online(
    pencacah: Pencacah, usulan: Usulan, tugas: str, segar: Segar, sesi: AsyncSession
) -> None:
    """T10 by synchronisation: SUBMIT."""
    await potret(pencacah, tugas)
    (hasil,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan()))
    assert ringkas(hasil) == ("DITERIMA", "SELESAI", None)
    assert (await segar(usulan)).status is S.VALIDASI_DINSOS
    antre = "SELECT count(*) FROM pgqueuer WHERE entrypoint IN ('verval.padankan', 'lapangan.periksa_kunjungan')"
    assert await sesi.scalar(text(antre)) == 2


async def test_the_same_item_has_one_effect_and_one_verdict(pencacah: Pencacah, tugas: str, sesi: AsyncSession) -> None:
    """R3: sent again, alone or twice in a batch, whatever became of it."""
    await potret(pencacah, tugas)
    satu = item("SUBMIT", tugas, kunjungan())
    pertama, kedua = await kirim(pencacah.klien, satu, satu)
    (ketiga,) = await kirim(pencacah.klien, satu)
    assert [h["is_ulangan"] for h in (pertama, kedua, ketiga)] == [False, True, True]
    assert ringkas(pertama) == ringkas(kedua) == ringkas(ketiga) == ("DITERIMA", "SELESAI", None)
    assert await hitung(sesi, Kunjungan) == await hitung(sesi, JawabanSurvei) == 1
    salah = item("SUBMIT", tugas, {})
    for ulangan in (False, True):
        (hasil,) = await kirim(pencacah.klien, salah)
        assert (hasil["putusan"], hasil["kode"], hasil["is_ulangan"]) == ("DITOLAK", "penugasan-sudah-selesai", ulangan)
    assert await hitung(sesi, Titipan) == 1


async def test_a_verdict_is_repeated_in_two_languages_whenever_it_was_kept(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession
) -> None:
    salah = item("SUBMIT", tugas, kunjungan(apa="ini"))
    (pertama,) = await kirim(pencacah.klien, salah)
    teks = pertama["rincian"][0]["pesan"]
    assert teks == {"id": "Ada isian yang tidak dikenal", "en": "There is an unknown field"}
    assert (await kirim(pencacah.klien, salah))[0]["rincian"] == pertama["rincian"]
    lama = {"pesan": None, "butir": [{"lokasi": "isi", "pesan": f"{teks['id']} / {teks['en']}"}]}
    await sesi.execute(update(ItemSinkron).values(rincian=lama))
    sesi.expire_all()
    assert (await kirim(pencacah.klien, salah))[0]["rincian"] == pertama["rincian"]


async def test_another_content_under_a_used_id_is_refused(pencacah: Pencacah, tugas: str) -> None:
    satu = item("UPDATE", tugas, {"jawaban": {"keluarga": {"302": 40}}})
    await kirim(pencacah.klien, satu)
    (hasil,) = await kirim(pencacah.klien, satu | {"isi": {"jawaban": {}}})
    assert (hasil["putusan"], hasil["kode"]) == ("DITOLAK", "item-dipakai-lain")


async def test_a_bad_item_does_not_lose_the_others(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession, verifikator: Klien, wadah: Wadah
) -> None:
    lain = await tugaskan(verifikator, await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH), pencacah)
    hasil = await kirim(
        pencacah.klien,
        item("SUBMIT", tugas, kunjungan(lintang=91)),
        item("PERCOBAAN", lain, {"tanggal": hari_ini().isoformat(), "sebab": "RESPONDEN_MENOLAK"}),
        item("SUBMIT", tugas, kunjungan(apa="ini")),
        item("UPDATE", "x/tak-ada", {}),
        item("UPDATE", lain, {"responden": "Ibu Khas"}),
    )
    assert [ringkas(h) for h in hasil] == [
        ("DITOLAK", None, "isi-item-tidak-sah"),
        ("DITERIMA", "TERSIMPAN", None),
        ("DITOLAK", None, "isi-item-tidak-sah"),
        ("DITOLAK", None, "penugasan-tidak-ditemukan"),
        ("DITERIMA", "TERSIMPAN", None),
    ]
    assert hasil[0]["rincian"][0]["lokasi"] == "isi.lintang"
    assert hasil[2]["rincian"] == [
        {"lokasi": "isi", "pesan": {"id": "Ada isian yang tidak dikenal", "en": "There is an unknown field"}}
    ]
    assert [h["is_disimpan"] for h in hasil] == [True, False, True, False, False]
    assert await hitung(sesi, ItemSinkron) == 5
    isi = (await sesi.scalars(select(DrafKunjungan.isi))).all()
    assert not any(b"Khas" in i for i in isi)


async def test_refused_answers_are_named_and_stay_as_a_draft_for_another_device(
    pencacah: Pencacah, tugas: str, usulan: Usulan, segar: Segar
) -> None:
    await potret(pencacah, tugas)
    rusak = isian(orang(p409=1, p407=200), keluarga={"303": 99})
    (hasil,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan(jawaban=rusak)))
    assert (hasil["kode"], hasil["is_disimpan"]) == ("jawaban-tidak-sah", True)
    assert {"keluarga.303", "individu.baru-1.407"} <= {r["lokasi"] for r in hasil["rincian"]}
    paket = (await pencacah.klien.get("/v1/petugas/lapangan/paket")).json()["data"]
    assert paket[0]["draf"]["isi"]["jawaban"]["keluarga"]["303"] == 99
    kosong = {"kepala": {}, "keluarga": {"205": 4}, "individu": {}}
    (hasil,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan(jawaban=kosong)))
    assert hasil["kode"] == "hasil-pendataan-tidak-sesuai"
    assert (await segar(usulan)).status is S.VERVAL_DITUGASKAN


async def test_a_draft_goes_on_on_another_device_and_knows_who_wrote_last(pencacah: Pencacah, tugas: str) -> None:
    """B.5: UPDATE saves; the server's copy comes with a conflict, and a new item on its base wins."""
    pertama = item("UPDATE", tugas, {"responden": "Satu"})
    kedua = item("UPDATE", tugas, {"responden": "Dua"})
    (a, b) = await kirim(pencacah.klien, kedua, pertama)
    assert (ringkas(a), a["draf_versi"]) == (("DITERIMA", "TERSIMPAN", None), 1)
    assert (ringkas(b), b["draf_versi"]) == (("SUDAH", "TERSIMPAN", None), 1)
    (c,) = await kirim(pencacah.klien, item("UPDATE", tugas, {"responden": "Tiga"}), perangkat=LAIN)
    assert (c["putusan"], c["kode"]) == ("KONFLIK", "salinan-berbeda")
    assert c["salinan"]["draf"]["isi"] == {"responden": "Dua"}
    baru = item("UPDATE", tugas, {"responden": "Tiga"}, draf_versi=c["draf_versi"])
    (d,) = await kirim(pencacah.klien, baru, perangkat=LAIN)
    assert (d["putusan"], d["draf_versi"]) == ("DITERIMA", 2)
    (e,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan()))
    assert (e["putusan"], e["salinan"]["draf"]["isi"]) == ("KONFLIK", {"responden": "Tiga"})


async def test_a_family_corrected_meanwhile_is_a_conflict_with_the_servers_copy(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession, usulan: Usulan, segar: Segar
) -> None:
    """409 of B.5, in the batch and as a problem of the single item; its verdict stays when it comes again."""
    await potret(pencacah, tugas)
    await sesi.execute(update(Keluarga).values(versi=2))
    satu = item("SUBMIT", tugas, kunjungan())
    (hasil,) = await kirim(pencacah.klien, satu)
    assert (hasil["putusan"], hasil["salinan"]["keluarga_versi"]) == ("KONFLIK", 2)
    assert (await kirim(pencacah.klien, satu))[0]["salinan"] == hasil["salinan"]
    jawab = await kirim_satu(pencacah.klien, item("SUBMIT", tugas, kunjungan()))
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "salinan-berbeda")
    assert jawab.json()["salinan"] == hasil["salinan"]
    dibaca = select(func.count()).where(JejakAudit.kejadian == "lapangan:salinan:dibaca")
    assert await sesi.scalar(dibaca) == 3
    jawab = await kirim_satu(pencacah.klien, item("SUBMIT", tugas, kunjungan(keluarga_versi=2)))
    assert (jawab.status_code, jawab.json()["keadaan"]) == (200, "SELESAI")
    assert (await segar(usulan)).status is S.VALIDASI_DINSOS
    (hasil,) = await kirim(pencacah.klien, satu)
    assert (hasil["putusan"], hasil["salinan"]) == ("KONFLIK", None)


def bersarang(tingkat: int) -> dict[str, Any]:
    """Content of so many levels."""
    dalam: Any = 1
    for _ in range(tingkat - 2):
        dalam = [dalam]
    return {"jawaban": {"101": dalam}}


@pytest.mark.parametrize(
    "isi", [bersarang(17), bersarang(400), {"jawaban": {"101": "\ud800"}}], ids=["17", "400", "half"]
)
async def test_content_that_could_not_be_opened_again_is_refused_and_not_kept(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession, isi: dict[str, Any]
) -> None:
    butir = [item("UPDATE", tugas, i) for i in (isi, bersarang(16))]
    badan = json.dumps({"perangkat": {"id": str(LAIN), "jam": now().isoformat()}, "item": butir}).encode()
    for _ in range(2):
        jawab = await pencacah.klien.post(
            "/v1/petugas/lapangan/sinkron", content=badan, headers={"Content-Type": "application/json"}
        )
        buruk, baik = jawab.json()["hasil"]
        assert ringkas(buruk) == ("DITOLAK", None, "isi-item-tidak-sah")
        assert (buruk["rincian"][0]["lokasi"], buruk["is_disimpan"]) == ("isi", False)
        assert ringkas(baik) == ("DITERIMA", "TERSIMPAN", None)
    assert [i.id for i in await sesi.scalars(select(ItemSinkron))] == [UUID(butir[1]["id"])]


async def test_a_single_refused_item_is_a_problem_with_its_verdict(pencacah: Pencacah, tugas: str) -> None:
    jawab = await kirim_satu(pencacah.klien, item("SUBMIT", tugas, {}))
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "item-ditolak")
    assert jawab.json()["hasil"]["kode"] == "isi-item-tidak-sah"


async def test_work_for_yesterdays_assignment_is_refused_and_kept_for_the_officers(
    verifikator: Klien, pencacah: Pencacah, tugas: str, usulan: Usulan, sesi: AsyncSession, masuk: Masuk
) -> None:
    """Bad input of the field: withdrawn, failed and done assignments each have their code; nothing is lost."""
    await tarik(verifikator, tugas)
    (hasil,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan(responden="Ibu Khas")))
    assert (hasil["putusan"], hasil["kode"], hasil["is_disimpan"]) == ("DITOLAK", "penugasan-sudah-ditarik", True)
    for status, kode in (("GAGAL", "penugasan-sudah-gagal"), ("SELESAI", "penugasan-sudah-selesai")):
        await sesi.execute(update(Penugasan).values(status=status))
        assert (await kirim(pencacah.klien, item("UPDATE", tugas, {})))[0]["kode"] == kode
    daftar = (await verifikator.get("/v1/petugas/lapangan/titipan")).json()["data"]
    assert [t["kode"] for t in daftar] == [
        "penugasan-sudah-selesai",
        "penugasan-sudah-gagal",
        "penugasan-sudah-ditarik",
    ]
    letak = f"/v1/petugas/lapangan/titipan/{daftar[-1]['ref']}"
    assert (await verifikator.get(letak)).json()["isi"]["responden"] == "Ibu Khas"
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "lapangan:titipan:dibaca"))).one()
    assert jejak.subjek == [usulan.nik_indeks]
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    assert (await asing.get("/v1/petugas/lapangan/titipan")).json()["data"] == []
    assert (await asing.get(letak)).json()["kode"] == "titipan-tidak-ditemukan"
    assert (await pencacah.klien.get(letak)).status_code == 403


async def test_a_lost_area_and_a_family_that_moved_have_their_codes(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession
) -> None:
    await potret(pencacah, tugas)
    await sesi.execute(update(Keluarga).values(kode_desa="32.04.05.2002"))
    (hasil,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan()))
    assert (hasil["kode"], hasil["is_disimpan"]) == ("keluarga-pindah-desa", True)
    await sesi.execute(update(PenugasanWilayah).values(kode_wilayah="32.17"))
    (hasil,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan()))
    assert (hasil["kode"], hasil["is_disimpan"]) == ("penugasan-di-luar-wilayah", True)


async def test_somebody_elses_assignment_looks_like_none(pencacah: Pencacah, tugas: str, masuk: Masuk) -> None:
    """A.4.5: only the active assignee writes."""
    lain = await masuk(Jabatan.ENUMERATOR, ("32.04",))
    asing, tiada = await kirim(
        lain, item("SUBMIT", tugas, kunjungan()), item("SUBMIT", f"x/{Ref(id_baru(), id_baru())}", kunjungan())
    )
    beda = {"id"}
    assert {k: v for k, v in asing.items() if k not in beda} == {k: v for k, v in tiada.items() if k not in beda}
    assert (asing["kode"], asing["is_disimpan"]) == ("penugasan-tidak-ditemukan", False)


async def test_three_attempts_and_a_failure_arrive_in_one_batch(
    pencacah: Pencacah, tugas: str, usulan: Usulan, sesi: AsyncSession, segar: Segar
) -> None:
    """T11 by synchronisation; a draft of the failed visit is kept for the officers."""
    await sesi.execute(update(Penugasan).values(ditugaskan_at=now() - timedelta(days=4)))
    percobaan = [
        item(
            "PERCOBAAN",
            tugas,
            {"tanggal": (hari_ini() - timedelta(days=n)).isoformat(), "sebab": "RESPONDEN_TIDAK_DITEMUI"},
            waktu=(now() - timedelta(days=n)).isoformat(),
        )
        for n in (2, 1, 1, 0)
    ]
    gagal = item("GAGAL", tugas, {"alasan": pabrik.alasan("RESPONDEN_TIDAK_DITEMUI")})
    hasil = await kirim(pencacah.klien, gagal | {"id": str(uuid4())}, item("UPDATE", tugas, {}), *percobaan, gagal)
    assert [ringkas(h) for h in hasil] == [
        ("DITOLAK", None, "syarat-tidak-terpenuhi"),
        ("DITERIMA", "TERSIMPAN", None),
        ("DITERIMA", "TERSIMPAN", None),
        ("DITERIMA", "TERSIMPAN", None),
        ("SUDAH", None, "percobaan-sudah-tercatat"),
        ("DITERIMA", "TERSIMPAN", None),
        ("DITERIMA", "GAGAL", None),
    ]
    assert hasil[0]["rincian"] == [{"lokasi": "syarat", "pesan": dict.fromkeys(("id", "en"), "percobaan_cukup")}]
    assert (await segar(usulan)).status is S.VERVAL_GAGAL
    assert (await hitung(sesi, DrafKunjungan), await hitung(sesi, Titipan)) == (0, 1)
    salah = item("GAGAL", tugas, {"alasan": ALASAN})
    assert (await kirim(pencacah.klien, salah))[0]["kode"] == "penugasan-sudah-gagal"


@pytest.mark.parametrize("selisih", [timedelta(hours=9), -timedelta(days=400), timedelta(minutes=3)], ids=str)
async def test_a_wrong_clock_is_put_right_and_never_refused(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession, selisih: timedelta
) -> None:
    await potret(pencacah, tugas)
    await sesi.execute(update(Penugasan).values(ditugaskan_at=now() - timedelta(days=2)))
    saat = now() - timedelta(hours=3)
    isi = kunjungan(
        mulai_at=(saat + selisih).isoformat(), selesai_at=(saat + selisih + timedelta(minutes=20)).isoformat()
    )
    coba = item(
        "PERCOBAAN",
        tugas,
        {"tanggal": (saat + selisih).date().isoformat(), "sebab": "RESPONDEN_MENOLAK"},
        waktu=(saat + selisih).isoformat(),
    )
    hasil = await kirim(pencacah.klien, coba, item("SUBMIT", tugas, isi), jam=now() + selisih)
    assert [h["putusan"] for h in hasil] == ["DITERIMA", "DITERIMA"]
    geser = abs(selisih) > timedelta(minutes=10)
    assert [("DIKOREKSI" in h["tanda"]) for h in hasil] == [geser, geser]
    baris = (await sesi.scalars(select(Kunjungan))).one()
    assert abs(baris.mulai_at - saat - (timedelta() if geser else selisih)) < timedelta(minutes=1)
    assert abs((await sesi.scalars(select(Percobaan))).one().tanggal - saat.date()) <= timedelta(days=1)


async def test_a_future_visit_is_flagged_and_moved_to_now(pencacah: Pencacah, tugas: str, sesi: AsyncSession) -> None:
    await potret(pencacah, tugas)
    nanti = (now() + timedelta(days=1)).isoformat()
    esok = item(
        "PERCOBAAN", tugas, {"tanggal": (hari_ini() + timedelta(days=1)).isoformat(), "sebab": "RESPONDEN_MENOLAK"}
    )
    lalu = item("PERCOBAAN", tugas, {"tanggal": "2020-01-01", "sebab": "RESPONDEN_MENOLAK"})
    isi = kunjungan(mulai_at=(now() - timedelta(days=9)).isoformat(), selesai_at=nanti)
    satu, dua, tiga = await kirim(pencacah.klien, esok, lalu, item("SUBMIT", tugas, isi))
    assert (satu["putusan"], satu["tanda"]) == ("DITERIMA", ["MASA_DEPAN"])
    assert dua["putusan"] == "SUDAH"
    assert (tiga["putusan"], tiga["tanda"]) == ("DITERIMA", ["MASA_DEPAN", "SEBELUM_TUGAS"])
    assert (await sesi.scalars(select(Kunjungan))).one().selesai_at <= now()


async def test_what_cannot_be_decided_now_is_put_off_and_nothing_of_its_family_overtakes_it(
    pencacah: Pencacah,
    tugas: str,
    verifikator: Klien,
    sesi: AsyncSession,
    wadah: Wadah,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lain = await tugaskan(verifikator, await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH), pencacah)
    await potret(pencacah, tugas)

    async def rusak(*_a: object, **_k: object) -> None:
        raise ZeroDivisionError

    async def putus(*_a: object, **_k: object) -> None:
        raise ConnectionResetError

    batch = [item("SUBMIT", tugas, kunjungan()), item("UPDATE", tugas, {}), item("UPDATE", lain, {})]
    for kerusakan, kode in ((rusak, "kesalahan-dalam"), (putus, "sedang-diproses")):
        with monkeypatch.context() as m:
            m.setattr("app.verval.survei.SurveiService.kirim_kunjungan", kerusakan)
            hasil = await kirim(pencacah.klien, *batch)
            assert [(h["putusan"], h["kode"]) for h in hasil] == [
                ("DITUNDA", kode),
                ("DITUNDA", "menunggu-item-sebelumnya"),
                ("DITERIMA", None),
            ]
            assert (await kirim_satu(pencacah.klien, batch[0])).json()["kode"] == "sedang-diproses"
    hasil = await kirim(pencacah.klien, *batch)
    assert [(h["putusan"], h["is_ulangan"]) for h in hasil] == [
        ("DITERIMA", False),
        ("DITOLAK", False),
        ("DITERIMA", True),
    ]


async def test_more_items_than_one_batch_takes_are_put_off(
    pencacah: Pencacah, tugas: str, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.lapangan, "item_sekali_kirim", 1)
    hasil = await kirim(pencacah.klien, item("UPDATE", tugas, {}), item("UPDATE", tugas, {}))
    assert [(h["putusan"], h["kode"]) for h in hasil] == [("DITERIMA", None), ("DITUNDA", "terlalu-banyak-item")]


async def test_only_enumerators_synchronise(verifikator: Klien, klien: Klien, tugas: str) -> None:
    isi = {"perangkat": {"id": str(LAIN), "jam": now().isoformat()}, "item": [item("UPDATE", tugas, {})]}
    assert (await verifikator.post("/v1/petugas/lapangan/sinkron", json=isi)).status_code == 403
    assert (await klien.post("/v1/petugas/lapangan/sinkron", json=isi)).status_code == 401
    assert ref(tugas)


async def test_the_short_questionnaire_on_criteria_comes_with_the_visit(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession
) -> None:
    await potret(pencacah, tugas)
    salah = item("SUBMIT", tugas, kunjungan(kuesioner={"khawatir_makan": 9}))
    (hasil,) = await kirim(pencacah.klien, salah)
    assert (hasil["kode"], hasil["rincian"][0]["lokasi"]) == ("kuesioner-tidak-sah", "isi.khawatir_makan")
    (hasil,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan(kuesioner={"khawatir_makan": 1})))
    assert hasil["keadaan"] == "SELESAI"
    baris = (await sesi.scalars(select(KuesionerKriteria))).one()
    assert (baris.sumber, baris.pelaku_id) == ("KUNJUNGAN", pencacah.akun_id)
