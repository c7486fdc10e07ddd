"""Writes what a chunk came to, in the transaction that marks it as done: registry, findings, audit rows."""

from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak, KejadianKeluarga
from app.cekbansos.pembaru import PembaruCekBansos
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.impor.repository_titipan import TitipanRepository
from app.impor.susun import HasilPotongan
from app.keluarga.repository_curah import MassalRepository
from app.temuan.entitas import TemuanBaru
from app.temuan.massal import PencatatMassal
from app.temuan.status import SumberTemuan

_YAKIN: Final = 100


class Penulis:
    """Writes the chunks of one import."""

    def __init__(self, wadah: Wadah, impor_id: UUID, tanggal: date, pelaku: Pelaku) -> None:
        self._wadah = wadah
        self._id = impor_id
        self._tanggal = tanggal
        self._pelaku = pelaku

    async def tulis(self, sesi: AsyncSession, hasil: HasilPotongan) -> None:
        """Write a chunk.

        Raises:
            TidakLagiCocok: a family or a NIK that it relied on is not as it was; nothing may be committed.
        """
        await MassalRepository(sesi).tulis(hasil.tulis)
        temuan = [
            TemuanBaru(
                jenis=t.jenis,
                keluarga_id=t.keluarga_id,
                individu_id=t.individu_id,
                kode_desa=t.kode_desa,
                sumber=SumberTemuan.REGISTRI,
                tanggal=self._tanggal,
                keyakinan=_YAKIN,
                isi=t.isi,
                lain=Ref(*t.lain) if t.lain else None,
            )
            for t in hasil.temuan
        ]
        baru = await PencatatMassal.rakit(sesi, self._wadah).catat(temuan, self._pelaku)
        jejak = {k: (subjek, rincian) for k, subjek, rincian in hasil.jejak}
        subjek_temuan: dict[tuple[UUID, UUID | None], set[UUID]] = {}
        for m in hasil.temuan:
            subjek_temuan.setdefault((m.keluarga_id, m.individu_id), set()).update(m.subjek)
        for t in baru:
            subjek, rincian = jejak.setdefault(t.keluarga_id, ([], {"impor": str(self._id)}))
            rincian.setdefault("temuan", []).append(t.jenis.value)
            subjek += sorted(subjek_temuan[t.keluarga_id, t.individu_id].difference(subjek))
        await Jejak(sesi).catat_massal(
            "keluarga:data:diimpor", self._pelaku, [KejadianKeluarga(k, s, r) for k, (s, r) in jejak.items()]
        )
        await TitipanRepository(sesi).catat_kunci(hasil.kunci)
        if hasil.segar:
            await PembaruCekBansos.rakit(sesi, self._wadah).segarkan({n: (nama, h) for n, nama, h in hasil.segar})
