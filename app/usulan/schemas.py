"""Input and output of usulan."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from app.core.ids import Ref
from app.core.nik import Nik
from app.core.schemas import AksiTersediaBaca, AlasanMasuk, Keluaran, Masukan, TeksBaca, TeksPendek
from app.keluarga.kode import Hubungan, JenisKelamin
from app.keluarga.subjek import Subjek
from app.referensi.katalog import alasan
from app.usulan.entitas import LangkahRiwayat, UsulanLengkap, UsulanRingkas
from app.usulan.models import LampiranUsulan
from app.usulan.status import (
    TEKS_STATUS,
    AksiUsulan,
    ButirIsian,
    JenisLampiran,
    JenisUsulan,
    SasaranKembali,
    StatusUsulan,
)

Butir = JenisLampiran | ButirIsian


class TanpaIsi(Masukan):
    """Body of an action that takes none: absent, or an empty object."""


class UsulanBuat(Masukan):
    """A draft. Only `BARU` is open now; the other kinds come with their rules."""

    jenis: Literal[JenisUsulan.BARU] = JenisUsulan.BARU
    subjek: Subjek
    pernyataan_disetujui: bool = Field(
        default=False,
        description="The proposer states that the data are true (UU 13/2011 ps 11(3), ps 42); needed to send.",
    )


class UsulanUbah(Masukan):
    """A change; what is absent stays. `subjek` replaces the whole snapshot."""

    subjek: Subjek | None = None
    pernyataan_disetujui: bool | None = None


class MintaLengkapiMasuk(Masukan):
    """What is missing or wrong, item by item, and why."""

    alasan: AlasanMasuk | None = None
    butir: Annotated[list[Butir], Field(max_length=20)] = Field(
        default_factory=list, description="Attachments to send (again) and fields to correct."
    )


class TanggapanMasuk(Masukan):
    """An answer in words to an item that stays as it was."""

    butir: ButirIsian
    jawaban: TeksPendek


class LengkapiMasuk(Masukan):
    """Answers to fields that need no change; changed fields and new attachments answer for themselves."""

    tanggapan: Annotated[list[TanggapanMasuk], Field(max_length=20)] = Field(default_factory=list)


class DaftarPeriksa(Masukan):
    """The officer's checklist; each must be true."""

    ktp_terbaca: bool = Field(description="KTP readable and of the subject.")
    kk_terbaca: bool = Field(description="Family card readable.")
    foto_rumah_sesuai: bool = Field(description="The photo shows the home from its front.")
    nik_kk_sesuai: bool = Field(description="NIK and No KK are those of the documents.")
    domisili_sesuai: bool = Field(description="The person lives in this village.")


class TetapkanLengkapMasuk(Masukan):
    """Completeness, item by item."""

    daftar_periksa: DaftarPeriksa


class ButirKurangBaca(Keluaran):
    """An item that was asked for."""

    butir: Butir
    terjawab: bool


class LampiranBaca(Keluaran):
    """An attachment; its bytes have their own path."""

    id: UUID
    jenis: JenisLampiran
    created_at: datetime

    @classmethod
    def dari(cls, lampiran: LampiranUsulan) -> Self:
        """Return the output form."""
        return cls(id=lampiran.id, jenis=lampiran.jenis, created_at=lampiran.created_at)


class UsulanRingkasBaca(Keluaran):
    """One line of a listing."""

    ref: Ref
    nomor: str | None = Field(description="Number for people, given when it is sent; never a key.")
    jenis: JenisUsulan
    status: StatusUsulan
    teks_status: TeksBaca
    status_at: datetime = Field(description="Since when it stands there.")
    tenggat_date: date | None = Field(description="Day by which the next step is due.")
    nama: str
    kode_desa: str
    aksi_tersedia: list[AksiUsulan] = Field(description="Actions of your position in this state.")

    @classmethod
    def dari(cls, baris: UsulanRingkas) -> Self:
        """Return the output form."""
        return cls(**_umum(baris), nama=baris.nama, aksi_tersedia=list(baris.aksi_tersedia))


class AnggotaSubjekBaca(Keluaran):
    """Another member of the subject's family."""

    nik: str | None = Field(description="Masked unless the caller's job needs the number.")
    nama: str
    tempat_lahir: str | None
    tanggal_lahir: date
    jenis_kelamin: JenisKelamin
    hubungan: Hubungan
    nama_ibu: str | None


class SubjekBaca(AnggotaSubjekBaca):
    """The subject. Without need of them numbers are masked, and contacts and mothers' names are null."""

    no_kk: str | None = Field(description="Masked unless the caller's job needs the number.")
    alamat: str
    kode_desa: str
    telepon: str | None
    surel: str | None
    anggota: list[AnggotaSubjekBaca]

    @classmethod
    def dari(cls, subjek: Subjek, *, terbuka: bool) -> Self:
        """Return the output form."""
        isi = subjek.model_dump()
        if not terbuka:
            for orang in (isi, *isi["anggota"]):
                orang |= {"nama_ibu": None, "nik": orang["nik"] and Nik(orang["nik"]).tersamar}
            isi |= {"telepon": None, "surel": None, "no_kk": subjek.no_kk and subjek.no_kk.tersamar}
        return cls.model_validate(isi)


class UsulanBaca(Keluaran):
    """A usulan as its proposer or its subject reads it."""

    ref: Ref
    nomor: str | None = Field(description="Number for people, given when it is sent; never a key.")
    jenis: JenisUsulan
    status: StatusUsulan
    teks_status: TeksBaca
    status_at: datetime
    tenggat_date: date | None = Field(description="Day by which the next step is due.")
    periode: str | None = Field(description="Month that it counts for, given when it is sent.")
    kode_desa: str
    subjek: SubjekBaca
    pernyataan_disetujui: bool
    butir_kurang: list[ButirKurangBaca]
    lampiran: list[LampiranBaca]
    aksi_tersedia: list[AksiTersediaBaca]
    versi: int
    created_at: datetime
    updated_at: datetime

    @classmethod
    def dari(cls, isi: UsulanLengkap) -> Self:
        """Return the output form."""
        return cls(**_rinci(isi))


class UsulanPetugasBaca(UsulanBaca):
    """A usulan as an officer reads it: also who proposed it and where it was returned to."""

    pengusul_jabatan: str
    atas_nama: bool = Field(description="An officer of the kab/kota entered it for the village.")
    sasaran_kembali: SasaranKembali | None
    individu_id: UUID | None = Field(description="Person in the registry, once the musyawarah has agreed.")

    @classmethod
    @override
    def dari(cls, isi: UsulanLengkap) -> Self:
        """Return the output form."""
        u = isi.usulan
        return cls(
            **_rinci(isi),
            pengusul_jabatan=u.pengusul_jabatan,
            atas_nama=u.is_atas_nama,
            sasaran_kembali=u.sasaran_kembali,
            individu_id=u.individu_id,
        )


class AlasanBaca(Keluaran):
    """Why it was returned or refused, and what can be done."""

    kode: str
    teks: TeksBaca
    penjelasan: str
    langkah_berikutnya: str
    dasar: str = Field(description="Legal basis.")


class LangkahBaca(Keluaran):
    """One step of the history; who took it is told by position, not by name."""

    pada_at: datetime
    aksi: AksiUsulan
    dari: StatusUsulan | None
    ke: StatusUsulan
    teks_status: TeksBaca
    jabatan: str | None = Field(description="Position of the actor; null is the system.")
    alasan: AlasanBaca | None
    butir: list[Butir] = Field(description="Items that were asked for.")

    @classmethod
    def langkah(cls, isi: LangkahRiwayat) -> Self:
        """Return the output form."""
        x = isi.langkah
        ke = StatusUsulan(x.ke)
        return cls(
            pada_at=x.created_at,
            aksi=x.aksi,
            dari=StatusUsulan(x.dari) if x.dari else None,
            ke=ke,
            teks_status=TeksBaca.dari(TEKS_STATUS[ke]),
            jabatan=x.jabatan,
            alasan=_alasan(x.kode_alasan, isi.isi),
            butir=isi.isi.get("butir", []),
        )


class RiwayatBaca(Keluaran):
    """The whole history, oldest first; a case has few steps, so there are no pages."""

    data: list[LangkahBaca]


def _alasan(kode: str | None, isi: dict[str, Any]) -> AlasanBaca | None:
    if kode is None:
        return None
    acuan = alasan(kode)
    return AlasanBaca(
        kode=kode,
        teks=TeksBaca.dari(acuan.teks),
        penjelasan=isi["penjelasan"],
        langkah_berikutnya=isi["langkah_berikutnya"],
        dasar=acuan.dasar,
    )


def _umum(isi: UsulanLengkap | UsulanRingkas) -> dict[str, Any]:
    u = isi.usulan
    return {
        "ref": u.ref,
        "nomor": u.nomor,
        "jenis": u.jenis,
        "status": u.status,
        "teks_status": TeksBaca.dari(TEKS_STATUS[u.status]),
        "status_at": u.status_at,
        "tenggat_date": u.tenggat_date,
        "kode_desa": u.kode_desa,
    }


def _rinci(isi: UsulanLengkap) -> dict[str, Any]:
    u = isi.usulan
    return {
        **_umum(isi),
        "periode": u.periode,
        "subjek": SubjekBaca.dari(isi.subjek, terbuka=isi.is_terbuka),
        "pernyataan_disetujui": u.is_pernyataan_disetujui,
        "butir_kurang": [ButirKurangBaca.model_validate(b) for b in u.butir_kurang],
        "lampiran": [LampiranBaca.dari(x) for x in isi.lampiran],
        "aksi_tersedia": [
            AksiTersediaBaca(aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None)
            for a in isi.aksi_tersedia
        ],
        "versi": u.versi,
        "created_at": u.created_at,
        "updated_at": u.updated_at,
    }
