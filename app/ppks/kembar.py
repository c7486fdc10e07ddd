"""Likely doubles: who handles sensitive kinds lists them, merges two entries with a reason, and takes a merge back.

A merge is a note beside an entry and not a state of it: the entry's recorder, who may not see the other one, must not
learn from his own that there is another.
"""

from uuid import UUID

from app.core.etag import pastikan_versi
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.workflow import PemisahanTugas
from app.ppks.alur import PEMERIKSA
from app.ppks.entitas import EntriSerupa, EntriTerbuka
from app.ppks.errors import GabunganTidakSah, PpksNotFound
from app.ppks.models import EntriPpks
from app.ppks.repository import TERBUKA
from app.ppks.schemas import GabungMasuk, PisahMasuk
from app.ppks.service import GABUNG, PpksService, fakta


class KembarService(PpksService):
    """Finds doubles and merges them."""

    async def serupa(self, pelaku: Pelaku, hal: Halaman) -> Potongan[EntriSerupa]:
        """Return a page of entries with a likely double in the caller's regions; the reading is recorded."""
        hasil = await self._repo.serupa(pelaku, hal)
        pasangan = await self._repo.pasangan(pelaku, [e.id for e in hasil.data])
        await self._catat("serupa:dibaca", hasil.data, pelaku, None)
        terbuka = await self._terbuka(hasil.data, pelaku)
        return Potongan([EntriSerupa(e, pasangan[e.baris.id]) for e in terbuka], hasil.halaman)

    async def gabungkan(
        self, entri_id: UUID, masuk: GabungMasuk, pelaku: Pelaku, versi: int | None = None
    ) -> EntriTerbuka:
        """Let an entry stand for another open one of the same person and kind; both keep content and history.

        Raises:
            PpksNotFound: one of the two is unknown, or not for this caller's eyes.
            PemisahanTugas: his own NIK, or he recorded one of them.
            GabunganTidakSah: merged already, over, of another kind or NIK, or one that others are merged into.
            VersiBasi: the entry has been changed since it was read.
        """
        entri, ke = await self._berdua(entri_id, masuk.ke, pelaku)
        pastikan_versi(versi, entri.versi)
        if not _is_sejenis(entri, ke) or await self._repo.has_gabungan(entri.id):
            raise GabunganTidakSah
        entri.digabung_ke = ke.id
        await self._catat_keduanya(entri, ke, pelaku, masuk.penjelasan, "digabungkan")
        return (await self._terbuka([entri], pelaku))[0]

    async def pisahkan(
        self, entri_id: UUID, masuk: PisahMasuk, pelaku: Pelaku, versi: int | None = None
    ) -> EntriTerbuka:
        """Take a merge back; the entry stands for itself again, as it was.

        Raises:
            PpksNotFound: unknown, or not for this caller's eyes.
            PemisahanTugas: his own NIK, or he recorded one of them.
            GabunganTidakSah: it is not merged.
            VersiBasi: the entry has been changed since it was read.
        """
        dilihat = await self._ambil(entri_id, pelaku)
        if dilihat.digabung_ke is None:
            raise GabunganTidakSah
        entri, ke = await self._berdua(entri_id, dilihat.digabung_ke, pelaku)
        pastikan_versi(versi, entri.versi)
        if entri.digabung_ke != ke.id:
            raise GabunganTidakSah
        entri.digabung_ke = None
        await self._catat_keduanya(entri, ke, pelaku, masuk.penjelasan, "dipisahkan")
        return (await self._terbuka([entri], pelaku))[0]

    async def _berdua(self, satu: UUID, dua: UUID, pelaku: Pelaku) -> tuple[EntriPpks, EntriPpks]:
        """Lock both in one order."""
        baris = {i: await self._repo.lock(i, pelaku) for i in sorted({satu, dua})}
        entri, ke = baris[satu], baris[dua]
        if entri is None or ke is None:
            raise PpksNotFound
        for e in (entri, ke):
            for syarat in PEMERIKSA:
                if kurang := syarat.periksa(fakta(e, pelaku)):
                    raise PemisahanTugas(kurang, syarat=syarat.nama)
        return entri, ke

    async def _catat_keduanya(
        self, entri: EntriPpks, ke: EntriPpks, pelaku: Pelaku, penjelasan: str, kejadian: str
    ) -> None:
        for satu, lain in ((entri, ke), (ke, entri)):
            isi = {GABUNG: str(lain.id), "perbuatan": kejadian, "penjelasan": penjelasan}
            await self._tulis(satu, None, pelaku, isi, kejadian=kejadian)


def _is_sejenis(satu: EntriPpks, lain: EntriPpks) -> bool:
    is_terbuka = all(e.status in TERBUKA and e.digabung_ke is None for e in (satu, lain))
    is_jenis = (satu.kategori, satu.jenis, satu.bentuk) == (lain.kategori, lain.jenis, lain.bentuk)
    is_orang = satu.nik_hmac is None or lain.nik_hmac is None or satu.nik_hmac == lain.nik_hmac
    return satu.id != lain.id and is_terbuka and is_jenis and is_orang
