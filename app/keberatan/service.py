"""The family's side: object to the desil in force, bring evidence, withdraw, correct what proved wrong."""

from datetime import date, timedelta
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.desil.entitas import PeringkatKeluarga
from app.desil.errors import DesilBelumAda
from app.desil.service import DesilService
from app.keberatan.alur import ALUR_KEBERATAN_DESIL, FaktaKeberatanDesil
from app.keberatan.bukti import MAKS_LAMPIRAN, simpan_bukti
from app.keberatan.buku import BukuKeberatan, is_dewasa
from app.keberatan.entitas import KeberatanLengkap
from app.keberatan.errors import (
    KeberatanDesilMasihTerbuka,
    KeberatanDesilSudahDijawab,
    KeberatanDesilTertutup,
    KeberatanDesilTidakAda,
    LampiranKeberatanPenuh,
    LampiranKeberatanTidakAda,
)
from app.keberatan.models import KeberatanDesil, LampiranKeberatanDesil
from app.keberatan.status import AksiKeberatanDesil, StatusKeberatanDesil, TindakLanjut
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.service import KeluargaService
from app.periode.jendela import NamaJendela
from app.periode.service import PeriodeService
from app.referensi.katalog import pastikan_alasan
from app.usulan.penyusunan import PenyusunanUsulan
from app.usulan.schemas_masuk import OrangDikenal, UsulanPerbaikanBuat
from app.usulan.status import JenisUsulan, SubjenisUsulan
from app.wilayah.lingkup import Lingkup

_A, _S = AksiKeberatanDesil, StatusKeberatanDesil
_SUBJENIS: Final = {
    TindakLanjut.PEMBARUAN_DESIL: SubjenisUsulan.PEMBARUAN_DESIL,
    TindakLanjut.SOSIAL_EKONOMI: SubjenisUsulan.SOSIAL_EKONOMI,
}


class KeberatanDesilService:
    """Use cases of who objects, and of the village that files for him."""

    def __init__(self, buku: BukuKeberatan, sesi: AsyncSession, wadah: Wadah) -> None:
        self._buku = buku
        self._repo = buku.repo
        self._keluarga = KeluargaService.rakit(sesi, wadah)
        self._desil = DesilService.rakit(sesi, wadah)
        self._periode = PeriodeService.rakit(sesi, wadah)
        self._berkas = BerkasObjekService.rakit(sesi, wadah)
        self._penyusunan = PenyusunanUsulan.rakit(sesi, wadah)
        self._hari = wadah.pengaturan.tenggat.hari_keberatan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(BukuKeberatan.rakit(sesi, wadah), sesi, wadah)

    # -- filing

    async def ajukan_sendiri(self, kode: str, penjelasan: str, pelaku: Pelaku) -> KeberatanLengkap:
        """Object to the desil of the family in which the caller lives.

        Raises:
            DesilBelumAda: he is a living member of no registered family, or no run is in force.
            As `ajukan`.
        """
        keluarga, individu_id = await self._keluarga_saya(pelaku)
        return await self._ajukan(keluarga, individu_id, kode, penjelasan, pelaku)

    async def ajukan(self, orang: Ref, kode: str, penjelasan: str, pelaku: Pelaku) -> KeberatanLengkap:
        """Object on behalf of somebody of the village who cannot file it himself.

        Raises:
            KeluargaNotFound: unknown, or out of scope.
            DesilBelumAda: no run is in force.
            AlasanTidakBerlaku: the reason is of another action.
            SyaratTidakTerpenuhi: not a living adult member.
            KeberatanDesilMasihTerbuka: an objection of the family is not answered yet.
            KeberatanDesilSudahDijawab: the run in force was objected to and answered.
        """
        keluarga = await self._keluarga.baca(orang.keluarga_id)
        if not Lingkup.dari(pelaku).memuat(keluarga.kode_desa):
            raise KeluargaNotFound
        return await self._ajukan(keluarga, orang.id, kode, penjelasan, pelaku)

    async def _ajukan(
        self, keluarga: KeluargaLengkap, individu_id: UUID, kode: str, penjelasan: str, pelaku: Pelaku
    ) -> KeberatanLengkap:
        pastikan_alasan(kode, "keberatan_desil.ajukan")
        diri = next((a for a in keluarga.aktif if a.individu_id == individu_id), None)
        fakta = FaktaKeberatanDesil(is_anggota_dewasa=diri is not None and is_dewasa(diri, hari_ini()), is_pengaju=True)
        panah = ALUR_KEBERATAN_DESIL.mulai(_A.AJUKAN, pelaku.jabatan, fakta)
        letak = await self._desil.peringkat(keluarga.keluarga_id)
        if letak is None:
            raise DesilBelumAda
        await self._pastikan_boleh(letak)
        baris_id = id_baru()
        baris = KeberatanDesil(
            keluarga_id=keluarga.keluarga_id,
            id=baris_id,
            individu_id=individu_id,
            nik_indeks=diri.nik_hmac if diri else None,
            putaran_id=letak.putaran_id,
            kode_desa=keluarga.kode_desa,
            status=panah.ke,
            alasan_kode=kode,
            tenggat_date=await self._tenggat(hari_ini()),
            pengaju_id=pelaku.akun_id,
            pengingat_ke=0,
            created_at=now(),
            versi=1,
            **self._buku.segel(baris_id, {"penjelasan": penjelasan, "desil": _potret(letak)}),
        )
        await self._repo.tambah(baris)
        await self._buku.catat(baris, _A.AJUKAN, pelaku, subjek=keluarga.subjek)
        tenggat = Teks(f"Dijawab paling lambat {baris.tenggat_date}.", f"To be answered by {baris.tenggat_date}.")
        await self._buku.kabari_keluarga(baris, keluarga, tenggat)
        return await self._buku.lengkapkan(baris, fakta, pelaku, terbuka=True)

    async def _pastikan_boleh(self, letak: PeringkatKeluarga) -> None:
        semua = await self._repo.milik_keluarga(letak.keluarga_id)
        if any(k.status is _S.DIAJUKAN for k in semua):
            raise KeberatanDesilMasihTerbuka
        if any(k.putaran_id == letak.putaran_id and k.status is not _S.BATAL for k in semua):
            raise KeberatanDesilSudahDijawab

    async def _tenggat(self, hari: date) -> date:
        """Return the day of the answer: within the setting, and before the next window in which decrees are made."""
        penetapan = await self._periode.mulai_berikut(NamaJendela.PENETAPAN, hari)
        return max(hari, min(hari + timedelta(days=self._hari), penetapan - timedelta(days=1)))

    # -- the family's own

    async def milik(self, pelaku: Pelaku) -> list[KeberatanLengkap]:
        """Return the objections of the caller's family, newest first; none for who lives in no registered family."""
        try:
            keluarga, individu_id = await self._keluarga_saya(pelaku)
        except DesilBelumAda:
            return []
        semua = await self._repo.milik_keluarga(keluarga.keluarga_id)
        await self._buku.jejak_daftar(semua, pelaku)
        return [await self._tampil(k, individu_id, pelaku) for k in semua]

    async def baca(self, ref: Ref, pelaku: Pelaku) -> KeberatanLengkap:
        """Return one of them; the reading is recorded.

        Raises:
            KeberatanDesilTidakAda: unknown, or of another family.
        """
        baris, individu_id = await self._satu(ref, pelaku)
        await self._buku.jejak(baris, "dibaca", pelaku)
        return await self._tampil(baris, individu_id, pelaku)

    async def batalkan(self, ref: Ref, pelaku: Pelaku, versi: int | None = None) -> KeberatanLengkap:
        """Withdraw it; the family may object to the same run again.

        Raises:
            KeberatanDesilTidakAda: unknown, or of another family.
            TransisiDitolak, SyaratTidakTerpenuhi: answered already, or filed by another member.
            VersiBasi: changed since it was read.
        """
        baris, individu_id = await self._satu(ref, pelaku, kunci=True)
        fakta = _fakta(baris, individu_id, pelaku)
        ALUR_KEBERATAN_DESIL.periksa(baris.status, _A.BATALKAN, pelaku.jabatan, fakta)
        pastikan_versi(versi, baris.versi)
        ALUR_KEBERATAN_DESIL.apply(baris, _A.BATALKAN, pelaku.jabatan, fakta)
        baris.versi += 1
        await self._buku.catat(baris, _A.BATALKAN, pelaku)
        return await self._tampil(baris, individu_id, pelaku)

    async def lampirkan(self, ref: Ref, data: bytes, pelaku: Pelaku) -> LampiranKeberatanDesil:
        """Keep a photo or PDF as evidence.

        Raises:
            KeberatanDesilTidakAda: unknown, of another family, or filed by another member.
            KeberatanDesilTertutup: answered or withdrawn.
            LampiranKeberatanPenuh: ten are attached.
            Those of `BerkasObjekService` for a file that is none.
        """
        await self._terbuka(ref, pelaku)
        lampiran_id = id_baru()
        tabel = LampiranKeberatanDesil.__tablename__
        berkas_id = await simpan_bukti(self._berkas, data, tabel, lampiran_id, pelaku)
        # Only now the lock: the object store is another machine, and no row waits for it.
        baris = await self._terbuka(ref, pelaku, kunci=True)
        if len(await self._repo.lampiran(baris.ref)) >= MAKS_LAMPIRAN:
            raise LampiranKeberatanPenuh
        baru = LampiranKeberatanDesil(
            keluarga_id=baris.keluarga_id,
            id=lampiran_id,
            keberatan_id=baris.id,
            berkas_id=berkas_id,
            pelaku_id=pelaku.akun_id,
            created_at=now(),
        )
        await self._repo.tambah(baru)
        baris.versi += 1
        await self._buku.jejak(baris, "dilampiri", pelaku)
        return baru

    async def buka_lampiran(self, ref: Ref, lampiran_id: UUID, pelaku: Pelaku) -> Berkas:
        """Return evidence that this citizen sent.

        Raises:
            KeberatanDesilTidakAda, LampiranKeberatanTidakAda, BerkasNotFound: unknown, or somebody else's.
        """
        baris, _ = await self._satu(ref, pelaku)
        for x in await self._repo.lampiran(baris.ref):
            if x.id == lampiran_id and x.pelaku_id == pelaku.akun_id:
                await self._buku.jejak(baris, "bukti_dibaca", pelaku)
                return await self._berkas.baca(x.berkas_id)
        raise LampiranKeberatanTidakAda

    # -- putting right what proved wrong

    async def perbaiki_sendiri(self, ref: Ref, pelaku: Pelaku) -> KeberatanLengkap:
        """Make a draft PERBAIKAN of one's granted objection; it is completed and sent as any other usulan.

        Raises:
            KeberatanDesilTidakAda: unknown, or of another family.
            TransisiDitolak: it was not granted, or a draft was made already.
            TerlaluSering, TerlaluBanyakDraf, SyaratTidakTerpenuhi: as of any draft.
        """
        baris, individu_id = await self._satu(ref, pelaku, kunci=True)
        is_pengaju = _fakta(baris, individu_id, pelaku).is_pengaju is True
        await self._buka_perbaikan(baris, pelaku, is_pengaju=is_pengaju)
        return await self._tampil(baris, individu_id, pelaku)

    async def perbaiki(self, ref: Ref, pelaku: Pelaku) -> KeberatanLengkap:
        """Make the draft for a family of the village.

        Raises:
            KeberatanDesilTidakAda: unknown, or out of scope.
            As `perbaiki_sendiri`, and PemisahanTugas: the officer's own family.
        """
        baris = await self._repo.satu(ref, Lingkup.dari(pelaku), kunci=True)
        if baris is None:
            raise KeberatanDesilTidakAda
        await self._buka_perbaikan(baris, pelaku, is_pengaju=baris.pengaju_id == pelaku.akun_id)
        return await self._buku.lengkapkan(baris, FaktaKeberatanDesil(), pelaku, terbuka=False)

    async def _buka_perbaikan(self, baris: KeberatanDesil, pelaku: Pelaku, *, is_pengaju: bool) -> None:
        if baris.status is not _S.DITERIMA or baris.tindak_lanjut is None or baris.usulan is not None:
            raise TransisiDitolak(status_sekarang=baris.status, aksi_tersedia=[])
        isi = UsulanPerbaikanBuat(
            jenis=JenisUsulan.PERBAIKAN,
            subjenis=_SUBJENIS[baris.tindak_lanjut],
            orang=OrangDikenal(anggota=Ref(baris.keluarga_id, baris.individu_id)),
            penjelasan=self._buku.buka(baris)["penjelasan"] if is_pengaju else None,
        )
        usulan = await self._penyusunan.buat(isi, pelaku)
        baris.usulan_keluarga_id, baris.usulan_id = usulan.keluarga_id, usulan.id
        baris.versi += 1
        await self._buku.jejak(baris, "perbaikan_dibuka", pelaku)

    # -- steps

    async def _keluarga_saya(self, pelaku: Pelaku) -> tuple[KeluargaLengkap, UUID]:
        lokasi = await self._keluarga.cari_indeks(pelaku.nik_indeks) if pelaku.nik_indeks else None
        keluarga = await self._keluarga.baca(lokasi.keluarga_id) if lokasi else None
        # The index still names the last family of who has left it.
        if keluarga is not None and lokasi is not None:
            hidup = {a.individu_id for a in keluarga.aktif if a.meninggal_date is None}
            if lokasi.individu_id in hidup:
                return keluarga, lokasi.individu_id
        raise DesilBelumAda

    async def _satu(self, ref: Ref, pelaku: Pelaku, *, kunci: bool = False) -> tuple[KeberatanDesil, UUID]:
        try:
            keluarga, individu_id = await self._keluarga_saya(pelaku)
        except DesilBelumAda:
            raise KeberatanDesilTidakAda from None
        baris = None
        if ref.keluarga_id == keluarga.keluarga_id:
            baris = await self._repo.satu(ref, Lingkup.nasional(), kunci=kunci)
        if baris is None:
            raise KeberatanDesilTidakAda
        return baris, individu_id

    async def _terbuka(self, ref: Ref, pelaku: Pelaku, *, kunci: bool = False) -> KeberatanDesil:
        baris, individu_id = await self._satu(ref, pelaku, kunci=kunci)
        if not _fakta(baris, individu_id, pelaku).is_pengaju:
            raise KeberatanDesilTidakAda
        if baris.status is not _S.DIAJUKAN:
            raise KeberatanDesilTertutup(status_sekarang=baris.status)
        return baris

    async def _tampil(self, baris: KeberatanDesil, individu_id: UUID, pelaku: Pelaku) -> KeberatanLengkap:
        fakta = _fakta(baris, individu_id, pelaku)
        return await self._buku.lengkapkan(baris, fakta, pelaku, terbuka=fakta.is_pengaju is True)


def _fakta(baris: KeberatanDesil, individu_id: UUID, pelaku: Pelaku) -> FaktaKeberatanDesil:
    return FaktaKeberatanDesil(is_pengaju=individu_id == baris.individu_id or pelaku.akun_id == baris.pengaju_id)


def _potret(p: PeringkatKeluarga) -> dict[str, Any]:
    """Return the place that is contested, as it stood."""
    return {
        "status": p.status.value,
        "nasional": p.desil_nasional,
        "provinsi": p.desil_provinsi,
        "kabkota": p.desil_kabkota,
        "data_tanggal": p.data_date.isoformat() if p.data_date else None,
    }
