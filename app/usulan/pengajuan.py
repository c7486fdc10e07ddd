"""Proposing and completing: the arrows whose facts usulan itself owns, from the draft to a complete case."""

from collections.abc import Sequence
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.config import Batas
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.ratelimit import pakai
from app.core.wadah import Wadah
from app.core.workflow import SyaratTidakTerpenuhi
from app.keluarga.subjek import Subjek
from app.periode.service import PeriodeService
from app.usulan import fakta as fakta_baris
from app.usulan import langkah, subjek_usulan
from app.usulan.alur import ALUR_USULAN
from app.usulan.errors import NikTidakDapatDiubah, TerlaluBanyakDraf, UsulanTerkunci
from app.usulan.models import Usulan
from app.usulan.schemas import (
    DaftarPeriksa,
    LengkapiMasuk,
    MintaLengkapiMasuk,
    UsulanBuat,
    UsulanUbah,
)
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, ButirIsian, SasaranKembali, StatusUsulan
from app.usulan.syarat import FaktaUsulan, satu_desa, tanpa_usulan_terbuka
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

_MILIK_PENGUSUL: Final = frozenset({StatusUsulan.DRAF, StatusUsulan.PERLU_DILENGKAPI})
_PANJANG_KECAMATAN: Final = 8
_HARI: Final = 86_400


def boleh_ubah(usulan: Usulan, pelaku: Pelaku) -> bool:
    """Return whether the actor may change content and attachments now.

    A proposer works on his draft and on what was asked of him; the village corrects what was returned to it or does
    not match the civil registry.
    """
    if fakta_baris.is_perkara_sendiri(usulan, pelaku):
        return False
    if usulan.status in _MILIK_PENGUSUL:
        return fakta_baris.is_pengusul(usulan, pelaku)
    dikembalikan = usulan.status is StatusUsulan.DIKEMBALIKAN and usulan.sasaran_kembali is SasaranKembali.DESA
    return pelaku.jabatan is Jabatan.OPERATOR_DESA and (dikembalikan or usulan.status is StatusUsulan.TIDAK_PADAN)


class PengajuanService:
    """The proposer's and the village operator's side of a usulan."""

    def __init__(self, usulan: UsulanService, wilayah: WilayahService, periode: PeriodeService, wadah: Wadah) -> None:
        self._wadah = wadah
        self._usulan = usulan
        self._repo = usulan.repo
        self._wilayah = wilayah
        self._periode = periode

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for routes, jobs and commands."""
        return cls(
            UsulanService.rakit(sesi, wadah),
            WilayahService.rakit(sesi, wadah),
            PeriodeService.rakit(sesi, wadah),
            wadah,
        )

    async def buat(self, isi: UsulanBuat, pelaku: Pelaku) -> Usulan:
        """Create a draft; it looks nobody up, claims nothing, and holds nobody's open place.

        Raises:
            TerlaluSering, TerlaluBanyakDraf: a citizen's limits.
            WilayahTidakDikenal: no such village.
            SyaratTidakTerpenuhi: another village than one's own.
            PemisahanTugas: an officer's own case.
        """
        await self._hitung(pelaku)
        if pelaku.jabatan is Jabatan.WARGA and await self._repo.jumlah_draf(pelaku.akun_id) >= self._batas.usulan_draf:
            raise TerlaluBanyakDraf
        await self._wilayah.pastikan_desa(isi.subjek.kode_desa)
        usulan = self._rakit(isi, pelaku)
        await self._repo.add(usulan)
        fakta = await self._usulan.fakta(usulan, pelaku)
        panah = ALUR_USULAN.mulai(AksiUsulan.BUAT, pelaku.jabatan, fakta)
        usulan.tenggat_date = langkah.batas(self._wadah.pengaturan.tenggat, panah)
        await self._usulan.catat(usulan, panah, pelaku, dari=None)
        return usulan

    @property
    def _batas(self) -> Batas:
        return self._wadah.pengaturan.batas

    async def _hitung(self, pelaku: Pelaku) -> None:
        """Count what a citizen could use to try out other people's numbers."""
        if pelaku.jabatan is Jabatan.WARGA:
            await pakai(self._wadah, "usulan", str(pelaku.akun_id), self._batas.usulan_hari, _HARI)

    def _rakit(self, isi: UsulanBuat, pelaku: Pelaku) -> Usulan:
        subjek, sandi, usulan_id = isi.subjek, self._usulan.sandi, id_baru()
        indeks = subjek_usulan.indeks(sandi, subjek)
        segel = subjek_usulan.segel(sandi, subjek, usulan_id)
        keluarga_id, sekarang = id_baru(), now()
        return Usulan(
            keluarga_id=keluarga_id,
            id=usulan_id,
            jenis=isi.jenis,
            status=ALUR_USULAN.awal,
            status_at=sekarang,
            kode_desa=subjek.kode_desa,
            pengusul_id=pelaku.akun_id,
            pengusul_jabatan=pelaku.jabatan,
            is_atas_nama=pelaku.jabatan is Jabatan.OPERATOR_KABKOTA,
            penyunting_ids=[pelaku.akun_id],
            registri_id=keluarga_id,
            nik_indeks=indeks.nik,
            no_kk_indeks=indeks.no_kk,
            nik_anggota=list(indeks.anggota),
            kunci_data=segel.kunci_data,
            isi=segel.isi,
            is_pernyataan_disetujui=isi.pernyataan_disetujui,
            butir_kurang=[],
            versi=1,
            created_at=sekarang,
            updated_at=sekarang,
        )

    async def ubah(self, ref: Ref, isi: UsulanUbah, pelaku: Pelaku, *, versi: int) -> Usulan:
        """Change content where `boleh_ubah` lets the actor.

        Raises:
            UsulanNotFound: unknown or out of scope.
            UsulanTerkunci: not in this state, or not by this actor.
            VersiBasi: changed since it was read.
            NikTidakDapatDiubah: the village has agreed about the person already.
            SyaratTidakTerpenuhi: sent, and the new NIK has an open usulan; or the village is another one.
            TerlaluSering: a citizen changes the NIK too often.
        """
        usulan = await self.kunci_untuk_ubah(ref, pelaku, versi=versi)
        if isi.subjek is not None:
            await self._ganti_subjek(usulan, isi.subjek, pelaku)
        if isi.pernyataan_disetujui is not None:
            usulan.is_pernyataan_disetujui = isi.pernyataan_disetujui
        await self.tandai_disunting(usulan, pelaku, "usulan:isi:diubah")
        return usulan

    async def kunci_untuk_ubah(self, ref: Ref, pelaku: Pelaku, *, versi: int | None = None) -> Usulan:
        """Return the usulan locked, if its content may be changed.

        Raises:
            UsulanNotFound, UsulanTerkunci, VersiBasi: as `ubah`.
        """
        usulan = await self._usulan.kunci(ref, pelaku)
        if not boleh_ubah(usulan, pelaku):
            raise UsulanTerkunci(status_sekarang=usulan.status)
        pastikan_versi(versi, usulan.versi)
        return usulan

    async def tandai_disunting(self, usulan: Usulan, pelaku: Pelaku, kejadian: str) -> None:
        """Remember who touched the content, raise the version and record the change."""
        if pelaku.akun_id not in usulan.penyunting_ids:
            usulan.penyunting_ids = [*usulan.penyunting_ids, pelaku.akun_id]
        usulan.versi += 1
        usulan.updated_at = now()
        await self._repo.flush()
        await self._usulan.jejak.catat(
            kejadian,
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
        )

    async def _ganti_subjek(self, usulan: Usulan, baru: Subjek, pelaku: Pelaku) -> None:
        lama, sandi = self._usulan.subjek(usulan), self._usulan.sandi
        if baru.kode_desa != usulan.kode_desa:
            await self._wilayah.pastikan_desa(baru.kode_desa)
            if not fakta_baris.is_satu_desa(baru.kode_desa, pelaku, Lingkup.dari(pelaku)):
                raise SyaratTidakTerpenuhi(
                    satu_desa.periksa(FaktaUsulan()), syarat=satu_desa.nama, kode_alasan=satu_desa.kode_alasan
                )
        indeks = subjek_usulan.indeks(sandi, baru)
        if baru.nik != lama.nik:
            await self._hitung(pelaku)
            await self._pindah_nik(usulan, indeks.nik)
        usulan.kode_desa = baru.kode_desa
        usulan.nik_indeks, usulan.no_kk_indeks = indeks.nik, indeks.no_kk
        usulan.nik_anggota = list(indeks.anggota)
        usulan.isi = subjek_usulan.segel_ulang(sandi, baru, usulan)
        berubah = {b for b in ButirIsian if getattr(baru, b.value.lower()) != getattr(lama, b.value.lower())}
        jawab(usulan, berubah)

    async def _pindah_nik(self, usulan: Usulan, hmac: UUID | None) -> None:
        """Give the old person's open place back and take the new one's, if the usulan holds one."""
        if usulan.individu_id is not None:
            raise NikTidakDapatDiubah
        if usulan.status is StatusUsulan.DRAF:
            return
        await self._repo.lepas([usulan])
        if hmac is not None and not await self._repo.klaim(hmac, usulan):
            raise SyaratTidakTerpenuhi(
                tanpa_usulan_terbuka.periksa(FaktaUsulan()),
                syarat=tanpa_usulan_terbuka.nama,
                kode_alasan=tanpa_usulan_terbuka.kode_alasan,
            )

    async def ajukan(self, ref: Ref, pelaku: Pelaku, *, versi: int | None = None) -> Usulan:
        """Send the draft: it takes the person's one open place and gets its period and its number.

        Raises:
            As `UsulanService.move`; `SyaratTidakTerpenuhi` with `USULAN_GANDA` when the place is taken.
            TerlaluSering: a citizen tries too often.
        """
        await self._hitung(pelaku)
        usulan = await self._usulan.kunci(ref, pelaku)
        luar = FaktaUsulan()
        if usulan.status is StatusUsulan.DRAF:
            # Before the number: who waits for a place holds no number's lock.
            ganda = usulan.nik_indeks is not None and not await self._repo.klaim(usulan.nik_indeks, usulan)
            luar = FaktaUsulan(has_usulan_terbuka=ganda)
            usulan.periode = await self._periode.untuk_usulan()
            usulan.nomor = usulan.nomor or await self._nomor(usulan)
        return await self._usulan.jalankan(usulan, AksiUsulan.AJUKAN, pelaku, fakta=luar, versi=versi)

    async def _nomor(self, usulan: Usulan) -> str:
        """Draw a number; only those who send in the same kecamatan at the same moment wait for each other."""
        kecamatan, tahun = usulan.kode_desa[:_PANJANG_KECAMATAN], hari_ini().year
        return f"USL-{kecamatan}-{tahun}-{await self._repo.nomor_berikut(kecamatan, tahun):06}"

    async def minta_lengkapi(
        self, ref: Ref, isi: MintaLengkapiMasuk, pelaku: Pelaku, *, versi: int | None = None
    ) -> Usulan:
        """Send it back with the list of what is missing.

        Raises:
            As `UsulanService.move`.
        """
        usulan = await self._usulan.kunci(ref, pelaku)
        butir = list(dict.fromkeys(isi.butir))
        await self._usulan.jalankan(
            usulan,
            AksiUsulan.MINTA_LENGKAPI,
            pelaku,
            alasan=isi.alasan,
            fakta=FaktaUsulan(is_butir_kurang_disebut=bool(butir)),
            versi=versi,
            rincian={"butir": butir},
        )
        usulan.butir_kurang = [{"butir": b.value, "terjawab": False} for b in butir]
        await self._repo.flush()
        return usulan

    async def lengkapi(self, ref: Ref, isi: LengkapiMasuk, pelaku: Pelaku, *, versi: int | None = None) -> Usulan:
        """Answer what was asked; changed fields, new attachments and words to unchanged fields count.

        Raises:
            As `UsulanService.move`.
        """
        usulan = await self._usulan.kunci(ref, pelaku)
        if usulan.status is StatusUsulan.PERLU_DILENGKAPI and fakta_baris.is_pengusul(usulan, pelaku):
            jawab(usulan, {t.butir for t in isi.tanggapan})
        tanggapan = [t.model_dump(mode="json") for t in isi.tanggapan]
        return await self._usulan.jalankan(
            usulan,
            AksiUsulan.LENGKAPI,
            pelaku,
            versi=versi,
            rincian={"tanggapan": tanggapan} if tanggapan else None,
        )

    async def tetapkan_lengkap(
        self, ref: Ref, daftar: DaftarPeriksa, pelaku: Pelaku, *, versi: int | None = None
    ) -> Usulan:
        """Declare every document present and readable.

        Raises:
            As `UsulanService.move`.
        """
        periksa = daftar.model_dump()
        fakta = FaktaUsulan(is_daftar_periksa_terpenuhi=all(periksa.values()))
        usulan = await self._usulan.kunci(ref, pelaku)
        return await self._usulan.jalankan(
            usulan, AksiUsulan.TETAPKAN_LENGKAP, pelaku, fakta=fakta, versi=versi, rincian={"daftar_periksa": periksa}
        )


def jawab(usulan: Usulan, butir: Sequence[str] | set[Any]) -> None:
    """Tick the items that have been answered."""
    usulan.butir_kurang = [b | {"terjawab": b["terjawab"] or b["butir"] in butir} for b in usulan.butir_kurang]
