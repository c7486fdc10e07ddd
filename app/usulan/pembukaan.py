"""Taking up a refused usulan again after a granted objection: a new case, filled in from the old one."""

from typing import Final

from app.core.ids import id_baru
from app.usulan.alur import ALUR_USULAN
from app.usulan.fakta_usulan import FaktaUsulan
from app.usulan.models import LampiranUsulan, Usulan
from app.usulan.pengajuan import PengajuanService
from app.usulan.penyusunan import Bahan, Pengusul
from app.usulan.perubahan_sah import sesudah
from app.usulan.status import AksiUsulan, JenisUsulan, StatusUsulan

_BUKA: Final = ALUR_USULAN[AksiUsulan.BUKA_KEMBALI]


class PembukaanKembali(PengajuanService):
    """The refused case stays as it ended; the new one names it and keeps its proposer, papers and changes.

    A refusal of the meeting goes back to the meeting. One that came later leaves the village's agreement standing, and
    what was found after it is found anew: visits, matches and judgements belong to the case for which they were made.
    """

    async def buka_kembali(self, lama: Usulan) -> Usulan:
        """Make the new case, in LENGKAP or past the meeting.

        Raises:
            SyaratTidakTerpenuhi: registered by now, moved, or with another open usulan (USULAN_GANDA).
        """
        usulan = await self._salin(lama)
        await self._repo.add(usulan)
        ganda = usulan.kunci_terbuka is not None and not await self._repo.klaim(usulan)
        luar = FaktaUsulan(has_usulan_terbuka=ganda, is_keberatan_diterima=True)
        fakta = await self._usulan.fakta(usulan, None, luar, aksi=_BUKA.aksi)
        panah = ALUR_USULAN.mulai(_BUKA.aksi, None, fakta)
        usulan.periode = await self._periode.untuk_usulan(program=usulan.program)
        usulan.nomor = await self._nomor(usulan)
        await self._repo.add(*[_salin_lampiran(x, usulan) for x in await self._repo.lampiran(lama.ref)])
        await self._usulan.catat(usulan, panah, None, dari=None, rincian={"usulan_asal": lama.nomor})
        await self._usulan.minta_padan(usulan)
        if lama.status is not StatusUsulan.TIDAK_DISEPAKATI:
            lewat = FaktaUsulan(has_kesepakatan=True)
            await self._usulan.jalankan(usulan, AksiUsulan.LEWATI_MUSYAWARAH, None, fakta=lewat)
        return usulan

    async def _salin(self, lama: Usulan) -> Usulan:
        pengusul = Pengusul(lama.pengusul_id, lama.pengusul_jabatan)
        bahan, pernyataan = await self._bahan_lama(lama), lama.is_pernyataan_disetujui
        usulan = self._rakit(lama.jenis, bahan, pengusul, pernyataan=pernyataan, status=_BUKA.ke)
        usulan.penyunting_ids = [*lama.penyunting_ids]
        usulan.is_mewakili_desa = lama.is_mewakili_desa
        usulan.usulan_asal_keluarga_id, usulan.usulan_asal_id = lama.keluarga_id, lama.id
        if lama.individu_id is not None:
            usulan.registri_id, usulan.individu_id = lama.registri_id, lama.individu_id
        return usulan

    async def _bahan_lama(self, lama: Usulan) -> Bahan:
        rincian, program = self._usulan.rincian(lama), tuple(lama.program)
        if lama.jenis is JenisUsulan.BARU or lama.individu_id is None:
            subjek = self._usulan.subjek(lama)
            desa = await self._wilayah.desa_kini(subjek.kode_desa)
            return Bahan(subjek.model_copy(update={"kode_desa": desa}), rincian, lama.subjenis, program)
        # As the registry has him today, with the changes that were asked for.
        orang = await self._registri.baca(lama.registri_id, lama.individu_id)
        perkara = await self._perkara(orang, rincian.perubahan)
        is_hapus = lama.jenis is JenisUsulan.HAPUS
        subjek = orang.subjek if is_hapus else sesudah(orang.subjek, rincian.perubahan)
        bahan = rincian if is_hapus else perkara.lengkapi(rincian)
        return Bahan(subjek, bahan, lama.subjenis, program, orang, perkara)


def _salin_lampiran(lama: LampiranUsulan, usulan: Usulan) -> LampiranUsulan:
    """Return the attachment for the new case; `created_at` stays, which says that the file is the old case's too."""
    return LampiranUsulan(
        keluarga_id=usulan.keluarga_id,
        id=id_baru(),
        usulan_id=usulan.id,
        jenis=lama.jenis,
        berkas_id=lama.berkas_id,
        pelaku_id=lama.pelaku_id,
        created_at=lama.created_at,
    )
