"""The receipt of a usulan as a letter that anybody can check: that it was received, and where it stands."""

from typing import Any, Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas
from app.core.clock import WIB
from app.core.ids import Ref
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.surat.jenis import JenisSurat
from app.surat.service import SuratService, sidik_isi
from app.usulan.errors import UsulanBelumDikirim
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import TEKS_JENIS, TEKS_SUBJENIS, AksiUsulan, teks_status
from app.wilayah.service import WilayahService

_PENGUSUL: Final = {
    Jabatan.WARGA: "Warga",
    Jabatan.OPERATOR_DESA: "Operator desa/kelurahan",
    Jabatan.OPERATOR_KABKOTA: "Operator kabupaten/kota",
}


class SuratBuktiService:
    """Hands the receipt out; a case that has moved on gets a new one, which replaces the old."""

    def __init__(self, usulan: UsulanService, surat: SuratService, wilayah: WilayahService) -> None:
        self._usulan = usulan
        self._surat = surat
        self._wilayah = wilayah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for routes."""
        return cls(UsulanService.rakit(sesi, wadah), SuratService.rakit(sesi, wadah), WilayahService.rakit(sesi, wadah))

    async def buka(self, ref: Ref, pelaku: Pelaku, *, tujuan: str | None = None) -> Berkas:
        """Return the receipt's PDF as the case stands now; the reading is recorded.

        Raises:
            UsulanNotFound: unknown or out of scope.
            UsulanBelumDikirim: a draft has no receipt.
            SuratSudahBerakhir: somebody asked at the same moment; ask again.
            BerkasNotFound, PenyimpananTidakTersedia: the stored letter cannot be read.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        if usulan.nomor is None:
            raise UsulanBelumDikirim
        objek, isi = f"usulan/{usulan.id}", await self._isi(usulan)
        lama = next(iter(await self._surat.milik(objek)), None)
        if lama is None or lama.sidik_isi != sidik_isi(isi):
            mengganti = lama.kode if lama else None
            lama = await self._surat.terbitkan(
                JenisSurat.BUKTI_USULAN,
                isi,
                objek=objek,
                kode_wilayah=usulan.kode_desa,
                pelaku=pelaku,
                mengganti=mengganti,
            )
        await self._usulan.jejak.catat(
            "usulan:surat_bukti:dibaca",
            pelaku=pelaku,
            objek=objek,
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            tujuan=tujuan,
        )
        return await self._surat.baca_pdf(lama.kode)

    async def _isi(self, usulan: Usulan) -> dict[str, Any]:
        saat = (await self._usulan.saat_aksi([usulan.ref], AksiUsulan.AJUKAN)).get(usulan.ref, usulan.created_at)
        jenis = TEKS_JENIS[usulan.jenis].id + (f": {TEKS_SUBJENIS[usulan.subjenis].id}" if usulan.subjenis else "")
        atas_nama = " atas nama yang bersangkutan" if usulan.is_atas_nama else ""
        return {
            "kop": await self._surat.kop(usulan.kode_desa),
            "nomor": usulan.nomor,
            "tanggal": saat.astimezone(WIB).date().isoformat(),
            "subjek": {
                "nama": self._usulan.subjek(usulan).nama,
                "desa": await self._wilayah.nama_lengkap(usulan.kode_desa),
            },
            "pengusul": _PENGUSUL[usulan.pengusul_jabatan] + atas_nama,
            "jenis": jenis,
            "status": teks_status(usulan.status, usulan.jenis, usulan.subjenis).id,
        }
