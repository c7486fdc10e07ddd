"""Use cases of the match with Dukcapil: ask, store what came of it, say where it stands.

The question waits on a network, so a job asks it between two short transactions: the first reads the identity, the
second stores the answer. No request and no lock waits for Dukcapil.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.ids import Ref, id_baru
from app.core.jobs import enqueue
from app.core.peran import Pelaku
from app.core.ratelimit import pakai
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.kependudukan.pemadanan import Ambang, Bidang, HasilPadan, Identitas, KeputusanPadan, padankan
from app.kependudukan.ports import JawabanKependudukan, KependudukanPort, LayananGagal, SebabGagal, TidakDitemukan
from app.referensi.katalog import alasan as alasan_katalog
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, JenisUsulan, StatusUsulan, SubjenisUsulan
from app.usulan.syarat import FaktaUsulan
from app.verval.errors import BelumDapatDipadankan
from app.verval.models import PadanLog
from app.verval.repository import VervalRepository

TUGAS_PADANKAN: Final = "verval.padankan"
COBA_MAKS: Final = 6
JEDA_ULANG: Final = timedelta(minutes=5)
"""Wait before the second question after a failure of the service; doubles each time."""
MENUNGGU: Final = frozenset({StatusUsulan.VALIDASI_DINSOS, StatusUsulan.TIDAK_PADAN})
"""States in which a match means something."""
_RIWAYAT_MAKS: Final = 20
_BATAS_PERMINTAAN: Final = 300
_JENDELA_PERMINTAAN: Final = 3600
_KATA: Final = {
    Bidang.NIK: "NIK",
    Bidang.NAMA: "nama",
    Bidang.TANGGAL_LAHIR: "tanggal lahir",
    Bidang.JENIS_KELAMIN: "jenis kelamin",
    Bidang.NAMA_IBU: "nama ibu",
    Bidang.NO_KK: "nomor KK",
}


class Tanya(NamedTuple):
    """What a match starts from: the identity as it was read, and its keyed digest."""

    nik: str | None
    identitas: Identitas
    sidik: UUID


class PadanService:
    """Everything between a usulan and the civil registration."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._wadah = wadah
        self._repo = VervalRepository(sesi)
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def minta(self, ref: Ref, pelaku: Pelaku) -> Usulan:
        """Queue a question about the identity as it is now.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            BelumDapatDipadankan: neither VALIDASI_DINSOS nor TIDAK_PADAN.
            TerlaluSering: the caller's questions of this hour are used up.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        if usulan.status not in MENUNGGU:
            raise BelumDapatDipadankan(status_sekarang=usulan.status)
        await pakai(self._wadah, "padan", str(pelaku.akun_id), _BATAS_PERMINTAAN, _JENDELA_PERMINTAAN)
        await self._catat("diminta", usulan, pelaku)
        await enqueue(self._sesi, TUGAS_PADANKAN, {"ref": ref.teks, "oleh": str(pelaku.akun_id)})
        return usulan

    async def baca(self, ref: Ref, pelaku: Pelaku) -> tuple[HasilPadan, Sequence[PadanLog]]:
        """Return where the match stands for the present identity, and the last answers, newest first.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        log = await self._repo.padan_terakhir(ref, _RIWAYAT_MAKS)
        await self._catat("dibaca", usulan, pelaku)
        return await self._repo.padan_terkini(ref, self._tanya(usulan).sidik), log

    async def is_padan(self, usulan: Usulan) -> bool | None:
        """Return whether the present identity matches; None while there is no definite answer about it."""
        return _is_padan(usulan, await self._repo.padan_terkini(usulan.ref, self._tanya(usulan).sidik))

    async def siapkan(self, ref: Ref) -> Tanya | None:
        """Return what to ask, or None when the usulan does not wait for a match any more."""
        usulan = await self._usulan.ambil(ref, None)
        return self._tanya(usulan) if usulan.status in MENUNGGU else None

    async def simpan(self, ref: Ref, tanya: Tanya, jawaban: JawabanKependudukan, oleh: UUID | None) -> None:
        """Store an answer; a mismatch of the present identity moves the usulan to TIDAK_PADAN.

        Whoever changed the identity or moved the usulan while Dukcapil was thinking wins: the answer is kept as a row
        and decides nothing.
        """
        usulan = await self._usulan.kunci(ref, None)
        putusan, sebab = self._putuskan(tanya.identitas, jawaban)
        await self._repo.tambah(
            PadanLog(
                keluarga_id=usulan.keluarga_id,
                id=id_baru(),
                usulan_id=usulan.id,
                sidik=tanya.sidik,
                hasil=putusan.hasil,
                beda=sorted(putusan.beda),
                peringatan=sorted(putusan.peringatan),
                skor_nama=putusan.skor_nama,
                sebab=sebab,
                diminta_oleh=oleh,
                created_at=now(),
            )
        )
        await self._catat("dicatat", usulan, None, hasil=putusan.hasil, beda=sorted(putusan.beda))
        is_berlaku = usulan.status is StatusUsulan.VALIDASI_DINSOS and self._tanya(usulan).sidik == tanya.sidik
        if is_berlaku and _is_padan(usulan, putusan.hasil) is False:
            fakta = FaktaUsulan(is_padan=False)
            await self._usulan.move(ref, AksiUsulan.NYATAKAN_TIDAK_PADAN, None, alasan=_alasan(putusan), fakta=fakta)

    def _tanya(self, usulan: Usulan) -> Tanya:
        s = self._usulan.subjek(usulan)
        bagian = (s.nik, s.nama, s.tanggal_lahir, s.no_kk, s.nama_ibu, s.jenis_kelamin)
        return Tanya(
            s.nik,
            Identitas(s.nama, s.tanggal_lahir, s.no_kk, s.nama_ibu, s.jenis_kelamin),
            self._wadah.sandi.indeks(Tujuan.PADAN, "|".join(str(b) for b in bagian)),
        )

    def _putuskan(self, diakui: Identitas, jawaban: JawabanKependudukan) -> tuple[KeputusanPadan, SebabGagal | None]:
        if isinstance(jawaban, LayananGagal):
            return KeputusanPadan(HasilPadan.TUNDA), jawaban.sebab
        if isinstance(jawaban, TidakDitemukan):
            return KeputusanPadan(HasilPadan.NIK_TIDAK_DITEMUKAN, beda=frozenset({Bidang.NIK})), None
        ambang = Ambang(nama=round(self._wadah.pengaturan.dukcapil.ambang_nama * 1000))
        return padankan(diakui, jawaban.identitas, is_meninggal=jawaban.is_meninggal, ambang=ambang), None

    async def _catat(self, apa: str, usulan: Usulan, pelaku: Pelaku | None, **rincian: object) -> None:
        await self._jejak.catat(
            f"verval:padan:{apa}",
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            rincian=rincian,
        )


class Pemadanan:
    """Usulan's `PemadananPort`: what the match knows of a case, and its next question."""

    def __init__(self, sesi: AsyncSession, _wadah: Wadah) -> None:
        self._sesi = sesi
        self._repo = VervalRepository(sesi)

    async def minta(self, ref: Ref) -> None:
        """Queue the match of a case that came to validation without a visit."""
        await enqueue(self._sesi, TUGAS_PADANKAN, {"ref": ref.teks})

    async def is_meninggal(self, ref: Ref) -> bool:
        """Return whether the last definite answer about this case's subject said that he died."""
        log = await self._repo.padan_terakhir(ref, _RIWAYAT_MAKS)
        return next((x.hasil for x in log if x.hasil is not HasilPadan.TUNDA), None) is HasilPadan.MENINGGAL


async def padankan_usulan(wadah: Wadah, ref: Ref, *, oleh: UUID | None = None, ke: int = 1) -> None:
    """Ask Dukcapil about one usulan; `ke` counts the attempts, of which a failing service gets six over two hours."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        tanya = await PadanService.rakit(sesi, wadah).siapkan(ref)
        port = wadah.ambil(KependudukanPort, sesi)  # type: ignore[type-abstract]
    if tanya is None:
        return
    # Nobody can be asked about a person without NIK; Disdukcapil has to issue one first.
    jawaban = await port.padankan(tanya.nik) if tanya.nik else TidakDitemukan()
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await PadanService.rakit(sesi, wadah).simpan(ref, tanya, jawaban, oleh)
        if isinstance(jawaban, LayananGagal) and ke < COBA_MAKS:
            muatan = {"ref": ref.teks, "oleh": str(oleh) if oleh else None, "ke": ke + 1}
            await enqueue(sesi, TUGAS_PADANKAN, muatan, tunda=JEDA_ULANG * 2 ** (ke - 1))


def _is_padan(usulan: Usulan, hasil: HasilPadan) -> bool | None:
    """Return what the guards may know; a death proves a HAPUS for that reason, and is nobody else's match.

    Who is to be taken out as recorded twice or nowhere to be found need not match: a mismatch is what one expects.
    """
    is_kematian = usulan.jenis is JenisUsulan.HAPUS and usulan.subjenis is SubjenisUsulan.MENINGGAL
    is_tiada = usulan.subjenis in {SubjenisUsulan.GANDA, SubjenisUsulan.TIDAK_DITEMUKAN}
    return {
        HasilPadan.PADAN: True,
        HasilPadan.MENINGGAL: True if is_kematian or is_tiada else None,
        HasilPadan.TIDAK_PADAN: is_tiada,
        HasilPadan.NIK_TIDAK_DITEMUKAN: is_tiada,
    }.get(hasil)


def _alasan(putusan: KeputusanPadan) -> AlasanMasuk:
    is_tidak_ada = putusan.hasil is HasilPadan.NIK_TIDAK_DITEMUKAN
    butir = alasan_katalog("NIK_TIDAK_DITEMUKAN" if is_tidak_ada else "TIDAK_PADAN_DUKCAPIL")
    beda = ", ".join(_KATA[b] for b in sorted(putusan.beda))
    return AlasanMasuk(
        kode=butir.kode,
        penjelasan=f"{butir.teks.id}. Bagian yang belum cocok: {beda}.",
        langkah_berikutnya=butir.langkah.id,
    )
