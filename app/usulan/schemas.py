"""Input and output of usulan."""

from datetime import date, datetime
from typing import Any, Final, Self
from uuid import UUID

from pydantic import Field
from typing_extensions import override

from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.nik import Nik
from app.core.schemas import AksiTersediaBaca, Keluaran, TeksBaca
from app.keluarga.kode import Hubungan, JenisKelamin
from app.keluarga.subjek import Subjek
from app.periode.jendela import kode_periode
from app.referensi.katalog import alasan
from app.usulan.alur import ALUR_USULAN
from app.usulan.baris import BarisLampiran
from app.usulan.entitas import LangkahRiwayat, UsulanLengkap, UsulanRingkas
from app.usulan.models import LampiranUsulan, Usulan
from app.usulan.schemas_masuk import Butir
from app.usulan.status import (
    TEKS_STATUS,
    AksiUsulan,
    CaraTandaTangan,
    JenisLampiran,
    JenisUsulan,
    SasaranKembali,
    StatusUsulan,
    SubjenisUsulan,
    TandaUsulan,
    teks_status,
)

_NOMOR: Final = frozenset({"nik", "no_kk"})
_KONTAK: Final = frozenset({"nama_ibu", "telepon", "surel"})


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
    def dari(cls, lampiran: BarisLampiran | LampiranUsulan) -> Self:
        """Return the output form."""
        return cls(id=lampiran.id, jenis=lampiran.jenis, created_at=lampiran.created_at)


class SebabBaca(Keluaran):
    """The published reason of the last step, and what it means for the citizen."""

    kode: str
    teks: TeksBaca
    langkah_berikutnya: TeksBaca


class AtasNamaBaca(Keluaran):
    """Who signed the paper form, how and when."""

    penandatangan: str
    cara: CaraTandaTangan
    tanggal: date


class UsulanRingkasBaca(Keluaran):
    """One line of a listing."""

    ref: Ref
    nomor: str | None = Field(description="Number for people, given when it is sent; never a key.")
    jenis: JenisUsulan
    subjenis: SubjenisUsulan | None = Field(description="What a PERBAIKAN corrects, or why a HAPUS is asked.")
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
    subjenis: SubjenisUsulan | None = Field(description="What a PERBAIKAN corrects, or why a HAPUS is asked.")
    status: StatusUsulan
    teks_status: TeksBaca
    status_at: datetime
    tenggat_date: date | None = Field(description="Day by which the next step is due.")
    keberatan_sampai: date | None = Field(description="Last day to object to the refusal; null if nothing was refused.")
    usulan_asal: Ref | None = Field(description="The refused usulan that this one takes up after a granted objection.")
    periode: str | None = Field(description="Month that it counts for, given when it is sent.")
    antre: TeksBaca | None = Field(description="Sent outside its window: it waits for a later month. Else null.")
    sebab: SebabBaca | None = Field(description="Why it stands where it stands, e.g. KUOTA_PENUH on the waiting list.")
    kode_desa: str
    program: list[str] = Field(description="Programmes wished for; nothing is decided on them yet.")
    perubahan: list[dict[str, Any]] = Field(
        description="Changes that a PERBAIKAN asks for, as they were sent; numbers and contacts as in `subjek`."
    )
    tanggal_peristiwa: date | None = Field(description="Day of the death or of the move, for a HAPUS.")
    penjelasan: str | None
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
    atas_nama: AtasNamaBaca | None = Field(description="Filed for somebody who signed a paper form.")
    mewakili_desa: bool = Field(description="The kab/kota acted for a village that has no operator.")
    sasaran_kembali: SasaranKembali | None
    tanda: list[TandaUsulan] = Field(description="What about the changes to look at twice before judging the case.")
    individu_id: UUID | None = Field(description="Person in the registry, once the musyawarah has agreed.")

    @classmethod
    @override
    def dari(cls, isi: UsulanLengkap) -> Self:
        """Return the output form."""
        u = isi.usulan
        return cls(
            **_rinci(isi),
            pengusul_jabatan=u.pengusul_jabatan,
            atas_nama=AtasNamaBaca.model_validate(a) if (a := isi.rincian.atas_nama) else None,
            mewakili_desa=u.is_mewakili_desa,
            sasaran_kembali=u.sasaran_kembali,
            tanda=[TandaUsulan(t) for t in u.tanda],
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


def _sebab(kode: str | None) -> SebabBaca | None:
    if kode is None:
        return None
    acuan = alasan(kode)
    return SebabBaca(kode=kode, teks=TeksBaca.dari(acuan.teks), langkah_berikutnya=TeksBaca.dari(acuan.langkah))


def _samar(isi: dict[str, Any], *, terbuka: bool) -> dict[str, Any]:
    """Mask what the caller's job does not need, in the nested parts too."""
    if terbuka:
        return isi
    hasil: dict[str, Any] = {}
    for nama, nilai in isi.items():
        if isinstance(nilai, dict):
            hasil[nama] = _samar(nilai, terbuka=False)
        elif nama in _NOMOR:
            hasil[nama] = nilai and Nik(nilai).tersamar
        else:
            hasil[nama] = None if nama in _KONTAK else nilai
    return hasil


def _antre(u: Usulan) -> TeksBaca | None:
    """B.7: what was sent outside the window is queued, never refused."""
    if u.periode is None or u.periode <= kode_periode(hari_ini()) or u.status in ALUR_USULAN.akhir:
        return None
    return TeksBaca(
        id=f"Di luar jendela usulan: antre untuk periode {u.periode}",
        en=f"Outside the window: queued for {u.periode}",
    )


def _umum(isi: UsulanLengkap | UsulanRingkas) -> dict[str, Any]:
    u = isi.usulan
    return {
        "ref": u.ref,
        "nomor": u.nomor,
        "jenis": u.jenis,
        "subjenis": u.subjenis,
        "status": u.status,
        "teks_status": TeksBaca.dari(teks_status(u.status, u.jenis, u.subjenis)),
        "status_at": u.status_at,
        "tenggat_date": u.tenggat_date,
        "kode_desa": u.kode_desa,
    }


def _rinci(isi: UsulanLengkap) -> dict[str, Any]:
    u = isi.usulan
    return {
        **_umum(isi),
        "keberatan_sampai": u.keberatan_sampai,
        "usulan_asal": u.usulan_asal,
        "periode": u.periode,
        "antre": _antre(u),
        "sebab": _sebab(u.kode_alasan),
        "program": u.program,
        "perubahan": [_samar(p.model_dump(mode="json"), terbuka=isi.is_terbuka) for p in isi.rincian.perubahan],
        "tanggal_peristiwa": isi.rincian.tanggal_peristiwa,
        "penjelasan": isi.rincian.penjelasan,
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
