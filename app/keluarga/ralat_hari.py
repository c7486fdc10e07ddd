"""Setting the day of an import's data right in the families of which it spoke, some per transaction.

A family's day is the newest of all sources that spoke of it, so nothing has to be guessed when one of them moves.
Answers are never altered: the same answers are kept anew under the right day, with the ages that follow from it, and
the old ones name them. What the family is scored by follows from the answers that are the newest then.
"""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak, KejadianKeluarga
from app.core.clock import now, umur_pada
from app.core.crypto import Sandi
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.curah import (
    KOLOM,
    SUMBER,
    JawabanAda,
    KeluargaAda,
    LembarMassal,
    OrangAda,
    Pencatat,
    PenyegelMassal,
    PotretMassal,
    SebagianHari,
    SumberHari,
    TulisMassal,
    baris_kanonik,
)
from app.keluarga.instrumen import KodeInstrumen
from app.keluarga.kanonik import turunkan
from app.keluarga.kode import PeristiwaKeluarga
from app.keluarga.repository_curah import MassalRepository
from app.keluarga.repository_hari import HariRepository
from app.wilayah.lingkup import Lingkup

KEJADIAN: Final = "keluarga:data:diralat"


class KeluargaTerlarang(Exception):
    """Among the next families is one that the actor may not change now; nothing of them is written."""


class PerintahRalat(NamedTuple):
    """What is set right: an import's day, and which question of its persons holds the age on that day."""

    impor_id: UUID
    ralat_id: UUID
    lama: date
    baru: date
    soal_umur: str
    pelaku: Pelaku


class HasilRalat(NamedTuple):
    """The last family that was looked at, how many were, how many changed, and of how many another source speaks.

    The day of that other source lies between the two days, so the wrong one may have decided which of them counts.
    """

    akhir: UUID
    dilihat: int
    diubah: int
    terselip: int


class RalatHariService:
    """Does it; also says whether there is something to do."""

    def __init__(self, sesi: AsyncSession, sandi: Sandi) -> None:
        self._hari = HariRepository(sesi)
        self._massal = MassalRepository(sesi)
        self._jejak = Jejak(sesi)
        self._segel = PenyegelMassal(sandi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, wadah.sandi)

    async def ada(self, impor_id: UUID) -> bool:
        """Return whether a family's day of data is what this import stated."""
        return await self._hari.ada(impor_id)

    async def ada_di_luar(self, keluarga: SebagianHari, pelaku: Pelaku) -> bool:
        """Return whether one of these families lies outside of the actor's regions now."""
        return await self._hari.ada_di_luar(keluarga, Lingkup.dari(pelaku))

    async def ada_sendiri(self, keluarga: SebagianHari, pelaku: Pelaku) -> bool:
        """Return whether one of them is the actor's own."""
        return await self._hari.ada_sendiri(keluarga, pelaku)

    async def jumlah(self, impor_id: UUID) -> int:
        """Return of how many families it is."""
        return await self._hari.jumlah(impor_id)

    async def lanjutkan(self, perintah: PerintahRalat, sesudah: UUID | None, sebanyak: int) -> HasilRalat | None:
        """Set the day right in the next families; None when there is none left.

        They are locked first: who writes another source of theirs relies on their version, and waits.

        Raises:
            KeluargaTerlarang: one has moved out of the actor's regions, or is his own.
        """
        keluarga = await self._hari.kunci(perintah.impor_id, sesudah, sebanyak)
        if not keluarga:
            return None
        siapa = SebagianHari(perintah.impor_id, keluarga=keluarga)
        if await self.ada_di_luar(siapa, perintah.pelaku) or await self.ada_sendiri(siapa, perintah.pelaku):
            raise KeluargaTerlarang
        lama = await self._hari.sumber(keluarga)
        terselip = sum(is_terselip(perintah, s) for s in lama.values())
        await self._hari.tetapkan(perintah.impor_id, keluarga, perintah.baru)
        sumber = await self._hari.sumber(keluarga)
        potret = await self._massal.potret((), (), keluarga)
        susunan = Susunan(self._segel, perintah, potret, {k: hari_impor(perintah, s) for k, s in lama.items()})
        await asyncio.to_thread(susunan.susun, sumber)
        await self._massal.tulis(susunan.hasil)
        await self._hari.gantikan(susunan.ganti)
        await self._jejak.catat_massal(KEJADIAN, perintah.pelaku, susunan.jejak)
        return HasilRalat(keluarga[-1], len(keluarga), len(susunan.jejak), terselip)


def hari_keluarga(sumber: Sequence[SumberHari]) -> date:
    """Return the day of a family's newest data; its first source keeps the day from before sources were kept."""
    dasar = sumber[0].sebelum_date
    return max(s.data_date for s in sumber) if dasar is None else max(dasar, *(s.data_date for s in sumber))


def hari_impor(perintah: PerintahRalat, sumber: Sequence[SumberHari]) -> date:
    """Return the day that a family has from the import: where a correction was given up, maybe the one it had set."""
    return max(s.data_date for s in sumber if s.impor_id == perintah.impor_id and not s.is_tersendiri)


def is_terselip(perintah: PerintahRalat, sumber: Sequence[SumberHari]) -> bool:
    """Return whether the wrong day may have decided against, or for, what another source says of a family.

    The sources are as they stood: where a correction was given up, some families have its day, others the one before.
    """
    milik = [s.data_date for s in sumber if s.impor_id == perintah.impor_id and not s.is_tersendiri]
    dari, *_, sampai = sorted((perintah.lama, perintah.baru, *milik))
    lain = [s.data_date for s in sumber if s.impor_id != perintah.impor_id or s.is_tersendiri]
    lain += [sumber[0].sebelum_date] if sumber[0].sebelum_date else []
    return any(dari <= hari <= sampai for hari in lain)


class Susunan:
    """What the families of a chunk write (pure); `dulu` is the day that each had from the import before."""

    def __init__(
        self, segel: PenyegelMassal, perintah: PerintahRalat, potret: PotretMassal, dulu: Mapping[UUID, date]
    ) -> None:
        self._segel = segel
        self._perintah = perintah
        self._potret = potret
        self._dulu = dulu
        self._siapa = Pencatat(perintah.pelaku.akun_id, perintah.pelaku.jabatan.value, now())
        self.hasil = TulisMassal()
        self.ganti: list[tuple[UUID, UUID, UUID, UUID]] = []
        self.jejak: list[KejadianKeluarga] = []

    def susun(self, sumber: Mapping[UUID, Sequence[SumberHari]]) -> None:
        """Work them out."""
        for keluarga_id, asal in sumber.items():
            self._satu(self._potret.keluarga[keluarga_id], asal)

    def _satu(self, ada: KeluargaAda, sumber: Sequence[SumberHari]) -> None:
        p, kunci, hari = self._perintah, self._segel.kunci(ada), hari_keluarga(sumber)
        is_diganti = self._jawaban(ada, kunci, sumber)
        if hari == ada.data_date and not is_diganti:
            return
        if hari != ada.data_date:
            lama = ada.data_date.isoformat() if ada.data_date else None
            hari_lama, hari_baru = {"tanggal_data": lama}, {"tanggal_data": hari.isoformat()}
            self._catat(ada, kunci, PeristiwaKeluarga.KELUARGA_DIPERBAIKI, hari_lama, hari_baru)
        isi = {"versi": ada.versi + 1, "data_date": hari, "updated_at": self._siapa.saat}
        self.hasil.sandaran[ada.keluarga_id] = ada.versi
        self.hasil.keluarga.append({"keluarga_id": ada.keluarga_id} | isi)
        subjek = [o.nik_hmac for o in self._orang(ada) if o.is_aktif and o.nik_hmac]
        rincian = {"impor": str(p.impor_id), "ralat": str(p.ralat_id)}
        rincian |= {"lama": str(self._dulu[ada.keluarga_id]), "baru": str(p.baru)}
        self.jejak.append(KejadianKeluarga(ada.keluarga_id, subjek, rincian))

    def _jawaban(self, ada: KeluargaAda, kunci: bytes, sumber: Sequence[SumberHari]) -> bool:
        """Keep the import's answers anew under the right day; the newest that stand then score the family."""
        p = self._perintah
        berlaku = {j.id: j for j in self._potret.jawaban.get(ada.keluarga_id, ())}
        milik = [s for s in sumber if s.impor_id == p.impor_id and not s.is_tersendiri and s.jawaban_id in berlaku]
        milik = [s for s in milik if s.jawaban_id and berlaku[s.jawaban_id].tanggal != p.baru]
        if not milik:
            return False
        dulu = max(berlaku.values(), key=_urutan)
        for s in milik:
            assert s.jawaban_id
            baru = self._ganti(ada, kunci, s.id, berlaku.pop(s.jawaban_id))
            berlaku[baru.id] = baru
        kini = max(berlaku.values(), key=_urutan)
        if kini is not dulu:
            nilai = turunkan(KodeInstrumen(kini.instrumen), self._buka(kunci, kini), kode_desa=ada.kode_desa)
            kanonik = baris_kanonik(ada.keluarga_id, ada.kode_desa, (kini.id, kini.instrumen, kini.tanggal), nilai)
            self.hasil.kanonik_pasti.append(tuple(kanonik[n] for n in KOLOM["variabel_kanonik"]))
        return True

    def _ganti(self, ada: KeluargaAda, kunci: bytes, asal_id: UUID, lama: JawabanAda) -> JawabanAda:
        """Keep answers anew; their id follows at once that of the old ones, so that they keep their place in a day."""
        isi = self._buka(kunci, lama)
        self._perbarui_umur(isi, lama.tanggal, {str(o.id): o.tanggal_lahir for o in self._orang(ada)})
        lembar, baru_id = LembarMassal(lama.instrumen, self._perintah.baru, isi), UUID(int=lama.id.int + 1)
        baris = self._segel.jawaban(kunci, ada.keluarga_id, lembar, self._siapa, baru_id)
        self.hasil.tambah("jawaban_survei", baris)
        self.ganti.append((ada.keluarga_id, asal_id, lama.id, baru_id))
        kata = {"instrumen": lama.instrumen, "sumber": SUMBER, "menggantikan": str(lama.id)}
        self._catat(ada, kunci, PeristiwaKeluarga.JAWABAN_DISIMPAN, {}, {"jawaban_id": str(baru_id)} | kata)
        return JawabanAda(ada.keluarga_id, baru_id, lama.instrumen, lembar.tanggal, baris["isi"])

    def _perbarui_umur(self, isi: dict[str, Any], dulu: date, lahir: Mapping[str, date]) -> None:
        """Set the ages right that were computed from the wrong day; one that somebody wrote himself stays."""
        p = self._perintah
        for orang, jawaban in isi.get("individu", {}).items():
            if orang in lahir and jawaban.get(p.soal_umur) == max(0, umur_pada(lahir[orang], dulu)):
                jawaban[p.soal_umur] = max(0, umur_pada(lahir[orang], p.baru))

    def _buka(self, kunci: bytes, jawaban: JawabanAda) -> dict[str, Any]:
        return self._segel.buka(kunci, "jawaban_survei", jawaban.id, jawaban.isi)

    def _orang(self, ada: KeluargaAda) -> Sequence[OrangAda]:
        return self._potret.orang.get(ada.keluarga_id, ())

    def _catat(
        self,
        ada: KeluargaAda,
        kunci: bytes,
        peristiwa: PeristiwaKeluarga,
        lama: Mapping[str, Any],
        baru: Mapping[str, Any],
    ) -> None:
        p = self._perintah
        kata = f"Tanggal data impor {p.impor_id} diralat: {self._dulu[ada.keluarga_id]} menjadi {p.baru}"
        isi = {"lama": lama, "baru": baru, "sumber": SUMBER, "keterangan": kata}
        self.hasil.tambah(
            "riwayat_keluarga", self._segel.peristiwa(kunci, ada.keluarga_id, peristiwa, isi, self._siapa)
        )


def _urutan(jawaban: JawabanAda) -> tuple[date, UUID]:
    return jawaban.tanggal, jawaban.id
