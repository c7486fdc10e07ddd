"""Usulan in any state, enumerators and answers as the tests of verval need them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.models import Akun, PenugasanWilayah
from app.core.clock import hari_ini, now
from app.core.crypto import Tujuan
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.kependudukan.pemadanan import Identitas
from app.kependudukan.ports import DataKependudukan, JawabanKependudukan
from app.periode.jendela import kode_periode
from app.usulan import subjek_usulan
from app.usulan.models import Usulan
from app.usulan.status import JenisUsulan, SasaranKembali, StatusUsulan, SubjenisUsulan
from app.verval.models import Penugasan
from app.verval.status import StatusPenugasan
from tests.pabrik.keluarga import isian, subjek

S = StatusUsulan
_SEBELUM_TERDAFTAR = {S.DRAF, S.DIAJUKAN, S.PERLU_DILENGKAPI, S.LENGKAP, S.MASUK_MUSYAWARAH, S.TIDAK_DISEPAKATI}
DESA = "32.04.05.2001"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
ALASAN = {
    "kode": "ISIAN_TIDAK_KONSISTEN",
    "penjelasan": "Isian pekerjaan dan penghasilan saling bertentangan",
    "langkah_berikutnya": "Tunggu kunjungan ulang petugas",
}


def alasan(kode: str) -> dict[str, str]:
    """A complete reason with this code."""
    return ALASAN | {"kode": kode}


async def usulan(
    sesi: AsyncSession,
    wadah: Wadah,
    status: StatusUsulan,
    *,
    isi: Subjek | None = None,
    penyunting: tuple[UUID, ...] = (),
    sasaran: SasaranKembali | None = None,
    jenis: JenisUsulan = JenisUsulan.BARU,
    subjenis: SubjenisUsulan | None = None,
) -> Usulan:
    """A usulan in `status`, whose subject the registry knows from DISEPAKATI_MUSYAWARAH on."""
    orang = isi or subjek()
    usulan_id, keluarga_id = id_baru(), id_baru()
    segel = subjek_usulan.segel(wadah.sandi, orang, usulan_id)
    indeks = subjek_usulan.indeks(wadah.sandi, orang)
    individu_id = None
    if status not in _SEBELUM_TERDAFTAR:
        individu_id = await KeluargaService.rakit(sesi, wadah).daftarkan(orang, keluarga_id, None)
    baris = Usulan(
        keluarga_id=keluarga_id,
        id=usulan_id,
        jenis=jenis,
        subjenis=subjenis,
        status=status,
        status_at=now(),
        tenggat_date=None,
        nomor=f"USL-{orang.kode_desa[:8]}-{hari_ini().year}-{usulan_id.int % 10**6:06}",
        periode=kode_periode(hari_ini()),
        kode_desa=orang.kode_desa,
        pengusul_id=id_baru(),
        pengusul_jabatan=Jabatan.WARGA,
        is_atas_nama=False,
        penyunting_ids=list(penyunting),
        registri_id=keluarga_id,
        nik_indeks=indeks.nik,
        no_kk_indeks=indeks.no_kk,
        nik_anggota=list(indeks.anggota),
        individu_id=individu_id,
        kunci_data=segel.kunci_data,
        isi=segel.isi,
        is_pernyataan_disetujui=True,
        butir_kurang=[],
        sasaran_kembali=sasaran,
        versi=1,
        created_at=now(),
        updated_at=now(),
    )
    sesi.add(baris)
    await sesi.commit()
    return baris


async def enumerator(
    sesi: AsyncSession,
    wadah: Wadah,
    *wilayah: str,
    jabatan: Jabatan = Jabatan.ENUMERATOR,
    status: StatusAkun = StatusAkun.AKTIF,
    nik: str | None = None,
    no_kk: str | None = None,
) -> UUID:
    """An officer's account that serves in `wilayah` (default: one kecamatan)."""
    akun_id = id_baru()
    segel = wadah.sandi.segel({}, "akun", akun_id)
    sesi.add(
        Akun(
            id=akun_id,
            jabatan=jabatan,
            status=status,
            nama="Pencacah Uji",
            kunci_data=segel.kunci_data,
            isi=segel.isi,
            nik_indeks=wadah.sandi.indeks(Tujuan.NIK, nik) if nik else None,
            no_kk_indeks=wadah.sandi.indeks(Tujuan.NO_KK, no_kk) if no_kk else None,
            kode_desa=None,
            kode_kelola="32.04",
            sandi_hash=None,
            is_sandi_sementara=False,
            rahasia_klien=None,
            cakupan=[],
            foto_ktp_id=None,
            swafoto_id=None,
            versi_token=1,
            versi=1,
            dibuat_oleh=None,
            created_at=now(),
            updated_at=now(),
        )
    )
    for kode in wilayah or ("32.04.05",):
        sesi.add(
            PenugasanWilayah(
                akun_id=akun_id,
                id=id_baru(),
                kode_wilayah=kode,
                berlaku_dari=date(2026, 1, 1),
                berlaku_sampai=None,
                dibuat_oleh=None,
                created_at=now(),
            )
        )
    await sesi.commit()
    return akun_id


def penugasan(kasus: Usulan, enumerator_id: UUID, status: StatusPenugasan) -> Penugasan:
    """An assignment of the first round."""
    return Penugasan(
        keluarga_id=kasus.keluarga_id,
        id=id_baru(),
        usulan_id=kasus.id,
        kode_desa=kasus.kode_desa,
        enumerator_id=enumerator_id,
        status=status,
        putaran=1,
        ditugaskan_oleh=id_baru(),
        ditugaskan_at=now(),
    )


def kunjungan(**ganti: Any) -> dict[str, Any]:
    """A completed visit of the last minutes."""
    selesai = now()
    dasar = {
        "mulai_at": (selesai - timedelta(minutes=5)).isoformat(),
        "selesai_at": selesai.isoformat(),
        "lintang": -6.9401,
        "bujur": 107.7501,
        "akurasi_m": 8.5,
        "responden": "Budi Santoso",
        "instrumen": "REGSOSEK2022K",
        "jawaban": isian(),
    }
    return dasar | ganti


class DukcapilPalsu:
    """Answers what it was told, and remembers who was asked about."""

    def __init__(self, jawaban: JawabanKependudukan | None = None) -> None:
        self.jawaban = jawaban
        self.ditanya: list[str] = []

    async def padankan(self, nik: str) -> JawabanKependudukan:
        """Return the prepared answer."""
        self.ditanya.append(nik)
        assert self.jawaban is not None
        return self.jawaban


def resmi(orang: Subjek, *, meninggal: bool = False, **ganti: Any) -> DataKependudukan:
    """Dukcapil's record of this person, equal unless told otherwise."""
    assert orang.nik is not None
    isi: dict[str, Any] = {
        "nama": orang.nama,
        "tanggal_lahir": orang.tanggal_lahir,
        "no_kk": orang.no_kk,
        "nama_ibu": orang.nama_ibu,
        "jenis_kelamin": str(orang.jenis_kelamin),
    }
    return DataKependudukan(orang.nik, Identitas(**isi | ganti), is_meninggal=meninggal)
