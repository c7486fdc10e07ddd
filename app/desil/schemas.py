"""Input and output of desil; every answer that tells a decile says by which model and run."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from app.core.clock import now
from app.core.peran import Jabatan
from app.core.schemas import AksiTersediaBaca, Keluaran, Masukan, TeksBaca
from app.core.teks import Teks
from app.core.workflow import AksiTersedia
from app.desil.alur import AksiPutaran, StatusModel, StatusPutaran, TahapHitung
from app.desil.artefak import JenisModel
from app.desil.entitas import (
    ButirData,
    DesilKeluarga,
    Faktor,
    Kemajuan,
    KontribusiKeluarga,
    PutaranLengkap,
    StatusPeringkat,
)
from app.desil.faktor import Arah, KodeFaktor
from app.desil.kemajuan import laju
from app.desil.models import BatasDesil, ModelPmt, Putaran
from app.desil.peringkat import AturanSeri
from app.desil.perubahan import KALIMAT_SEBAB, Sebab
from app.desil.ucapan import Pendengar, Ucapan
from app.periode.schemas import KodePeriode

_DIGIT_SKOR: Final = 15
_DEMONSTRASI: Final = Teks(
    "Model demonstrasi: angka ini contoh, bukan dasar keputusan bagi siapa pun.",
    "Demonstration model: these figures are an example and no basis for a decision about anybody.",
)
_RESMI: Final = Teks("Model resmi.", "Official model.")
ARTI_DESIL: Final = Teks(
    "Desil adalah urutan kesejahteraan di antara semua keluarga, dari 1 (terbawah) sampai 10; bukan penghasilan. "
    "Terdaftar atau berdesil rendah tidak dengan sendirinya memberi hak atas bantuan.",
    "A decile is a rank of welfare among all families, from 1 (lowest) to 10; it is not an income. Neither being "
    "registered nor a low decile gives a benefit by itself.",
)
CARA_KEBERATAN: Final = Ucapan(
    Teks(
        "Bila Anda tidak setuju, ajukan keberatan atas desil ini: seorang petugas menjawab sebelum penetapan "
        "berikutnya, dan selama itu desil tidak dipakai memberatkan keluarga Anda. Bila data tidak benar atau sudah "
        "berubah, Anda juga dapat langsung mengajukan usulan PERBAIKAN (PEMBARUAN_DESIL).",
        "If you disagree, object to this decile: an officer answers before the next decree, and until then the decile "
        "is not used against your family. If the data are wrong or have changed, you may also file a PERBAIKAN usulan "
        "(PEMBARUAN_DESIL) at once.",
    ),
    Teks(
        "Bila tidak setuju, keluarga ini dapat mengajukan keberatan atas desilnya lewat aplikasi, atau operator "
        "desa/kelurahan atas namanya: petugas yang tidak ikut mengolah datanya menjawab sebelum penetapan berikutnya, "
        "dan selama itu desil tidak dipakai memberatkan keluarga ini. Bila data tidak benar atau sudah berubah, "
        "usulan PERBAIKAN (PEMBARUAN_DESIL) juga dapat langsung diajukan.",
        "If it disagrees, this family can object to its decile in the app, or the village operator does on its behalf: "
        "an officer who had no part in its data answers before the next decree, and until then the decile is not used "
        "against the family. If the data are wrong or have changed, a PERBAIKAN usulan (PEMBARUAN_DESIL) may also be "
        "filed at once.",
    ),
)


def desimal_ln(skor: int) -> str:
    """Return the exact decimal of a number in 10^-15; a JSON float would round it."""
    return f"{Decimal(skor).scaleb(-_DIGIT_SKOR):f}"


class ModelRingkas(Keluaran):
    """Which model said so."""

    kode: str
    versi: str
    jenis: JenisModel
    keterangan: TeksBaca = Field(description="What this kind of model may be used for.")

    @classmethod
    def dari(cls, m: ModelPmt) -> "ModelRingkas":
        """Return the label of a model."""
        ket = _DEMONSTRASI if m.jenis is JenisModel.DEMONSTRASI else _RESMI
        return cls(kode=m.kode, versi=m.versi_model, jenis=m.jenis, keterangan=TeksBaca.dari(ket))


class ModelBaca(Keluaran):
    """An uploaded model."""

    id: UUID
    kode: str
    versi_model: str
    jenis: JenisModel
    status: StatusModel
    sha256: str
    diunggah_at: datetime
    diaktifkan_at: datetime | None
    versi: int


class ModelLengkap(ModelBaca):
    """An uploaded model with its artefact, word for word."""

    dipensiunkan_at: datetime | None
    alasan_pensiun: dict[str, Any] | None
    artefak: dict[str, Any]


class PutaranSiapkan(Masukan):
    """A new run; it uses the model that is active now."""

    periode: KodePeriode = Field(description="Period that the run ranks for; it must exist.", examples=["2026-11"])
    aturan_seri: AturanSeri = Field(
        AturanSeri.TERMISKIN,
        description="Which position speaks for families with equal scores: the poorest, or the middle.",
    )


class RiwayatBaca(Keluaran):
    """One step of a run."""

    aksi: AksiPutaran
    ke: StatusPutaran
    akun_id: UUID
    jabatan: Jabatan
    alasan: dict[str, Any] | None
    pada_at: datetime


class Progres(Keluaran):
    """How far the computation is: in stages, and while families are scored also in families."""

    tahap: TahapHitung
    selesai: int
    total: int
    persen: int = Field(description="Of the whole work.")
    keluarga: int = Field(description="Families scored so far.")
    per_detik: int | None = Field(description="Families per second since a worker took the run up; null: not known.")
    sisa_detik: int | None = Field(description="Seconds that the rest will take; null: not known.")


class PutaranRingkas(Keluaran):
    """A run in a list."""

    id: UUID
    cakupan: str
    periode: str
    status: StatusPutaran
    progres: Progres
    aturan_seri: AturanSeri
    keluarga: int = Field(description="Families in the run.")
    keluarga_berperingkat: int = Field(description="Families that could be ranked.")
    sebelum_id: UUID | None = Field(description="The run that was in force before.")
    dibuat_at: datetime
    data_per_at: datetime | None = Field(description="Instant at which the data were read.")
    disahkan_at: datetime | None
    versi: int

    @staticmethod
    def kolom(p: Putaran, kemajuan: Kemajuan) -> dict[str, Any]:
        """Return the members that a run's row and its progress give."""
        tahap = list(TahapHitung)
        nama = set(PutaranRingkas.model_fields) - {"progres"}
        cepat = laju(p.tahap, kemajuan, p.keluarga, p.hitung_mulai_at, p.hitung_mulai_keluarga, now())
        progres = Progres(
            tahap=p.tahap,
            selesai=tahap.index(p.tahap),
            total=len(tahap) - 1,
            persen=cepat.persen,
            keluarga=cepat.keluarga,
            per_detik=cepat.per_detik,
            sisa_detik=cepat.sisa_detik,
        )
        return {n: getattr(p, n) for n in nama} | {"progres": progres}

    @classmethod
    def dari_baris(cls, p: Putaran, kemajuan: Kemajuan) -> "PutaranRingkas":
        """Return the list form of a run."""
        return cls(**cls.kolom(p, kemajuan))


class PutaranBaca(PutaranRingkas):
    """A run."""

    model: ModelRingkas
    is_berlaku: bool = Field(description="Whether readers see this run.")
    riwayat: list[RiwayatBaca]
    aksi_tersedia: list[AksiTersediaBaca]

    @classmethod
    def dari(cls, p: PutaranLengkap) -> "PutaranBaca":
        """Return the full form of a run."""
        return cls(
            **cls.kolom(p.putaran, p.kemajuan),
            model=ModelRingkas.dari(p.model),
            is_berlaku=p.is_berlaku,
            riwayat=[RiwayatBaca.model_validate(r) for r in p.riwayat],
            aksi_tersedia=_aksi(p.aksi_tersedia),
        )


def _aksi(tersedia: Iterable[AksiTersedia[AksiPutaran]]) -> list[AksiTersediaBaca]:
    return [
        AksiTersediaBaca(aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None)
        for a in tersedia
    ]


class BatasBaca(Keluaran):
    """The nine cut-offs of one scope."""

    kode: str = Field(description="`nasional`, a provinsi or a kabupaten/kota.", examples=["32.04"])
    keluarga: int
    orang: int
    batas: list[str | None] = Field(
        description="The k-th is the lowest score above decile k, as an exact decimal of ln rupiah; null: nobody is."
    )

    @classmethod
    def dari(cls, b: BatasDesil) -> "BatasBaca":
        """Return the output form of a scope's cut-offs."""
        batas = [None if s is None else desimal_ln(s) for s in b.batas]
        return cls(kode=b.kode, keluarga=b.keluarga, orang=b.orang, batas=batas)


class ButirBaca(Keluaran):
    """One answer that was used, in words."""

    nama: TeksBaca
    nilai: TeksBaca

    @classmethod
    def dari(cls, b: ButirData) -> "ButirBaca":
        """Return the output form."""
        return cls(nama=TeksBaca.dari(b.nama), nilai=TeksBaca.dari(b.nilai))


class FaktorBaca(Keluaran):
    """A factor in words, with the data behind it and how to correct them; never a weight."""

    kode: KodeFaktor
    arah: Arah
    nama: TeksBaca
    penjelasan: TeksBaca
    koreksi: TeksBaca
    data: list[ButirBaca]

    @classmethod
    def dari(cls, f: Faktor, pendengar: Pendengar = Pendengar.WARGA) -> "FaktorBaca":
        """Return the output form, in the words of who reads it."""
        return cls(
            kode=f.kode,
            arah=f.arah,
            nama=TeksBaca.dari(f.nama),
            penjelasan=TeksBaca.dari(f.penjelasan.untuk(pendengar)),
            koreksi=TeksBaca.dari(f.koreksi.untuk(pendengar)),
            data=[ButirBaca.dari(b) for b in f.data],
        )


class DesilBaca(Keluaran):
    """Three ranks side by side; a family may be 2 in the nation and 4 in its kabupaten/kota."""

    nasional: int | None
    provinsi: int | None
    kabkota: int | None


class SebabBaca(Keluaran):
    """A class of reasons, in words."""

    kode: Sebab
    penjelasan: TeksBaca


class PerubahanBaca(Keluaran):
    """The national decile before, and why it moved."""

    desil_sebelum: int | None
    periode_sebelum: str | None
    sebab: list[SebabBaca]


class PutaranAcuan(Keluaran):
    """Which run said so."""

    id: UUID
    periode: str
    disahkan_at: datetime


class DesilWargaBaca(Keluaran):
    """A family's decile as a citizen reads it."""

    status: StatusPeringkat = Field(description="FINAL, SEMENTARA (data newer than the run) or not rankable.")
    desil: DesilBaca
    arti: TeksBaca
    putaran: PutaranAcuan
    model: ModelRingkas
    data_tanggal: date | None = Field(description="When the data were collected: the day of the newest answers.")
    data_tanggal_tertua: date | None = Field(
        description="No answer behind it is older: day of the oldest answer that later files did not ask, or left as it"
        " was, whether the model asks it or not."
    )
    data_kurang: list[TeksBaca] = Field(description="What is missing, when the family cannot be ranked.")
    faktor: list[FaktorBaca]
    perubahan: PerubahanBaca
    cara_keberatan: TeksBaca

    @staticmethod
    def kolom(d: DesilKeluarga, pendengar: Pendengar) -> dict[str, Any]:
        """Return the members that citizens and officers both read, in the words of either."""
        p = d.peringkat
        assert d.putaran.disahkan_at is not None, "a run in force was confirmed"
        return {
            "status": p.status,
            "desil": DesilBaca(nasional=p.desil_nasional, provinsi=p.desil_provinsi, kabkota=p.desil_kabkota),
            "arti": TeksBaca.dari(ARTI_DESIL),
            "putaran": PutaranAcuan(id=d.putaran.id, periode=d.putaran.periode, disahkan_at=d.putaran.disahkan_at),
            "model": ModelRingkas.dari(d.model),
            "data_tanggal": p.data_date,
            "data_tanggal_tertua": d.data_tertua,
            "data_kurang": [TeksBaca.dari(t) for t in d.kurang],
            "faktor": [FaktorBaca.dari(f, pendengar) for f in d.faktor],
            "perubahan": PerubahanBaca(
                desil_sebelum=d.perubahan.desil_sebelum,
                periode_sebelum=d.perubahan.periode_sebelum,
                sebab=[
                    SebabBaca(kode=s, penjelasan=TeksBaca.dari(KALIMAT_SEBAB[s].untuk(pendengar)))
                    for s in d.perubahan.sebab
                ],
            ),
            "cara_keberatan": TeksBaca.dari(CARA_KEBERATAN.untuk(pendengar)),
        }

    @classmethod
    def dari(cls, d: DesilKeluarga) -> "DesilWargaBaca":
        """Return what a citizen reads."""
        return cls(**cls.kolom(d, Pendengar.WARGA))


class KontribusiBaca(Keluaran):
    """What one regressor adds against the model's average family."""

    variabel: str
    faktor: KodeFaktor
    data: ButirBaca
    nilai: str = Field(description="Exact decimal of ln rupiah; negative is poorer.", examples=["-0.120450000000000"])

    @classmethod
    def dari(cls, k: KontribusiKeluarga) -> "KontribusiBaca":
        """Return the output form."""
        return cls(variabel=k.variabel, faktor=k.faktor, data=ButirBaca.dari(k.data), nilai=desimal_ln(k.nilai))


class DesilPetugasBaca(DesilWargaBaca):
    """A family's decile as an officer or auditor reads it: with the score and every contribution, largest first."""

    skor: str | None = Field(description="Exact decimal of ln rupiah per capita per month; lower is poorer.")
    bobot: int = Field(description="People in the family: its weight in the ranking.")
    dipotong: list[str] = Field(description="Regressors whose value lay outside the model's support.")
    kontribusi: list[KontribusiBaca]

    @override
    @classmethod
    def dari(cls, d: DesilKeluarga) -> "DesilPetugasBaca":
        """Return what an officer reads."""
        return cls(
            **cls.kolom(d, Pendengar.PETUGAS),
            skor=None if d.peringkat.skor is None else desimal_ln(d.peringkat.skor),
            bobot=d.peringkat.bobot,
            dipotong=list(d.dipotong),
            kontribusi=[KontribusiBaca.dari(k) for k in d.kontribusi],
        )
