"""Use case of the ordered prelist: the families of a meeting's list that the registry knows, neediest first."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.desil.service import DesilService
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.kanonik import REGISTRI
from app.keluarga.service import KeluargaService
from app.kriteria.service import KriteriaService
from app.musyawarah.ports import TerdaftarPort
from app.musyawarah.prelist import PrelistService
from app.spk.aturan import Aturan, muat
from app.spk.entitas import BarisTanpaData, BarisUrutan, Urutan
from app.spk.urutan import perselisihan, susun
from app.usulan.service import UsulanService
from app.wilayah.service import WilayahService

_BELUM_TERHUBUNG: Final = Teks(
    "Usulan ini belum terhubung dengan keluarga yang tercatat di desa ini; orang yang diusulkan BARU dicari dan "
    "dihubungkan sesudah musyawarah menyepakatinya",
    "This usulan is not linked to a family on file in this village; who is proposed as BARU is looked for and linked "
    "once the meeting has agreed",
)
_UTAS: Final = ThreadPoolExecutor(1, thread_name_prefix="spk")
"""One list at a time: it is arithmetic in Python, and several at once would slow every other request down."""


class UrutanService:
    """Reads for the meeting; no transition asks it anything."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._jejak = Jejak(sesi)
        self._prelist = PrelistService.rakit(sesi, wadah)
        self._terdaftar = wadah.ambil(TerdaftarPort, sesi)
        self._wilayah = WilayahService.rakit(sesi, wadah)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._keluarga = KeluargaService.rakit(sesi, wadah)
        self._desil = DesilService.rakit(sesi, wadah)
        self._kriteria = KriteriaService.rakit(sesi, wadah)
        self._maks = wadah.pengaturan.musyawarah.prelist_maks
        self._ambang = wadah.pengaturan.penetapan.desil_maks

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(sesi, wadah)

    async def baca(self, musyawarah_id: UUID, pelaku: Pelaku, tujuan: str) -> Urutan:
        """Return the families of a meeting's list, neediest first; the reading is recorded with its purpose.

        Who has no answers on file, or lacks one of the criteria's, stands apart with what is missing: nothing is
        guessed.

        Raises:
            MusyawarahNotFound, TransisiDitolak: as of the prelist.
        """
        prelist = await self._prelist.baca(musyawarah_id, pelaku, tujuan)
        desa = await self._wilayah.setempat([prelist.musyawarah.kode_desa])
        nama = {b.nama.ref: b.nama.nama for b in (*prelist.usulan, *prelist.sptjm)}
        milik = await self._usulan.registri(nama)
        usulan: dict[UUID, list[Ref]] = {}
        for ref, keluarga_id in sorted(milik.items()):
            usulan.setdefault(keluarga_id, []).append(ref)
        terdaftar = await self._terdaftar.keluarga_pertama(desa, self._maks)
        semua = await self._keluarga.baca_banyak({*usulan, *terdaftar})
        # Who moved away since he was proposed is no longer this village's to read.
        keluarga = {k: satu for k, satu in semua.items() if satu.kode_desa in desa}
        await self._catat(musyawarah_id, keluarga.values(), pelaku, tujuan)
        aturan = muat()
        terjawab = await self._keluarga.kanonik_banyak(keluarga.keys())
        kanonik = {k: terjawab.get(k, {}) for k in sorted(keluarga)}
        kurang = {k: aturan.kurang(kanonik[k]) for k in kanonik}
        baris = await self._baris(aturan, {k: keluarga[k] for k in kanonik if not kurang[k]}, kanonik, usulan)
        tanpa = [
            BarisTanpaData(keluarga[k], usulan.get(k, []), _nama(keluarga[k]), [REGISTRI[v].deskripsi for v in lacks])
            for k, lacks in kurang.items()
            if lacks
        ]
        tanpa += [
            BarisTanpaData(None, refs, nama[refs[0]], [_BELUM_TERHUBUNG])
            for k, refs in sorted(usulan.items())
            if k not in keluarga
        ]
        putaran = await self._desil.putaran_berlaku()
        model = await self._desil.label_model(putaran) if putaran else None
        return Urutan(aturan, model, baris[1], baris[2], baris[0], tanpa)

    async def _baris(
        self,
        aturan: Aturan,
        keluarga: Mapping[UUID, KeluargaLengkap],
        kanonik: Mapping[UUID, Mapping[str, Any]],
        usulan: Mapping[UUID, list[Ref]],
    ) -> tuple[list[BarisUrutan], float | None, Sequence[str]]:
        nilai = {str(k): aturan.nilai(kanonik[k]) for k in keluarga}
        # The head's blind index says nothing about him and is the same whatever the order of the list.
        seri = {str(k): f"{_seri(satu)}{k}" for k, satu in keluarga.items()}
        daftar = await asyncio.get_running_loop().run_in_executor(_UTAS, susun, aturan, nilai, seri)
        peringkat = await self._desil.peringkat_kini(keluarga.keys())
        kriteria = await self._kriteria.nilai_banyak(keluarga.values())
        hasil = []
        for letak in daftar.letak:
            k = UUID(letak.kunci)
            desil = peringkat[k].desil_nasional if k in peringkat else None
            bacaan = {h.kode.value: h.bacaan for h in kriteria[k]}
            tinjau = perselisihan(letak.kelompok, desil, self._ambang, bacaan)
            hasil.append(BarisUrutan(letak, keluarga[k], usulan.get(k, []), desil, kriteria[k], tinjau))
        return hasil, daftar.siluet, daftar.kolom_tetap

    async def _catat(
        self, musyawarah_id: UUID, keluarga: Collection[KeluargaLengkap], pelaku: Pelaku, tujuan: str
    ) -> None:
        await self._jejak.catat(
            "spk:urutan:dibaca",
            pelaku=pelaku,
            objek=f"musyawarah/{musyawarah_id}",
            subjek=list(dict.fromkeys(s for k in keluarga for s in k.subjek)),
            tujuan=tujuan,
            rincian={"keluarga": len(keluarga), "aturan": muat().versi},
        )


def _nama(k: KeluargaLengkap) -> str:
    return k.wakil.nama if k.wakil else ""


def _seri(k: KeluargaLengkap) -> str:
    return str(k.wakil.nik_hmac) if k.wakil and k.wakil.nik_hmac else ""
