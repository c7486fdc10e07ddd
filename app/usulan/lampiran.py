"""Photos and papers of a usulan: attach, replace, delete, open."""

from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.usulan import fakta as fakta_baris
from app.usulan.errors import LampiranNotFound, TerlaluBanyakLampiran, UsulanTerkunci
from app.usulan.isian_padan import pastikan_lampiran
from app.usulan.models import LampiranUsulan, Usulan
from app.usulan.pengajuan import PengajuanService
from app.usulan.penyusunan import boleh_ubah, jawab
from app.usulan.service import UsulanService
from app.usulan.status import JenisLampiran, StatusUsulan

MAKS: Final = 20
_FOTO: Final = frozenset(j for j in JenisLampiran if j.value.startswith("FOTO_"))


class LampiranService:
    """Attachments live and die with the rules of the content, but a signed SPTJM may join a complete case."""

    def __init__(self, usulan: UsulanService, pengajuan: PengajuanService, berkas: BerkasObjekService) -> None:
        self._usulan = usulan
        self._pengajuan = pengajuan
        self._berkas = berkas

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for routes, jobs and commands."""
        return cls(
            UsulanService.rakit(sesi, wadah),
            PengajuanService.rakit(sesi, wadah),
            BerkasObjekService.rakit(sesi, wadah),
        )

    async def tambah(self, ref: Ref, jenis: JenisLampiran, data: bytes, pelaku: Pelaku) -> tuple[LampiranUsulan, int]:
        """Keep a photo, or a PDF for papers; a new one of the same kind replaces the old one, except LAINNYA.

        Returns:
            The attachment and the usulan's new version.

        Raises:
            UsulanNotFound: unknown or out of scope.
            UsulanTerkunci: not in this state, or not by this actor.
            IsianTerkunci: the case does not match, and it is no paper of the identity.
            TerlaluBanyakLampiran: twenty are attached.
            Those of `BerkasObjekService` for a file that is none.
        """
        repo = self._usulan.repo
        self._pastikan(await self._usulan.ambil(ref, pelaku), pelaku, jenis)
        lampiran_id = id_baru()
        simpan = self._berkas.simpan_gambar if jenis in _FOTO else self._berkas.simpan_foto_atau_pdf
        berkas_id = await simpan(data, pemilik=f"lampiran_usulan/{lampiran_id}", pelaku_id=pelaku.akun_id)
        # Only now the lock: the object store is another machine, and no row waits for it.
        usulan = self._pastikan(await self._usulan.kunci(ref, pelaku), pelaku, jenis)
        ada = await repo.lampiran(ref)
        lama = [x for x in ada if x.jenis is jenis and jenis is not JenisLampiran.LAINNYA]
        if len(ada) - len(lama) >= MAKS:
            raise TerlaluBanyakLampiran
        for x in lama:
            await self._buang(usulan, x)
        baru = LampiranUsulan(
            keluarga_id=usulan.keluarga_id,
            id=lampiran_id,
            usulan_id=usulan.id,
            jenis=jenis,
            berkas_id=berkas_id,
            pelaku_id=pelaku.akun_id,
            created_at=now(),
        )
        await repo.add(baru)
        jawab(usulan, {jenis})
        await self._pengajuan.tandai_disunting(usulan, pelaku, "usulan:lampiran:ditambah")
        return baru, usulan.versi

    async def hapus(self, ref: Ref, lampiran_id: UUID, pelaku: Pelaku, *, versi: int) -> None:
        """Delete an attachment and erase its file.

        Raises:
            UsulanNotFound, LampiranNotFound: unknown or out of scope.
            UsulanTerkunci: not in this state, or not by this actor.
            IsianTerkunci: the case does not match.
            VersiBasi: changed since it was read.
        """
        usulan = await self._pengajuan.kunci_untuk_ubah(ref, pelaku)
        lampiran = await self._satu(ref, lampiran_id)
        pastikan_versi(versi, usulan.versi)
        pastikan_lampiran(usulan, lampiran.jenis, is_hapus=True)
        await self._buang(usulan, lampiran)
        await self._pengajuan.tandai_disunting(usulan, pelaku, "usulan:lampiran:dihapus")

    async def buka(
        self, ref: Ref, lampiran_id: UUID, pelaku: Pelaku, *, tujuan: str | None = None
    ) -> tuple[LampiranUsulan, Berkas]:
        """Return an attachment with its bytes; the reading is recorded.

        Raises:
            UsulanNotFound, LampiranNotFound, BerkasNotFound: unknown, out of scope or erased.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        lampiran = await self._satu(ref, lampiran_id)
        await self._usulan.jejak.catat(
            "usulan:lampiran:dibaca",
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            tujuan=tujuan,
            rincian={"jenis": lampiran.jenis.value},
        )
        return lampiran, await self._berkas.baca(lampiran.berkas_id)

    @staticmethod
    def _pastikan(usulan: Usulan, pelaku: Pelaku, jenis: JenisLampiran) -> Usulan:
        is_sptjm = (
            jenis is JenisLampiran.SPTJM
            and usulan.status is StatusUsulan.LENGKAP
            and pelaku.jabatan is Jabatan.OPERATOR_DESA
            and not fakta_baris.is_perkara_sendiri(usulan, pelaku)
        )
        if is_sptjm or boleh_ubah(usulan, pelaku):
            pastikan_lampiran(usulan, jenis)
            return usulan
        raise UsulanTerkunci(status_sekarang=usulan.status)

    async def _satu(self, ref: Ref, lampiran_id: UUID) -> LampiranUsulan:
        if lampiran := await self._usulan.repo.satu_lampiran(ref, lampiran_id):
            return lampiran
        raise LampiranNotFound

    async def _buang(self, usulan: Usulan, lampiran: LampiranUsulan) -> None:
        await self._usulan.repo.hapus_lampiran(lampiran)
        # Older than its case: taken over from the refused one, which goes on showing the file.
        if lampiran.created_at >= usulan.created_at:
            await self._berkas.hapus(lampiran.berkas_id)
