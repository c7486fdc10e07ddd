"""The book of memberships: one row closed, the next one opened, and everybody told who must know."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.crypto import Sandi, Tujuan
from app.core.ids import id_baru
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import Transition
from app.keluarga.service import KeluargaService
from app.penetapan.alur import ALUR_KEANGGOTAAN
from app.penetapan.errors import KeanggotaanTidakAda
from app.penetapan.kabar import KabarKeanggotaan
from app.penetapan.models import Keanggotaan
from app.penetapan.ports import PembaruCek
from app.penetapan.repository import PenetapanRepository
from app.penetapan.repository_keluar import KeluarRepository
from app.penetapan.segel import segel_alasan
from app.penetapan.status import AksiKeanggotaan, FaktaKeanggotaan, StatusKeanggotaan
from app.penetapan.status_keluar import TIDAK_PULIH
from app.referensi.katalog import alasan as butir_alasan

Panah = Transition[StatusKeanggotaan, AksiKeanggotaan, FaktaKeanggotaan]
TABEL: Final = Keanggotaan.__tablename__


class BukuKeanggotaan:
    """The only writer of what follows an arrow of a membership: rows, lookup, audit and the citizen's inbox."""

    def __init__(
        self,
        sesi: AsyncSession,
        jejak: Jejak,
        keluarga: KeluargaService,
        cek: PembaruCek,
        kabar: KabarKeanggotaan,
        wadah: Wadah,
    ) -> None:
        self.repo = PenetapanRepository(sesi)
        self.keluar = KeluarRepository(sesi)
        self._jejak = jejak
        self._keluarga = keluarga
        self._cek = cek
        self._kabar = kabar
        self._akun = AkunService.rakit(sesi, wadah)
        self._sandi: Sandi = wadah.sandi
        self._pemberitahuan = timedelta(days=wadah.pengaturan.penetapan.hari_pemberitahuan)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the services of penetapan."""
        return cls(
            sesi,
            Jejak(sesi),
            KeluargaService.rakit(sesi, wadah),
            wadah.ambil(PembaruCek, sesi),
            KabarKeanggotaan.rakit(sesi, wadah),
            wadah,
        )

    async def kunci(self, individu_ids: Collection[UUID]) -> list[Keanggotaan]:
        """Return the present memberships of these persons, locked, wherever they live now."""
        letak = await self.repo.letak(individu_ids)  # first, as a move into another family does
        return [*(await self.repo.keanggotaan_kini(set(letak.values()))).values()]

    async def kunci_satu(self, individu_id: UUID) -> Keanggotaan:
        """Return the present membership of a person, locked.

        Raises:
            KeanggotaanTidakAda: he never had one.
        """
        return _ada(*await self.kunci([individu_id]))

    async def lihat(self, individu_id: UUID) -> Keanggotaan:
        """Return the present membership of a person, not locked.

        Raises:
            KeanggotaanTidakAda: he never had one.
        """
        return _ada(*(k for k in await self.repo.riwayat(individu_id) if k.sampai_at is None))

    async def milik(self, pelaku: Pelaku) -> Keanggotaan:
        """Return the actor's own present membership.

        Raises:
            KeanggotaanTidakAda: he never had one.
        """
        return _ada(await self.repo.menurut_nik(pelaku.nik_indeks) if pelaku.nik_indeks else None)

    async def pindahkan(
        self,
        lama: Sequence[Keanggotaan],
        aksi: AksiKeanggotaan,
        pelaku: Pelaku | None,
        *,
        fakta: FaktaKeanggotaan | None = None,
        alasan: AlasanMasuk | None = None,
        sk_id: UUID | None = None,
        is_kabari: bool = True,
    ) -> list[Keanggotaan]:
        """Take one arrow with all these locked rows, which have the same reason.

        Raises:
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
        """
        if not lama:
            return []
        panah = [
            ALUR_KEANGGOTAAN.periksa(k.status, aksi, pelaku.jabatan if pelaku else None, fakta or FaktaKeanggotaan())
            for k in lama
        ]
        saat = now()
        baru = [self._penerus(k, p, pelaku, alasan, sk_id) for k, p in zip(lama, panah, strict=True)]
        for k in baru:
            k.mulai_at = saat
        await self.repo.tutup(lama, saat)
        await self.repo.tambah(*baru)
        rincian = {"aksi": aksi, "ke": panah[0].ke, "alasan": baru[0].alasan_kode, "sk": sk_id}
        await self.catat("diubah" if len(baru) == 1 else "diubah_massal", pelaku, baru, **rincian)
        await self._cek.ubah([k.nik_indeks for k in baru if k.nik_indeks], panah[0].ke, hari_ini())
        if is_kabari:
            await self._kabar.kabari(baru, alasan)
        return baru

    async def fakta(self, kini: Keanggotaan, pelaku: Pelaku) -> FaktaKeanggotaan:
        """Return what the guards of a single move look at."""
        batas = kini.nonaktif_paling_cepat
        return FaktaKeanggotaan(
            is_perkara_sendiri=await self.is_perkara_sendiri(kini.keluarga_id, pelaku),
            is_pemberitahuan_selesai=batas is None or batas <= hari_ini(),
            has_keberatan_terbuka=bool(await self.keluar.berkeberatan([kini.individu_id])),
            is_dapat_pulih=kini.alasan_kode not in TIDAK_PULIH,
        )

    async def is_perkara_sendiri(self, keluarga_id: UUID, pelaku: Pelaku) -> bool:
        """Return whether the actor, or somebody of his family card, lives in this family."""
        keluarga = await self._keluarga.baca(keluarga_id)
        no_kk = self._sandi.indeks(Tujuan.NO_KK, keluarga.no_kk) if keluarga.no_kk else None
        return pelaku.nik_indeks in keluarga.subjek or (no_kk is not None and pelaku.no_kk_indeks == no_kk)

    async def is_seorang(self, pelaku: Pelaku, akun_id: UUID) -> bool:
        """Return whether an account belongs to the actor's person: duties are separate for people."""
        return akun_id in await self._akun.seorang(pelaku)

    async def kabari(self, baris: Sequence[Keanggotaan], alasan: AlasanMasuk | None) -> None:
        """Tell the holders how their membership stands."""
        await self._kabar.kabari(baris, alasan)

    async def catat(
        self, perbuatan: str, pelaku: Pelaku | None, baris: Sequence[Keanggotaan], **rincian: object
    ) -> None:
        """Write one audit row about these memberships."""
        if not baris:
            return
        satu = baris[0] if len(baris) == 1 else None
        benda = "keanggotaan" if perbuatan == "dibaca" else "status"
        await self._jejak.catat(
            f"keanggotaan:{benda}:{perbuatan}",
            pelaku=pelaku,
            objek=f"keanggotaan/{satu.individu_id}" if satu else "keanggotaan",
            subjek=[k.nik_indeks for k in baris if k.nik_indeks],
            keluarga_id=satu.keluarga_id if satu else None,
            rincian={"jumlah": len(baris), **{k: str(v) for k, v in rincian.items() if v is not None}},
        )

    def _penerus(
        self, lama: Keanggotaan, panah: Panah, pelaku: Pelaku | None, alasan: AlasanMasuk | None, sk_id: UUID | None
    ) -> Keanggotaan:
        baris_id = id_baru()
        is_keluar = panah.aksi is AksiKeanggotaan.JATUH_TEMPO  # carries out what was announced, for that reason
        return Keanggotaan(
            keluarga_id=lama.keluarga_id,
            id=baris_id,
            individu_id=lama.individu_id,
            nik_indeks=lama.nik_indeks,
            kode_desa=lama.kode_desa,
            is_luar_keluarga=lama.is_luar_keluarga,
            status=panah.ke,
            aksi=panah.aksi,
            alasan_kode=alasan.kode if alasan else lama.alasan_kode if is_keluar else None,
            sk_id=sk_id or lama.sk_id,
            pelaku_id=pelaku.akun_id if pelaku else None,
            nonaktif_paling_cepat=self.batas() if panah.ke is StatusKeanggotaan.AKAN_DINONAKTIFKAN else None,
            **segel_alasan(self._sandi, TABEL, baris_id, alasan),
        )

    def batas(self) -> date:
        """Return the day on which a notice that is given today ends."""
        return hari_ini() + self._pemberitahuan


def _ada(kini: Keanggotaan | None = None, *_: Keanggotaan) -> Keanggotaan:
    if kini is None:
        raise KeanggotaanTidakAda
    return kini


def alasan_baku(kode: str) -> AlasanMasuk:
    """Return a reason in the catalogue's own words, for what the system or a decree says."""
    butir = butir_alasan(kode)
    penjelasan = f"{butir.teks.id} (dasar: {butir.dasar})."
    return AlasanMasuk(kode=butir.kode, penjelasan=penjelasan, langkah_berikutnya=butir.langkah.id)
