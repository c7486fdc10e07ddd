"""The removal that a granted contest makes: sent at once, in the name of the kab/kota, and then like any other.

Who grants it is its author, so somebody else validates it; who reported the person is nowhere in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from app.berkas_objek.service import BerkasObjekService, GambarBersih
from app.core.clock import now
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan, Pelaku
from app.usulan.alur import ALUR_USULAN
from app.usulan.errors import UsulanNotFound
from app.usulan.fakta_usulan import FaktaUsulan
from app.usulan.models import LampiranUsulan
from app.usulan.pengajuan import PengajuanService
from app.usulan.schemas_masuk import OrangDikenal, UsulanHapusBuat
from app.usulan.status import AksiUsulan, JenisLampiran, JenisUsulan, SubjenisUsulan

_PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class HapusDariSanggah:
    """Who is to be taken out, why, and what the visit has proved: copies of its files by what they show."""

    orang: Ref
    subjenis: SubjenisUsulan
    penjelasan: str = field(repr=False)
    tanggal_peristiwa: date | None
    lampiran: Mapping[JenisLampiran, tuple[UUID, UUID]]


class UsulanDariSanggah(PengajuanService):
    """What a contest may do with usulan."""

    async def is_berjalan(self, ref: Ref) -> bool:
        """Return whether this usulan has not ended."""
        try:
            return (await self._usulan.ambil(ref, None)).status not in ALUR_USULAN.akhir
        except UsulanNotFound:
            return False

    async def kirim_hapus(self, hapus: HapusDariSanggah, pelaku: Pelaku) -> Ref:
        """Send a HAPUS of somebody on file.

        Raises:
            SyaratTidakTerpenuhi: not on file in the actor's area, another HAPUS of him is open (USULAN_GANDA), he has
                moved away, or the visit has not brought the paper that this kind needs.
        """
        isi = UsulanHapusBuat(
            jenis=JenisUsulan.HAPUS,
            subjenis=hapus.subjenis,
            orang=OrangDikenal(anggota=hapus.orang),
            tanggal_peristiwa=hapus.tanggal_peristiwa,
            penjelasan=hapus.penjelasan,
            pernyataan_disetujui=True,
        )
        usulan = self._rakit(JenisUsulan.HAPUS, await self._bahan(isi, pelaku), pelaku, pernyataan=True)
        # The office, not the VERIFIKATOR, proposes: its operator answers when the village asks for something.
        usulan.pengusul_jabatan = Jabatan.OPERATOR_KABKOTA
        lampiran = [
            LampiranUsulan(
                keluarga_id=usulan.keluarga_id,
                id=lampiran_id,
                usulan_id=usulan.id,
                jenis=jenis,
                berkas_id=berkas_id,
                pelaku_id=pelaku.akun_id,
                created_at=now(),
            )
            for jenis, (lampiran_id, berkas_id) in hapus.lampiran.items()
        ]
        await self._repo.add(usulan)
        await self._repo.add(*lampiran)
        # Before the number: who waits for a place holds no number's lock.
        ganda = not await self._repo.klaim(usulan)
        usulan.periode = await self._periode.untuk_usulan(program=usulan.program)
        usulan.nomor = await self._nomor(usulan)
        luar = FaktaUsulan(has_usulan_terbuka=ganda)
        await self._usulan.jalankan(usulan, AksiUsulan.AJUKAN_DARI_SANGGAH, None, fakta=luar)
        return usulan.ref


async def salin(
    simpanan: BerkasObjekService, berkas: Mapping[JenisLampiran, UUID], pelaku: Pelaku
) -> dict[JenisLampiran, tuple[UUID, UUID]]:
    """Copy files for a removal to be, so that each case erases its own; ids of attachment and file by kind."""
    hasil = {}
    for jenis, berkas_id in berkas.items():
        isi, lampiran_id = await simpanan.baca(berkas_id), id_baru()
        pemilik = f"lampiran_usulan/{lampiran_id}"
        if isi.media == _PDF:
            salinan = await simpanan.simpan_terbitan(isi.isi, pemilik=pemilik, pelaku_id=pelaku.akun_id)
        else:
            salinan = await simpanan.simpan_gambar(GambarBersih(isi.isi), pemilik=pemilik, pelaku_id=pelaku.akun_id)
        hasil[jenis] = (lampiran_id, salinan)
    return hasil
