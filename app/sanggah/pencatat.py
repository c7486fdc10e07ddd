"""Moving a contest along its table: history, audit and news in the same transaction, each silent about the reporter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.kabar import KabarService
from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import AlasanWajib, Transition
from app.keluarga.entitas import KeluargaLengkap
from app.notifikasi.kabar import JenisKabar, Kabar
from app.referensi.katalog import alasan as alasan_katalog
from app.referensi.katalog import alasan_untuk, pastikan_alasan
from app.sanggah.alur import ALUR_SANGGAH, FaktaSanggah
from app.sanggah.entitas import LangkahSanggah
from app.sanggah.models import RiwayatSanggah, Sanggah
from app.sanggah.pihak import PihakSanggah
from app.sanggah.repository import SanggahRepository
from app.sanggah.status import TEKS_LANGKAH, TEKS_STATUS, TERBUKA, AksiSanggah, StatusSanggah

TABEL: Final = "sanggah"
Panah = Transition[StatusSanggah, AksiSanggah, FaktaSanggah]
_JUDUL_PELAPOR: Final = Teks("Perkembangan sanggah Anda", "News of your contest")
_JUDUL_SASARAN: Final = Teks("Sanggah tentang data Anda", "A contest about your data")
_AJAKAN: Final = Teks(
    "Selama pemeriksaan Anda dapat menanggapi; bantuan tidak berubah.",
    "While it is verified you can answer; nothing changes for you meanwhile.",
)


@dataclass(frozen=True, slots=True)
class Langkah:
    """What a step brings besides its arrow: its reason, and its words, which are sealed."""

    alasan: AlasanMasuk | None = None
    isi: Mapping[str, Any] | None = None


class PencatatSanggah:
    """The one way to change a contest.

    The trail of the contested person never names the reporter: what a citizen does stands there as the system's, and
    a second row with his account concerns nobody, so that only the administrator's search finds it.
    """

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self.repo = SanggahRepository(sesi)
        self.jejak = Jejak(sesi)
        self.pihak = PihakSanggah.rakit(sesi, wadah)
        self._kabar = KabarService.rakit(sesi, wadah)
        self._sandi = wadah.sandi
        self._tenggat = wadah.pengaturan.tenggat

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for the services."""
        return cls(sesi, wadah)

    async def mulai(self, sanggah: Sanggah, pelaku: Pelaku) -> None:
        """Write down a contest just made, and let the system send it on to the kab/kota at once."""
        keluarga = await self.pihak.sasaran(sanggah)
        await self._tulis(sanggah, ALUR_SANGGAH[AksiSanggah.AJUKAN], pelaku, keluarga, Langkah())
        await self.pindah(sanggah, AksiSanggah.TERUSKAN, None, FaktaSanggah(), keluarga=keluarga)

    async def pindah(
        self,
        sanggah: Sanggah,
        aksi: AksiSanggah,
        pelaku: Pelaku | None,
        fakta: FaktaSanggah,
        *,
        keluarga: KeluargaLengkap,
        langkah: Langkah | None = None,
        versi: int | None = None,
    ) -> None:
        """Take an arrow of a contest that this transaction has locked, and tell both sides.

        Raises:
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing or of another action.
            VersiBasi: changed since it was read.
        """
        langkah = langkah or Langkah()
        jabatan = pelaku.jabatan if pelaku else None
        panah = ALUR_SANGGAH.periksa(sanggah.status, aksi, jabatan, fakta)
        _pastikan_alasan(panah, langkah.alasan)
        pastikan_versi(versi, sanggah.versi)
        ALUR_SANGGAH.apply(sanggah, aksi, jabatan, fakta)
        sanggah.status_at = now()
        if panah.tenggat:
            sanggah.tenggat_date = hari_ini() + timedelta(days=getattr(self._tenggat, panah.tenggat))
        elif panah.ke in ALUR_SANGGAH.akhir:
            sanggah.tenggat_date = None
        sanggah.versi += 1
        await self._tulis(sanggah, panah, pelaku, keluarga, langkah)
        await self._kabari(sanggah, aksi, keluarga, langkah.alasan)

    # -- opening

    def isi(self, sanggah: Sanggah) -> dict[str, Any]:
        """Open what the reporter said."""
        return self._sandi.buka(sanggah.kunci_data, sanggah.isi, TABEL, sanggah.id)

    async def langkah(self, sanggah: Sanggah, *, buka: frozenset[AksiSanggah] | None) -> list[LangkahSanggah]:
        """Return the steps with the words of those in `buka`; None opens all."""
        return [
            LangkahSanggah(x, self._buka(sanggah, x) if buka is None or x.aksi in buka else {})
            for x in await self.repo.riwayat([sanggah.id])
        ]

    def _buka(self, sanggah: Sanggah, x: RiwayatSanggah) -> dict[str, Any]:
        return self._sandi.buka(sanggah.kunci_data, x.isi, TABEL, sanggah.id) if x.isi else {}

    # -- parts

    async def _tulis(
        self, sanggah: Sanggah, panah: Panah, pelaku: Pelaku | None, keluarga: KeluargaLengkap, langkah: Langkah
    ) -> None:
        kata, alasan = dict(langkah.isi or {}), langkah.alasan
        if alasan:
            kata |= {"penjelasan": alasan.penjelasan, "langkah_berikutnya": alasan.langkah_berikutnya}
        await self.repo.tambah(
            RiwayatSanggah(
                id=id_baru(),
                sanggah_id=sanggah.id,
                aksi=panah.aksi,
                ke=panah.ke,
                pelaku_id=pelaku.akun_id if pelaku else None,
                jabatan=pelaku.jabatan if pelaku else None,
                kode_alasan=alasan.kode if alasan else None,
                isi=self._sandi.segel_ulang(sanggah.kunci_data, kata, TABEL, sanggah.id) if kata else None,
                created_at=now(),
            )
        )
        rincian = {"aksi": panah.aksi.value, "ke": panah.ke.value, "kode_alasan": alasan.kode if alasan else None}
        is_petugas = pelaku is not None and pelaku.jabatan is not Jabatan.WARGA
        if not is_petugas and pelaku is not None:
            await self.catat("status:diubah_warga", sanggah, pelaku, rincian=rincian)
        await self.catat(
            "status:diubah",
            sanggah,
            pelaku if is_petugas else None,
            subjek=self.pihak.subjek(keluarga),
            rincian=rincian,
        )

    async def catat(
        self,
        apa: str,
        sanggah: Sanggah,
        pelaku: Pelaku | None,
        *,
        subjek: Sequence[UUID] = (),
        tujuan: str | None = None,
        rincian: Mapping[str, Any] | None = None,
    ) -> None:
        """Write one audit row about this contest."""
        await self.jejak.catat(
            f"sanggah:{apa}",
            pelaku=pelaku,
            objek=f"sanggah/{sanggah.id}",
            subjek=subjek,
            tujuan=tujuan,
            rincian=rincian,
        )

    async def _kabari(
        self, sanggah: Sanggah, aksi: AksiSanggah, keluarga: KeluargaLengkap, alasan: AlasanMasuk | None
    ) -> None:
        kini = TEKS_LANGKAH.get(aksi, TEKS_STATUS[sanggah.status])
        lanjut = f"\n{alasan.penjelasan}\n{alasan.langkah_berikutnya}" if alasan else ""
        objek = f"sanggah/{sanggah.id}"
        if aksi is not AksiSanggah.TANGGAPI:
            isi = Teks(f"{kini.id}.{lanjut}", f"{kini.en}.{lanjut}")
            await self._kabar.kabari([sanggah.pelapor_id], Kabar(JenisKabar.SANGGAH, _JUDUL_PELAPOR, isi, objek))
        tuduhan = alasan_katalog(sanggah.kode_alasan).teks
        ajakan = _AJAKAN if sanggah.status in TERBUKA else Teks("", "")
        isi = Teks(
            f"Yang disanggah: {tuduhan.id}. {kini.id}. {ajakan.id}".strip(),
            f"What is contested: {tuduhan.en}. {kini.en}. {ajakan.en}".strip(),
        )
        milik = (await self.pihak.akun.menurut_nik(self.pihak.subjek(keluarga))).values()
        sasaran = {a for akun in milik for a in akun} - {sanggah.pelapor_id}
        await self._kabar.kabari(sasaran, Kabar(JenisKabar.SANGGAH, _JUDUL_SASARAN, isi, objek))


def _pastikan_alasan(panah: Panah, alasan: AlasanMasuk | None) -> None:
    nama = f"sanggah.{panah.aksi}"
    if alasan is not None:
        pastikan_alasan(alasan.kode, nama)
    elif panah.alasan:
        raise AlasanWajib(kode_berlaku=alasan_untuk(nama))
