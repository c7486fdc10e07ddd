"""What validation sends and reads: the desk, checks, exceptions, evidence, mass matching."""

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

from pydantic import Field

from app.core.ids import Ref
from app.core.nik import Nik
from app.core.schemas import AksiTersediaBaca, Keluaran, Masukan, TeksBaca
from app.keluarga.schemas_jawaban import BandingBaca
from app.kependudukan.pemadanan import HasilPadan
from app.kriteria.schemas import HasilKriteriaBaca
from app.periode.padan import PosisiPadan
from app.temuan.ports import SebabBelum
from app.temuan.status import JenisTemuan, StatusTemuan, SumberTemuan
from app.usulan.status import StatusUsulan, TandaUsulan
from app.verval.models_validasi import BuktiValidasi
from app.verval.schemas import KodeKabkota, PadanBaca
from app.verval.status import (
    HasilPengecualian,
    JenisFoto,
    StatusKecualian,
    StatusPadanMassal,
    StatusPenugasan,
)


class PemeriksaanDiminta(Keluaran):
    """The questions were queued; read `GET …/validasi` for the answers."""

    ref: Ref


class PemeriksaanBaca(Keluaran):
    """What a source said of one member; what it has on record stands among the findings."""

    individu_id: UUID
    sumber: SumberTemuan
    hasil: HasilPengecualian
    sebab: SebabBelum | None = Field(description="Why it is still to be checked.")
    tanggal: date | None = Field(description="Day of the source's data.")
    jumlah: int = Field(description="Records that became findings.")
    created_at: datetime


class TemuanMejaBaca(Keluaran):
    """A finding about the family."""

    ref: Ref
    individu_id: UUID | None
    jenis: JenisTemuan
    teks: TeksBaca
    sumber: SumberTemuan
    tanggal: date
    keyakinan: int
    status: StatusTemuan
    isi: dict[str, Any] = Field(description="What the source said.")


class KecualianBaca(Keluaran):
    """An exception to the match; it holds for the identity as it was then."""

    ref: Ref
    status: StatusKecualian
    kode_alasan: str
    penjelasan: str
    kode_putusan: str | None
    putusan: str | None = Field(description="Explanation of the decision.")
    created_at: datetime
    diputus_at: datetime | None
    versi: int


class KunjunganRingkasBaca(Keluaran):
    """One round of visits."""

    putaran: int
    status: StatusPenugasan
    ditugaskan_at: datetime
    selesai_at: datetime | None = Field(description="End of the completed visit.")
    foto: list[JenisFoto]
    percobaan: int = Field(description="Days on which nobody could be visited.")


class BuktiBaca(Keluaran):
    """Evidence of a refusal; its bytes have their own path."""

    id: UUID
    created_at: datetime

    @classmethod
    def dari(cls, b: BuktiValidasi) -> Self:
        """Return the output form."""
        return cls(id=b.id, created_at=b.created_at)


class MejaBaca(Keluaran):
    """Everything that is known of one case, for who validates it."""

    ref: Ref
    nomor: str | None
    nama: str
    status: StatusUsulan
    tanda: list[TandaUsulan] = Field(description="What about the changes to look at twice before judging the case.")
    keluarga_ref: Ref = Field(description="The family in the registry.")
    posisi_padan: PosisiPadan = Field(description="When this region and period match.")
    padan: HasilPadan = Field(description="Where the match stands for the identity as it is now.")
    padan_riwayat: list[PadanBaca]
    kecualian: list[KecualianBaca]
    temuan: list[TemuanMejaBaca]
    pemeriksaan: list[PemeriksaanBaca]
    kriteria: list[HasilKriteriaBaca]
    kriteria_disimpan_at: datetime | None = Field(description="When the criteria were last kept with the case.")
    banding: BandingBaca | None = Field(description="The newest answers against the ones before; null before two.")
    kunjungan: list[KunjunganRingkasBaca]
    bukti: list[BuktiBaca]
    putusan: list[AksiTersediaBaca] = Field(description="Your decisions, and what stands in the way of each now.")


class PadanCari(Masukan):
    """Whose match is looked up; in the body, so that it stands in no log."""

    nik: Nik


class PadanOrangBaca(PadanBaca):
    """One question to Dukcapil about a person, in whichever case it was asked."""

    usulan_ref: Ref


class PadanMassalMasuk(Masukan):
    """Where everything that does not match is to be asked about again."""

    kode_kabkota: KodeKabkota = Field(examples=["32.04"])


class PadanMassalBaca(Keluaran):
    """A round of mass matching and how far it is."""

    id: UUID
    kode_kabkota: str
    status: StatusPadanMassal
    diproses: int
    padan: int
    tidak_padan: int
    tunda: int = Field(description="No believable answer; they are asked again by the next round.")
    versi: int
    created_at: datetime
    updated_at: datetime
