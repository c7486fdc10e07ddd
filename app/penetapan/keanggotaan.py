"""Membership of the registry: entered and ended by decrees, suspended and restored by PUSAT; dated, never deleted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.crypto import Tujuan
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import AksiTersedia, AlasanWajib, Transition
from app.keluarga.service import KeluargaService
from app.penetapan.alur import ALUR_KEANGGOTAAN
from app.penetapan.errors import KeanggotaanTidakAda
from app.penetapan.models import Keanggotaan
from app.penetapan.penempatan import Orang, Penempatan
from app.penetapan.ports import PembaruCek, StatusPublik
from app.penetapan.repository import PenetapanRepository
from app.penetapan.status import AksiKeanggotaan, FaktaKeanggotaan, StatusKeanggotaan
from app.referensi.katalog import alasan, alasan_untuk, pastikan_alasan
from app.wilayah.lingkup import Lingkup

Panah = Transition[StatusKeanggotaan, AksiKeanggotaan, FaktaKeanggotaan]
SK_DIGANTI: Final = "SK_DIGANTI"
SEKALI: Final = 500
"""Memberships that lose their decree in one statement."""


@dataclass(frozen=True, slots=True)
class KeanggotaanLengkap:
    """Somebody's membership: the present row, all rows, and what this caller may do."""

    kini: Keanggotaan
    riwayat: Sequence[Keanggotaan]
    aksi_tersedia: Sequence[AksiTersedia[AksiKeanggotaan]]


class KeanggotaanService:
    """Moves memberships along their table; also answers usulan's question who is registered."""

    def __init__(
        self,
        repo: PenetapanRepository,
        jejak: Jejak,
        keluarga: KeluargaService,
        cek: PembaruCek,
        tempat: Penempatan,
        wadah: Wadah,
    ) -> None:
        self._repo = repo
        self._jejak = jejak
        self._keluarga = keluarga
        self._cek = cek
        self._tempat = tempat
        self._sandi = wadah.sandi
        self._pemberitahuan = timedelta(days=wadah.pengaturan.penetapan.hari_pemberitahuan)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(
            PenetapanRepository(sesi),
            Jejak(sesi),
            KeluargaService.rakit(sesi, wadah),
            wadah.ambil(PembaruCek, sesi),  # type: ignore[type-abstract]
            Penempatan.rakit(sesi, wadah),
            wadah,
        )

    async def kini(self, nik_indeks: UUID) -> Keanggotaan | None:
        """Return the present membership of the person with this blind index; None when he never had one."""
        return await self._repo.menurut_nik(nik_indeks)

    async def is_terdaftar(self, nik_indeks: UUID) -> bool:
        """Return whether the person counts as registered now: usulan's `KeanggotaanPort`."""
        return await self._repo.is_terdaftar(nik_indeks)

    async def baca(self, ref: Ref, pelaku: Pelaku) -> KeanggotaanLengkap:
        """Return somebody's membership; the reading is recorded.

        Raises:
            KeanggotaanTidakAda: never a member, or out of scope.
        """
        lengkap = await self._baca(ref, pelaku)
        await self._catat("keanggotaan:keanggotaan:dibaca", pelaku, [lengkap.kini])
        return lengkap

    async def daftar(self, status: StatusKeanggotaan, pelaku: Pelaku, hal: Halaman) -> Potongan[Keanggotaan]:
        """Return members of one state in scope, by village; the reading is recorded."""
        hasil = await self._repo.daftar(status, Lingkup.dari(pelaku), hal)
        await self._catat("keanggotaan:keanggotaan:dibaca", pelaku, hasil.data)
        return hasil

    async def pindahkan(
        self, ref: Ref, aksi: AksiKeanggotaan, pelaku: Pelaku, alasan: AlasanMasuk | None
    ) -> KeanggotaanLengkap:
        """Take one arrow: close the present row and open the next, and tell the lookup in the same transaction.

        Raises:
            KeanggotaanTidakAda: never a member, or out of scope.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing or of another action.
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
        """
        await self._repo.letak({ref.id})  # first, as a move into another family does
        kini = (await self._repo.keanggotaan_kini([ref])).get(ref)
        if kini is None or not Lingkup.dari(pelaku).memuat(kini.kode_desa):
            raise KeanggotaanTidakAda
        fakta = await self._fakta(kini, pelaku)
        panah = ALUR_KEANGGOTAAN.periksa(kini.status, aksi, pelaku.jabatan, fakta)
        nama = f"keanggotaan.{aksi}"
        if alasan is None:
            raise AlasanWajib(kode_berlaku=alasan_untuk(nama))
        pastikan_alasan(alasan.kode, nama)
        await self._ganti([(kini, _penerus(kini, panah, pelaku, alasan=alasan, batas=self._batas(panah)))])
        await self._catat("keanggotaan:status:diubah", pelaku, [kini], aksi=aksi, ke=panah.ke, alasan=alasan.kode)
        if kini.nik_indeks is not None:
            await self._cek.ubah(kini.nik_indeks, panah.ke, hari_ini())
        return await self._baca(ref, pelaku)

    async def daftarkan(self, orang: Sequence[Orang], sk_id: UUID, pelaku: Pelaku) -> None:
        """Enter these persons by a decree; who is registered already stays so under his first decree."""
        ada = await self._tempat.hadir(orang)
        belum = [o for o in orang if o.ref not in ada]
        await self._tempat.tempati(belum)
        baru = [_pertama(o, sk_id, pelaku) for o in belum]
        lama = [k for k in ada.values() if k.status is not StatusKeanggotaan.TERDAFTAR]
        await self._pindahkan_massal(lama, AksiKeanggotaan.DAFTARKAN, sk_id, pelaku)
        await self._repo.tambah(*baru)
        await self._catat(
            "keanggotaan:status:diubah_massal", pelaku, [*baru, *lama], ke=StatusKeanggotaan.TERDAFTAR, sk=sk_id
        )
        await self._perbarui_cek(orang, dict.fromkeys((o.ref for o in orang), StatusKeanggotaan.TERDAFTAR))

    async def keluarkan(self, orang: Sequence[Orang], sk_id: UUID, pelaku: Pelaku) -> None:
        """End the memberships of these persons by a decree; who was no member stays none."""
        ada = await self._tempat.hadir(orang)
        lama = [k for k in ada.values() if k.status is not StatusKeanggotaan.NONAKTIF]
        await self._pindahkan_massal(lama, AksiKeanggotaan.KELUARKAN, sk_id, pelaku)
        await self._catat("keanggotaan:status:diubah_massal", pelaku, lama, ke=StatusKeanggotaan.NONAKTIF, sk=sk_id)
        await self._perbarui_cek([o for o in orang if o.ref in ada], dict.fromkeys(ada, StatusKeanggotaan.NONAKTIF))

    async def cabut_sk(self, sk_id: UUID, pelaku: Pelaku) -> None:
        """Give notice to all whom a replaced decree registered; until PUSAT decides they still count as registered.

        Whom the new decree carries is registered by it right after.
        """
        butir = alasan(SK_DIGANTI)
        mengapa = AlasanMasuk(kode=butir.kode, penjelasan=butir.teks.id, langkah_berikutnya=butir.langkah.id)
        while lama := await self._repo.terdaftar_menurut_sk(sk_id, SEKALI):
            ganti = []
            for k in lama:
                panah = ALUR_KEANGGOTAAN.periksa(k.status, AksiKeanggotaan.CABUT_SK, pelaku.jabatan, FaktaKeanggotaan())
                ganti.append((k, _penerus(k, panah, pelaku, alasan=mengapa, batas=self._batas(panah))))
            await self._ganti(ganti)
            ke = StatusKeanggotaan.AKAN_DINONAKTIFKAN
            await self._catat("keanggotaan:status:diubah_massal", pelaku, lama, ke=ke, sk=sk_id, alasan=butir.kode)
            for nik in (k.nik_indeks for k in lama if k.nik_indeks):
                await self._cek.ubah(nik, ke, hari_ini())

    async def segarkan(self, orang: Sequence[Orang]) -> None:
        """Carry corrected names and villages of members into the lookup; their state stays."""
        ada = await self._tempat.hadir(orang)
        await self._perbarui_cek([o for o in orang if o.ref in ada], {r: k.status for r, k in ada.items()})

    async def _pindahkan_massal(
        self,
        lama: Sequence[Keanggotaan],
        aksi: AksiKeanggotaan,
        sk_id: UUID,
        pelaku: Pelaku,
    ) -> None:
        ganti = []
        for k in lama:
            panah = ALUR_KEANGGOTAAN.periksa(k.status, aksi, pelaku.jabatan, FaktaKeanggotaan())
            ganti.append((k, _penerus(k, panah, pelaku, sk_id=sk_id)))
        await self._ganti(ganti)

    async def _ganti(self, pasangan: Sequence[tuple[Keanggotaan, Keanggotaan]]) -> None:
        if not pasangan:
            return
        saat = now()
        for _, baru in pasangan:
            baru.mulai_at = saat
        await self._repo.tutup([lama for lama, _ in pasangan], saat)
        await self._repo.tambah(*(baru for _, baru in pasangan))

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
        riwayat = await self._repo.riwayat(ref, Lingkup.dari(pelaku))
        kini = next((k for k in riwayat if k.sampai_at is None), None)
        if kini is None:
            raise KeanggotaanTidakAda
        fakta = await self._fakta(kini, pelaku)
        return KeanggotaanLengkap(kini, riwayat, ALUR_KEANGGOTAAN.tersedia_rinci(kini.status, pelaku.jabatan, fakta))

    async def _fakta(self, kini: Keanggotaan, pelaku: Pelaku) -> FaktaKeanggotaan:
        keluarga = await self._keluarga.baca(kini.keluarga_id)
        no_kk = self._sandi.indeks(Tujuan.NO_KK, keluarga.no_kk) if keluarga.no_kk else None
        batas = kini.nonaktif_paling_cepat
        return FaktaKeanggotaan(
            is_perkara_sendiri=pelaku.nik_indeks in keluarga.subjek
            or (no_kk is not None and pelaku.no_kk_indeks == no_kk),
            is_pemberitahuan_selesai=batas is None or batas <= hari_ini(),
        )

    def _batas(self, panah: Panah) -> date | None:
        is_peringatan = panah.ke is StatusKeanggotaan.AKAN_DINONAKTIFKAN
        return hari_ini() + self._pemberitahuan if is_peringatan else None

    async def _catat(self, kejadian: str, pelaku: Pelaku, baris: Sequence[Keanggotaan], **rincian: object) -> None:
        if not baris:
            return
        satu = baris[0] if len(baris) == 1 else None
        await self._jejak.catat(
            kejadian,
            pelaku=pelaku,
            objek=f"keanggotaan/{satu.individu_id}" if satu else "keanggotaan",
            subjek=[k.nik_indeks for k in baris if k.nik_indeks],
            keluarga_id=satu.keluarga_id if satu else None,
            rincian={"jumlah": len(baris), **{k: str(v) for k, v in rincian.items() if v is not None}},
        )


def _pertama(orang: Orang, sk_id: UUID, pelaku: Pelaku) -> Keanggotaan:
    return Keanggotaan(
        keluarga_id=orang.ref.keluarga_id,
        id=id_baru(),
        individu_id=orang.ref.id,
        nik_indeks=orang.nik_indeks,
        kode_desa=orang.kode_desa,
        status=ALUR_KEANGGOTAAN.awal,
        aksi=AksiKeanggotaan.DAFTARKAN,
        sk_id=sk_id,
        pelaku_id=pelaku.akun_id,
        mulai_at=now(),
    )


def _penerus(
    lama: Keanggotaan,
    panah: Panah,
    pelaku: Pelaku,
    *,
    alasan: AlasanMasuk | None = None,
    sk_id: UUID | None = None,
    batas: date | None = None,
) -> Keanggotaan:
    return Keanggotaan(
        keluarga_id=lama.keluarga_id,
        id=id_baru(),
        individu_id=lama.individu_id,
        nik_indeks=lama.nik_indeks,
        kode_desa=lama.kode_desa,
        status=panah.ke,
        aksi=panah.aksi,
        alasan_kode=alasan.kode if alasan else None,
        penjelasan=alasan.penjelasan if alasan else None,
        langkah_berikutnya=alasan.langkah_berikutnya if alasan else None,
        sk_id=sk_id or lama.sk_id,
        pelaku_id=pelaku.akun_id,
        nonaktif_paling_cepat=batas,
    )
