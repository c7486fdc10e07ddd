"""A small registry with known doubles, written at once: families with realistic names, twins among them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from random import Random
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.ids import id_baru
from app.core.wadah import Wadah
from app.keluarga.arsip import RAHASIA_INDIVIDU, Arsip
from app.keluarga.models import AnggotaKeluarga, Individu, Keluarga, NikIndeks
from app.keluarga.nama import kolom_nama
from app.sintetis.ejaan import EJAAN, JenisRagam, ragamkan
from app.sintetis.kosakata import Generasi, kosakata

_SEKALIGUS = 1_000


class Beda(StrEnum):
    """In what the second record of a person differs from the first."""

    SAMA = "SAMA"
    EJAAN = "EJAAN"
    TIPO = "TIPO"
    LAHIR = "LAHIR"
    IBU_KOSONG = "IBU_KOSONG"
    IBU_TIPO = "IBU_TIPO"
    DESA = "DESA"
    TIPO_DESA = "TIPO_DESA"
    TIPO_IBU_KOSONG = "TIPO_IBU_KOSONG"


@dataclass(frozen=True)
class Orang:
    """One record."""

    nama: str
    lahir: date
    jk: str
    ibu: str | None
    tempat: str
    desa: str
    nik: str | None
    hubungan: str


class Pencetak:
    """Makes people; the same seed makes the same ones."""

    def __init__(self, benih: int, desa: list[str]) -> None:
        self.acak = Random(benih)
        self.desa = desa
        self._alat = kosakata()
        self._urut = 0

    def nama(self, jk: str) -> str:
        budaya = self._alat.budaya(self.acak, "32")
        return self._alat.nama(self.acak, budaya, jk, self.acak.choice([*Generasi]))

    def hari(self, umur: int) -> date:
        """A birth date; one in eight is a day that stands for an unknown one."""
        hari = date(2026, 1, 1) - timedelta(days=365 * umur + self.acak.randrange(3_650))
        return hari.replace(month=1, day=1) if self.acak.random() < 0.125 else hari

    def nik(self, lahir: date, jk: str) -> str | None:
        self._urut += 1
        hari = lahir.day + (40 if jk == "P" else 0)
        tempat, urut = divmod(self._urut, 9_999)
        return None if self.acak.random() < 0.1 else f"{320_401 + tempat}{hari:02}{lahir:%m%y}{1 + urut:04}"

    def keluarga(self) -> list[Orang]:
        """Two adults and up to four children; one pair of children in thirty are twins."""
        desa, tempat = self.acak.choice(self.desa), self.acak.choice(["Bandung", "Garut", "Cianjur", "Sumedang"])
        suami, istri = (self._orang(jk, 30, None, tempat, desa) for jk in "LP")
        anak = [self._orang(self.acak.choice("LP"), 5, istri.nama, tempat, desa) for _ in range(self.acak.randrange(5))]
        if len(anak) > 1 and self.acak.random() < 1 / 30:
            anak[1] = replace(anak[1], lahir=anak[0].lahir, jk=anak[0].jk, nama=self.nama(anak[0].jk))
        kepala = [replace(suami, hubungan="KEPALA_KELUARGA"), replace(istri, hubungan="ISTRI_SUAMI")]
        return [*kepala, *anak]

    def ganda(self, o: Orang, beda: Beda) -> Orang | None:
        """The same person recorded again, without his NIK or with a mistaken one; None where that kind cannot be."""
        ubah: dict[str, Any] = {"hubungan": "KEPALA_KELUARGA", "nik": self.nik(o.lahir, o.jk)}
        ubah["nik"] = ubah["nik"] if self.acak.random() < 0.3 else None
        if ("TIPO" in beda and beda is not Beda.IBU_TIPO) or beda is Beda.EJAAN:
            jenis = self.acak.choice(EJAAN) if beda is Beda.EJAAN else JenisRagam.TIPO
            ubah["nama"] = ragamkan(self.acak, o.nama, jenis)
        if beda is Beda.LAHIR:
            tahun = o.lahir.year + self.acak.choice([-10, -1, 1, 10])
            ubah["lahir"] = o.lahir.replace(year=tahun, day=min(o.lahir.day, 28))
        if beda is Beda.IBU_TIPO:
            ubah["ibu"] = ragamkan(self.acak, o.ibu or "", JenisRagam.TIPO)
        if "IBU_KOSONG" in beda:
            ubah["ibu"] = None
        if "DESA" in beda:
            ubah["desa"] = self.acak.choice([d for d in self.desa if d != o.desa])
        return None if None in (ubah.get("nama", ""), ubah.get("lahir", "")) else replace(o, **ubah)

    def _orang(self, jk: str, umur: int, ibu: str | None, tempat: str, desa: str) -> Orang:
        lahir = self.hari(umur)
        ibu = ibu or (self.nama("P") if self.acak.random() > 0.15 else None)
        return Orang(self.nama(jk), lahir, jk, ibu, tempat, desa, self.nik(lahir, jk), "ANAK")


async def tanam(
    sesi: AsyncSession, wadah: Wadah, desa: list[str], keluarga: int, benih: int = 1
) -> tuple[int, dict[frozenset[UUID], Beda]]:
    """Write families and doubles of one person in twenty; how many persons, and the pairs of records that are one."""
    cetak = Pencetak(benih, desa)
    beda, tulis = [*Beda], _Tulis(wadah)
    kunci: dict[frozenset[UUID], Beda] = {}
    for _ in range(keluarga):
        orang = cetak.keluarga()
        ids = tulis.keluarga(orang)
        for o, satu in zip(orang, ids, strict=True):
            cara = beda[len(kunci) % len(beda)]
            if cetak.acak.random() < 0.05 and (lagi := cetak.ganda(o, cara)):
                kunci[frozenset({satu, *tulis.keluarga([lagi])})] = cara
        if len(tulis.baris[Keluarga]) >= _SEKALIGUS:
            await tulis.kirim(sesi)
    await tulis.kirim(sesi)
    return tulis.orang, kunci


class _Tulis:
    """Collects rows and sends them together."""

    def __init__(self, wadah: Wadah) -> None:
        self._arsip = Arsip(wadah.sandi)
        self.orang = 0
        self.baris: dict[type[Any], list[dict[str, Any]]] = {}
        self._kosongkan()

    def keluarga(self, orang: list[Orang]) -> list[UUID]:
        """Add a family; the ids of its members."""
        keluarga_id, saat, desa = id_baru(), now(), orang[0].desa
        kunci, isi = self._arsip.segel_keluarga(keluarga_id, {"no_kk": None, "alamat": "-"})
        waktu = {"created_at": saat, "updated_at": saat}
        nilai = {"keluarga_id": keluarga_id, "rumah_tangga_id": id_baru(), "kode_desa": desa, "versi": 1}
        self.baris[Keluarga].append({**nilai, "kunci_data": kunci, "isi": isi, **waktu})
        return [self._anggota(keluarga_id, o, waktu) for o in orang]

    def _anggota(self, keluarga_id: UUID, o: Orang, waktu: dict[str, Any]) -> UUID:
        self.orang += 1
        individu_id = id_baru()
        rahasia = dict.fromkeys(RAHASIA_INDIVIDU) | {"nik": o.nik, "tempat_lahir": o.tempat, "nama_ibu": o.ibu}
        kunci, isi = self._arsip.segel_individu(individu_id, rahasia)
        nik = self._arsip.nik(o.nik)
        self.baris[Individu].append(
            {
                "keluarga_id": keluarga_id,
                "id": individu_id,
                "kode_desa": o.desa,
                **kolom_nama(o.nama),
                "tanggal_lahir": o.lahir,
                "jenis_kelamin": o.jk,
                "nik_hmac": nik,
                "is_nik_ganda": False,
                "status_dokumen": "ADA" if nik else "BELUM_PUNYA",
                "kunci_data": kunci,
                "isi": isi,
                **self._arsip.kunci_orang(o.nama, o.lahir, o.ibu),
                **waktu,
            }
        )
        self.baris[AnggotaKeluarga].append(
            {
                "keluarga_id": keluarga_id,
                "id": id_baru(),
                "individu_id": individu_id,
                "hubungan": o.hubungan,
                "masuk_date": date(2026, 1, 1),
                "alasan_masuk": "AWAL",
            }
        )
        if nik:
            letak = {"nik_hmac": nik, "keluarga_id": keluarga_id, "individu_id": individu_id}
            self.baris[NikIndeks].append(letak)
        return individu_id

    async def kirim(self, sesi: AsyncSession) -> None:
        """Write what was collected."""
        for model, baris in self._isi():
            await sesi.execute(insert(model), baris)
        self._kosongkan()

    def _isi(self) -> Iterator[tuple[type[Any], list[dict[str, Any]]]]:
        return ((model, baris) for model, baris in self.baris.items() if baris)

    def _kosongkan(self) -> None:
        self.baris = {m: [] for m in (Keluarga, Individu, AnggotaKeluarga, NikIndeks)}
