"""Facts that a usulan's own row establishes about it and the actor. Pure."""

from typing import Any
from uuid import UUID

from app.core.peran import Jabatan, Pelaku
from app.usulan.baris import Perkara
from app.usulan.status import JenisUsulan, StatusUsulan, TandaUsulan
from app.wilayah.lingkup import Lingkup


def dari_baris(usulan: Perkara, pelaku: Pelaku | None, lingkup: Lingkup, akun_ids: frozenset[UUID]) -> dict[str, Any]:
    """Return the fields of `FaktaUsulan` that need nothing but the row; the system (None) is nobody's relative.

    `akun_ids` are all accounts of the person who acts.
    """
    is_baru = usulan.jenis is JenisUsulan.BARU
    return {
        "jenis": usulan.jenis,
        "subjenis": usulan.subjenis,
        "is_penulis": not akun_ids.isdisjoint(usulan.penyunting_ids),
        "is_pengusul": pelaku is not None and is_pengusul(usulan, pelaku),
        "is_perkara_sendiri": pelaku is not None and is_perkara_sendiri(usulan, pelaku),
        # An account that may not act gets no token that we accept, so whoever reaches this point is active.
        "is_akun_aktif": pelaku is not None,
        "is_satu_desa": is_satu_desa(usulan.kode_desa, pelaku, lingkup),
        # Whom the registry knows he is, with or without numbers.
        "is_nik_ada": usulan.nik_indeks is not None or not is_baru,
        "is_no_kk_ada": usulan.no_kk_indeks is not None or not is_baru,
        "is_atas_nama": usulan.is_atas_nama,
        "has_program": bool(usulan.program),
        "tanda": frozenset(map(TandaUsulan, usulan.tanda)),
        "is_dikenal": is_baru or usulan.individu_id is not None,
        "is_diri_sendiri": usulan.is_atas_nama if pelaku is None else is_diri_sendiri(usulan, pelaku),
        "is_dapat_ditarik": usulan.status is not StatusUsulan.DISAHKAN or usulan.is_tertahan,
        "is_pernyataan_disetujui": usulan.is_pernyataan_disetujui,
        "is_butir_kurang_terjawab": all(b["terjawab"] for b in usulan.butir_kurang),
    }


def is_pengusul(usulan: Perkara, pelaku: Pelaku) -> bool:
    """Return whether the actor proposed it; offices propose as such, so a colleague in the jabatan may go on."""
    if usulan.pengusul_jabatan is Jabatan.WARGA:
        return pelaku.akun_id == usulan.pengusul_id
    return pelaku.jabatan is usulan.pengusul_jabatan


def is_diri_sendiri(usulan: Perkara, pelaku: Pelaku) -> bool:
    """Return whether a citizen asks about himself, or an officer for somebody who signed on paper."""
    if pelaku.jabatan is not Jabatan.WARGA:
        return usulan.is_atas_nama
    return pelaku.nik_indeks is not None and pelaku.nik_indeks == usulan.nik_subjek


def is_perkara_sendiri(usulan: Perkara, pelaku: Pelaku) -> bool:
    """Return whether an officer meets his own NIK or own No KK in the case; a WARGA may always propose himself."""
    return pelaku.jabatan is not Jabatan.WARGA and is_berkepentingan(usulan, pelaku.nik_indeks, pelaku.no_kk_indeks)


def is_berkepentingan(usulan: Perkara, nik: UUID | None, no_kk: UUID | None) -> bool:
    """Return whether the case concerns who bears these: on file or proposed, in the subject's family or one named."""
    return (nik is not None and nik in usulan.nik_perkara) or (no_kk is not None and no_kk in usulan.no_kk_perkara)


def is_satu_desa(kode_desa: str, pelaku: Pelaku | None, lingkup: Lingkup) -> bool:
    """Return whether the village is the citizen's own domicile, or in the officer's scope."""
    if pelaku is not None and pelaku.jabatan is Jabatan.WARGA:
        return Lingkup.dari(pelaku).memuat(kode_desa)
    return lingkup.memuat(kode_desa)
