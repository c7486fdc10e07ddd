"""Input and output of double records."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from app.cekbansos.samaran import samarkan_nama
from app.core.ids import Ref
from app.core.schemas import AksiTersediaBaca, Keluaran, Masukan, TeksBaca
from app.duplikat.alur import AksiPasangan, StatusPasangan
from app.duplikat.ciri import KodeBukti
from app.duplikat.entitas import LangkahPasangan, PasanganLengkap, PasanganRingkas, Sisi
from app.duplikat.models import JenisPasangan, PasanganDuplikat, PencarianDuplikat, SebabTerhenti, StatusPencarian
from app.keluarga.kode import Hubungan, JenisKelamin, TujuanBaca
from app.referensi.katalog import ALASAN, daftar
from app.wilayah.kode import KodeWilayah


class PencarianMasuk(Masukan):
    """Which kab/kota is to be searched."""

    kode_wilayah: KodeWilayah = Field(description="Kab/kota, Kemendagri code.", examples=["32.04"])


class PemeriksaanMasuk(Masukan):
    """Who is to be looked up: a person on file, or a usulan that the registry does not know yet."""

    ref: Ref = Field(description="The person in his family, or the usulan.")
    tujuan: TujuanBaca


class TerhentiBaca(Keluaran):
    """Why a search has stopped and what to do."""

    sebab: SebabTerhenti
    teks: TeksBaca
    terhenti_at: datetime

    @classmethod
    def dari(cls, cari: PencarianDuplikat) -> Self | None:
        """Return the output form; None: it has not stopped."""
        if cari.status is not StatusPencarian.TERHENTI or cari.sebab is None or cari.terhenti_at is None:
            return None
        teks = next(b.teks for b in daftar("sebab-pencarian-terhenti").butir if b.kode == cari.sebab)
        return cls(sebab=cari.sebab, teks=TeksBaca.dari(teks), terhenti_at=cari.terhenti_at)


class PencarianBaca(Keluaran):
    """One search and how far it is; it finds and decides nothing."""

    id: UUID
    kode_wilayah: str
    status: StatusPencarian
    terhenti: TerhentiBaca | None = Field(description="Why it has stopped and what to do; null unless it has.")
    ambang: int = Field(description="Points from which a pair is kept.")
    persen: int = Field(description="Share of the villages that are done.")
    desa: int = Field(description="Villages with families when it began.")
    desa_selesai: int
    orang: int = Field(description="Persons looked at.")
    dibandingkan: int = Field(description="Pairs compared.")
    baru: int = Field(description="Pairs that nobody had found before.")
    terbuka_lagi: int = Field(description="Pairs told apart earlier, whose records have changed.")
    usang: int = Field(description="Open pairs that are no longer likely, or whose record is gone.")
    terlampaui: int = Field(description="Searches that found more namesakes than are looked at.")
    tanpa_kunci: int = Field(description="Persons in the country who could not be found yet when it began.")
    diminta_at: datetime
    mulai_at: datetime | None
    dibatalkan_at: datetime | None
    selesai_at: datetime | None

    @classmethod
    def dari(cls, cari: PencarianDuplikat) -> Self:
        """Return the output form."""
        penuh = cari.selesai_at is not None
        persen = 100 if penuh else min(99, 100 * cari.desa_selesai // max(1, cari.desa))
        sama = (n for n in cls.model_fields if n not in {"persen", "terhenti"})
        return cls(persen=persen, terhenti=TerhentiBaca.dari(cari), **{n: getattr(cari, n) for n in sama})


class BuktiDuplikatBaca(Keluaran):
    """One thing in which the records agree or differ, and what it counts."""

    kode: KodeBukti
    poin: int


class SisiBaca(Keluaran):
    """One record; outside the caller's regions only a masked name is shown."""

    ref: str | None = Field(description="The person in his family, or the usulan.")
    keluarga_ref: str | None
    nomor_usulan: str | None = Field(description="Number of the usulan, when it is only proposed.")
    urutan: int = Field(description="Place among the usulan's persons; 0: the subject, or a person on file.")
    is_usulan: bool
    is_di_lingkup: bool
    nama: str
    nik: str | None = Field(description="Masked for those whose work needs no full numbers.")
    no_kk: str | None
    tempat_lahir: str | None
    tanggal_lahir: date | None
    jenis_kelamin: JenisKelamin | None
    nama_ibu: str | None
    hubungan: Hubungan | None
    is_nik_ganda: bool | None
    masuk_date: date | None = Field(description="Since when he is a member of that family.")
    kode_desa: str | None
    desa: str = Field(description="Village with its superiors; elsewhere the kab/kota's code.")

    @classmethod
    def dari(cls, sisi: Sisi, desa: Mapping[str, str], *, is_di_lingkup: bool, is_bernomor: bool) -> Self:
        """Return the output form."""
        c, a = sisi.ciri, sisi.anggota
        kosong = dict.fromkeys(n for n in cls.model_fields if n not in {"urutan", "is_usulan", "is_di_lingkup"})
        tetap = {"urutan": sisi.urutan, "is_usulan": sisi.is_usulan, "is_di_lingkup": is_di_lingkup}
        if not is_di_lingkup:
            return cls(**kosong | tetap | {"nama": samarkan_nama(c.nama), "desa": c.kode_desa[:5]})
        isi = {
            "ref": sisi.ref.teks,
            "keluarga_ref": sisi.keluarga.ref.teks if sisi.keluarga else None,
            "nomor_usulan": sisi.nomor,
            **{n: getattr(c, n) for n in ("nama", "tempat_lahir", "tanggal_lahir", "nama_ibu")},
            **{n: _nomor(getattr(c, n), is_bernomor=is_bernomor) for n in ("nik", "no_kk")},
            "jenis_kelamin": c.jenis_kelamin,
            "hubungan": a.hubungan if a else None,
            "is_nik_ganda": a.is_nik_ganda if a else None,
            "masuk_date": a.masuk_date if a else None,
            "kode_desa": c.kode_desa,
            "desa": desa.get(c.kode_desa, c.kode_desa),
        }
        return cls(**kosong | isi | tetap)


class LangkahPasanganBaca(Keluaran):
    """One step: who (by position), when, why."""

    aksi: AksiPasangan
    dari: StatusPasangan | None
    ke: StatusPasangan
    skor: int
    jabatan: str | None = Field(description="Position of who did it; null: the system.")
    kode_alasan: str | None
    teks_alasan: TeksBaca | None
    penjelasan: str | None
    created_at: datetime

    @classmethod
    def dari_langkah(cls, x: LangkahPasangan) -> Self:
        """Return the output form."""
        alasan = ALASAN.get(x.langkah.kode_alasan or "")
        return cls(
            aksi=x.langkah.aksi,
            dari=StatusPasangan(x.langkah.dari) if x.langkah.dari else None,
            ke=StatusPasangan(x.langkah.ke),
            skor=x.langkah.skor,
            jabatan=x.langkah.jabatan,
            kode_alasan=x.langkah.kode_alasan,
            teks_alasan=TeksBaca.dari(alasan.teks) if alasan else None,
            penjelasan=x.isi.get("penjelasan"),
            created_at=x.langkah.created_at,
        )


class PasanganRingkasBaca(Keluaran):
    """One line of the queue; names are null where the record is gone, masked where it lies elsewhere."""

    id: UUID
    jenis: JenisPasangan
    status: StatusPasangan
    skor: int = Field(description="How likely the two are one person, 0 to 100.")
    bukti: list[BuktiDuplikatBaca]
    nama: str | None
    nama_lain: str | None
    kode_desa: str
    is_lintas_wilayah: bool = Field(description="The earlier record lies outside your regions.")
    ditemukan_at: datetime

    @classmethod
    def dari(cls, r: PasanganRingkas) -> Self:
        """Return the output form."""
        lain = r.nama_lain if r.is_lain_di_lingkup or r.nama_lain is None else samarkan_nama(r.nama_lain)
        return cls(
            **_pokok(r.pasangan),
            nama=r.nama,
            nama_lain=lain,
            kode_desa=r.kode_desa,
            is_lintas_wilayah=not r.is_lain_di_lingkup,
        )


class PemeriksaanBaca(Keluaran):
    """The pairs of one record, the likeliest first, decided ones too; at most 50."""

    pasangan: list[PasanganRingkasBaca]


class PasanganBaca(Keluaran):
    """Two records side by side; a side is null where the record is gone."""

    id: UUID
    jenis: JenisPasangan
    status: StatusPasangan
    skor: int = Field(description="How likely the two are one person, 0 to 100.")
    bukti: list[BuktiDuplikatBaca]
    ditemukan_at: datetime
    diri: SisiBaca | None = Field(description="The later record; it is your work because it lies in your regions.")
    lain: SisiBaca | None = Field(description="The earlier record.")
    riwayat: list[LangkahPasanganBaca]
    aksi_tersedia: list[AksiTersediaBaca]

    @classmethod
    def dari(cls, x: PasanganLengkap) -> Self:
        """Return the output form."""
        p = x.pasangan
        diri, lain = (
            SisiBaca.dari(s, x.desa, is_di_lingkup=ada, is_bernomor=x.is_bernomor) if s else None
            for s, ada in ((x.diri, True), (x.lain, x.is_lain_di_lingkup))
        )
        return cls(
            **_pokok(p),
            diri=diri,
            lain=lain,
            riwayat=[LangkahPasanganBaca.dari_langkah(y) for y in x.riwayat],
            aksi_tersedia=[
                AksiTersediaBaca(
                    aksi=a.aksi, ditolak_karena=TeksBaca.dari(a.ditolak_karena) if a.ditolak_karena else None
                )
                for a in x.aksi_tersedia
            ],
        )


def _nomor(nomor: str | None, *, is_bernomor: bool) -> str | None:
    return nomor if nomor is None or is_bernomor else f"{nomor[:4]}{'*' * 12}"


def _pokok(p: PasanganDuplikat) -> dict[str, object]:
    bukti = [BuktiDuplikatBaca(kode=KodeBukti(b["kode"]), poin=b["poin"]) for b in p.bukti]
    return {"bukti": bukti} | {n: getattr(p, n) for n in ("id", "jenis", "status", "skor", "ditemukan_at")}
