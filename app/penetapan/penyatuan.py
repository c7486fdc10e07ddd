"""What happens to memberships when two records of a person are merged, and when they are told apart again.

Nobody loses a registration by a merge: where only the ending record has one, it goes over; where both have one, one
remains. It bears the NIK that was kept, also where only the staying record has one: the lookup must not answer to a
NIK that was found wrong. Records that stand differently are not merged: that would decide about somebody's
registration in passing. When a merge is taken back, the lookup says of each NIK what it said before: of one that only
the merge made known to it, nothing.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.crypto import Sandi
from app.core.ids import Ref, id_baru
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.penetapan.errors import KeanggotaanBerselisih, KeanggotaanBerubah, PerkaraKeanggotaanTerbuka
from app.penetapan.models import Keanggotaan, KeanggotaanIndeks
from app.penetapan.penempatan import DISALIN, TABEL, Orang, Penempatan, TempatTerpakai, publik
from app.penetapan.ports import PembaruCek
from app.penetapan.repository import PenetapanRepository
from app.penetapan.repository_keluar import KeluarRepository
from app.penetapan.segel import buka_isi, segel_isi
from app.penetapan.status import AKTIF, StatusKeanggotaan

_TERDAFTAR: Final = StatusKeanggotaan.TERDAFTAR
_LEBUR: Final = frozenset({*AKTIF, StatusKeanggotaan.NONAKTIF})
"""States of the ending record that a registered one takes in."""


class PenyatuanKeanggotaan:
    """Joins and divides memberships; the lookup follows in the same transaction."""

    def __init__(
        self, repo: PenetapanRepository, keluar: KeluarRepository, tempat: Penempatan, cek: PembaruCek, sandi: Sandi
    ) -> None:
        self._repo = repo
        self._keluar = keluar
        self._tempat = tempat
        self._cek = cek
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the service that merges."""
        cek = wadah.ambil(PembaruCek, sesi)
        tempat = Penempatan.rakit(sesi, wadah)
        return cls(PenetapanRepository(sesi), KeluarRepository(sesi), tempat, cek, wadah.sandi)

    async def satukan(self, ganda: Ref, utama: Orang, pelaku: Pelaku, jejak: Jejak) -> dict[str, Any]:
        """Bring the memberships of two records together on `utama`; return what `pisahkan` needs, empty for nothing.

        Raises:
            KeanggotaanBerselisih: they stand differently, or the NIK that stays is another membership's.
            PerkaraKeanggotaanTerbuka: an objection or reactivation of the ending record waits.
        """
        letak = await self._repo.letak({ganda.id, utama.ref.id})
        kini = await self._repo.keanggotaan_kini(set(letak.values()))
        lama, diri = (kini[letak[i]] if i in letak else None for i in (ganda.id, utama.ref.id))
        if lama is None:
            if diri is None or diri.nik_indeks == utama.nik_indeks:
                return {}
        elif await self._keluar.has_perkara(ganda.id, lama.keluarga_id):
            raise PerkaraKeanggotaanTerbuka
        elif diri is not None and not _is_selaras(diri.status, lama.status):
            raise KeanggotaanBerselisih
        milik = [k for k in (diri, lama) if k]
        is_dikenal = utama.nik_indeks is not None and await self._cek.dikenal(utama.nik_indeks)
        try:
            baru = await self._tempat.bawa(milik, utama)
        except TempatTerpakai as sebab:
            raise KeanggotaanBerselisih from sebab
        await self._terbitkan(utama, baru)
        await self._catat(jejak, pelaku, "disatukan", [baru])
        dulu = {n: str(k.id) if k else None for n, k in (("ganda", lama), ("utama", diri))}
        return {"baru": str(baru.id), "is_dikenal": is_dikenal, **dulu}

    async def pisahkan(
        self, catatan: Mapping[str, Any], ganda: Orang, utama: Orang, pelaku: Pelaku, jejak: Jejak
    ) -> None:
        """Give each record the membership that it had before the merge.

        Raises:
            KeanggotaanBerubah: the membership has been changed since.
        """
        if not catatan:
            return
        letak = await self._repo.letak({utama.ref.id})
        kini = await self._repo.keanggotaan_kini(set(letak.values()))
        satu = next((k for k in kini.values() if str(k.id) == catatan["baru"]), None)
        if satu is None:
            raise KeanggotaanBerubah
        await self._repo.tutup([satu], now())
        await self._repo.lepas({k for k in (satu.individu_id, satu.nik_indeks) if k})
        dulu = {str(k.id): k for o in (ganda, utama) for k in await self._repo.riwayat(o.ref.id)}
        hasil = []
        for orang, id_ in ((ganda, catatan["ganda"]), (utama, catatan["utama"])):
            if id_ is not None:
                hasil.append(await self._pulihkan(orang, dulu[id_]))
        if satu.nik_indeks is not None and satu.nik_indeks not in {k.nik_indeks for k in hasil}:
            await self._lupakan(satu, (ganda, utama), is_dikenal=catatan.get("is_dikenal", True))
        await self._catat(jejak, pelaku, "dipisahkan", hasil)

    async def _lupakan(self, satu: Keanggotaan, dua: Collection[Orang], *, is_dikenal: bool) -> None:
        """Let the lookup say of a NIK that no membership bears any more what it said before the merge."""
        assert satu.nik_indeks is not None
        pemilik = next((o for o in dua if o.nik_indeks == satu.nik_indeks), None)
        if not is_dikenal:
            await self._cek.hapus(satu.nik_indeks)
        elif pemilik is None:
            await self._cek.ubah([satu.nik_indeks], StatusKeanggotaan.NONAKTIF, hari_ini())
        else:
            baris = publik(pemilik, satu.nik_indeks, satu)
            await self._cek.catat([replace(baris, status=StatusKeanggotaan.NONAKTIF)])

    async def _pulihkan(self, orang: Orang, lama: Keanggotaan) -> Keanggotaan:
        baris_id = id_baru()
        alasan = buka_isi(self._sandi, TABEL, lama)
        baru = Keanggotaan(
            keluarga_id=orang.ref.keluarga_id,
            id=baris_id,
            individu_id=orang.ref.id,
            nik_indeks=lama.nik_indeks,
            kode_desa=orang.kode_desa,
            mulai_at=now(),
            **{n: getattr(lama, n) for n in DISALIN},
            **(segel_isi(self._sandi, TABEL, baris_id, alasan) if alasan else {}),
        )
        kunci = [k for k in (orang.ref.id, lama.nik_indeks) if k]
        indeks = [
            KeanggotaanIndeks(kunci=k, keluarga_id=orang.ref.keluarga_id, individu_id=orang.ref.id) for k in kunci
        ]
        if not await self._repo.klaim(indeks):
            raise KeanggotaanBerubah
        await self._repo.tambah(baru)
        await self._terbitkan(orang, baru)
        return baru

    async def _terbitkan(self, orang: Orang, baris: Keanggotaan) -> None:
        if baris.nik_indeks is not None:
            await self._cek.catat([publik(orang, baris.nik_indeks, baris)])

    async def _catat(self, jejak: Jejak, pelaku: Pelaku, apa: str, baris: Sequence[Keanggotaan]) -> None:
        for k in baris:
            await jejak.catat(
                f"keanggotaan:orang:{apa}",
                pelaku=pelaku,
                objek=f"keanggotaan/{k.individu_id}",
                subjek=[k.nik_indeks] if k.nik_indeks else [],
                keluarga_id=k.keluarga_id,
                rincian={"status": k.status.value},
            )


def _is_selaras(utama: StatusKeanggotaan, ganda: StatusKeanggotaan) -> bool:
    """Return whether the staying record's state may stand for both: nobody loses or wins a registration."""
    return utama is ganda or (utama is _TERDAFTAR and ganda in _LEBUR)
