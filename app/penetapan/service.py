"""The decree: prepared from a confirmed run, signed by somebody else, and in force with all that follows from it."""

import secrets
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, fields
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import AksiTersedia, AlasanWajib, Transition
from app.desil.alur import StatusPutaran
from app.desil.entitas import PeringkatKeluarga
from app.desil.putaran import PutaranService
from app.desil.service import DesilService
from app.keluarga.service import KeluargaService
from app.penetapan.alur import ALUR_SK
from app.penetapan.arsip import ArsipSK
from app.penetapan.errors import NomorSKDipakai, RancanganMasihAda, SKDigantiTidakBerlaku, SKTidakAda
from app.penetapan.kecocokan import Kecocokan, Tercocokkan
from app.penetapan.models import SK, RiwayatSK, SKKeluarga
from app.penetapan.pelaksanaan import Pelaksanaan
from app.penetapan.putusan import Calon, Keputusan, putuskan
from app.penetapan.repository import PenetapanRepository
from app.penetapan.schemas import SKBuat
from app.penetapan.segel import buka_isi, segel_alasan
from app.penetapan.snapshot import BarisSK, KepalaSK, sidik_sk
from app.penetapan.status import AksiSK, FaktaSK, Putusan, StatusSK
from app.referensi.katalog import alasan_untuk, pastikan_alasan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import StatusUsulan

Panah = Transition[StatusSK, AksiSK, FaktaSK]
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
    """A published decree and the code of the one that replaced it."""

    sk: SK
    digantikan_oleh: str | None


class SKService:
    """Use cases of those who prepare, sign and read decrees."""

    def __init__(self, repo: PenetapanRepository, jejak: Jejak, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = repo
        self._jejak = jejak
        self._sandi = wadah.sandi
        self._arsip = ArsipSK(wadah.sandi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._desil = DesilService.rakit(sesi, wadah)
        self._putaran = PutaranService.rakit(sesi, wadah)
        self._cocok = Kecocokan(self._usulan, KeluargaService.rakit(sesi, wadah), wadah.sandi)
        self._pelaksanaan = Pelaksanaan.rakit(sesi, wadah)
        self._ambang = wadah.pengaturan.penetapan.desil_maks

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(PenetapanRepository(sesi), Jejak(sesi), sesi, wadah)

    # -- preparing

    async def siapkan(self, isi: SKBuat, pelaku: Pelaku) -> SKLengkap:
        """Decide every usulan that waits, copy the families, and seal the list; nothing follows before the signature.

        Raises:
            RancanganMasihAda, NomorSKDipakai: another decree of the period is a draft, or has the number.
            SKDigantiTidakBerlaku: the decree to be replaced is not in force.
            PutaranTidakDitemukan: no such run.
            SyaratTidakTerpenuhi: the run is not confirmed or not in force, or nothing waits that can be decided.
        """
        if await self._repo.has_rancangan(isi.periode):
            raise RancanganMasihAda
        if await self._repo.has_nomor(isi.nomor):
            raise NomorSKDipakai
        diganti = await self._diganti(isi.mengganti)
        putaran = await self._putaran.baca(isi.putaran_id, pelaku)
        ambang = isi.ambang_desil or self._ambang
        calon, cocok = await self._calon(isi.periode, isi.putaran_id)
        keputusan = putuskan(calon, ambang, isi.kuota)
        fakta = FaktaSK(
            is_putaran_disahkan=putaran.putaran.status is StatusPutaran.DISAHKAN,
            is_putaran_berlaku=putaran.is_berlaku,
            jumlah_baris=len(keputusan),
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
            ambang_desil=ambang,
            kuota=isi.kuota,
            status=panah.ke,
            penyiap_id=pelaku.akun_id,
            penyiap_nik_indeks=pelaku.nik_indeks,
            disiapkan_at=now(),
            mengganti_id=diganti.id if diganti else None,
            **_jumlah(keputusan),
        )
        baris = [self._arsip.salin(sk.id, n, k, cocok[k.calon.usulan_id]) for n, k in enumerate(keputusan, start=1)]
        sk.sidik = sidik_sk(_kepala(sk), (b.sidik for b in baris))
        await self._repo.tambah(sk)
        await self._repo.tambah(*baris)
        await self._catat(sk, panah, None, pelaku)
        return await self._lengkapi(sk, pelaku)

    async def _diganti(self, kode: str | None) -> SK | None:
        if kode is None:
            return None
        sk = await self._repo.sk(kode)
        if sk is None or sk.status is not StatusSK.BERLAKU:
            raise SKDigantiTidakBerlaku
        return sk

    async def _calon(self, periode: str, putaran_id: UUID) -> tuple[list[Calon], dict[UUID, Tercocokkan]]:
        """Return what waits, with the persons; whose identity is not the validated one stays where he is, and why."""
        calon: list[Calon] = []
        semua: dict[UUID, Tercocokkan] = {}
        setelah: UUID | None = None
        while usulan := await self._usulan.antrean(
            StatusUsulan.PEMERINGKATAN, sampai_periode=periode, setelah=setelah, sebanyak=POTONGAN
        ):
            setelah = usulan[-1].id
            cocok = await self._cocok.periksa(usulan)
            letak = await self._desil.peringkat_massal({u.registri_id for u in usulan}, putaran_id)
            calon += [_calon(u, letak.get(u.registri_id)) for u in usulan if u.id in cocok]
            semua |= cocok
            await self._pelaksanaan.tahan([u.ref for u in usulan if u.id not in cocok])
        return calon, semua

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
        is_rancangan = sk.status is StatusSK.RANCANGAN
        fakta = FaktaSK(
            is_penyiap=_is_penyiap(sk, pelaku),
            is_tanggal_tiba=sk.tanggal <= hari_ini(),
            is_putaran_berlaku=await self._putaran.kunci_berlaku(sk.putaran_id),
            is_sidik_cocok=is_rancangan and sidik == sk.sidik == await self._hitung_sidik(sk),
        )
        await self._pindah(sk, AksiSK.TANDA_TANGANI, pelaku, fakta)
        sk.penanda_tangan_id, sk.ditandatangani_at = pelaku.akun_id, now()
        await self._pindah(sk, AksiSK.BERLAKUKAN, None, FaktaSK())
        if sk.mengganti_id is not None and (lama := await self._repo.kunci_sk_id(sk.mengganti_id)):
            await self._pindah(lama, AksiSK.GANTIKAN, None, FaktaSK())
            await self._pelaksanaan.cabut(lama, pelaku)
        await self._repo.tulis()
        async for potongan in self._potongan(sk.id):
            await self._pelaksanaan.laksanakan(sk, potongan, pelaku)
        return await self._lengkapi(sk, pelaku)

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
        if alasan is None:
            raise AlasanWajib(kode_berlaku=alasan_untuk("sk.batalkan"))
        pastikan_alasan(alasan.kode, "sk.batalkan")
        await self._pindah(sk, AksiSK.BATALKAN, pelaku, FaktaSK(), alasan)
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
        sk = await self._sk(kode)
        if sk.status not in _TERBIT:
            raise SKTidakAda
        return SKTerbit(sk, await self._repo.pengganti(sk.id))

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
        return sidik_sk(_kepala(sk), sidik)

    async def _pindah(
        self, sk: SK, aksi: AksiSK, pelaku: Pelaku | None, fakta: FaktaSK, alasan: AlasanMasuk | None = None
    ) -> None:
        dari = sk.status
        panah = ALUR_SK.apply(sk, aksi, pelaku.jabatan if pelaku else None, fakta)
        await self._catat(sk, panah, dari, pelaku, alasan)

    async def _catat(
        self, sk: SK, panah: Panah, dari: StatusSK | None, pelaku: Pelaku | None, alasan: AlasanMasuk | None = None
    ) -> None:
        baris_id = id_baru()
        await self._repo.tambah(
            RiwayatSK(
                id=baris_id,
                sk_id=sk.id,
                aksi=panah.aksi.value,
                dari=dari.value if dari else None,
                ke=panah.ke.value,
                pelaku_id=pelaku.akun_id if pelaku else None,
                alasan_kode=alasan.kode if alasan else None,
                created_at=now(),
                **segel_alasan(self._sandi, RiwayatSK.__tablename__, baris_id, alasan),
            )
        )
        await self._jejak.catat(
            "penetapan:sk:diubah",
            pelaku=pelaku,
            objek=f"sk/{sk.kode}",
            rincian={"aksi": panah.aksi.value, "ke": panah.ke.value, "jumlah": sk.jumlah, "sidik": sk.sidik},
        )

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


def _calon(usulan: Usulan, letak: PeringkatKeluarga | None) -> Calon:
    assert usulan.individu_id is not None, "the registry knows the person since the musyawarah"
    desil, skor = (letak.desil_nasional, letak.skor) if letak else (None, None)
    subjenis = usulan.subjenis.value if usulan.subjenis else None
    return Calon(usulan.id, usulan.registri_id, usulan.individu_id, usulan.jenis.value, desil, skor, subjenis)


def _is_penyiap(sk: SK, pelaku: Pelaku) -> bool:
    """One person may hold two accounts; his NIK tells."""
    return pelaku.akun_id == sk.penyiap_id or (
        pelaku.nik_indeks is not None and pelaku.nik_indeks == sk.penyiap_nik_indeks
    )


def _kepala(sk: SK) -> KepalaSK:
    return KepalaSK(**{f.name: getattr(sk, f.name) for f in fields(KepalaSK)})


def _jumlah(keputusan: Sequence[Keputusan]) -> dict[str, int]:
    hitung = Counter(k.putusan for k in keputusan)
    return {
        "jumlah": len(keputusan),
        "jumlah_ditetapkan": hitung[Putusan.DITETAPKAN],
        "jumlah_tidak_ditetapkan": hitung[Putusan.TIDAK_DITETAPKAN],
        "jumlah_menunggu": hitung[Putusan.DAFTAR_TUNGGU],
    }
