"""Usulan in any state, without walking there, and the bodies that clients send."""

from collections.abc import Iterable
from itertools import count
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.ids import id_baru
from app.core.nik import Nik
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.subjek import Subjek
from app.usulan import subjek_usulan
from app.usulan.alur import ALUR_USULAN
from app.usulan.models import LampiranUsulan, RiwayatUsulan, Usulan
from app.usulan.repository import UsulanRepository
from app.usulan.status import LAMPIRAN_WAJIB, AksiUsulan, JenisLampiran, JenisUsulan, SasaranKembali, StatusUsulan
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
    **isi: Any,
) -> Usulan:
    """Add a usulan that stands in `status`, its open place taken and its attachments without bytes behind them."""
    orang = Subjek.model_validate(subjek(**isi))
    usulan_id, sekarang, pengusul = id_baru(), now(), pengusul_id or id_baru()
    indeks, segel = subjek_usulan.indeks(wadah.sandi, orang), subjek_usulan.segel(wadah.sandi, orang, usulan_id)
    keluarga_id = keluarga_id or id_baru()
    baru = Usulan(
        keluarga_id=keluarga_id,
        registri_id=keluarga_id,
        id=usulan_id,
        jenis=JenisUsulan.BARU,
        status=status,
        status_at=sekarang,
        nomor=None if status is StatusUsulan.DRAF else f"USL-{orang.kode_desa[:8]}-2026-{next(_urut):06}",
        kode_desa=orang.kode_desa,
        pengusul_id=pengusul,
        pengusul_jabatan=pengusul_jabatan,
        is_atas_nama=False,
        penyunting_ids=[pengusul],
        nik_indeks=indeks.nik,
        no_kk_indeks=indeks.no_kk,
        nik_anggota=list(indeks.anggota),
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
    if indeks.nik and status not in {StatusUsulan.DRAF, *ALUR_USULAN.akhir}:
        await repo.klaim(indeks.nik, baru)
    await repo.add(langkah(baru, AksiUsulan.BUAT, pengusul), *(_lampiran(baru, j, pengusul) for j in lampiran))
    return baru


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
