"""Use cases of the regions: browsing, naming, checking, and the dated change of codes."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import partial
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini
from app.core.etag import pastikan_versi
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.wilayah.errors import (
    PenggantianDipakai,
    PenggantiTidakSah,
    TanggalWilayahTidakSah,
    TidakAdaPenggantian,
    WilayahMasihBerisi,
    WilayahNotFound,
    WilayahSudahAda,
    WilayahSudahDiganti,
    WilayahTidakBerlaku,
    WilayahTidakDikenal,
)
from app.wilayah.kode import KodeWilayah, Tingkat
from app.wilayah.models import Pengganti, Wilayah, WilayahPengganti, WilayahRinci
from app.wilayah.nama import baca_kueri, lipat_wilayah
from app.wilayah.ports import PemakaiWilayah
from app.wilayah.repository import WilayahRepository
from app.wilayah.schemas import WilayahBatalGanti, WilayahBuat, WilayahGanti, WilayahUbah
from app.wilayah.silsilah import Silsilah

MAKS_TEMUAN: Final = 20


class WilayahService:
    """The one door to the regions for every other domain."""

    def __init__(self, repo: WilayahRepository, jejak: Jejak, pemakai: Callable[[], PemakaiWilayah]) -> None:
        self._repo = repo
        self._jejak = jejak
        self._pemakai = pemakai
        self._silsilah = Silsilah(repo)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        # Asked for only when needed: who keeps rows under codes needs this service to be built.
        pemakai = partial(wadah.ambil, PemakaiWilayah, sesi)
        return cls(WilayahRepository(sesi), Jejak(sesi), pemakai)

    async def daftar(self, induk: KodeWilayah | None, hal: Halaman) -> Potongan[Wilayah]:
        """Return what lies directly in `induk` and is in force today; None asks for the provinsi."""
        return await self._repo.daftar(induk, hari_ini(), hal)

    async def cari(self, teks: str, tingkat: Tingkat | None) -> list[WilayahRinci]:
        """Return at most 20 regions in force whose name equals, starts with or resembles `teks`, in this order."""
        if not (bacaan := baca_kueri(teks)):
            return []
        hasil = await self._repo.cari(bacaan, tingkat, hari_ini(), MAKS_TEMUAN)
        nama = await self.nama_lengkap_banyak(w.kode for w in hasil)
        return [WilayahRinci(w, nama[w.kode], ()) for w in hasil]

    async def baca(self, kode: str) -> WilayahRinci:
        """Return any code that was ever in force, an ended one with its direct successors.

        Raises:
            WilayahNotFound: the code has never existed.
        """
        wilayah = await self._repo.ambil(KodeWilayah(kode))
        if wilayah is None:
            raise WilayahNotFound
        pengganti = await self._repo.pengganti([wilayah.kode])
        nama = await self.nama_lengkap_banyak([wilayah.kode, *(p.kode_baru for p in pengganti)])
        return WilayahRinci(
            wilayah,
            nama[wilayah.kode],
            [Pengganti(p.kode_baru, nama[p.kode_baru], p.tanggal, p.dasar) for p in pengganti],
        )

    async def nama_lengkap(self, kode: str) -> str:
        """Return the name with those of the superiors: `Cileunyi Kulon, Cileunyi, Kabupaten Bandung, Jawa Barat`.

        Raises:
            WilayahNotFound: the code has never existed.
        """
        nama = await self.nama_lengkap_banyak([kode])
        if not nama:
            raise WilayahNotFound
        return nama[KodeWilayah(kode)]

    async def nama_lengkap_banyak(self, kodes: Iterable[str]) -> dict[str, str]:
        """Return the full names of the known ones of `kodes`, in one query."""
        diminta = [KodeWilayah(k) for k in kodes]
        baris = await self._repo.ambil_banyak(atas for k in diminta for atas in k.jalur)
        return {k: ", ".join(baris[a].nama for a in reversed(k.jalur)) for k in diminta if k in baris}

    async def pastikan(self, kode: str, tingkat: Tingkat | None = None, tanggal: date | None = None) -> Wilayah:
        """Return the region, in force on `tanggal` (default today) and of `tingkat` when one is given.

        An ended code with exactly one successor in force is read as that one: use the returned row's code.

        Raises:
            WilayahTidakDikenal: unknown, not yet in force, ended without successor, or of another level.
            WilayahSudahDiganti: several took its place; carries them as `pengganti`.
        """
        dibaca, hari = KodeWilayah(kode), tanggal or hari_ini()
        wilayah = await self._repo.ambil(dibaca)
        if wilayah is None or (tingkat is not None and wilayah.tingkat is not tingkat):
            raise WilayahTidakDikenal
        if wilayah.is_berlaku(hari):
            return wilayah
        penerus = await self._repo.ambil_banyak(await self._silsilah.penerus([dibaca], hari) - {dibaca})
        kini = sorted((w for w in penerus.values() if w.is_berlaku(hari)), key=lambda w: w.kode)
        if len(kini) > 1:
            raise WilayahSudahDiganti(pengganti=[w.kode for w in kini])
        if not kini:
            raise WilayahTidakDikenal
        return kini[0]

    async def pastikan_desa(self, kode: str) -> Wilayah:
        """Return the desa or kelurahan, in force today; see `pastikan`.

        Raises:
            WilayahTidakDikenal: unknown, ended, or no desa.
            WilayahSudahDiganti: split; carries the successors.
        """
        return await self.pastikan(kode, Tingkat.DESA)

    async def desa_kini(self, kode: str) -> KodeWilayah:
        """Return the code of today of a desa that somebody typed; raises as `pastikan_desa`."""
        return KodeWilayah((await self.pastikan_desa(kode)).kode)

    async def desa_dicari(self, kode: str) -> set[str]:
        """Return every code, older and newer, under which rows of a desa may stand: for lookups.

        Raises:
            WilayahTidakDikenal: the code has never been a desa's.
        """
        wilayah = await self._repo.ambil(KodeWilayah(kode))
        if wilayah is None or wilayah.tingkat is not Tingkat.DESA:
            raise WilayahTidakDikenal
        return await self.setempat([kode])

    async def prefiks_nik(self, nik: Iterable[str]) -> set[str]:
        """Return those of the 2, 4 and 6 digit prefixes of NIKs that were ever a region's code, ended ones included."""
        jalur = {k for n in nik for k in (n[:2], f"{n[:2]}.{n[2:4]}", f"{n[:2]}.{n[2:4]}.{n[4:6]}")}
        return {k.replace(".", "") for k in await self._repo.ambil_banyak(jalur)}

    async def tabel_desa(self) -> tuple[dict[str, str], frozenset[str]]:
        """Return what a bulk reader looks codes up in, without dots.

        Returns:
            The code of today of every village's code, old or new; "" when several took its place. Codes of BPS, which
            are numbers of their own, begin with `b`. And the prefixes of 2, 4 and 6 digits that ever were a region's.
        """
        hari = hari_ini()
        desa = {k.replace(".", ""): k for k in await self._repo.desa_berlaku(hari)}
        prefiks: set[str] = set()
        for kode, bps, is_desa, is_berakhir in await self._repo.kode_lain(hari):
            angka = kode.replace(".", "")
            if not is_desa:
                prefiks.add(angka)
                continue
            kini = {kode}
            if is_berakhir:
                penerus = await self._repo.ambil_banyak(await self.penerus([kode], hari) - {kode})
                kini = {w.kode for w in penerus.values() if w.is_berlaku(hari)}
            if kini:
                desa[angka] = min(kini) if len(kini) == 1 else ""
                if bps:
                    desa[f"b{bps}"] = desa[angka]
        return desa, frozenset(prefiks)

    async def penerus(self, kodes: Iterable[str], tanggal: date) -> set[str]:
        """Return `kodes` with every code that took their place by `tanggal`, successors of successors included.

        The old codes stay in the set: rows written before a split still carry them.
        """
        return await self._silsilah.penerus(kodes, tanggal)

    async def setempat(self, kodes: Iterable[str]) -> set[str]:
        """Return `kodes` with the newer and older codes of the same places today; what a scope is made of."""
        return await self._silsilah.setempat(kodes, hari_ini())

    async def penanggung(self, kode: str) -> set[str]:
        """Return the codes whose holders answer today for rows under `kode`: itself, superiors, their older codes."""
        return await self._silsilah.penanggung(kode, hari_ini())

    async def buat(self, isi: WilayahBuat, pelaku: Pelaku) -> WilayahRinci:
        """Give out a new code. The superior is locked, so it cannot end meanwhile.

        Raises:
            WilayahTidakDikenal: the superior is unknown, or its end is decided.
            TanggalWilayahTidakSah: before the superior comes into force.
            WilayahSudahAda: the code was given out before.
        """
        kode = isi.kode
        if kode.induk:
            induk = (await self._repo.kunci([kode.induk])).get(kode.induk)
            _pastikan_terbuka(induk, isi.berlaku_dari)
        if await self._repo.ambil(kode):
            raise WilayahSudahAda
        baru = Wilayah(
            kode=kode,
            nama=isi.nama,
            nama_lipat=lipat_wilayah(isi.nama, kode.jenis),
            tingkat=kode.tingkat,
            jenis=kode.jenis,
            induk=kode.induk,
            kode_bps=isi.kode_bps,
            berlaku_dari=isi.berlaku_dari,
            dasar=isi.dasar,
            versi=1,
        )
        await self._repo.tambah(baru)
        await self._catat("dibuat", kode, pelaku, nama=isi.nama, berlaku_dari=str(isi.berlaku_dari), dasar=isi.dasar)
        return await self.baca(kode)

    async def ubah(self, kode: KodeWilayah, isi: WilayahUbah, versi: int, pelaku: Pelaku) -> WilayahRinci:
        """Change the name or the BPS code of a region under the same code.

        Raises:
            WilayahNotFound: the code has never existed.
            VersiBasi: somebody changed it since `versi`.
        """
        wilayah = (await self._repo.kunci([kode])).get(kode)
        if wilayah is None:
            raise WilayahNotFound
        pastikan_versi(versi, wilayah.versi)
        sebelum = {"nama": wilayah.nama, "kode_bps": wilayah.kode_bps}
        wilayah.nama = isi.nama or wilayah.nama
        wilayah.nama_lipat = lipat_wilayah(wilayah.nama, wilayah.jenis)
        wilayah.kode_bps = isi.kode_bps or wilayah.kode_bps
        await self._ubah(wilayah, isi.dasar)
        sesudah = {"nama": wilayah.nama, "kode_bps": wilayah.kode_bps}
        await self._catat("diubah", kode, pelaku, sebelum=sebelum, sesudah=sesudah, dasar=isi.dasar)
        return await self.baca(kode)

    async def ganti(self, kode: KodeWilayah, isi: WilayahGanti, versi: int | None, pelaku: Pelaku) -> WilayahRinci:
        """End a code and name its successors. All rows concerned are locked; the first of two such changes wins.

        Raises:
            WilayahNotFound: the code has never existed.
            VersiBasi: somebody else was quicker.
            PenggantiTidakSah: a successor is the code itself, of another level, or named twice.
            WilayahTidakBerlaku: the code's end is already decided.
            WilayahTidakDikenal: a successor is unknown, or its own end is decided.
            TanggalWilayahTidakSah: before the code or a successor comes into force.
            WilayahMasihBerisi: codes below it would still be in force.
        """
        if kode in isi.pengganti or len(set(isi.pengganti)) < len(isi.pengganti):
            raise PenggantiTidakSah
        if any(p.tingkat is not kode.tingkat for p in isi.pengganti):
            raise PenggantiTidakSah(Teks("Tingkatnya harus sama", "It must be of the same level"))
        baris = await self._repo.kunci([kode, *isi.pengganti])
        lama = baris.get(kode)
        if lama is None:
            raise WilayahNotFound
        pastikan_versi(versi, lama.versi)
        await self._pastikan_dapat_berakhir(lama, isi.tanggal)
        for p in isi.pengganti:
            _pastikan_terbuka(baris.get(p), isi.tanggal)
        lama.berlaku_sampai = isi.tanggal
        await self._ubah(lama, isi.dasar)
        await self._repo.tambah(
            *(
                WilayahPengganti(kode_lama=kode, kode_baru=p, tanggal=isi.tanggal, dasar=isi.dasar)
                for p in isi.pengganti
            )
        )
        await self._catat("diganti", kode, pelaku, pengganti=isi.pengganti, tanggal=str(isi.tanggal), dasar=isi.dasar)
        return await self.baca(kode)

    async def batalkan_ganti(
        self, kode: KodeWilayah, isi: WilayahBatalGanti, versi: int | None, pelaku: Pelaku
    ) -> WilayahRinci:
        """Undo a mistaken `ganti`: the code is in force again without an end, and names no successors.

        Raises:
            WilayahNotFound: the code has never existed.
            VersiBasi: somebody changed it since `versi`.
            TidakAdaPenggantian: it was not replaced.
            WilayahTidakBerlaku: the superior has ended meanwhile.
            PenggantianDipakai: families stand under the successors already.
        """
        pengganti = await self._repo.pengganti([kode])
        jalur = [kode, *([kode.induk] if kode.induk else [])]
        baris = await self._repo.kunci([*jalur, *(p.kode_baru for p in pengganti)])
        lama = baris.get(kode)
        if lama is None:
            raise WilayahNotFound
        pastikan_versi(versi, lama.versi)
        if not pengganti or lama.berlaku_sampai is None:
            raise TidakAdaPenggantian
        if kode.induk and baris[kode.induk].berlaku_sampai is not None:
            raise WilayahTidakBerlaku
        if await self._pemakai().is_beralih(kode, [p.kode_baru for p in pengganti], pengganti[0].tanggal):
            raise PenggantianDipakai
        await self._repo.hapus_pengganti(kode)
        lama.berlaku_sampai = None
        await self._ubah(lama, isi.dasar)
        dulu = [p.kode_baru for p in pengganti]
        await self._catat("penggantian_dibatalkan", kode, pelaku, pengganti=dulu, dasar=isi.dasar)
        return await self.baca(kode)

    async def _pastikan_dapat_berakhir(self, lama: Wilayah, tanggal: date) -> None:
        if lama.berlaku_sampai is not None:
            raise WilayahTidakBerlaku
        if lama.berlaku_dari is not None and tanggal <= lama.berlaku_dari:
            raise TanggalWilayahTidakSah
        if jumlah := await self._repo.jumlah_bawahan(lama.kode, tanggal):
            raise WilayahMasihBerisi(jumlah=jumlah)

    async def _ubah(self, wilayah: Wilayah, dasar: str) -> None:
        wilayah.dasar = dasar
        wilayah.versi += 1
        await self._repo.simpan()

    async def _catat(self, perbuatan: str, kode: str, pelaku: Pelaku, **rincian: object) -> None:
        await self._jejak.catat(f"wilayah:kode:{perbuatan}", pelaku=pelaku, objek=f"wilayah/{kode}", rincian=rincian)


def _pastikan_terbuka(wilayah: Wilayah | None, tanggal: date) -> None:
    """Refuse a superior or successor that will not be in force from `tanggal` on without an end."""
    if wilayah is None or wilayah.berlaku_sampai is not None:
        raise WilayahTidakDikenal
    if wilayah.berlaku_dari is not None and tanggal < wilayah.berlaku_dari:
        raise TanggalWilayahTidakSah
