"""Use cases of the village meeting: plan it, put usulan on its list, record it, decide, and close the minutes.

Locks are taken in one order, the meeting before its usulan, so that two officers at work on one meeting wait for each
other and never deadlock.
"""

from collections.abc import Sequence
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.musyawarah.alur import ALUR_MUSYAWARAH, FaktaMusyawarah
from app.musyawarah.berita_acara import nomor_berita_acara, susun
from app.musyawarah.entitas import RinciMusyawarah
from app.musyawarah.errors import (
    KeputusanTidakSah,
    LampiranMusyawarahNotFound,
    LampiranMusyawarahPenuh,
    MusyawarahNotFound,
    TanggalMusyawarahTidakSah,
)
from app.musyawarah.models import BeritaAcara, Musyawarah, MusyawarahBerkas, MusyawarahUsulan
from app.musyawarah.repository import MusyawarahRepository
from app.musyawarah.schemas import KeputusanNama, MusyawarahBuat, MusyawarahUbah
from app.musyawarah.status import AksiMusyawarah, JenisBerkasMusyawarah, Keputusan, StatusMusyawarah
from app.referensi.katalog import pastikan_alasan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan
from app.usulan.syarat import FaktaUsulan
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

BERKAS_MAKS = 30
PENANDATANGAN_MIN = 2
_DISEPAKATI_TANPA_ALASAN = Teks("Persetujuan tidak memerlukan alasan", "An agreement takes no reason")
_DITOLAK_DENGAN_ALASAN = Teks("Penolakan memerlukan alasan", "A refusal needs its reason")
_BUKAN_DARI_DAFTAR = Teks("Ada nama di luar daftar musyawarah", "A name is not on the list of this meeting")
_LAMPAU = Teks("Musyawarah dijadwalkan hari ini atau sesudahnya", "A meeting is planned for today or later")


class MusyawarahService:
    """The OPERATOR_DESA's work before, at and after the meeting."""

    def __init__(
        self,
        repo: MusyawarahRepository,
        jejak: Jejak,
        usulan: UsulanService,
        wilayah: WilayahService,
        objek: BerkasObjekService,
    ) -> None:
        self._repo = repo
        self._jejak = jejak
        self._usulan = usulan
        self._wilayah = wilayah
        self._objek = objek

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(
            MusyawarahRepository(sesi),
            Jejak(sesi),
            UsulanService.rakit(sesi, wadah),
            WilayahService.rakit(sesi, wadah),
            BerkasObjekService.rakit(sesi, wadah),
        )

    async def buat(self, isi: MusyawarahBuat, pelaku: Pelaku) -> Musyawarah:
        """Plan a meeting.

        Raises:
            MusyawarahNotFound: the desa is outside the caller's area.
            WilayahTidakDikenal: there is no such desa.
            TanggalMusyawarahTidakSah: the day is past.
        """
        if not Lingkup.dari(pelaku).memuat(isi.kode_desa):
            raise MusyawarahNotFound
        desa = await self._wilayah.desa_kini(isi.kode_desa)
        if isi.tanggal < hari_ini():
            raise TanggalMusyawarahTidakSah(_LAMPAU)
        ALUR_MUSYAWARAH.mulai(AksiMusyawarah.BUAT, pelaku.jabatan, FaktaMusyawarah())
        musyawarah = Musyawarah(
            **(isi.model_dump() | {"kode_desa": desa}),
            id=id_baru(),
            status=ALUR_MUSYAWARAH.awal,
            indikator=[],
            penandatangan=[],
            versi=1,
            dibuat_oleh=pelaku.akun_id,
            created_at=now(),
        )
        await self._repo.tambah(musyawarah)
        await self._catat("dibuat", musyawarah, pelaku)
        return musyawarah

    async def daftar(self, pelaku: Pelaku, hal: Halaman, kode_desa: str | None) -> Potongan[Musyawarah]:
        """List meetings in the caller's area, latest day first."""
        return await self._repo.daftar_musyawarah(Lingkup.dari(pelaku), hal, kode_desa=kode_desa)

    async def baca(self, musyawarah_id: UUID, pelaku: Pelaku) -> RinciMusyawarah:
        """Return a meeting with its names, files and what the caller may do.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
        """
        musyawarah = await self._ambil(musyawarah_id, pelaku)
        nama = await self._repo.nama_musyawarah(musyawarah_id)
        berkas = await self._repo.berkas_musyawarah(musyawarah_id)
        aksi = ALUR_MUSYAWARAH.tersedia_rinci(musyawarah.status, pelaku.jabatan, _fakta(musyawarah, nama, berkas))
        return RinciMusyawarah(musyawarah, nama, berkas, aksi)

    async def ubah(self, musyawarah_id: UUID, isi: MusyawarahUbah, pelaku: Pelaku, *, versi: int | None) -> Musyawarah:
        """Record what is known now; what `isi` leaves out stays.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: the minutes are final, or the meeting was cancelled.
            TanggalMusyawarahTidakSah: moved into the past.
        """
        musyawarah = await self._terbuka(musyawarah_id, pelaku, versi=versi)
        baru = isi.model_dump(mode="python", exclude_none=True)
        if isi.tanggal is not None and isi.tanggal != musyawarah.tanggal and isi.tanggal < hari_ini():
            raise TanggalMusyawarahTidakSah(_LAMPAU)
        for nama, nilai in baru.items():
            setattr(musyawarah, nama, nilai)
        musyawarah.versi += 1
        await self._repo.simpan()
        await self._catat("diubah", musyawarah, pelaku, bidang=sorted(baru))
        return musyawarah

    async def jadwalkan(self, ref: Ref, musyawarah_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Usulan:
        """Put a complete usulan on the list of an open meeting of its desa.

        Raises:
            UsulanNotFound: the usulan is unknown, or outside the caller's area.
            SyaratTidakTerpenuhi: the meeting is none of this desa, past or closed.
        """
        musyawarah = await self._repo.musyawarah(musyawarah_id, Lingkup.dari(pelaku), kunci=True)
        usulan = await self._usulan.ambil(ref, pelaku)
        is_terbuka = (
            musyawarah is not None
            and musyawarah.status is StatusMusyawarah.DIJADWALKAN
            and usulan.kode_desa in await self._wilayah.setempat([musyawarah.kode_desa])
        )
        usulan = await self._usulan.move(
            ref,
            AksiUsulan.JADWALKAN_MUSYAWARAH,
            pelaku,
            fakta=FaktaUsulan(is_musyawarah_terbuka=is_terbuka),
            versi=versi,
        )
        assert musyawarah is not None, "the guard refuses without a meeting"
        await self._repo.tambah(
            MusyawarahUsulan(
                musyawarah_id=musyawarah_id, usulan_id=usulan.id, keluarga_id=usulan.keluarga_id, nomor=usulan.nomor
            )
        )
        musyawarah.versi += 1
        return usulan

    async def putuskan(
        self, musyawarah_id: UUID, keputusan: Sequence[KeputusanNama], pelaku: Pelaku, *, versi: int | None
    ) -> RinciMusyawarah:
        """Record decisions on names; sent again, they replace the earlier ones until the minutes are final.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: the minutes are final.
            KeputusanTidakSah: a name that is not on the list, a refusal without reason or an agreement with one.
            AlasanTidakBerlaku: a reason that a meeting cannot give.
        """
        musyawarah = await self._terbuka(musyawarah_id, pelaku, versi=versi)
        daftar = {n.ref: n for n in await self._repo.nama_musyawarah(musyawarah_id)}
        for k in keputusan:
            if k.ref not in daftar:
                raise KeputusanTidakSah(_BUKAN_DARI_DAFTAR)
            _tulis_keputusan(daftar[k.ref], k, pelaku)
        musyawarah.versi += 1
        await self._repo.simpan()
        await self._catat("diputuskan", musyawarah, pelaku, jumlah=len(keputusan))
        return await self.baca(musyawarah_id, pelaku)

    async def lampirkan(
        self, musyawarah_id: UUID, jenis: JenisBerkasMusyawarah, data: bytes, pelaku: Pelaku
    ) -> MusyawarahBerkas:
        """Attach a photo or a PDF to an open meeting.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            TransisiDitolak: the minutes are final.
            LampiranMusyawarahPenuh: thirty files are enough.
        """
        _pastikan_terbuka(await self._ambil(musyawarah_id, pelaku))
        simpan = self._objek.simpan_pdf if data.startswith(b"%PDF") else self._objek.simpan_gambar
        berkas_id = await simpan(data, pemilik=f"musyawarah/{musyawarah_id}", pelaku_id=pelaku.akun_id)
        # Only now the lock: no row waits for the object store.
        musyawarah = await self._terbuka(musyawarah_id, pelaku)
        if len(await self._repo.berkas_musyawarah(musyawarah_id)) >= BERKAS_MAKS:
            raise LampiranMusyawarahPenuh
        berkas = MusyawarahBerkas(musyawarah_id=musyawarah_id, berkas_id=berkas_id, jenis=jenis, created_at=now())
        await self._repo.tambah(berkas)
        await self._catat("dilampiri", musyawarah, pelaku, jenis=jenis)
        return berkas

    async def buka_lampiran(self, musyawarah_id: UUID, berkas_id: UUID, pelaku: Pelaku) -> Berkas:
        """Return a file of a meeting.

        Raises:
            LampiranMusyawarahNotFound: unknown, of another meeting, or outside the caller's area.
        """
        musyawarah = await self._repo.musyawarah(musyawarah_id, Lingkup.dari(pelaku))
        milik = await self._repo.berkas_musyawarah(musyawarah_id) if musyawarah else ()
        if musyawarah is None or berkas_id not in {b.berkas_id for b in milik}:
            raise LampiranMusyawarahNotFound
        nama = await self._repo.nama_musyawarah(musyawarah_id)
        await self._jejak.catat(
            "musyawarah:rapat:lampiran:dibaca",
            pelaku=pelaku,
            objek=f"musyawarah/{musyawarah_id}",
            subjek=await self._usulan.subjek_audit([n.ref for n in nama]),
            tujuan="pemeriksaan musyawarah",
        )
        return await self._objek.baca(berkas_id)

    async def batalkan(self, musyawarah_id: UUID, pelaku: Pelaku) -> Musyawarah:
        """Cancel a meeting that nobody waits for; with names on its list only its date can be moved.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            SyaratTidakTerpenuhi: usulan are on its list.
        """
        musyawarah = await self._ambil(musyawarah_id, pelaku, kunci=True)
        nama = await self._repo.nama_musyawarah(musyawarah_id)
        ALUR_MUSYAWARAH.apply(musyawarah, AksiMusyawarah.BATALKAN, pelaku.jabatan, _fakta(musyawarah, nama, ()))
        musyawarah.versi += 1
        await self._repo.simpan()
        await self._catat("dibatalkan", musyawarah, pelaku)
        return musyawarah

    async def finalkan(self, musyawarah_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> BeritaAcara:
        """Close the minutes for good and move every usulan on the list, in one transaction.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: final already.
            SyaratTidakTerpenuhi: something that the minutes must show is missing; nothing was moved.
        """
        musyawarah = await self._ambil(musyawarah_id, pelaku, kunci=True)
        pastikan_versi(versi, musyawarah.versi)
        nama = await self._repo.nama_musyawarah(musyawarah_id)
        berkas = await self._repo.berkas_musyawarah(musyawarah_id)
        fakta = _fakta(musyawarah, nama, berkas)
        ALUR_MUSYAWARAH.apply(musyawarah, AksiMusyawarah.FINALKAN_BERITA_ACARA, pelaku.jabatan, fakta)
        musyawarah.versi += 1
        berita = await self._terbitkan(musyawarah, nama, berkas)
        await self._gerakkan(nama, pelaku)
        await self._catat("difinalkan", musyawarah, pelaku, nomor=berita.nomor, sidik=berita.sidik)
        return berita

    async def baca_berita_acara(self, musyawarah_id: UUID, pelaku: Pelaku) -> BeritaAcara:
        """Return the minutes.

        Raises:
            MusyawarahNotFound: unknown, outside the caller's area, or not final yet.
        """
        await self._ambil(musyawarah_id, pelaku)
        if berita := await self._repo.berita_acara(musyawarah_id):
            return berita
        raise MusyawarahNotFound

    async def _terbitkan(
        self, musyawarah: Musyawarah, nama: Sequence[MusyawarahUsulan], berkas: Sequence[MusyawarahBerkas]
    ) -> BeritaAcara:
        tahun = musyawarah.tanggal.year
        urut = await self._repo.urut_berita_acara(musyawarah.kode_desa, tahun)
        nomor = nomor_berita_acara(musyawarah.kode_desa, tahun, urut)
        naskah = susun(nomor, musyawarah, nama, berkas)
        berita = BeritaAcara(
            musyawarah_id=musyawarah.id,
            nomor=nomor,
            kode_desa=musyawarah.kode_desa,
            tahun=tahun,
            urut=urut,
            isi=naskah.isi,
            sidik=naskah.sidik,
            created_at=now(),
        )
        await self._repo.tambah(berita)
        return berita

    async def _gerakkan(self, nama: Sequence[MusyawarahUsulan], pelaku: Pelaku) -> None:
        """Agree the agreed in one batch; each refusal has a reason of its own."""
        fakta = FaktaUsulan(is_berita_acara_final=True)
        setuju = [n.ref for n in nama if n.keputusan is Keputusan.DISEPAKATI]
        await self._usulan.pindahkan_massal(setuju, AksiUsulan.SEPAKATI, pelaku, fakta=fakta)
        for n in nama:
            if n.alasan is not None:
                alasan = AlasanMasuk.model_validate(n.alasan)
                await self._usulan.move(n.ref, AksiUsulan.TIDAK_SEPAKATI, pelaku, alasan=alasan, fakta=fakta)

    async def _ambil(self, musyawarah_id: UUID, pelaku: Pelaku, *, kunci: bool = False) -> Musyawarah:
        musyawarah = await self._repo.musyawarah(musyawarah_id, Lingkup.dari(pelaku), kunci=kunci)
        if musyawarah is None:
            raise MusyawarahNotFound
        return musyawarah

    async def _terbuka(self, musyawarah_id: UUID, pelaku: Pelaku, *, versi: int | None = None) -> Musyawarah:
        """Return a meeting that may still be worked on, locked."""
        musyawarah = await self._ambil(musyawarah_id, pelaku, kunci=True)
        pastikan_versi(versi, musyawarah.versi)
        _pastikan_terbuka(musyawarah)
        return musyawarah

    async def _catat(self, apa: str, musyawarah: Musyawarah, pelaku: Pelaku, **rincian: object) -> None:
        await self._jejak.catat(
            f"musyawarah:rapat:{apa}", pelaku=pelaku, objek=f"musyawarah/{musyawarah.id}", rincian=rincian
        )


def _pastikan_terbuka(musyawarah: Musyawarah) -> None:
    if musyawarah.status is not StatusMusyawarah.DIJADWALKAN:
        raise TransisiDitolak(status_sekarang=musyawarah.status, aksi_tersedia=[])


def _tulis_keputusan(nama: MusyawarahUsulan, k: KeputusanNama, pelaku: Pelaku) -> None:
    is_tolak = k.keputusan is Keputusan.TIDAK_DISEPAKATI
    if is_tolak != (k.alasan is not None):
        raise KeputusanTidakSah(_DITOLAK_DENGAN_ALASAN if is_tolak else _DISEPAKATI_TANPA_ALASAN)
    if k.alasan is not None:
        pastikan_alasan(k.alasan.kode, f"usulan.{AksiUsulan.TIDAK_SEPAKATI}")
    nama.keputusan = k.keputusan
    nama.alasan = k.alasan.model_dump() if k.alasan else None
    nama.catatan = k.catatan
    nama.diputus_oleh = pelaku.akun_id


def _fakta(
    musyawarah: Musyawarah, nama: Sequence[MusyawarahUsulan], berkas: Sequence[MusyawarahBerkas]
) -> FaktaMusyawarah:
    return FaktaMusyawarah(
        is_berlangsung=musyawarah.tanggal <= hari_ini(),
        is_bernama=bool(nama),
        is_semua_diputus=all(n.keputusan is not None for n in nama),
        is_hadir_tercatat=bool(musyawarah.pimpinan and musyawarah.hadir and musyawarah.indikator),
        is_bertanda_tangan=len(musyawarah.penandatangan) >= PENANDATANGAN_MIN,
        is_berkas_lengkap={b.jenis for b in berkas} == set(JenisBerkasMusyawarah),
    )
