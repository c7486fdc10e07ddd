"""T16: the checks by other sources, the criteria and the desk; what a source says goes to a human."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.config import Pengecualian
from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.integrasi.pengecualian.pemeriksa import Pemeriksa
from app.integrasi.pengecualian.simulator import Mode, SumberSimulasi
from app.keluarga.service import KeluargaService
from app.temuan.ports import SUMBER_LUAR, CatatanSumber, PemeriksaPengecualianPort
from app.temuan.status import JenisTemuan, SumberTemuan
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from app.verval.models_validasi import PemeriksaanPengecualian
from app.verval.padan import padankan_usulan
from app.verval.pengecualian import COBA_MAKS, TUGAS_PERIKSA, periksa_usulan
from app.verval.status import JenisFoto
from tests.conftest import Klien, Masuk
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import anggota, subjek
from tests.pabrik.temuan import alasan
from tests.verval.conftest import Pencacah, aksi, potret, tugaskan

ORANG = subjek(anggota())
CATATAN = CatatanSumber(JenisTemuan.ASN_TNI_POLRI, 95, {"instansi": "Dinas Perhubungan"})
Sumber = dict[SumberTemuan, SumberSimulasi]


@pytest.fixture
def sumber(wadah: Wadah) -> Sumber:
    """The simulated sources of this test."""
    semua = {s: SumberSimulasi() for s in SUMBER_LUAR}
    pemeriksa = Pemeriksa(Pengecualian(batas_detik=0.05), {**semua})
    wadah.pasang(PemeriksaPengecualianPort, lambda _s, _w: pemeriksa)
    return semua


@pytest.fixture
async def usulan(sesi: AsyncSession, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu) -> Usulan:
    """A case in validation that matches."""
    baru = await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS, isi=ORANG)
    dukcapil.jawaban = pabrik.resmi(ORANG)
    await padankan_usulan(wadah, baru.ref)
    return baru


async def meja(klien: Klien, usulan: Usulan) -> Any:
    jawab = await klien.get(f"/v1/petugas/usulan/{usulan.ref}/validasi", params={"tujuan": "VERVAL"})
    assert jawab.status_code == 200, jawab.text
    return jawab.json()


async def setujui(klien: Klien, usulan: Usulan) -> Any:
    return (await aksi(klien, usulan, "setujui-validasi")).json()


async def test_nothing_is_validated_before_the_sources_were_asked(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, sumber: Sumber, sesi: AsyncSession
) -> None:
    """T16: exclusion checks run, criteria result stored."""
    assert (await setujui(verifikator, usulan))["syarat"] == "pengecualian_diperiksa"
    await periksa_usulan(wadah, usulan.ref)
    isi = await meja(verifikator, usulan)
    assert {p["sumber"] for p in isi["pemeriksaan"]} == {s.value for s in SUMBER_LUAR}
    assert {p["hasil"] for p in isi["pemeriksaan"]} == {"BERSIH"}
    # The child of ten is not asked about.
    assert len({p["individu_id"] for p in isi["pemeriksaan"]}) == 1
    assert isi["kriteria_disimpan_at"] is not None
    assert len(isi["kriteria"]) == 3
    assert (await setujui(verifikator, usulan))["status"] == "SIAP_DISAHKAN"
    isi_segel = await sesi.scalar(text("SELECT isi FROM penilaian_kriteria"))
    assert b"butir" not in isi_segel


async def test_a_hit_becomes_a_finding_that_a_human_decides(
    verifikator: Klien, masuk: Masuk, usulan: Usulan, wadah: Wadah, sumber: Sumber
) -> None:
    """B.8: a hit moves a case to human review; it never decides by itself."""
    assert ORANG.nik is not None
    sumber[SumberTemuan.BKN].catatan = {ORANG.nik: (CATATAN,)}
    await periksa_usulan(wadah, usulan.ref)
    isi = await meja(verifikator, usulan)
    temuan = isi["temuan"][0]
    assert (temuan["jenis"], temuan["sumber"], temuan["keyakinan"], temuan["status"]) == (
        "ASN_TNI_POLRI",
        "BKN",
        95,
        "TERBUKA",
    )
    assert [p["jumlah"] for p in isi["pemeriksaan"] if p["hasil"] == "TERDETEKSI"] == [1]
    tolak = await setujui(verifikator, usulan)
    assert tolak["syarat"] == "temuan_diputus"
    assert "/v1/petugas/temuan" in tolak["detail"]
    lain = await masuk(Jabatan.VERIFIKATOR)
    putus = await lain.post(f"/v1/petugas/temuan/{temuan['ref']}/gugurkan", json=alasan("ORANG_LAIN"))
    assert putus.status_code == 200
    # Asked again the source says the same: the finding stays dismissed.
    await periksa_usulan(wadah, usulan.ref)
    assert [t["status"] for t in (await meja(verifikator, usulan))["temuan"]] == ["GUGUR"]
    assert (await setujui(verifikator, usulan))["status"] == "SIAP_DISAHKAN"


async def test_what_a_source_says_no_more_lapses_by_itself(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, sumber: Sumber
) -> None:
    assert ORANG.nik is not None
    sumber[SumberTemuan.SAMSAT].catatan = {ORANG.nik: (CatatanSumber(JenisTemuan.KENDARAAN_RODA_4, 80, {"n": 1}),)}
    await periksa_usulan(wadah, usulan.ref)
    sumber[SumberTemuan.SAMSAT].catatan = {}
    await periksa_usulan(wadah, usulan.ref)
    assert [t["status"] for t in (await meja(verifikator, usulan))["temuan"]] == ["KEDALUWARSA"]


@pytest.mark.parametrize("mode", [Mode.LAMBAT, Mode.GALAT_5XX, Mode.KUOTA, Mode.ORANG_LAIN, Mode.USANG])
async def test_a_silent_required_source_is_recorded_and_holds_the_case_up(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, sumber: Sumber, mode: Mode, sesi: AsyncSession
) -> None:
    """Every failure mode of a required source: `belum diperiksa`, asked again, and never taken for clean."""
    sumber[SumberTemuan.BKN].mode = mode
    await periksa_usulan(wadah, usulan.ref)
    belum = [p for p in (await meja(verifikator, usulan))["pemeriksaan"] if p["hasil"] == "BELUM_DIPERIKSA"]
    assert [(p["sumber"], bool(p["sebab"]), p["tanggal"]) for p in belum] == [("BKN", True, None)]
    assert (await setujui(verifikator, usulan))["syarat"] == "pengecualian_diperiksa"
    antre = list(await sesi.scalars(text(f"SELECT payload FROM pgqueuer WHERE entrypoint = '{TUGAS_PERIKSA}'")))
    assert len(antre) == 1
    sumber[SumberTemuan.BKN].mode = Mode.NORMAL
    await jalankan(wadah, TUGAS_PERIKSA, {"ref": usulan.ref.teks, "ke": COBA_MAKS})
    assert (await setujui(verifikator, usulan))["status"] == "SIAP_DISAHKAN"


async def test_a_silent_source_that_is_not_required_is_shown_and_does_not_hold_up(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, sumber: Sumber
) -> None:
    sumber[SumberTemuan.PPATK].mode = Mode.GALAT_5XX
    await periksa_usulan(wadah, usulan.ref)
    belum = [p["sumber"] for p in (await meja(verifikator, usulan))["pemeriksaan"] if p["hasil"] == "BELUM_DIPERIKSA"]
    assert belum == ["PPATK"]
    assert (await setujui(verifikator, usulan))["status"] == "SIAP_DISAHKAN"


async def test_a_later_failure_hides_no_answer(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, sumber: Sumber
) -> None:
    await periksa_usulan(wadah, usulan.ref)
    sumber[SumberTemuan.BKN].mode = Mode.GALAT_5XX
    await periksa_usulan(wadah, usulan.ref)
    assert {p["hasil"] for p in (await meja(verifikator, usulan))["pemeriksaan"]} == {"BERSIH"}


async def test_a_check_is_asked_for_counted_and_only_in_validation(
    verifikator: Klien,
    masuk: Masuk,
    usulan: Usulan,
    wadah: Wadah,
    sesi: AsyncSession,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    jawab = await aksi(verifikator, usulan, "periksa-pengecualian")
    assert (jawab.status_code, jawab.headers["Location"]) == (202, f"/v1/petugas/usulan/{usulan.ref}/validasi")
    siap = await pabrik.usulan(sesi, wadah, S.SIAP_DISAHKAN)
    assert (await aksi(verifikator, siap, "periksa-pengecualian")).json()["kode"] == "belum-dapat-dipadankan"
    await periksa_usulan(wadah, siap.ref)
    assert not list(await sesi.scalars(select(PemeriksaanPengecualian)))
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    assert (await aksi(asing, usulan, "periksa-pengecualian")).status_code == 404
    assert (await aksi(await masuk(Jabatan.DISDUKCAPIL), usulan, "periksa-pengecualian")).status_code == 403
    monkeypatch.setattr("app.verval.pengecualian._BATAS_PERMINTAAN", 1)
    assert (await aksi(verifikator, usulan, "periksa-pengecualian")).status_code == 429


async def test_the_job_of_the_match_asks_the_sources_too(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, sumber: Sumber
) -> None:
    await jalankan(wadah, "verval.padankan", {"ref": usulan.ref.teks})
    assert (await setujui(verifikator, usulan))["status"] == "SIAP_DISAHKAN"


async def test_the_desk_shows_the_whole_case_and_what_stands_in_the_way(
    verifikator: Klien,
    pencacah: Pencacah,
    sesi: AsyncSession,
    wadah: Wadah,
    dukcapil: pabrik.DukcapilPalsu,
    masuk: Masuk,
) -> None:
    """T16: comparison with previous answers shown; one view, audited with its purpose."""
    usulan = await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH, isi=ORANG)
    registri = KeluargaService.rakit(sesi, wadah)
    kunjungan = pabrik.kunjungan()
    await registri.simpan_jawaban(
        usulan.registri_id,
        "REGSOSEK2022K",
        _lain(kunjungan["jawaban"]),
        sumber="IMPOR",
        tanggal=hari_ini() - timedelta(days=40),
        pelaku=None,
    )
    await sesi.commit()
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur)
    jawab = await pencacah.klien.post(f"{jalur}/kunjungan", json=kunjungan)
    assert jawab.status_code == 201, jawab.text
    dukcapil.jawaban = pabrik.resmi(ORANG, no_kk="3204050707159999")
    await jalankan(wadah, "verval.padankan", {"ref": usulan.ref.teks})
    isi = await meja(verifikator, usulan)
    assert (isi["nama"], isi["status"], isi["padan"], isi["posisi_padan"]) == (
        "Budi Santoso",
        "VALIDASI_DINSOS",
        "PADAN",
        "SESUDAH_VERVAL",
    )
    assert isi["padan_riwayat"][0]["peringatan"] == ["KK_BERUBAH"]
    assert [b["no"] for b in isi["banding"]["perbedaan"] if b["anggota"] is None][:1] == ["302"]
    assert [(k["status"], len(k["foto"])) for k in isi["kunjungan"]] == [("SELESAI", len(JenisFoto))]
    putusan = {p["aksi"]: p["ditolak_karena"] for p in isi["putusan"]}
    assert putusan["setujui_validasi"] is None
    assert "bukti" in putusan["tolak"]["id"]
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "verval:validasi:dibaca"))).one()
    assert (jejak.tujuan, jejak.is_baca) == ("VERVAL", True)
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    jalur = f"/v1/petugas/usulan/{usulan.ref}/validasi"
    assert (await asing.get(jalur, params={"tujuan": "VERVAL"})).status_code == 404
    nihil = f"/v1/petugas/usulan/{Ref.nihil()}/validasi"
    assert (await verifikator.get(nihil, params={"tujuan": "VERVAL"})).status_code == 404
    assert (await (await masuk(Jabatan.KEPALA_OPD)).get(jalur, params={"tujuan": "VERVAL"})).status_code == 403
    assert (await verifikator.get(jalur)).status_code == 422


def _lain(jawaban: dict[str, Any]) -> dict[str, Any]:
    return jawaban | {"keluarga": jawaban["keluarga"] | {"302": 99}}
