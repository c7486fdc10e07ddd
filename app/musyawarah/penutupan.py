"""Use cases of the minutes: close them for good, correct them by further minutes, read and print them.

A letter is printed and stored before any row is locked. What was printed is what the lock finds, or nothing happens:
every change of a meeting raises its version.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, Self, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas
from app.core.clock import now
from app.core.db import Base
from app.core.etag import pastikan_versi
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.musyawarah.alur import ALUR_MUSYAWARAH, FaktaMusyawarah
from app.musyawarah.berita_acara import Bahan, lembar, nomor_berita_acara, susun
from app.musyawarah.errors import KeputusanTidakSah, MusyawarahNotFound
from app.musyawarah.meja import Meja
from app.musyawarah.models import BeritaAcara, Musyawarah, MusyawarahUsulan
from app.musyawarah.schemas import KeputusanNama, KoreksiMasuk
from app.musyawarah.service import BUKAN_DARI_DAFTAR, tulis_keputusan
from app.musyawarah.sptjm import SptjmMusyawarah
from app.musyawarah.status import AksiMusyawarah, AsalNama, JenisBerkasMusyawarah, Keputusan
from app.surat.jenis import JenisSurat
from app.surat.service import SuratService
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, StatusUsulan
from app.usulan.syarat import FaktaUsulan

B = TypeVar("B", bound=Base)
_FINAL: Final = FaktaUsulan(is_berita_acara_final=True)


class BeritaAcaraService:
    """The minutes, from their first signature to their last correction."""

    def __init__(self, meja: Meja, usulan: UsulanService, surat: SuratService, sptjm: SptjmMusyawarah) -> None:
        self._meja = meja
        self._usulan = usulan
        self._surat = surat
        self._sptjm = sptjm

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(
            Meja.rakit(sesi, wadah),
            UsulanService.rakit(sesi, wadah),
            SuratService.rakit(sesi, wadah),
            SptjmMusyawarah.rakit(sesi, wadah),
        )

    async def finalkan(self, musyawarah_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> BeritaAcara:
        """Close the minutes for good and move every usulan on the list, in one transaction.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: final already.
            SyaratTidakTerpenuhi: something that the minutes must show is missing; nothing was moved.
        """
        musyawarah = await self._meja.ambil(musyawarah_id, pelaku)
        pastikan_versi(versi, dibaca := musyawarah.versi)
        aksi = AksiMusyawarah.FINALKAN_BERITA_ACARA
        ALUR_MUSYAWARAH.periksa(musyawarah.status, aksi, pelaku.jabatan, await self._fakta(musyawarah, pelaku))
        berita = await self._terbitkan(await self._bahan(musyawarah, pelaku), pelaku)
        musyawarah = await self._meja.ambil(musyawarah_id, pelaku, kunci=True)
        ALUR_MUSYAWARAH.apply(musyawarah, aksi, pelaku.jabatan, await self._fakta(musyawarah, pelaku))
        pastikan_versi(dibaca, musyawarah.versi)
        musyawarah.versi += 1
        await self._meja.repo.tambah(berita)
        await self._gerakkan(await self._meja.repo.nama_musyawarah(musyawarah_id), pelaku)
        await self._meja.catat("difinalkan", musyawarah, pelaku, nomor=berita.nomor, sidik=berita.sidik)
        return berita

    async def koreksi(
        self, musyawarah_id: UUID, isi: KoreksiMasuk, pelaku: Pelaku, *, versi: int | None = None
    ) -> BeritaAcara:
        """Replace final minutes by others that name them; the old ones stay as they were and read as replaced.

        An agreement by mistake is taken back while nobody has worked on the usulan since. A refusal has ended its
        usulan and cannot be taken back: the person is proposed again.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: not final.
            KeputusanTidakSah: a name that is not on the list, a refusal without reason or an agreement with one.
            AlasanTidakBerlaku: a reason that a meeting cannot give.
            SyaratTidakTerpenuhi: a usulan has gone on or ended, no signed sheet, or the minutes would show too little.
        """
        musyawarah = await self._meja.ambil(musyawarah_id, pelaku)
        pastikan_versi(versi, dibaca := musyawarah.versi)
        fakta = await self._fakta_koreksi(musyawarah, isi, pelaku)
        ALUR_MUSYAWARAH.periksa(musyawarah.status, AksiMusyawarah.KOREKSI_BERITA_ACARA, pelaku.jabatan, fakta)
        lama = (await self._meja.repo.berita_acara(musyawarah_id))[0]
        bahan = await self._bahan(musyawarah, pelaku, lama, isi.alasan)
        salinan = replace(bahan, musyawarah=_salin(musyawarah), nama=[_salin(n) for n in bahan.nama])
        _tulis(salinan.musyawarah, salinan.nama, isi, pelaku)
        berita = await self._terbitkan(salinan, pelaku)
        musyawarah = await self._meja.ambil(musyawarah_id, pelaku, kunci=True)
        pastikan_versi(dibaca, musyawarah.versi)
        fakta = await self._fakta_koreksi(musyawarah, isi, pelaku)
        ALUR_MUSYAWARAH.apply(musyawarah, AksiMusyawarah.KOREKSI_BERITA_ACARA, pelaku.jabatan, fakta)
        berubah = _batal(bahan.nama, isi.keputusan)
        _tulis(musyawarah, bahan.nama, isi, pelaku)
        musyawarah.versi += 1
        await self._meja.repo.tambah(berita)
        for k in berubah:
            await self._usulan.move(k.ref, AksiUsulan.CABUT_KESEPAKATAN, pelaku, alasan=k.alasan, fakta=_FINAL)
        await self._meja.catat("dikoreksi", musyawarah, pelaku, nomor=berita.nomor, mengganti=lama.nomor)
        return berita

    async def baca(self, musyawarah_id: UUID, pelaku: Pelaku, revisi: int | None = None) -> BeritaAcara:
        """Return the newest minutes, or those of one revision.

        Raises:
            MusyawarahNotFound: unknown, outside the caller's area, or not final yet.
        """
        await self._meja.ambil(musyawarah_id, pelaku)
        for berita in await self._meja.repo.berita_acara(musyawarah_id):
            if revisi in {None, berita.revisi}:
                return berita
        raise MusyawarahNotFound

    async def baca_pdf(self, musyawarah_id: UUID, pelaku: Pelaku, revisi: int | None = None) -> Berkas:
        """Return the printed minutes as they were issued.

        Raises:
            MusyawarahNotFound: unknown, outside the caller's area, or not final yet.
            SuratNotFound: closed before minutes were printed.
            PenyimpananTidakTersedia: the object store does not answer.
        """
        berita = await self.baca(musyawarah_id, pelaku, revisi)
        await self._meja.jejak.catat(
            "musyawarah:berita_acara:dibaca", pelaku=pelaku, objek=f"musyawarah/{musyawarah_id}", tujuan="cetak"
        )
        return await self._surat.baca_pdf(berita.surat_kode or "")

    async def _fakta(self, musyawarah: Musyawarah, pelaku: Pelaku) -> FaktaMusyawarah:
        repo, musyawarah_id = self._meja.repo, musyawarah.id
        return self._meja.fakta(
            musyawarah,
            await repo.nama_musyawarah(musyawarah_id),
            await repo.berkas_musyawarah(musyawarah_id),
            await repo.tanda(musyawarah_id),
            [n.ref.id for n in await self._sptjm.menunggu(musyawarah)],
            is_wewenang=await self._meja.is_wewenang(musyawarah.kode_desa, pelaku),
        )

    async def _fakta_koreksi(self, musyawarah: Musyawarah, isi: KoreksiMasuk, pelaku: Pelaku) -> FaktaMusyawarah:
        repo = self._meja.repo
        nama, berkas = await repo.nama_musyawarah(musyawarah.id), await repo.berkas_musyawarah(musyawarah.id)
        salinan = _salin(musyawarah)
        _tulis_catatan(salinan, isi)
        batal = [k.ref for k in _batal(nama, isi.keputusan)]
        masih = await self._usulan.saring(batal, StatusUsulan.DISEPAKATI_MUSYAWARAH, None) if batal else []
        lembar_ada = sum(b.jenis is JenisBerkasMusyawarah.KOREKSI for b in berkas)
        tanda = await repo.tanda(musyawarah.id)
        is_wewenang = await self._meja.is_wewenang(musyawarah.kode_desa, pelaku)
        return replace(
            self._meja.fakta(salinan, nama, berkas, tanda, is_wewenang=is_wewenang),
            is_koreksi_sah=len(masih) == len(batal) and not _menghidupkan(nama, isi.keputusan),
            is_lembar_koreksi_ada=lembar_ada >= len(await repo.berita_acara(musyawarah.id)),
        )

    async def _bahan(
        self, musyawarah: Musyawarah, pelaku: Pelaku, lama: BeritaAcara | None = None, alasan: str | None = None
    ) -> Bahan:
        repo, tahun = self._meja.repo, musyawarah.tanggal.year
        urut = await repo.urut_berita_acara(musyawarah.kode_desa, tahun)
        return Bahan(
            nomor=nomor_berita_acara(musyawarah.kode_desa, tahun, urut),
            musyawarah=musyawarah,
            nama=await repo.nama_musyawarah(musyawarah.id),
            berkas=await repo.berkas_musyawarah(musyawarah.id),
            tanda=await repo.tanda(musyawarah.id),
            lama=lama,
            alasan=alasan,
            # He may only where the village has nobody, which the workflow's guard asks.
            is_mewakili_desa=pelaku.jabatan is Jabatan.OPERATOR_KABKOTA,
        )

    async def _terbitkan(self, bahan: Bahan, pelaku: Pelaku) -> BeritaAcara:
        """Print the letter and return the row, which is not written yet."""
        m, naskah = bahan.musyawarah, susun(bahan)
        surat = await self._surat.terbitkan(
            JenisSurat.BERITA_ACARA,
            lembar(bahan),
            objek=f"musyawarah/{m.id}",
            kode_wilayah=m.kode_desa,
            pelaku=pelaku,
            mengganti=bahan.lama.surat_kode if bahan.lama else None,
            sidik_naskah=naskah.sidik,
        )
        return BeritaAcara(
            musyawarah_id=m.id,
            revisi=bahan.revisi,
            nomor=bahan.nomor,
            mengganti=bahan.lama.nomor if bahan.lama else None,
            alasan=bahan.alasan,
            surat_kode=surat.kode,
            is_mewakili_desa=bahan.is_mewakili_desa,
            kode_desa=m.kode_desa,
            tahun=m.tanggal.year,
            urut=int(bahan.nomor.rpartition("-")[2]),
            isi=naskah.isi,
            sidik=naskah.sidik,
            created_at=now(),
        )

    async def _gerakkan(self, nama: Sequence[MusyawarahUsulan], pelaku: Pelaku) -> None:
        """Agree the agreed in one batch; each refusal has a reason of its own.

        A name that came by SPTJM has been agreed already: when the meeting does not confirm it, the agreement is taken
        back while nobody has worked on the usulan since; later it stands in the minutes for the social office to see.
        """
        jadwal = [n for n in nama if n.asal is AsalNama.JADWAL]
        setuju = [n.ref for n in jadwal if n.keputusan is Keputusan.DISEPAKATI]
        await self._usulan.pindahkan_massal(setuju, AksiUsulan.SEPAKATI, pelaku, fakta=_FINAL)
        for n in jadwal:
            if n.alasan is not None:
                alasan = AlasanMasuk.model_validate(n.alasan)
                await self._usulan.move(n.ref, AksiUsulan.TIDAK_SEPAKATI, pelaku, alasan=alasan, fakta=_FINAL)
        tolak = {n.ref: n.alasan for n in nama if n.asal is AsalNama.SPTJM and n.alasan is not None}
        if not tolak:
            return
        for usulan in await self._usulan.saring(tolak, StatusUsulan.DISEPAKATI_MUSYAWARAH, None):
            alasan = AlasanMasuk.model_validate(tolak[usulan.ref])
            await self._usulan.move(usulan.ref, AksiUsulan.CABUT_KESEPAKATAN, pelaku, alasan=alasan, fakta=_FINAL)


def _salin(baris: B) -> B:
    """Return a copy that no session knows, so that what is printed can be tried before anything is locked."""
    return type(baris)(**{k: getattr(baris, k) for k in baris.__table__.columns.keys()})  # noqa: SIM118 - no dict


def _tulis(musyawarah: Musyawarah, nama: Sequence[MusyawarahUsulan], isi: KoreksiMasuk, pelaku: Pelaku) -> None:
    _tulis_catatan(musyawarah, isi)
    daftar = {n.ref: n for n in nama}
    for k in isi.keputusan:
        tulis_keputusan(daftar[k.ref], k, pelaku)


def _tulis_catatan(musyawarah: Musyawarah, isi: KoreksiMasuk) -> None:
    if isi.catatan is not None:
        for kunci, nilai in isi.catatan.model_dump(exclude_none=True).items():
            setattr(musyawarah, kunci, nilai)


def _batal(nama: Sequence[MusyawarahUsulan], keputusan: Sequence[KeputusanNama]) -> list[KeputusanNama]:
    """Return the corrections that take an agreement back.

    Raises:
        KeputusanTidakSah: a name that is not on the list.
    """
    daftar = {n.ref: n for n in nama}
    if any(k.ref not in daftar for k in keputusan):
        raise KeputusanTidakSah(BUKAN_DARI_DAFTAR)
    return [
        k
        for k in keputusan
        if k.keputusan is Keputusan.TIDAK_DISEPAKATI and daftar[k.ref].keputusan is Keputusan.DISEPAKATI
    ]


def _menghidupkan(nama: Sequence[MusyawarahUsulan], keputusan: Sequence[KeputusanNama]) -> bool:
    """Return whether a correction would change a refusal: its usulan has ended, and its reason was told."""
    tolak = {n.ref: n.alasan for n in nama if n.alasan is not None}
    return any(k.ref in tolak and (k.alasan is None or k.alasan.model_dump() != tolak[k.ref]) for k in keputusan)
