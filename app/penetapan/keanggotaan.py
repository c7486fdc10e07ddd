"""Membership of the registry: entered and ended by decrees, suspended and restored by PUSAT; dated, never deleted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.crypto import Sandi
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import AksiTersedia
from app.penetapan.alur import ALUR_KEANGGOTAAN
from app.penetapan.buku import TABEL, BukuKeanggotaan, alasan_baku
from app.penetapan.errors import KeanggotaanTidakAda
from app.penetapan.models import Keanggotaan
from app.penetapan.penempatan import Orang, Penempatan
from app.penetapan.ports import PembaruCek, StatusPublik
from app.penetapan.repository import RujukanSK
from app.penetapan.segel import buka_isi
from app.penetapan.status import AksiKeanggotaan, StatusKeanggotaan
from app.referensi.pemeriksa import wajib_alasan
from app.wilayah.lingkup import Lingkup

SK_DIGANTI: Final = "SK_DIGANTI"
MENINGGAL: Final = "MENINGGAL"
SEKALI: Final = 500
"""Memberships that lose their decree in one statement."""
_K = StatusKeanggotaan


@dataclass(frozen=True, slots=True)
class BarisKeanggotaan:
    """A row of somebody's membership with its reason opened and its decree cited."""

    baris: Keanggotaan
    penjelasan: str | None
    langkah_berikutnya: str | None
    sk: RujukanSK | None


@dataclass(frozen=True, slots=True)
class KeanggotaanLengkap:
    """Somebody's membership: the present row, all rows, and what this caller may do."""

    kini: BarisKeanggotaan
    riwayat: Sequence[BarisKeanggotaan]
    aksi_tersedia: Sequence[AksiTersedia[AksiKeanggotaan]]

    @property
    def versi(self) -> int:
        """Return how many rows there are: each step closes one and opens another, and none is ever removed."""
        return len(self.riwayat)


class KeanggotaanService:
    """Moves memberships along their table; also answers usulan's question who is registered."""

    def __init__(self, buku: BukuKeanggotaan, tempat: Penempatan, cek: PembaruCek, sandi: Sandi) -> None:
        self._buku = buku
        self._repo = buku.repo
        self._tempat = tempat
        self._cek = cek
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        cek = wadah.ambil(PembaruCek, sesi)
        return cls(BukuKeanggotaan.rakit(sesi, wadah), Penempatan.rakit(sesi, wadah), cek, wadah.sandi)

    async def kini(self, nik_indeks: UUID) -> Keanggotaan | None:
        """Return the present membership of the person with this blind index; None when he never had one."""
        return await self._repo.menurut_nik(nik_indeks)

    async def is_terdaftar(self, nik_indeks: UUID) -> bool:
        """Return whether the person counts as registered now: usulan's `KeanggotaanPort`."""
        return await self._repo.is_terdaftar(nik_indeks)

    async def baca(self, ref: Ref, pelaku: Pelaku) -> KeanggotaanLengkap:
        """Return somebody's membership with everything before; the reading is recorded.

        Raises:
            KeanggotaanTidakAda: never a member, or out of scope.
        """
        lengkap = await self._baca(ref, pelaku)
        await self._buku.catat("dibaca", pelaku, [lengkap.kini.baris])
        return lengkap

    async def riwayat(self, individu_id: UUID) -> list[BarisKeanggotaan]:
        """Return all rows of a person, oldest first, opened; whoever shows them records the reading."""
        return await self._buka(await self._repo.riwayat(individu_id))

    async def daftar(self, status: StatusKeanggotaan, pelaku: Pelaku, hal: Halaman) -> Potongan[BarisKeanggotaan]:
        """Return members of one state in scope, by village; the reading is recorded."""
        hasil = await self._repo.daftar(status, Lingkup.dari(pelaku), hal)
        await self._buku.catat("dibaca", pelaku, hasil.data)
        return Potongan(await self._buka(hasil.data), hasil.halaman)

    async def pindahkan(
        self, ref: Ref, aksi: AksiKeanggotaan, pelaku: Pelaku, alasan: AlasanMasuk | None, *, versi: int | None = None
    ) -> KeanggotaanLengkap:
        """Take one arrow: close the present row and open the next, and tell the lookup in the same transaction.

        Raises:
            KeanggotaanTidakAda: never a member, or out of scope.
            VersiBasi: a step was taken since `versi`.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing or of another action.
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
        """
        await self._repo.letak({ref.id})  # first, as a move into another family does
        kini = (await self._repo.keanggotaan_kini([ref])).get(ref)
        if kini is None or not Lingkup.dari(pelaku).memuat(kini.kode_desa):
            raise KeanggotaanTidakAda
        pastikan_versi(versi, len(await self._repo.riwayat(ref.id)))
        fakta = await self._buku.fakta(kini, pelaku)
        ALUR_KEANGGOTAAN.periksa(kini.status, aksi, pelaku.jabatan, fakta)
        alasan = wajib_alasan(alasan, f"keanggotaan.{aksi}")
        await self._buku.pindahkan([kini], aksi, pelaku, fakta=fakta, alasan=alasan)
        return await self._baca(ref, pelaku)

    # -- by decree

    async def daftarkan(self, orang: Sequence[Orang], sk_id: UUID, pelaku: Pelaku) -> None:
        """Enter these persons by a decree; who is registered already stays so under his first decree."""
        ada = await self._tempat.hadir(orang)
        belum = [o for o in orang if o.ref not in ada]
        await self._tempat.tempati(belum)
        baru = [_pertama(o, sk_id, pelaku) for o in belum]
        lama = [k for k in ada.values() if k.status is not _K.TERDAFTAR]
        await self._buku.pindahkan(lama, AksiKeanggotaan.DAFTARKAN, pelaku, sk_id=sk_id)
        await self._repo.tambah(*baru)
        await self._buku.catat("diubah_massal", pelaku, baru, ke=_K.TERDAFTAR, sk=sk_id)
        await self._perbarui_cek(orang, dict.fromkeys((o.ref for o in orang), _K.TERDAFTAR))

    async def lanjutkan(self, orang: Sequence[Orang], sk_id: UUID, pelaku: Pelaku) -> None:
        """Let these members stand on a new decree; nothing else changes for them, so they are not told."""
        ada = await self._tempat.hadir(orang)
        lama = [k for k in ada.values() if k.status is _K.TERDAFTAR]
        await self._buku.pindahkan(lama, AksiKeanggotaan.LANJUTKAN, pelaku, sk_id=sk_id, is_kabari=False)
        await self._perbarui_cek([o for o in orang if o.ref in ada], {r: k.status for r, k in ada.items()})

    async def keluarkan(self, orang: Sequence[Orang], kode_alasan: str, sk_id: UUID, pelaku: Pelaku) -> set[UUID]:
        """Let these persons leave by a decree, all for one reason; who was no member stays none.

        The dead leave at once, and so does who was suspended; everybody else is given notice and told (F4).

        Returns:
            Who is under notice now; for everybody else the removal is done.

        Raises:
            DaftarSKBerubah: somebody has moved into another family meanwhile.
        """
        ada = await self._tempat.hadir(orang, is_keluar=True)
        alasan = alasan_baku(kode_alasan)
        is_seketika = kode_alasan == MENINGGAL
        seketika = [
            k for k in ada.values() if k.status is _K.DITIDURKAN or (is_seketika and k.status is not _K.NONAKTIF)
        ]
        nanti = [k for k in ada.values() if not is_seketika and k.status in {_K.TERDAFTAR, _K.AKAN_DINONAKTIFKAN}]
        status = {r: k.status for r, k in ada.items()}
        for lama, aksi in ((seketika, AksiKeanggotaan.KELUARKAN), (nanti, AksiKeanggotaan.UMUMKAN_KELUAR)):
            baru = await self._buku.pindahkan(lama, aksi, pelaku, alasan=alasan, sk_id=sk_id)
            status |= {k.ref: k.status for k in baru}
        await self._perbarui_cek([o for o in orang if o.ref in ada], status)
        return {k.individu_id for k in nanti}

    async def sertakan(self, orang: Sequence[tuple[Ref, Orang]], sk_id: UUID, pelaku: Pelaku) -> None:
        """Register who has joined a family by a validated case and never was a member, if its subject is registered.

        Args:
            orang: the subject of each case, and who has joined.
            sk_id: the decree that lists him.
            pelaku: who signs it.
        """
        ada = await self._tempat.hadir([o for _, o in orang])
        pokok = await self._repo.keanggotaan_kini({subjek for subjek, _ in orang})
        terdaftar = {r for r, k in pokok.items() if k.status is _K.TERDAFTAR}
        baru = {o.ref: o for subjek, o in orang if subjek in terdaftar and o.ref not in ada}
        if baru:
            await self.daftarkan(list(baru.values()), sk_id, pelaku)

    async def cabut_sk(self, sk_id: UUID, pelaku: Pelaku, maks: int | None = None) -> bool:
        """Give notice to all whom a replaced decree registered; until PUSAT decides they still count as registered.

        Whom the new decree carries is registered by it right after.

        Returns:
            Whether there may be more: with `maks` at most so many are given notice.
        """
        alasan = alasan_baku(SK_DIGANTI)
        while lama := await self._repo.terdaftar_menurut_sk(sk_id, maks or SEKALI):
            await self._buku.pindahkan(lama, AksiKeanggotaan.CABUT_SK, pelaku, alasan=alasan)
            if maks is not None:
                return True
        return False

    async def segarkan(self, orang: Sequence[Orang]) -> None:
        """Carry corrected names and villages of members into the lookup; their state stays."""
        ada = await self._tempat.hadir(orang)
        await self._perbarui_cek([o for o in orang if o.ref in ada], {r: k.status for r, k in ada.items()})

    async def _perbarui_cek(self, orang: Iterable[Orang], status: Mapping[Ref, StatusKeanggotaan]) -> None:
        hari = hari_ini()
        await self._cek.catat(
            [
                StatusPublik(o.nik_indeks, o.ref.keluarga_id, o.nama, o.kode_desa, o.tanggal_lahir, status[o.ref], hari)
                for o in orang
                if o.nik_indeks is not None
            ]
        )

    async def _baca(self, ref: Ref, pelaku: Pelaku) -> KeanggotaanLengkap:
        riwayat = await self._repo.riwayat(ref.id)
        kini = next((k for k in riwayat if k.sampai_at is None), None)
        if kini is None or kini.ref != ref or not Lingkup.dari(pelaku).memuat(kini.kode_desa):
            raise KeanggotaanTidakAda
        fakta = await self._buku.fakta(kini, pelaku)
        terbuka = await self._buka(riwayat)
        aksi = ALUR_KEANGGOTAAN.tersedia_rinci(kini.status, pelaku.jabatan, fakta)
        return KeanggotaanLengkap(next(b for b in terbuka if b.baris is kini), terbuka, aksi)

    async def _buka(self, baris: Sequence[Keanggotaan]) -> list[BarisKeanggotaan]:
        sk = await self._repo.rujukan({k.sk_id for k in baris if k.sk_id})
        hasil = []
        for k in baris:
            isi = buka_isi(self._sandi, TABEL, k)
            rujukan = sk.get(k.sk_id) if k.sk_id else None
            hasil.append(BarisKeanggotaan(k, isi.get("penjelasan"), isi.get("langkah_berikutnya"), rujukan))
        return hasil


def _pertama(orang: Orang, sk_id: UUID, pelaku: Pelaku) -> Keanggotaan:
    return Keanggotaan(
        keluarga_id=orang.ref.keluarga_id,
        id=id_baru(),
        individu_id=orang.ref.id,
        nik_indeks=orang.nik_indeks,
        kode_desa=orang.kode_desa,
        is_luar_keluarga=orang.is_luar_keluarga,
        status=ALUR_KEANGGOTAAN.awal,
        aksi=AksiKeanggotaan.DAFTARKAN,
        sk_id=sk_id,
        pelaku_id=pelaku.akun_id,
        mulai_at=now(),
    )
