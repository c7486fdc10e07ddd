"""Input of usulan: a draft of each kind, its changes, and the bodies of its actions."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, Self

from pydantic import Discriminator, Field, StringConstraints, Tag, model_validator

from app.core.ids import Ref
from app.core.nik import Nik, NomorKK
from app.core.pesan_isian import isian_salah
from app.core.schemas import AlasanMasuk, Masukan, TeksPanjang, TeksPendek
from app.core.teks import Teks
from app.keluarga.peristiwa import PerubahanKeluarga
from app.keluarga.subjek import Subjek
from app.usulan.rincian import AtasNama, TanggalLampau
from app.usulan.status import ButirIsian, JenisLampiran, JenisUsulan, SubjenisUsulan

_U = SubjenisUsulan
_BERTANGGAL: Final = frozenset({_U.MENINGGAL, _U.PINDAH})
Butir = JenisLampiran | ButirIsian
KodeProgram = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_.-]{1,31}$")]
ProgramMasuk = Annotated[
    list[KodeProgram],
    Field(
        max_length=8,
        description="Programmes wished for: PKH, SEMBAKO, PBI_JK, ATENSI or a region's code. Only for the registered; "
        "kept and shown, nothing is decided on them yet.",
        examples=[["PKH"]],
    ),
]


PerubahanMasuk = Annotated[
    list[PerubahanKeluarga],
    Field(
        max_length=20,
        description="What is to become of the family; applied by the system once endorsed. IDENTITAS: corrections "
        "of the person or the card. ANGGOTA_KELUARGA: birth, marriage, moves, split of a card … The others: none. "
        "Who declares another member dead (MENINGGAL) or gone (PINDAH_KELUAR) attaches what a HAPUS for that needs.",
    ),
]


class OrangDikenal(Masukan):
    """Somebody on file: by NIK, with the No KK if it is at hand, or a member chosen from a family."""

    nik: Nik | None = None
    no_kk: NomorKK | None = None
    anggota: Ref | None = Field(default=None, description="Reference of a family's member.")

    @model_validator(mode="after")
    def _satu_cara(self) -> Self:
        if (self.nik is None) == (self.anggota is None):
            raise isian_salah(
                "satu_cara", Teks("Isi nik atau anggota, salah satu", "Give nik or anggota, one of the two")
            )
        return self


class _UsulanBuat(Masukan):
    """What a draft of every kind has."""

    pernyataan_disetujui: bool = Field(
        default=False,
        description="The proposer states that the data are true (UU 13/2011 ps 11(3), ps 42); needed to send.",
    )
    atas_nama: AtasNama | None = Field(
        default=None,
        description="An officer files for somebody without telephone or e-mail who signed a paper form, attached as "
        "FORMULIR_KERTAS with TANDA_TANGAN, or as FORMULIR_BERTANDA_TANGAN. Not for citizens.",
    )


class UsulanBaruBuat(_UsulanBuat):
    """Somebody new; or, with `program`, somebody registered who wishes for programmes."""

    jenis: Literal[JenisUsulan.BARU] = JenisUsulan.BARU
    subjek: Subjek
    program: ProgramMasuk = Field(default_factory=list)


class UsulanPerbaikanBuat(_UsulanBuat):
    """A correction of what is on file. Citizens: of their own family."""

    jenis: Literal[JenisUsulan.PERBAIKAN]
    subjenis: Literal[_U.IDENTITAS, _U.ANGGOTA_KELUARGA, _U.SOSIAL_EKONOMI, _U.PEMBARUAN_DESIL]
    orang: OrangDikenal
    perubahan: PerubahanMasuk = Field(default_factory=list)
    penjelasan: TeksPanjang | None = Field(default=None, description="What is wrong or has changed, in words.")
    program: ProgramMasuk = Field(default_factory=list)


class UsulanHapusBuat(_UsulanBuat):
    """Somebody is to be taken out. Citizens: themselves or their own family; others are contested by a sanggah."""

    jenis: Literal[JenisUsulan.HAPUS]
    subjenis: Literal[_U.MENINGGAL, _U.PINDAH, _U.MAMPU, _U.GANDA, _U.TIDAK_DITEMUKAN, _U.MENGUNDURKAN_DIRI]
    orang: OrangDikenal
    tanggal_peristiwa: TanggalLampau | None = Field(default=None, description="Day of the death or of the move.")
    penjelasan: TeksPanjang | None = None

    @model_validator(mode="after")
    def _bertanggal(self) -> Self:
        if (self.subjenis in _BERTANGGAL) != (self.tanggal_peristiwa is not None):
            raise isian_salah(
                "tanggal_peristiwa",
                Teks(
                    "Isi tanggal_peristiwa untuk MENINGGAL dan PINDAH, kosongkan untuk yang lain",
                    "Give tanggal_peristiwa for MENINGGAL and PINDAH, and leave it out for the others",
                ),
            )
        return self


def _jenis(isi: object) -> str:
    """Return the tag of a draft's form; a body that names no kind is a BARU, as it was when there was no other."""
    nilai: Any = isi.get("jenis") if isinstance(isi, Mapping) else getattr(isi, "jenis", None)
    return str(nilai) if nilai is not None else JenisUsulan.BARU.value


UsulanBuat = Annotated[
    Annotated[UsulanBaruBuat, Tag("BARU")]
    | Annotated[UsulanPerbaikanBuat, Tag("PERBAIKAN")]
    | Annotated[UsulanHapusBuat, Tag("HAPUS")],
    Discriminator(_jenis),
]
"""A draft of any kind; `jenis` says which."""


class UsulanUbah(Masukan):
    """A change; what is absent stays. Each kind takes the fields that its draft takes.

    `subjek` replaces the whole snapshot of a BARU. Any change of a PERBAIKAN or HAPUS reads its subject anew.
    """

    subjek: Subjek | None = None
    pernyataan_disetujui: bool | None = None
    atas_nama: AtasNama | None = None
    program: ProgramMasuk | None = None
    perubahan: PerubahanMasuk | None = None
    tanggal_peristiwa: TanggalLampau | None = None
    penjelasan: TeksPanjang | None = None


class AjukanMasuk(Masukan):
    """The second proof that a citizen gives who resigns; everybody else sends nothing."""

    kode_konfirmasi: Annotated[str, StringConstraints(strip_whitespace=True, min_length=4, max_length=64)] | None = None


class TanpaIsi(Masukan):
    """Body of an action that takes none: absent, or an empty object."""


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
    """The officer's checklist: what the kind needs must be true, what does not concern it is left out.

    BARU: all but `bukti_sesuai`. PERBAIKAN: `kk_terbaca` and, by sub-kind, KTP and numbers or photo and domicile.
    HAPUS, and a PERBAIKAN that declares another member dead or gone: `bukti_sesuai`.
    """

    ktp_terbaca: bool | None = Field(default=None, description="KTP readable and of the subject.")
    kk_terbaca: bool | None = Field(default=None, description="Family card readable.")
    foto_rumah_sesuai: bool | None = Field(default=None, description="The photo shows the home from its front.")
    nik_kk_sesuai: bool | None = Field(default=None, description="NIK and No KK are those of the documents.")
    domisili_sesuai: bool | None = Field(default=None, description="The person lives in this village.")
    bukti_sesuai: bool | None = Field(default=None, description="The papers prove what is claimed.")


class TetapkanLengkapMasuk(Masukan):
    """Completeness, item by item."""

    daftar_periksa: DaftarPeriksa = Field(
        examples=[
            {
                "ktp_terbaca": True,
                "kk_terbaca": True,
                "foto_rumah_sesuai": True,
                "nik_kk_sesuai": True,
                "domisili_sesuai": True,
            }
        ]
    )
