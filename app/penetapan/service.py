"""The decree: prepared from a confirmed run, signed by somebody else, and in force with all that follows from it."""

import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.berkas_objek.service import Berkas
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import id_baru
from app.core.jobs import enqueue
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import AksiTersedia, PemisahanTugas
from app.desil.alur import StatusPutaran
from app.desil.putaran import PutaranService
from app.penetapan.alur import ALUR_SK
from app.penetapan.arsip import ArsipSK
from app.penetapan.catatan_sk import CatatanSK
from app.penetapan.errors import NomorSKDipakai, RancanganMasihAda, SKDigantiTidakBerlaku, SKTidakAda
from app.penetapan.models import SK, RiwayatSK, SKKeluarga
from app.penetapan.pelaksanaan import Pelaksanaan
from app.penetapan.penerbitan import objek
from app.penetapan.pengerjaan import PERIKSA, SELESAI, TUGAS_LAKSANAKAN, TUGAS_SUSUN, PengerjaanSK
from app.penetapan.penyusunan import KUMPUL, kepala
from app.penetapan.repository import PenetapanRepository
from app.penetapan.repository_susun import SusunRepository
from app.penetapan.schemas import SKBuat
from app.penetapan.segel import buka_isi
from app.penetapan.snapshot import BarisSK, sidik_sk
from app.penetapan.status import AksiSK, FaktaSK, StatusSK
from app.penetapan.tutup_sel import BarisRekap, tutup, tutup_jumlah
from app.periode.service import PeriodeService
from app.referensi.pemeriksa import wajib_alasan
from app.surat.service import SuratService
from app.usulan.rekap import panjang_bawahan
from app.usulan.service import UsulanService
from app.usulan.status import StatusUsulan

_HITUNGAN: Final = (
    "jumlah",
    "jumlah_ditetapkan",
    "jumlah_tidak_ditetapkan",
    "jumlah_menunggu",
    "jumlah_tetap",
    "jumlah_berubah",
    "jumlah_dihapus",
    "jumlah_terlaksana",
    "jumlah_tertahan",
)
_DAFTAR_SENDIRI: Final = Teks("NIK Anda ada di daftar ini", "Your own NIK is in this list")
POTONGAN: Final = 500
"""Rows that are copied, checked or carried out at a time."""
_TERBIT: Final = frozenset({StatusSK.BERLAKU, StatusSK.DIGANTI})


@dataclass(frozen=True, slots=True)
class LangkahSK:
    """One step of a decree with its reason opened."""

    baris: RiwayatSK
    penjelasan: str | None


@dataclass(frozen=True, slots=True)
class SKLengkap:
    """A decree with its history and what this caller may do."""

    sk: SK
    riwayat: Sequence[LangkahSK]
    aksi_tersedia: Sequence[AksiTersedia[AksiSK]]


@dataclass(frozen=True, slots=True)
class BarisTerbuka:
    """A row of the list opened, and its digest in hex."""

    baris: BarisSK
    sidik: str


@dataclass(frozen=True, slots=True)
class SKTerbit:
    """A published decree, the code of the one that replaced it, and the code of its letter once it is printed."""

    sk: SK
    digantikan_oleh: str | None
    surat: str | None


@dataclass(frozen=True, slots=True)
class RekapSK:
    """The registry by the parts of a region after a decree; None is covered or not counted yet."""

    jumlah: BarisRekap
    bagian: Sequence[BarisRekap]


class SKService:
    """Use cases of those who prepare, sign and read decrees."""

    def __init__(self, repo: PenetapanRepository, jejak: Jejak, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = repo
        self._jejak = jejak
        self._sandi = wadah.sandi
        self._arsip = ArsipSK(wadah.sandi)
        self._sesi = sesi
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._putaran = PutaranService.rakit(sesi, wadah)
        self._periode = PeriodeService.rakit(sesi, wadah)
        self._pelaksanaan = Pelaksanaan.rakit(sesi, wadah)
        self._kerja = PengerjaanSK.rakit(sesi, wadah)
        self._catatan = CatatanSK(repo, jejak, wadah.sandi)
        self._surat = SuratService.rakit(sesi, wadah)
        self._aturan = wadah.pengaturan.penetapan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(PenetapanRepository(sesi), Jejak(sesi), sesi, wadah)

    # -- preparing

    async def siapkan(self, isi: SKBuat, pelaku: Pelaku) -> SKLengkap:
        """Decide every usulan that waits, copy the families, and seal the list; nothing follows before the signature.

        A list of more rows than a request can carry is made by a job: the decree is DISUSUN until it stands.

        Raises:
            RancanganMasihAda, NomorSKDipakai: another decree of the period is under way, or has the number.
            SKDigantiTidakBerlaku: the decree to be replaced is not in force.
            PutaranTidakDitemukan: no such run.
            SyaratTidakTerpenuhi: the run is not confirmed or not in force, the pull day has not come, or nothing waits
                that can be decided.
        """
        if await self._repo.has_rancangan(isi.periode):
            raise RancanganMasihAda
        if await self._repo.has_nomor(isi.nomor):
            raise NomorSKDipakai
        diganti = await self._diganti(isi.mengganti)
        putaran = await self._putaran.baca(isi.putaran_id, pelaku)
        fakta = FaktaSK(
            is_putaran_disahkan=putaran.putaran.status is StatusPutaran.DISAHKAN,
            is_putaran_berlaku=putaran.is_berlaku,
            is_penarikan_tiba=await self._periode.is_ditarik(isi.periode),
        )
        panah = ALUR_SK.mulai(AksiSK.SIAPKAN, pelaku.jabatan, fakta)
        sk = SK(
            id=id_baru(),
            kode=f"SK-{isi.periode}-{secrets.token_hex(4).upper()}",
            nomor=isi.nomor,
            tanggal=isi.tanggal,
            periode=isi.periode,
            putaran_id=isi.putaran_id,
            model=putaran.model.label,
            ambang_desil=isi.ambang_desil or self._aturan.desil_maks,
            kuota=isi.kuota,
            status=panah.ke,
            penyiap_id=pelaku.akun_id,
            penyiap_nik_indeks=pelaku.nik_indeks,
            disiapkan_at=now(),
            mengganti_id=diganti.id if diganti else None,
            is_bawa_lanjut=isi.bawa_lanjut,
            sidik="",
            kemajuan={"tahap": KUMPUL},
            **dict.fromkeys(_HITUNGAN, 0),
        )
        await self._repo.tambah(sk)
        await self._catatan.catat(sk, panah, None, pelaku)
        if await self._is_panjang(isi, diganti):
            await enqueue(self._sesi, TUGAS_SUSUN, {"sk_id": str(sk.id)})
        else:
            while await self._kerja.susun(sk):
                pass
        return await self._lengkapi(sk, pelaku)

    async def _is_panjang(self, isi: SKBuat, diganti: SK | None) -> bool:
        maks = self._aturan.sekaligus
        if isi.bawa_lanjut and diganti is not None and diganti.jumlah > maks:
            return True
        antre = await self._usulan.antrean(
            StatusUsulan.PEMERINGKATAN, sampai_periode=isi.periode, setelah=None, sebanyak=maks + 1
        )
        return len(antre) > maks

    async def _diganti(self, kode: str | None) -> SK | None:
        if kode is None:
            return None
        sk = await self._repo.sk(kode)
        if sk is None or sk.status is not StatusSK.BERLAKU:
            raise SKDigantiTidakBerlaku
        return sk

    # -- signing

    async def tanda_tangani(self, kode: str, sidik: str, pelaku: Pelaku, versi: int | None) -> SKLengkap:
        """Sign the list that the signer has read and put it in force: usulan, memberships and lookup follow at once.

        Raises:
            SKTidakAda: no such decree.
            VersiBasi: changed since it was read.
            JabatanTidakBerwenang, TransisiDitolak: not a signer, or not a draft.
            PemisahanTugas: the signer prepared it, or his own case is in it.
            SyaratTidakTerpenuhi: its date has not come, its run is no longer in force, or the list is not what its
                digest says.
            DaftarSKBerubah: a usulan of the list has moved since, or is about another person than was validated.
        """
        sk = await self._kunci(kode, versi)
        is_rancangan, is_panjang = sk.status is StatusSK.RANCANGAN, sk.jumlah > self._aturan.sekaligus
        is_disebut = is_rancangan and sidik == sk.sidik
        fakta = FaktaSK(
            is_penyiap=_is_penyiap(sk, pelaku),
            is_tanggal_tiba=sk.tanggal <= hari_ini(),
            is_putaran_berlaku=await self._putaran.kunci_berlaku(sk.putaran_id),
            # Every row of a long list is opened and compared by the job that follows, before the decree is in force.
            is_sidik_cocok=is_disebut and (is_panjang or sidik == await self._hitung_sidik(sk)),
        )
        if pelaku.nik_indeks and is_rancangan and await self._repo.has_perkara(sk.id, pelaku.nik_indeks):
            raise PemisahanTugas(_DAFTAR_SENDIRI)
        await self._catatan.pindah(sk, AksiSK.TANDA_TANGANI, pelaku, fakta)
        sk.penanda_tangan_id, sk.ditandatangani_at = pelaku.akun_id, now()
        sk.kemajuan = {"tahap": PERIKSA}
        if is_panjang:
            await enqueue(self._sesi, TUGAS_LAKSANAKAN, {"sk_id": str(sk.id)})
        else:
            await self._laksanakan(sk, pelaku)
        return await self._lengkapi(sk, pelaku)

    async def _laksanakan(self, sk: SK, pelaku: Pelaku) -> None:
        """Do in this transaction what the job does for a long list; here any row refuses the whole signature."""
        await self._kerja.berlakukan(sk)
        if sk.mengganti_id is not None and not sk.is_bawa_lanjut:
            await self._pelaksanaan.cabut(sk.mengganti_id, pelaku)
        async for potongan in self._potongan(sk.id):
            await self._pelaksanaan.laksanakan(sk, potongan, pelaku)
        if sk.mengganti_id is not None and sk.is_bawa_lanjut:
            await self._pelaksanaan.cabut(sk.mengganti_id, pelaku)
        sk.jumlah_terlaksana, sk.kemajuan = sk.jumlah, {"tahap": SELESAI}
        await self._kerja.selesai(sk)
        await self._repo.tulis()

    async def batalkan(self, kode: str, alasan: AlasanMasuk | None, pelaku: Pelaku, versi: int | None) -> SKLengkap:
        """Give a draft up, with the reason; its list is kept, its usulan wait for the next decree.

        Raises:
            SKTidakAda: no such decree.
            VersiBasi: changed since it was read.
            JabatanTidakBerwenang, TransisiDitolak: the table refuses.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing or of another action.
        """
        sk = await self._kunci(kode, versi)
        ALUR_SK.periksa(sk.status, AksiSK.BATALKAN, pelaku.jabatan, FaktaSK())
        alasan = wajib_alasan(alasan, "sk.batalkan")
        await self._catatan.pindah(sk, AksiSK.BATALKAN, pelaku, FaktaSK(), alasan)
        return await self._lengkapi(sk, pelaku)

    # -- reading

    async def daftar(self, hal: Halaman) -> Potongan[SK]:
        """Return decrees, newest first."""
        return await self._repo.daftar_sk(hal)

    async def baca(self, kode: str, pelaku: Pelaku) -> SKLengkap:
        """Return a decree with its history.

        Raises:
            SKTidakAda: no such decree.
        """
        return await self._lengkapi(await self._sk(kode), pelaku)

    async def daftar_baris(self, kode: str, pelaku: Pelaku, hal: Halaman) -> Potongan[BarisTerbuka]:
        """Return a page of the list by name; the reading is recorded with its subjects.

        Raises:
            SKTidakAda: no such decree.
        """
        sk = await self._sk(kode)
        hasil = await self._repo.halaman_baris(sk.id, hal)
        await self._jejak.catat(
            "penetapan:daftar:dibaca",
            pelaku=pelaku,
            objek=f"sk/{sk.kode}",
            subjek=[i for b in hasil.data for i in b.nik_indeks],
            rincian={"baris": len(hasil.data)},
        )
        return Potongan([BarisTerbuka(self._arsip.buka(b)[0], b.sidik.hex()) for b in hasil.data], hasil.halaman)

    async def terbit(self, kode: str) -> SKTerbit:
        """Return a decree that is or was in force.

        Raises:
            SKTidakAda: no such decree, or a draft, which nobody may see.
        """
        return await self._terbit(await self._sk_terbit(kode))

    async def daftar_terbit(self, hal: Halaman) -> Potongan[SKTerbit]:
        """Return the decrees that are or were in force, newest first."""
        hasil = await self._repo.daftar_sk(hal, _TERBIT)
        return Potongan([await self._terbit(sk) for sk in hasil.data], hasil.halaman)

    async def rekap(self, kode: str, wilayah: str) -> RekapSK:
        """Return the registry after a decree by the parts of a region, small cells covered.

        Raises:
            SKTidakAda: no such decree, or a draft.
        """
        sk = await self._sk_terbit(kode)
        baris = await SusunRepository(self._sesi).rekap(sk.id, wilayah, panjang_bawahan(wilayah))
        nama = ("keluarga", "orang_keluarga", "orang_luar_keluarga")
        jumlah = BarisRekap("", {n: tutup_jumlah(sum(b.nilai[n] or 0 for b in baris)) for n in nama})
        bagian = tutup(baris)
        if None in jumlah.nilai.values():
            bagian = [BarisRekap(b.kode, dict.fromkeys(nama)) for b in bagian]
        return RekapSK(jumlah, bagian)

    async def buka_surat(self, kode: str) -> Berkas:
        """Return the decree's letter; it holds counts and the signer's name only.

        Raises:
            SKTidakAda: no such decree, a draft, or not printed yet.
            BerkasNotFound, PenyimpananTidakTersedia: the file is gone or the store does not answer.
        """
        milik = await self._surat.milik(objek(await self._sk_terbit(kode)))
        if not milik:
            raise SKTidakAda
        return await self._surat.baca_pdf(milik[0].kode)

    async def _terbit(self, sk: SK) -> SKTerbit:
        milik = await self._surat.milik(objek(sk))
        return SKTerbit(sk, await self._repo.pengganti(sk.id), milik[0].kode if milik else None)

    async def _sk_terbit(self, kode: str) -> SK:
        sk = await self._sk(kode)
        if sk.status not in _TERBIT:
            raise SKTidakAda
        return sk

    async def _sk(self, kode: str) -> SK:
        if sk := await self._repo.sk(kode):
            return sk
        raise SKTidakAda

    async def _kunci(self, kode: str, versi: int | None) -> SK:
        sk = await self._repo.kunci_sk(kode)
        if sk is None:
            raise SKTidakAda
        pastikan_versi(versi, sk.versi)
        return sk

    async def _potongan(self, sk_id: UUID) -> AsyncIterator[Sequence[SKKeluarga]]:
        setelah = 0
        while baris := await self._repo.baris(sk_id, setelah, POTONGAN):
            yield baris
            setelah = baris[-1].urutan

    async def _hitung_sidik(self, sk: SK) -> str:
        sidik: list[bytes] = []
        async for potongan in self._potongan(sk.id):
            sidik += self._arsip.sidik(potongan)
        return sidik_sk(kepala(sk), sidik)

    async def _lengkapi(self, sk: SK, pelaku: Pelaku) -> SKLengkap:
        fakta = FaktaSK(
            is_penyiap=_is_penyiap(sk, pelaku),
            is_tanggal_tiba=sk.tanggal <= hari_ini(),
            is_putaran_berlaku=await self._putaran.is_berlaku(sk.putaran_id),
            is_sidik_cocok=True,
        )
        aksi = ALUR_SK.tersedia_rinci(sk.status, pelaku.jabatan, fakta)
        tabel = RiwayatSK.__tablename__
        langkah = [
            LangkahSK(r, buka_isi(self._sandi, tabel, r).get("penjelasan")) for r in await self._repo.riwayat_sk(sk.id)
        ]
        return SKLengkap(sk, langkah, aksi)


def _is_penyiap(sk: SK, pelaku: Pelaku) -> bool:
    """One person may hold two accounts; his NIK tells."""
    return pelaku.akun_id == sk.penyiap_id or (
        pelaku.nik_indeks is not None and pelaku.nik_indeks == sk.penyiap_nik_indeks
    )
