"""The reporter's side: find somebody registered in the own village, contest, follow, withdraw."""

import base64
import binascii
import json
from datetime import datetime, timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.ports import KeanggotaanPort
from app.core.clock import now
from app.core.crypto import SandiTidakCocok
from app.core.ids import id_baru
from app.core.nik import Nik
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.ratelimit import pakai
from app.core.wadah import Wadah
from app.keluarga.entitas import KeluargaLengkap
from app.referensi.katalog import pastikan_alasan
from app.sanggah.alur import ALUR_SANGGAH, FaktaSanggah
from app.sanggah.entitas import CalonTerpilih, SanggahLengkap
from app.sanggah.errors import SanggahNotFound, SanggahSudahAda, SasaranNotFound
from app.sanggah.models import Sanggah
from app.sanggah.pencatat import TABEL, PencatatSanggah
from app.sanggah.ports import Calon, CalonPort
from app.sanggah.repository import buatan
from app.sanggah.schemas import SanggahBuat
from app.sanggah.status import AksiSanggah, BagianLampiran
from app.wilayah.lingkup import Lingkup

_HARI: Final = 86_400
_BERLAKU: Final = timedelta(hours=1)
"""How long a line of a search can be chosen."""
_MILIK_PELAPOR: Final = frozenset({AksiSanggah.TOLAK})
"""Steps whose words the reporter reads: why it was refused. What was found at another family's home is not his."""


class PenyanggahService:
    """Use cases of the citizen who contests."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._wadah = wadah
        self._sandi = wadah.sandi
        self._pencatat = PencatatSanggah.rakit(sesi, wadah)
        self._repo = self._pencatat.repo
        self._pihak = self._pencatat.pihak
        self._calon = wadah.ambil(CalonPort, sesi)
        self._keanggotaan = wadah.ambil(KeanggotaanPort, sesi)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, wadah)

    # -- finding

    async def cari(self, nama: str, pelaku: Pelaku) -> list[CalonTerpilih]:
        """Return at most ten registered adults of the citizen's own village whose name fits, masked.

        The public may ask the same; here the account is counted and the search recorded, so no village is listed.

        Raises:
            TerlaluSering: too many searches today.
        """
        await pakai(self._wadah, "sanggah-cari", str(pelaku.akun_id), self._wadah.pengaturan.batas.sanggah_cari, _HARI)
        hasil = await self._calon.menurut_nama(pelaku.kode_desa, nama) if pelaku.kode_desa else []
        await self._pencatat.jejak.catat(
            "sanggah:calon:dicari", pelaku=pelaku, objek="sanggah", rincian={"jumlah": len(hasil)}
        )
        return [CalonTerpilih(self._tutup(c, pelaku), c.nama_samar) for c in hasil]

    # -- contesting

    async def ajukan(self, isi: SanggahBuat, pelaku: Pelaku) -> SanggahLengkap:
        """Contest somebody's eligibility; it reaches the kab/kota in the same moment.

        Raises:
            TerlaluSering: too many contests today.
            AlasanTidakBerlaku: nothing that is contested.
            SasaranNotFound: nobody registered in the own village.
            SyaratTidakTerpenuhi: the own family, no statement, or an account without NIK.
            SanggahSudahAda: his contest of this person is open.
        """
        await pakai(self._wadah, "sanggah", str(pelaku.akun_id), self._wadah.pengaturan.batas.sanggah_hari, _HARI)
        pastikan_alasan(isi.kode_alasan, f"sanggah.{AksiSanggah.AJUKAN}")
        calon = await self._sasaran(isi, pelaku)
        keluarga, individu_id = await self._letak(calon, pelaku)
        is_sendiri = keluarga.keluarga_id == await self._pihak.keluarga_saya(pelaku)
        fakta = FaktaSanggah(
            is_terverifikasi=pelaku.nik_indeks is not None,
            is_keluarga_sendiri=is_sendiri or self._pihak.is_sekeluarga(keluarga, pelaku),
            is_pernyataan_disetujui=isi.pernyataan_disetujui,
        )
        ALUR_SANGGAH.mulai(AksiSanggah.AJUKAN, pelaku.jabatan, fakta)
        sanggah = self._rakit(isi, calon, keluarga, individu_id, pelaku)
        if not await self._repo.buka(sanggah):
            raise SanggahSudahAda
        await self._pencatat.mulai(sanggah, pelaku)
        return await self._lengkapkan(sanggah, pelaku)

    async def batalkan(self, sanggah_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> SanggahLengkap:
        """Withdraw a contest that nobody has taken up yet.

        Raises:
            SanggahNotFound: unknown, or somebody else's.
            TransisiDitolak: it is being verified, or decided.
            VersiBasi: changed since it was read.
        """
        sanggah = await self._milik(sanggah_id, pelaku, kunci=True)
        keluarga, fakta = await self._pihak.sasaran(sanggah), FaktaSanggah(is_pelapor=True)
        await self._pencatat.pindah(sanggah, AksiSanggah.BATALKAN, pelaku, fakta, keluarga=keluarga, versi=versi)
        return await self._lengkapkan(sanggah, pelaku)

    # -- following

    async def daftar(self, pelaku: Pelaku, hal: Halaman) -> Potongan[SanggahLengkap]:
        """List what this citizen has contested, newest first."""
        hasil = await self._repo.daftar(buatan(pelaku), hal, f"sanggah-saya|{pelaku.akun_id}")
        return Potongan([await self._lengkapkan(s, pelaku) for s in hasil.data], hasil.halaman)

    async def baca(self, sanggah_id: UUID, pelaku: Pelaku) -> SanggahLengkap:
        """Return one of them with its steps.

        Raises:
            SanggahNotFound: unknown, or somebody else's.
        """
        return await self._lengkapkan(await self._milik(sanggah_id, pelaku), pelaku)

    # -- parts

    async def _milik(self, sanggah_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Sanggah:
        if sanggah := await self._repo.satu(sanggah_id, buatan(pelaku), kunci=kunci):
            return sanggah
        raise SanggahNotFound

    async def _sasaran(self, isi: SanggahBuat, pelaku: Pelaku) -> Calon:
        calon = self._buka(isi.calon, pelaku) if isi.calon else None
        if isi.nik and isi.nama:
            calon = await self._calon.menurut_nik(Nik(isi.nik), isi.nama)
        if calon is None or not await self._keanggotaan.is_terdaftar(calon.nik_indeks):
            raise SasaranNotFound
        return calon

    async def _letak(self, calon: Calon, pelaku: Pelaku) -> tuple[KeluargaLengkap, UUID]:
        letak = await self._pihak.keluarga.cari_indeks(calon.nik_indeks)
        if letak is None:
            raise SasaranNotFound
        keluarga = await self._pihak.keluarga.baca(letak.keluarga_id)
        if not Lingkup.dari(pelaku).memuat(keluarga.kode_desa):
            raise SasaranNotFound
        return keluarga, letak.individu_id

    def _rakit(
        self, isi: SanggahBuat, calon: Calon, keluarga: KeluargaLengkap, individu_id: UUID, pelaku: Pelaku
    ) -> Sanggah:
        sanggah_id, sekarang = id_baru(), now()
        segel = self._sandi.segel({"penjelasan": isi.penjelasan, "nama_samar": calon.nama_samar}, TABEL, sanggah_id)
        return Sanggah(
            id=sanggah_id,
            pelapor_id=pelaku.akun_id,
            keluarga_id=keluarga.keluarga_id,
            individu_id=individu_id,
            kode_desa=keluarga.kode_desa,
            kode_alasan=isi.kode_alasan,
            status=ALUR_SANGGAH.awal,
            status_at=sekarang,
            kunci_data=segel.kunci_data,
            isi=segel.isi,
            versi=1,
            created_at=sekarang,
        )

    async def _lengkapkan(self, sanggah: Sanggah, pelaku: Pelaku) -> SanggahLengkap:
        tersedia = ALUR_SANGGAH.tersedia_rinci(sanggah.status, pelaku.jabatan, FaktaSanggah(is_pelapor=True))
        lampiran = await self._repo.lampiran(sanggah.id)
        return SanggahLengkap(
            sanggah,
            isi=self._pencatat.isi(sanggah),
            riwayat=await self._pencatat.langkah(sanggah, buka=_MILIK_PELAPOR),
            lampiran=[x for x in lampiran if x.bagian is BagianLampiran.PELAPOR],
            aksi_tersedia=[a for a in tersedia if a.aksi is AksiSanggah.BATALKAN],
        )

    def _tutup(self, calon: Calon, pelaku: Pelaku) -> str:
        isi = {"n": str(calon.nik_indeks), "s": calon.nama_samar, "k": (now() + _BERLAKU).isoformat()}
        return base64.urlsafe_b64encode(self._sandi.enkripsi_sistem(json.dumps(isi).encode(), _tempat(pelaku))).decode()

    def _buka(self, teks: str, pelaku: Pelaku) -> Calon | None:
        try:
            isi = json.loads(self._sandi.dekripsi_sistem(base64.urlsafe_b64decode(teks), _tempat(pelaku)))
        except (binascii.Error, ValueError, SandiTidakCocok):
            return None
        return Calon(UUID(isi["n"]), isi["s"]) if datetime.fromisoformat(isi["k"]) > now() else None


def _tempat(pelaku: Pelaku) -> bytes:
    return f"dtks/sanggah-calon/{pelaku.akun_id}".encode()
