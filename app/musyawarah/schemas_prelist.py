"""The list of a meeting, its marks, and how regularly villages meet: what officers send and read."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field

from app.core.ids import Ref
from app.core.schemas import Keluaran, Masukan, TeksPanjang, TeksPendek
from app.musyawarah.entitas import BarisPrelist, KeluargaPrelist, Prelist, TindakLanjut
from app.musyawarah.status import Keputusan, StatusMusyawarah, TandaDaftar
from app.usulan.rincian import TanggalLampau
from app.usulan.status import JenisUsulan, StatusUsulan, SubjenisUsulan


class BarisPrelistBaca(Keluaran):
    """A usulan on the list, by name and address."""

    ref: Ref
    nomor: str
    jenis: JenisUsulan
    subjenis: SubjenisUsulan | None
    status: StatusUsulan
    nama: str
    alamat: str
    is_dijadwalkan: bool = Field(description="On the list of this meeting; else complete and waiting for one.")
    keputusan: Keputusan | None
    kode_alasan: str | None

    @classmethod
    def dari(cls, b: BarisPrelist) -> Self:
        """Return the output form."""
        n, p = b
        return cls(
            ref=n.ref,
            nomor=n.nomor,
            jenis=n.jenis,
            subjenis=n.subjenis,
            status=n.status,
            nama=n.nama,
            alamat=n.alamat,
            is_dijadwalkan=p is not None,
            keputusan=p.keputusan if p else None,
            kode_alasan=p.alasan["kode"] if p and p.alasan else None,
        )


class PrelistBaca(Keluaran):
    """The list: prelist awal while the meeting is open, prelist akhir when its minutes are final."""

    is_akhir: bool = Field(description="Prelist akhir, with the decisions; else prelist awal.")
    usulan: list[BarisPrelistBaca]
    sptjm: list[BarisPrelistBaca] = Field(description="Agreed by SPTJM since the last meeting, to be confirmed.")

    @classmethod
    def dari(cls, p: Prelist) -> Self:
        """Return the output form."""
        return cls(
            is_akhir=p.musyawarah.status is StatusMusyawarah.FINAL,
            usulan=[BarisPrelistBaca.dari(b) for b in p.usulan],
            sptjm=[BarisPrelistBaca.dari(b) for b in p.sptjm],
        )


class OrangPrelistBaca(Keluaran):
    """A member of a registered family."""

    ref: Ref
    nama: str
    tanda: TandaDaftar | None


class KeluargaPrelistBaca(Keluaran):
    """A registered family to be confirmed."""

    ref: Ref
    nama: str = Field(description="The head, or who stands for the family.")
    alamat: str
    anggota: list[OrangPrelistBaca]

    @classmethod
    def dari(cls, k: KeluargaPrelist) -> Self:
        """Return the output form."""
        anggota = [
            OrangPrelistBaca(ref=o.ref, nama=o.nama, tanda=o.tanda.tanda if o.tanda else None) for o in k.anggota
        ]
        return cls(ref=k.ref, nama=k.nama, alamat=k.alamat, anggota=anggota)


class TandaOrang(Masukan):
    """What RT/RW say of one registered person; null takes an earlier mark away."""

    orang: Ref = Field(description="Reference of the member in his family.")
    tanda: TandaDaftar | None
    catatan: TeksPendek | None = None


class PenandaanMasuk(Masukan):
    """Marks on some persons; sent again, they replace the earlier ones."""

    tanda: Annotated[list[TandaOrang], Field(min_length=1, max_length=200)]


class TindakLanjutBaca(Keluaran):
    """A mark, and the usulan that was made of it."""

    orang: Ref
    nama: str
    tanda: TandaDaftar
    catatan: str | None
    usulan_ref: Ref | None

    @classmethod
    def dari(cls, t: TindakLanjut) -> Self:
        """Return the output form."""
        return cls(
            orang=t.tanda.ref,
            nama=t.nama,
            tanda=t.tanda.tanda,
            catatan=t.tanda.catatan,
            usulan_ref=t.tanda.usulan_ref,
        )


class TindakLanjutDaftar(Keluaran):
    """All marks of a meeting."""

    data: list[TindakLanjutBaca]


class TindakLanjutMasuk(Masukan):
    """What the draft says beyond the mark."""

    tanggal_peristiwa: TanggalLampau | None = Field(default=None, description="Day of the death or of the move.")
    penjelasan: TeksPanjang | None = None


class KeteraturanBaca(Keluaran):
    """How regularly a village meets."""

    kode_desa: str
    nama: str
    terakhir: date | None = Field(description="Day of the last meeting with final minutes.")
    jatuh_tempo: date | None = Field(description="Day by which the next one is due; null before the first.")
    berikut: date | None = Field(description="Day of the next planned meeting.")
    is_terlambat: bool
