"""What officers read of stored answers: in words, with the codes beside them."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import Field

from app.core.ids import Ref
from app.core.schemas import Keluaran, TeksBaca
from app.keluarga.banding import JenisPerbedaan, Perbedaan
from app.keluarga.entitas import JawabanLengkap, KeluargaLengkap
from app.keluarga.instrumen import Instrumen, KodeInstrumen, muat
from app.keluarga.kode import SumberJawaban
from app.keluarga.models import JawabanSurvei
from app.keluarga.terbawa import terbawa

NamaAnggota = Annotated[str | None, Field(description="Null for somebody whom the registry did not know.")]
RefAnggota = Annotated[str | None, Field(description="Opaque reference of the member, where the registry knows him.")]


class JawabanRingkas(Keluaran):
    """One set of answers: under which instrument, when and how they came."""

    id: UUID
    instrumen: KodeInstrumen
    tanggal: date = Field(description="Day of the visit.")
    sumber: SumberJawaban
    created_at: datetime | None = Field(description="When they were stored; null inside a comparison.")
    digantikan_id: UUID | None = Field(
        description="The same answers under the right day, when an import's day was corrected; null: these stand."
    )

    @classmethod
    def dari(cls, baris: JawabanSurvei) -> Self:
        """Return the output form."""
        return cls(
            id=baris.id,
            instrumen=baris.instrumen,
            tanggal=baris.tanggal_date,
            sumber=baris.sumber,
            created_at=baris.created_at,
            digantikan_id=baris.digantikan_id,
        )

    @classmethod
    def dari_isi(cls, jawaban: JawabanLengkap) -> Self:
        """Return the output form of opened answers."""
        return cls(
            id=jawaban.id,
            instrumen=jawaban.instrumen,
            tanggal=jawaban.tanggal,
            sumber=jawaban.sumber,
            created_at=None,
            digantikan_id=None,
        )


class ButirJawaban(Keluaran):
    """One question with its answer."""

    no: str = Field(description="Number of the question in its instrument.", examples=["303"])
    pertanyaan: TeksBaca
    kode: int | str = Field(description="The answer as it was stored.", examples=[8])
    jawaban: TeksBaca = Field(description="The answer in words.")


class JawabanAnggota(Keluaran):
    """The answers about one person."""

    anggota: RefAnggota
    nama: NamaAnggota
    butir: list[ButirJawaban]


class JawabanTerbawa(Keluaran):
    """Answers that a file did not give and that came along from earlier ones, in their own questionnaire's words."""

    instrumen: KodeInstrumen
    tanggal: date = Field(description="Their own day.")
    keluarga: list[ButirJawaban]
    individu: list[JawabanAnggota]


class JawabanBaca(Keluaran):
    """A filled questionnaire in words; questions without an answer are left out."""

    id: UUID
    instrumen: KodeInstrumen
    tanggal: date
    sumber: SumberJawaban
    kepala: list[ButirJawaban] = Field(description="Header; what identifies a person is shown to some jabatan only.")
    keluarga: list[ButirJawaban]
    individu: list[JawabanAnggota]
    terbawa: list[JawabanTerbawa] = Field(description="What came along from earlier days, the newest first.")

    @classmethod
    def dari(cls, keluarga: KeluargaLengkap, jawaban: JawabanLengkap, *, terbuka: bool) -> Self:
        """Return the output form; `terbuka` shows names, phones and customer numbers too."""
        nama, utama = _nama(keluarga), muat(jawaban.instrumen)
        return cls(
            id=jawaban.id,
            instrumen=jawaban.instrumen,
            tanggal=jawaban.tanggal,
            sumber=jawaban.sumber,
            kepala=[*_butir(utama, "kepala", jawaban.isi.get("kepala", {}), terbuka=terbuka)],
            **_bagian(jawaban.instrumen, jawaban.isi, nama, terbuka=terbuka),
            terbawa=[
                JawabanTerbawa(
                    instrumen=t.instrumen,
                    tanggal=t.tanggal,
                    **_bagian(t.instrumen, t.isi, nama, terbuka=terbuka),
                )
                for t in terbawa(jawaban.isi)
            ],
        )


class PerbedaanBaca(Keluaran):
    """One difference; `pertanyaan`, `lama` and `baru` are null for a person who is new or gone."""

    jenis: JenisPerbedaan
    anggota: RefAnggota
    nama: NamaAnggota
    no: str | None = Field(description="Number of the question; under two instruments the canonical concept.")
    pertanyaan: TeksBaca | None
    lama: TeksBaca | None
    baru: TeksBaca | None


class BandingBaca(Keluaran):
    """What changed from `lama` to `baru`: the family's answers first, then each person's."""

    lama: JawabanRingkas
    baru: JawabanRingkas
    perbedaan: list[PerbedaanBaca]

    @classmethod
    def dari(cls, keluarga: KeluargaLengkap, lama: JawabanLengkap, baru: JawabanLengkap, beda: list[Perbedaan]) -> Self:
        """Return the output form."""
        nama = _nama(keluarga)
        return cls(
            lama=JawabanRingkas.dari_isi(lama),
            baru=JawabanRingkas.dari_isi(baru),
            perbedaan=[
                PerbedaanBaca(
                    jenis=p.jenis,
                    anggota=nama.get(p.anggota or "", (None, None))[0],
                    nama=nama.get(p.anggota or "", (None, None))[1],
                    no=p.no,
                    **{n: TeksBaca.dari(t) if (t := getattr(p, n)) else None for n in ("pertanyaan", "lama", "baru")},
                )
                for p in beda
            ],
        )


def _nama(keluarga: KeluargaLengkap) -> dict[str, tuple[str | None, str | None]]:
    return {str(a.individu_id): (Ref(keluarga.keluarga_id, a.individu_id).teks, a.nama) for a in keluarga.anggota}


def _bagian(
    kode: KodeInstrumen, isi: Mapping[str, Any], nama: Mapping[str, tuple[str | None, str | None]], *, terbuka: bool
) -> dict[str, Any]:
    """Return the answers of the family and of each person in words."""
    alat = muat(kode)
    isian, _ = alat.baca(isi)
    return {
        "keluarga": [*_butir(alat, "keluarga", isian.keluarga, terbuka=terbuka)],
        "individu": [
            JawabanAnggota(
                anggota=nama.get(kunci, (None, None))[0],
                nama=nama.get(kunci, (None, None))[1],
                butir=[*_butir(alat, "individu", jawab, terbuka=terbuka)],
            )
            for kunci, jawab in isian.individu.items()
        ],
    }


def _butir(alat: Instrumen, bagian: str, jawaban: Mapping[str, Any], *, terbuka: bool) -> Iterator[ButirJawaban]:
    for p in alat.bagian[bagian].values():
        kata = p.kata(jawaban.get(p.no))
        if kata is not None and (terbuka or not p.is_pribadi):
            yield ButirJawaban(
                no=p.no, pertanyaan=TeksBaca.dari(p.label), kode=jawaban[p.no], jawaban=TeksBaca.dari(kata)
            )
