"""Rows of memberships, reactivations and objections in the form that clients read; shared by the routers."""

from typing import Any

from app.core.ids import Ref
from app.core.schemas import AksiTersediaBaca, TeksBaca
from app.core.teks import Teks
from app.penetapan.keanggotaan import BarisKeanggotaan, KeanggotaanLengkap
from app.penetapan.keberatan import KeberatanLengkap
from app.penetapan.models import KeberatanKeanggotaan, Reaktivasi
from app.penetapan.reaktivasi import ReaktivasiLengkap
from app.penetapan.schemas import KeanggotaanBaca, KeanggotaanRinci, RujukanSKBaca
from app.penetapan.schemas_keluar import KeberatanBaca, KeberatanRingkas, ReaktivasiBaca, ReaktivasiRingkas
from app.penetapan.status import TEKS_AKSI, TEKS_KEANGGOTAAN
from app.penetapan.status_keluar import PENYAKIT, TEKS_KEBERATAN, TEKS_REAKTIVASI
from app.referensi.katalog import ALASAN


def teks_alasan(kode: str | None) -> TeksBaca | None:
    """Return a reason in words; None without one."""
    return TeksBaca.dari(ALASAN[kode].teks) if kode is not None and kode in ALASAN else None


def keanggotaan(b: BarisKeanggotaan) -> KeanggotaanBaca:
    """One row."""
    k = b.baris
    return KeanggotaanBaca(
        ref=k.ref,
        status=k.status,
        keterangan=TeksBaca.dari(TEKS_KEANGGOTAAN[k.status]),
        aksi=k.aksi,
        peristiwa=TeksBaca.dari(TEKS_AKSI[k.aksi]),
        kode_desa=k.kode_desa,
        alasan_kode=k.alasan_kode,
        alasan=teks_alasan(k.alasan_kode),
        sk=RujukanSKBaca(**b.sk._asdict()) if b.sk else None,
        penjelasan=b.penjelasan,
        langkah_berikutnya=b.langkah_berikutnya,
        nonaktif_paling_cepat=k.nonaktif_paling_cepat,
        mulai_at=k.mulai_at,
        sampai_at=k.sampai_at,
    )


def rinci(lengkap: KeanggotaanLengkap) -> KeanggotaanRinci:
    """A membership with its history and actions."""
    return KeanggotaanRinci(
        kini=keanggotaan(lengkap.kini),
        riwayat=[keanggotaan(k) for k in lengkap.riwayat],
        aksi_tersedia=[AksiTersediaBaca.model_validate(a) for a in lengkap.aksi_tersedia],
    )


def reaktivasi_ringkas(r: Reaktivasi) -> ReaktivasiRingkas:
    """A request in a listing."""
    return ReaktivasiRingkas(
        ref=r.ref,
        orang=Ref(r.keluarga_id, r.individu_id),
        status=r.status,
        keterangan=TeksBaca.dari(TEKS_REAKTIVASI[r.status]),
        kode_desa=r.kode_desa,
        created_at=r.created_at,
        dipulihkan_at=r.dipulihkan_at,
        diputus_at=r.diputus_at,
        alasan_kode=r.alasan_kode,
    )


def reaktivasi(lengkap: ReaktivasiLengkap) -> ReaktivasiBaca:
    """A request opened."""
    r, isi = lengkap.baris, lengkap.isi
    kode = int(isi["penyakit"])
    return ReaktivasiBaca(
        **reaktivasi_ringkas(r).model_dump(),
        penyakit=kode,
        penyakit_teks=TeksBaca.dari(PENYAKIT.get(kode, Teks("Lainnya", "Other"))),
        faskes=isi["faskes"],
        nomor_surat=isi["nomor_surat"],
        has_sktm=r.sktm_id is not None,
        pernyataan=isi.get("pernyataan"),
        jawaban=isi.get("jawaban"),
        aksi_tersedia=[AksiTersediaBaca.model_validate(a) for a in lengkap.aksi_tersedia],
    )


def keberatan_ringkas(b: KeberatanKeanggotaan) -> KeberatanRingkas:
    """An objection in a listing."""
    return KeberatanRingkas(
        ref=b.ref,
        orang=Ref(b.keluarga_id, b.individu_id),
        status=b.status,
        keterangan=TeksBaca.dari(TEKS_KEBERATAN[b.status]),
        kode_desa=b.kode_desa,
        jawab_sebelum=b.jawab_sebelum,
        created_at=b.created_at,
        diputus_at=b.diputus_at,
    )


def keberatan_isi(b: KeberatanKeanggotaan, isi: dict[str, Any], aksi: list[AksiTersediaBaca]) -> KeberatanBaca:
    """An objection with its words."""
    return KeberatanBaca(
        **keberatan_ringkas(b).model_dump(),
        alasan=isi["alasan"],
        jawaban=isi.get("jawaban"),
        langkah_berikutnya=isi.get("langkah"),
        alasan_kode=b.alasan_kode,
        aksi_tersedia=aksi,
    )


def keberatan(lengkap: KeberatanLengkap) -> KeberatanBaca:
    """An objection opened, with what may be done."""
    aksi = [AksiTersediaBaca.model_validate(a) for a in lengkap.aksi_tersedia]
    return keberatan_isi(lengkap.baris, lengkap.isi, aksi)
