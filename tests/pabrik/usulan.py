"""Usulan in any state, without walking there, and the bodies that clients send."""

from collections.abc import Iterable
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.ids import id_baru
from app.core.nik import Nik
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.periode.jendela import kode_periode
from app.usulan import subjek_usulan
from app.usulan.alur import ALUR_USULAN
from app.usulan.kelengkapan import wajib
from app.usulan.models import LampiranUsulan, RiwayatUsulan, Usulan
from app.usulan.repository import UsulanRepository
from app.usulan.rincian import Rincian
from app.usulan.status import (
    LAMPIRAN_WAJIB,
    AksiUsulan,
    JenisLampiran,
    JenisUsulan,
    SasaranKembali,
    StatusUsulan,
    SubjenisUsulan,
)
from tests.pabrik.wilayah import DESA

_urut = count(1)
PERNYATAAN = {"pernyataan_disetujui": True}


def nik_uji(nomor: int | None = None) -> str:
    """Return a made-up NIK of the suite: real region, 1 January 1990, a serial that rises."""
    return f"320405010190{(next(_urut) if nomor is None else nomor) % 9999 + 1:04}"


def no_kk_uji(nomor: int | None = None) -> str:
    """Return a made-up No KK of the suite."""
    return f"320405010120{(next(_urut) if nomor is None else nomor) % 9999 + 1:04}"


def subjek(**tetap: Any) -> dict[str, Any]:
    """Return a subject as a client sends him."""
    return {
        "nik": nik_uji(),
        "no_kk": no_kk_uji(),
        "nama": "Sumber Uji",
        "tempat_lahir": "Bandung",
        "tanggal_lahir": "1990-01-01",
        "jenis_kelamin": "L",
        "alamat": "Jl. Uji 1 RT 01 RW 02",
        "kode_desa": str(DESA),
        "nama_ibu": "Ibu Uji",
        "telepon": "081200000000",
    } | tetap


def alasan(kode: str) -> dict[str, str]:
    """Return a reason as a client sends it."""
    return {
        "kode": kode,
        "penjelasan": "Penjelasan uji yang cukup panjang untuk dibaca warga",
        "langkah_berikutnya": "Ikuti petunjuk petugas",
    }


async def usulan(
    sesi: AsyncSession,
    wadah: Wadah,
    *,
    status: StatusUsulan = StatusUsulan.DRAF,
    pengusul_id: UUID | None = None,
    pengusul_jabatan: Jabatan = Jabatan.WARGA,
    lampiran: Iterable[JenisLampiran] = LAMPIRAN_WAJIB,
    sasaran_kembali: SasaranKembali | None = None,
    keluarga_id: UUID | None = None,
    pernyataan: bool = True,
    jenis: JenisUsulan = JenisUsulan.BARU,
    subjenis: SubjenisUsulan | None = None,
    rincian: Rincian | None = None,
    program: Iterable[str] = (),
    is_tercatat: bool = False,
    **isi: Any,
) -> Usulan:
    """Add a usulan that stands in `status`, its open place taken and its attachments without bytes behind them.

    The subject of a PERBAIKAN or HAPUS is on file, that of a BARU if `is_tercatat`.
    """
    orang = Subjek.model_validate(subjek(**isi))
    usulan_id, sekarang, pengusul = id_baru(), now(), pengusul_id or id_baru()
    indeks, segel = subjek_usulan.indeks(wadah.sandi, orang), subjek_usulan.segel(wadah.sandi, orang, usulan_id)
    keluarga_id = keluarga_id or id_baru()
    bahan = rincian or Rincian()
    registri_id, individu_id = keluarga_id, None
    if is_tercatat or jenis is not JenisUsulan.BARU:
        registri_id = id_baru()
        individu_id = await KeluargaService.rakit(sesi, wadah).daftarkan(orang, registri_id, None)
    baru = Usulan(
        keluarga_id=keluarga_id,
        registri_id=registri_id,
        id=usulan_id,
        jenis=jenis,
        subjenis=subjenis,
        individu_id=individu_id,
        program=list(program),
        status=status,
        status_at=sekarang,
        nomor=None if status is StatusUsulan.DRAF else f"USL-{orang.kode_desa[:8]}-2026-{next(_urut):06}",
        kode_desa=orang.kode_desa,
        pengusul_id=pengusul,
        pengusul_jabatan=pengusul_jabatan,
        is_atas_nama=bahan.atas_nama is not None,
        is_mewakili_desa=False,
        rincian=subjek_usulan.segel_rincian(wadah.sandi, bahan, segel.kunci_data, usulan_id),
        penyunting_ids=[pengusul],
        nik_indeks=indeks.nik,
        no_kk_indeks=indeks.no_kk,
        nik_anggota=list(indeks.anggota),
        nik_asal=None if jenis is JenisUsulan.BARU else indeks.nik,
        no_kk_asal=None if jenis is JenisUsulan.BARU else indeks.no_kk,
        kunci_data=segel.kunci_data,
        isi=segel.isi,
        is_pernyataan_disetujui=pernyataan,
        butir_kurang=[],
        sasaran_kembali=sasaran_kembali,
        versi=1,
        created_at=sekarang,
        updated_at=sekarang,
    )
    repo = UsulanRepository(sesi)
    await repo.add(baru)
    if baru.kunci_terbuka and status not in {StatusUsulan.DRAF, *ALUR_USULAN.akhir}:
        await repo.klaim(baru)
    await repo.add(langkah(baru, AksiUsulan.BUAT, pengusul), *(_lampiran(baru, j, pengusul) for j in lampiran))
    return baru


_BELUM_TERCATAT = frozenset(
    {
        *(StatusUsulan.DRAF, StatusUsulan.DIAJUKAN, StatusUsulan.PERLU_DILENGKAPI, StatusUsulan.LENGKAP),
        *(StatusUsulan.MASUK_MUSYAWARAH, StatusUsulan.TIDAK_DISEPAKATI),
    }
)
_SUBJENIS_BAKU = {
    JenisUsulan.BARU: None,
    JenisUsulan.PERBAIKAN: SubjenisUsulan.SOSIAL_EKONOMI,
    JenisUsulan.HAPUS: SubjenisUsulan.MENINGGAL,
}


async def usulan_pada(
    sesi: AsyncSession,
    wadah: Wadah,
    status: StatusUsulan,
    *,
    jenis: JenisUsulan = JenisUsulan.BARU,
    subjenis: SubjenisUsulan | None = None,
    rincian: Rincian | None = None,
    **tetap: Any,
) -> Usulan:
    """Add a case of a kind that stands in `status` as if it had walked there: papers, period, person on file.

    Without `subjenis` a PERBAIKAN is SOSIAL_EKONOMI and a HAPUS is MENINGGAL.
    """
    subjenis = subjenis or _SUBJENIS_BAKU[jenis]
    if rincian is None and subjenis in {SubjenisUsulan.MENINGGAL, SubjenisUsulan.PINDAH}:
        rincian = Rincian(tanggal_peristiwa=hari_ini())
    satu = await usulan(
        sesi,
        wadah,
        status=status,
        jenis=jenis,
        subjenis=subjenis,
        rincian=rincian,
        is_tercatat=status not in _BELUM_TERCATAT,
        **{"lampiran": [min(k) for k in wajib(jenis, subjenis)]} | tetap,
    )
    satu.periode = None if status is StatusUsulan.DRAF else kode_periode(hari_ini())
    await sesi.flush()
    return satu


def langkah(milik: Usulan, aksi: AksiUsulan, pelaku_id: UUID) -> RiwayatUsulan:
    """Return a step that `pelaku_id` is to have taken; add it with the repository or the session."""
    return RiwayatUsulan(
        keluarga_id=milik.keluarga_id,
        id=id_baru(),
        usulan_id=milik.id,
        aksi=aksi,
        ke=milik.status,
        pelaku_id=pelaku_id,
        created_at=now(),
    )


def _lampiran(milik: Usulan, jenis: JenisLampiran, pelaku_id: UUID) -> LampiranUsulan:
    return LampiranUsulan(
        keluarga_id=milik.keluarga_id,
        id=id_baru(),
        usulan_id=milik.id,
        jenis=jenis,
        berkas_id=id_baru(),
        pelaku_id=pelaku_id,
        created_at=now(),
    )


def nik(teks: str) -> Nik:
    """Return the typed form."""
    return Nik.urai(teks)


async def isi_rincian(sesi: AsyncSession, wadah: Wadah, satu: Usulan, rincian: Rincian) -> None:
    """Let a case bring this besides its subject."""
    satu.rincian = subjek_usulan.segel_rincian(wadah.sandi, rincian, satu.kunci_data, satu.id)
    await sesi.flush()
