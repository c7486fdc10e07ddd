"""Use cases of the checks by other sources: ask about every adult of the family, keep what came of it.

The questions wait on networks, so a job asks them between two short transactions. What a source says becomes a finding
for a human; what it does not say is written down as not checked, and never taken for clean.
"""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Final, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.db import transaksi
from app.core.ids import Ref, id_baru
from app.core.jobs import enqueue
from app.core.peran import Pelaku
from app.core.ratelimit import pakai
from app.core.wadah import Wadah
from app.keluarga.entitas import AnggotaLengkap
from app.keluarga.service import KeluargaService
from app.kriteria.service import KriteriaService
from app.temuan.entitas import TemuanBaru
from app.temuan.ports import SUMBER_LUAR, BelumDiperiksa, JawabanSumber, PemeriksaPengecualianPort
from app.temuan.service import TemuanService
from app.temuan.status import SumberTemuan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.verval.entitas import ringkas_kriteria
from app.verval.errors import BelumDapatDipadankan
from app.verval.models_validasi import PemeriksaanPengecualian, PenilaianKriteria
from app.verval.padan import MENUNGGU
from app.verval.repository_validasi import ValidasiRepository
from app.verval.status import HasilPengecualian

TUGAS_PERIKSA: Final = "verval.periksa_pengecualian"
COBA_MAKS: Final = 5
JEDA_ULANG: Final = timedelta(minutes=15)
_BATAS_PERMINTAAN: Final = 100
_JENDELA_PERMINTAAN: Final = 3600
_TAHUN: Final = 365.2425
Pasangan = tuple[UUID, SumberTemuan]


class Tanya(NamedTuple):
    """One question: which member, which source, which number."""

    individu_id: UUID
    sumber: SumberTemuan
    nik: str


class Jawab(NamedTuple):
    """One question with what came of it."""

    tanya: Tanya
    jawaban: JawabanSumber | BelumDiperiksa


class PengecualianService:
    """The checks of one case, and the criteria as they read the family then."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._wadah = wadah
        self._repo = ValidasiRepository(sesi)
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._keluarga = KeluargaService.rakit(sesi, wadah)
        self._temuan = TemuanService.rakit(sesi, wadah)
        self._kriteria = KriteriaService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def minta(self, ref: Ref, pelaku: Pelaku) -> Usulan:
        """Queue another round of questions.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            BelumDapatDipadankan: not in validation.
            TerlaluSering: the caller's questions of this hour are used up.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        if usulan.status not in MENUNGGU:
            raise BelumDapatDipadankan(status_sekarang=usulan.status)
        await pakai(self._wadah, "pengecualian", str(pelaku.akun_id), _BATAS_PERMINTAAN, _JENDELA_PERMINTAAN)
        await self._catat("diminta", usulan, pelaku)
        await enqueue(self._sesi, TUGAS_PERIKSA, {"ref": usulan.ref.teks})
        return usulan

    async def siapkan(self, ref: Ref) -> list[Tanya] | None:
        """Return what is to be asked; None when the case is not in validation any more."""
        usulan = await self._usulan.ambil(ref, None)
        if usulan.status not in MENUNGGU:
            return None
        return [Tanya(a.individu_id, s, str(a.nik)) for a in await self._dewasa(usulan) for s in SUMBER_LUAR]

    async def simpan(self, ref: Ref, jawaban: Sequence[Jawab]) -> bool:
        """Keep the answers, their findings and the criteria; return whether a required source is still silent."""
        usulan = await self._usulan.kunci(ref, None)
        if usulan.status not in MENUNGGU:
            return False
        for j in jawaban:
            await self._simpan(usulan, j)
        await self._nilai(usulan)
        await self._catat("dicatat", usulan, None, jumlah=len(jawaban))
        return not await self.is_diperiksa(usulan)

    async def is_diperiksa(self, usulan: Usulan) -> bool:
        """Return whether every source was asked about every adult, and the required ones have answered."""
        ada = await self._repo.pemeriksaan(usulan.ref)
        wajib = {SumberTemuan(s) for s in self._wadah.pengaturan.pengecualian.wajib}
        perlu: set[Pasangan] = {(a.individu_id, s) for a in await self._dewasa(usulan) for s in SUMBER_LUAR}
        terjawab = {k for k, p in ada.items() if p.hasil is not HasilPengecualian.BELUM_DIPERIKSA}
        return perlu <= set(ada) and {(i, s) for i, s in perlu if s in wajib} <= terjawab

    async def is_dinilai(self, usulan: Usulan) -> bool:
        """Return whether the criteria were read for this case."""
        return await self._repo.penilaian(usulan.ref) is not None

    async def _dewasa(self, usulan: Usulan) -> list[AnggotaLengkap]:
        """Return whom the sources are asked about; nobody where the registry has no such family (yet)."""
        keluarga = (await self._keluarga.baca_banyak([usulan.registri_id])).get(usulan.registri_id)
        if keluarga is None:
            return []
        batas = self._wadah.pengaturan.pengecualian.umur_minimal * _TAHUN
        return [a for a in keluarga.aktif if a.nik and (hari_ini() - a.tanggal_lahir).days >= batas]

    async def _simpan(self, usulan: Usulan, j: Jawab) -> None:
        hasil, sebab = HasilPengecualian.BELUM_DIPERIKSA, None
        tanggal, jumlah = None, 0
        if isinstance(j.jawaban, BelumDiperiksa):
            sebab = j.jawaban.sebab
        else:
            tanggal, jumlah = j.jawaban.tanggal, len(j.jawaban.catatan)
            hasil = HasilPengecualian.TERDETEKSI if jumlah else HasilPengecualian.BERSIH
            await self._temukan(usulan, j.tanya, j.jawaban)
        await self._repo.tambah(
            PemeriksaanPengecualian(
                keluarga_id=usulan.keluarga_id,
                id=id_baru(),
                usulan_id=usulan.id,
                individu_id=j.tanya.individu_id,
                sumber=j.tanya.sumber,
                hasil=hasil,
                sebab=sebab,
                data_date=tanggal,
                jumlah=jumlah,
                created_at=now(),
            )
        )

    async def _temukan(self, usulan: Usulan, tanya: Tanya, jawaban: JawabanSumber) -> None:
        """Turn what a source has on record into findings; what it said before and says no more lapses."""
        masih = [
            await self._temuan.catat(
                TemuanBaru(
                    c.jenis,
                    usulan.registri_id,
                    tanya.individu_id,
                    usulan.kode_desa,
                    tanya.sumber,
                    jawaban.tanggal,
                    c.keyakinan,
                    c.isi,
                ),
                None,
            )
            for c in jawaban.catatan
        ]
        await self._temuan.tarik(usulan.registri_id, tanya.individu_id, tanya.sumber, masih)

    async def _nilai(self, usulan: Usulan) -> None:
        if usulan.individu_id is None:
            return
        baris_id = id_baru()
        isi = {"perangkat": [ringkas_kriteria(h) for h in await self._kriteria.nilai(usulan.registri_id)]}
        segel = self._wadah.sandi.segel(isi, PenilaianKriteria.__tablename__, baris_id)
        await self._repo.tambah(
            PenilaianKriteria(
                keluarga_id=usulan.keluarga_id,
                id=baris_id,
                usulan_id=usulan.id,
                kunci_data=segel.kunci_data,
                isi=segel.isi,
                created_at=now(),
            )
        )

    async def _catat(self, apa: str, usulan: Usulan, pelaku: Pelaku | None, **rincian: object) -> None:
        await self._jejak.catat(
            f"verval:pengecualian:{apa}",
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            rincian=rincian,
        )


async def periksa_usulan(wadah: Wadah, ref: Ref, ke: int = 1) -> None:
    """Ask all sources about one case; `ke` counts the rounds, of which a silent required source gets five."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        tanya = await PengecualianService.rakit(sesi, wadah).siapkan(ref)
        port = wadah.ambil(PemeriksaPengecualianPort, sesi)
    if tanya is None:
        return
    jawaban = await asyncio.gather(*(port.periksa(t.sumber, t.nik) for t in tanya))
    async with transaksi(wadah.pabrik_sesi) as sesi:
        kurang = await PengecualianService.rakit(sesi, wadah).simpan(ref, [*map(Jawab, tanya, jawaban)])
        if kurang and ke < COBA_MAKS:
            await enqueue(sesi, TUGAS_PERIKSA, {"ref": ref.teks, "ke": ke + 1}, tunda=JEDA_ULANG * 2 ** (ke - 1))
