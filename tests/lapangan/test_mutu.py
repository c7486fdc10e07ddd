"""Visits that are made again by somebody else, and the VERIFIKATOR's lists."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import WIB, now
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.models import JawabanSurvei
from app.lapangan.banding import bandingkan
from app.lapangan.models import KunjunganMutu
from app.lapangan.mutu import undi
from app.temuan.models import Temuan
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from app.verval.models import Penugasan
from tests.conftest import Klien, Masuk
from tests.lapangan.conftest import Pencacah, item, kirim, kunjungan, potret, tugaskan
from tests.lapangan.test_gps import letak
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import isian, orang

MUTU = "/v1/petugas/lapangan/mutu"
BULAN = now().astimezone(WIB).strftime("%Y-%m")
WILAYAH = {"kode_kabkota": "32.04", "periode": BULAN}


async def selesaikan(pencacah: Pencacah, tugas: str) -> None:
    await potret(pencacah, tugas)
    (hasil,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan()))
    assert hasil["keadaan"] == "SELESAI"


@pytest.fixture
async def pemeriksa(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> Pencacah:
    """Another enumerator of the area."""
    akun_id = await pabrik.enumerator(sesi, wadah)
    return Pencacah(akun_id, await masuk(Jabatan.ENUMERATOR, ("32.04.05",), akun_id=akun_id, nama="Pemeriksa"))


async def tugas_mutu(klien: Klien) -> str:
    (satu,) = (await klien.get(f"{MUTU}/tugas")).json()["data"]
    return f"{MUTU}/tugas/{satu['ref']}"


async def hasil_mutu(klien: Klien, letak: str, **ganti: Any) -> httpx.Response:
    isi = {"mulai_at": now().isoformat(), "instrumen": "REGSOSEK2022K", "jawaban": isian(), **ganti}
    return await klien.post(f"{letak}/hasil", json=isi)


def test_a_draw_takes_a_share_of_each_enumerator_and_can_be_repeated() -> None:
    rajin, malas = id_baru(), id_baru()
    semua = [letak(enumerator_id=rajin) for _ in range(41)] + [letak(enumerator_id=malas)]
    satu, dua = undi(semua, 7, 5), undi(list(reversed(semua)), 7, 5)
    assert {k.id for k in satu} == {k.id for k in dua}
    assert [sum(k.enumerator_id == e for k in satu) for e in (rajin, malas)] == [3, 1]
    assert {k.id for k in undi(semua, 8, 5)} != {k.id for k in satu}
    assert undi([], 7, 5) == []


def test_agreement_is_counted_question_by_question() -> None:
    lama = {
        "kepala": {},
        "keluarga": {"205": 1, "303": 1, "304": 2},
        "individu": {"a": {"404": 1}, "b": {"404": 1, "409": 3}},
    }
    baru = {"kepala": {}, "keluarga": {"205": 2, "303": 1, "304": 3}, "individu": {"a": {"404": 1, "412": 2}}}
    hasil = bandingkan(lama, baru)
    assert (hasil.ditanya, hasil.sama, hasil.permil) == (6, 2, 333)
    assert hasil.beda == ("individu", "individu.412", "keluarga.304")
    assert bandingkan({}, {}).permil == 1000
    tamu = {"405": 1, "407": 9, "409": 3}
    hasil = bandingkan({"individu": {"baru-1": tamu}}, {"individu": {"x": tamu, "y": {"404": 1}}})
    assert (hasil.ditanya, hasil.sama, hasil.beda) == (4, 3, ("individu",))


async def test_another_enumerator_repeats_the_visit_blindly_and_agrees(
    pencacah: Pencacah, pemeriksa: Pencacah, tugas: str, verifikator: Klien, sesi: AsyncSession, usulan: Usulan
) -> None:
    await selesaikan(pencacah, tugas)
    satu, dua = [(await verifikator.post(f"{MUTU}/sampel", json=WILAYAH)).json() for _ in range(2)]
    assert (satu["kunjungan"], satu["terambil"], satu["baru"]) == (1, 1, 1)
    assert (dua["terambil"], dua["baru"], dua["benih"]) == (1, 0, satu["benih"])
    jalur = await tugas_mutu(pemeriksa.klien)
    rinci = (await pemeriksa.klien.get(jalur)).json()
    assert [a["hubungan"] for a in rinci["anggota"]] == ["KEPALA_KELUARGA", "ANAK"]
    assert "jawaban" not in rinci
    dibaca = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "lapangan:mutu:dibaca"))).one()
    assert usulan.nik_indeks in dibaca.subjek
    jawab = await hasil_mutu(pemeriksa.klien, jalur)
    assert (jawab.status_code, jawab.json()["persen_sama"], jawab.json()["is_temuan"]) == (201, 100, False)
    assert len((await sesi.scalars(select(JawabanSurvei))).all()) == 1
    assert (await pemeriksa.klien.get(f"{MUTU}/tugas")).json()["data"] == []
    assert (await pemeriksa.klien.get(jalur)).json()["kode"] == "kunjungan-mutu-tidak-ditemukan"
    assert (await hasil_mutu(pemeriksa.klien, jalur)).json()["kode"] == "kunjungan-mutu-sudah-selesai"
    daftar = (await verifikator.get(MUTU, params={"periode": BULAN})).json()
    (baris,) = daftar["data"]
    assert (baris["nama"], baris["diambil"], baris["selesai"], baris["persen_sama"]) == ("Petugas Uji", 1, 1, 100)
    assert not baris["is_di_bawah_ambang"]


async def test_much_difference_is_a_finding_and_shows_in_the_list(
    pencacah: Pencacah, pemeriksa: Pencacah, tugas: str, verifikator: Klien, sesi: AsyncSession
) -> None:
    await selesaikan(pencacah, tugas)
    await verifikator.post(f"{MUTU}/sampel", json=WILAYAH)
    (baris,) = (await verifikator.get(MUTU, params={"periode": BULAN})).json()["data"]
    assert (baris["selesai"], baris["persen_sama"], baris["is_di_bawah_ambang"]) == (0, None, False)
    jalur = await tugas_mutu(pemeriksa.klien)
    lain = isian(orang(p409=1, p407=61, p412=1), orang(p409=2, p407=60), orang(p409=3, p407=40))
    jawab = await hasil_mutu(pemeriksa.klien, jalur, jawaban=lain)
    assert jawab.json()["is_temuan"], jawab.json()
    assert "individu" in jawab.json()["beda"]
    (temuan,) = await sesi.scalars(select(Temuan))
    assert (temuan.jenis, temuan.dicatat_oleh) == ("KUNJUNGAN_BERBEDA", pemeriksa.akun_id)
    (baris,) = (await verifikator.get(MUTU, params={"periode": BULAN})).json()["data"]
    assert baris["is_di_bawah_ambang"]
    mutu = (await sesi.scalars(select(KunjunganMutu))).one()
    assert mutu.isi is not None
    assert b"REGSOSEK" not in mutu.isi


async def test_where_nobody_else_may_visit_the_supervisor_does(
    pencacah: Pencacah, tugas: str, verifikator: Klien
) -> None:
    await selesaikan(pencacah, tugas)
    await verifikator.post(f"{MUTU}/sampel", json=WILAYAH)
    assert (await pencacah.klien.get(f"{MUTU}/tugas")).json()["data"] == []
    assert (await hasil_mutu(verifikator, await tugas_mutu(verifikator))).status_code == 201


async def test_answers_of_a_re_visit_are_checked_like_others(
    pencacah: Pencacah, pemeriksa: Pencacah, tugas: str, verifikator: Klien
) -> None:
    await selesaikan(pencacah, tugas)
    await verifikator.post(f"{MUTU}/sampel", json=WILAYAH)
    jalur = await tugas_mutu(pemeriksa.klien)
    salah = [
        await hasil_mutu(pemeriksa.klien, jalur, instrumen="PBDT2015"),
        await hasil_mutu(pemeriksa.klien, jalur, jawaban=isian(keluarga={"303": 99})),
    ]
    assert [(j.status_code, j.json()["kode"]) for j in salah] == [
        (422, "instrumen-berbeda"),
        (422, "jawaban-tidak-sah"),
    ]


async def test_others_see_no_re_visit_and_draw_nothing(
    pencacah: Pencacah, pemeriksa: Pencacah, tugas: str, verifikator: Klien, masuk: Masuk
) -> None:
    await selesaikan(pencacah, tugas)
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    jawab = await asing.post(f"{MUTU}/sampel", json=WILAYAH)
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "wilayah-tidak-ditemukan")
    await verifikator.post(f"{MUTU}/sampel", json=WILAYAH)
    jalur = await tugas_mutu(pemeriksa.klien)
    for klien, tempat in ((asing, jalur), (pencacah.klien, jalur), (pemeriksa.klien, f"{MUTU}/tugas/{_tiada()}")):
        assert (await klien.get(tempat)).json()["kode"] == "kunjungan-mutu-tidak-ditemukan"
        assert (await hasil_mutu(klien, tempat)).json()["kode"] == "kunjungan-mutu-tidak-ditemukan"
    assert (await asing.get(MUTU, params={"periode": BULAN})).json()["data"] == []
    assert (await pemeriksa.klien.get(MUTU, params={"periode": BULAN})).status_code == 403
    assert (await verifikator.get(MUTU, params={"periode": "2026-13"})).status_code == 422


def _tiada() -> Ref:
    return Ref(id_baru(), id_baru())


async def test_the_supervisor_sees_load_and_age(
    pencacah: Pencacah, tugas: str, verifikator: Klien, sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    """Enumerator load and ageing."""
    lama = now() - timedelta(days=wadah.pengaturan.tenggat.hari_kunjungan + 1)
    await sesi.execute(update(Penugasan).values(ditugaskan_at=lama))
    baru = await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH)
    await tugaskan(verifikator, baru, pencacah)
    await kirim(
        pencacah.klien, item("PERCOBAAN", tugas, {"tanggal": now().date().isoformat(), "sebab": "RESPONDEN_MENOLAK"})
    )
    (baris,) = (await verifikator.get("/v1/petugas/lapangan/beban")).json()["data"]
    assert (UUID(baris["enumerator_id"]), baris["aktif"], baris["lewat"]) == (pencacah.akun_id, 2, 1)
    assert (baris["nama"], baris["umur_hari"], baris["batas"]) == (
        "Petugas Uji",
        wadah.pengaturan.tenggat.hari_kunjungan + 1,
        wadah.pengaturan.batas.beban_enumerator,
    )
    satu, dua = (await verifikator.get("/v1/petugas/lapangan/antrean")).json()["data"]
    assert (satu["is_lewat"], satu["percobaan"], dua["is_lewat"], dua["percobaan"]) == (True, 1, False, 0)
    lain = {"enumerator_id": str(id_baru())}
    assert (await verifikator.get("/v1/petugas/lapangan/antrean", params=lain)).json()["data"] == []
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    for jalur in ("beban", "antrean"):
        assert (await asing.get(f"/v1/petugas/lapangan/{jalur}")).json()["data"] == []
        assert (await pencacah.klien.get(f"/v1/petugas/lapangan/{jalur}")).status_code == 403
