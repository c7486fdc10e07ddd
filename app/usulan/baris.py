"""What follows from a case's columns, be its whole row loaded or only what the guards of a mass move look at. Pure."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol
from uuid import UUID

from app.core.ids import Ref
from app.core.peran import Jabatan
from app.usulan.status import TERTAHAN, AksiUsulan, JenisLampiran, JenisUsulan, StatusUsulan, SubjenisUsulan


class KolomPerkara(Protocol):
    """The columns of a case that guards, history and audit trail look at; none of them holds anything sealed."""

    keluarga_id: UUID
    id: UUID
    jenis: JenisUsulan
    subjenis: SubjenisUsulan | None
    status: StatusUsulan
    kode_alasan: str | None
    kode_desa: str
    pengusul_id: UUID
    pengusul_jabatan: Jabatan
    penyunting_ids: list[UUID]
    is_atas_nama: bool
    is_pernyataan_disetujui: bool
    program: list[str]
    tanda: list[str]
    butir_kurang: list[Any]
    individu_id: UUID | None
    nik_indeks: UUID | None
    no_kk_indeks: UUID | None
    nik_anggota: list[UUID]
    nik_asal: UUID | None
    no_kk_asal: UUID | None
    nik_terkait: list[UUID]
    no_kk_terkait: list[UUID]


class Perkara(KolomPerkara, Protocol):
    """Those columns and what follows from them."""

    @property
    def ref(self) -> Ref: ...
    @property
    def kunci_terbuka(self) -> UUID | None: ...
    @property
    def is_tertahan(self) -> bool: ...
    @property
    def nik_subjek(self) -> UUID | None: ...
    @property
    def nik_perkara(self) -> frozenset[UUID]: ...
    @property
    def no_kk_perkara(self) -> frozenset[UUID]: ...
    @property
    def subjek_audit(self) -> tuple[UUID, ...]: ...


def _ada(*indeks: UUID | None) -> frozenset[UUID]:
    return frozenset(filter(None, indeks))


class SifatPerkara:
    """What follows from the columns, for whatever class has them."""

    __slots__ = ()

    @property
    def kunci_terbuka(self: KolomPerkara) -> UUID | None:
        """What the one open place is taken for: the NIK of somebody new, the person whom the registry knows."""
        return self.nik_indeks if self.jenis is JenisUsulan.BARU else self.individu_id

    @property
    def is_tertahan(self: KolomPerkara) -> bool:
        """Whether it is signed, but its changes cannot be applied to the registry as that is now."""
        return self.status is StatusUsulan.DISAHKAN and self.kode_alasan == TERTAHAN

    @property
    def nik_subjek(self: KolomPerkara) -> UUID | None:
        """Whose case it is: the NIK on file, for somebody new the one that he gives; never one that is only proposed.

        A correction of who has no NIK on file belongs to nobody's NIK, and so does one from before `nik_asal`.
        """
        return self.nik_asal or (None if self.subjenis is SubjenisUsulan.IDENTITAS else self.nik_indeks)

    @property
    def nik_perkara(self: KolomPerkara) -> frozenset[UUID]:
        """Everybody whom the case is about or names, on file and as it would be: none of them judges it."""
        return _ada(self.nik_indeks, self.nik_asal, *self.nik_anggota, *(self.nik_terkait or ()))

    @property
    def no_kk_perkara(self: KolomPerkara) -> frozenset[UUID]:
        """The families' numbers, likewise."""
        return _ada(self.no_kk_indeks, self.no_kk_asal, *(self.no_kk_terkait or ()))

    @property
    def subjek_audit(self: Perkara) -> tuple[UUID, ...]:
        """The persons whom a row of the audit trail about this usulan concerns: by the NIK on file and the new one."""
        return tuple(dict.fromkeys(i for i in (self.nik_subjek, self.nik_indeks) if i))


class BarisLampiran(NamedTuple):
    """What an attachment is, and since when."""

    id: UUID
    jenis: JenisLampiran
    created_at: datetime


class KolomRiwayat(NamedTuple):
    """A step of the history by column, alone or among thousands."""

    keluarga_id: UUID
    id: UUID
    usulan_id: UUID
    aksi: AksiUsulan
    dari: StatusUsulan | None
    ke: StatusUsulan
    pelaku_id: UUID | None
    jabatan: Jabatan | None
    kode_alasan: str | None
    isi: bytes | None
    created_at: datetime


@dataclass(slots=True)
class BarisPerkara(SifatPerkara):
    """A case of a mass move without its sealed parts."""

    keluarga_id: UUID
    id: UUID
    jenis: JenisUsulan
    subjenis: SubjenisUsulan | None
    status: StatusUsulan
    kode_alasan: str | None
    kode_desa: str
    pengusul_id: UUID
    pengusul_jabatan: Jabatan
    penyunting_ids: list[UUID]
    is_atas_nama: bool
    is_pernyataan_disetujui: bool
    program: list[str]
    tanda: list[str]
    butir_kurang: list[Any]
    individu_id: UUID | None
    nik_indeks: UUID | None
    no_kk_indeks: UUID | None
    nik_anggota: list[UUID]
    nik_asal: UUID | None
    no_kk_asal: UUID | None
    nik_terkait: list[UUID]
    no_kk_terkait: list[UUID]

    @property
    def ref(self) -> Ref:
        """The reference that clients hold."""
        return Ref(self.keluarga_id, self.id)
