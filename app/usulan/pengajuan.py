"""Sending and completing: the arrows whose facts usulan itself owns, from the draft to a complete case."""

from dataclasses import replace
from typing import Final

from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Jabatan, Pelaku
from app.usulan import fakta as fakta_baris
from app.usulan.errors import KonfirmasiTidakPerlu
from app.usulan.fakta_usulan import FaktaUsulan
from app.usulan.kelengkapan import periksa_kurang
from app.usulan.models import Usulan
from app.usulan.penyusunan import PenyusunanUsulan, jawab
from app.usulan.schemas_masuk import AjukanMasuk, DaftarPeriksa, LengkapiMasuk, MintaLengkapiMasuk
from app.usulan.status import AksiUsulan, StatusUsulan, SubjenisUsulan, TandaUsulan

_PANJANG_KECAMATAN: Final = 8


class PengajuanService(PenyusunanUsulan):
    """The proposer's and the village operator's side of a usulan."""

    async def ajukan(
        self, ref: Ref, pelaku: Pelaku, isi: AjukanMasuk | None = None, *, versi: int | None = None
    ) -> Usulan:
        """Send the draft: it takes the person's one open place and gets its period and its number.

        Outside its window it is queued for the next period, never refused.

        Raises:
            As `UsulanService.move`; `SyaratTidakTerpenuhi` with `USULAN_GANDA` when the place is taken.
            TerlaluSering: too many tries of one day.
            KodeKonfirmasiTidakSah: who resigns sent a wrong or expired code.
        """
        await self._hitung(pelaku)
        usulan = await self._usulan.kunci(ref, pelaku)
        luar = FaktaUsulan(is_terkonfirmasi=await self._terkonfirmasi(usulan, pelaku, isi))
        if usulan.status is StatusUsulan.DRAF:
            if usulan.individu_id is not None:
                # A draft may lie for weeks while families change.
                await self._tulis_perkara(usulan, await self._registri.baca(usulan.registri_id, usulan.individu_id))
            # Before the number: who waits for a place holds no number's lock.
            ganda = usulan.kunci_terbuka is not None and not await self._repo.klaim(usulan)
            luar = replace(luar, has_usulan_terbuka=ganda)
            usulan.periode = await self._periode.untuk_usulan(program=usulan.program)
            usulan.nomor = usulan.nomor or await self._nomor(usulan)
        return await self._usulan.jalankan(usulan, AksiUsulan.AJUKAN, pelaku, fakta=luar, versi=versi)

    async def kirim_kode(self, ref: Ref, pelaku: Pelaku) -> None:
        """E-mail the code with which this citizen confirms that he resigns.

        Raises:
            UsulanNotFound: unknown, or not visible to him.
            KonfirmasiTidakPerlu: not his own unsent resignation.
            SurelTidakAda: his account has no address; the village files it with a signed form.
            TerlaluSering: too many codes.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        is_draf = usulan.status is StatusUsulan.DRAF and fakta_baris.is_pengusul(usulan, pelaku)
        if not is_draf or usulan.subjenis is not SubjenisUsulan.MENGUNDURKAN_DIRI:
            raise KonfirmasiTidakPerlu
        await self._konfirmasi.kirim(pelaku.akun_id, _tujuan(usulan))

    async def _terkonfirmasi(self, usulan: Usulan, pelaku: Pelaku, isi: AjukanMasuk | None) -> bool:
        """Return whether who resigns has proved it twice; for an officer the signed form stands for the code."""
        if usulan.subjenis is not SubjenisUsulan.MENGUNDURKAN_DIRI or pelaku.jabatan is not Jabatan.WARGA:
            return True
        if isi is None or isi.kode_konfirmasi is None:
            return False
        await self._konfirmasi.pastikan(pelaku.akun_id, _tujuan(usulan), isi.kode_konfirmasi)
        return True

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
        return await self._usulan.jalankan(
            usulan,
            AksiUsulan.MINTA_LENGKAPI,
            pelaku,
            alasan=isi.alasan,
            fakta=FaktaUsulan(is_butir_kurang_disebut=bool(butir)),
            versi=versi,
            rincian={"butir": butir},
        )

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
        periksa = daftar.model_dump(exclude_none=True)
        usulan = await self._usulan.kunci(ref, pelaku)
        tanda = [TandaUsulan(t) for t in usulan.tanda]
        fakta = FaktaUsulan(periksa_kurang=periksa_kurang(usulan.jenis, usulan.subjenis, periksa, tanda))
        return await self._usulan.jalankan(
            usulan, AksiUsulan.TETAPKAN_LENGKAP, pelaku, fakta=fakta, versi=versi, rincian={"daftar_periksa": periksa}
        )


def _tujuan(usulan: Usulan) -> str:
    return f"usulan:mengundurkan-diri:{usulan.id}"
