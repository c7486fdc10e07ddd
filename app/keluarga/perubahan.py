"""Changes that officers make in the registry: a family, its members, their coming and going; nothing is overwritten.

Every change holds the family's lock, raises its version, and leaves sealed old and new values in its history.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import PemisahanTugas
from app.keluarga.arsip import RAHASIA_INDIVIDU
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap
from app.keluarga.errors import (
    AnggotaSudahKeluar,
    DesaDiLuarLingkup,
    KeluargaNotFound,
    KepalaSudahAda,
    NikSudahTerdaftar,
    TanggalPeristiwaTidakSah,
    TujuanPindahTidakSah,
)
from app.keluarga.kode import (
    AlasanKeluarAnggota,
    AlasanMasukAnggota,
    Hubungan,
    PeristiwaKeluarga,
    StatusDokumen,
)
from app.keluarga.models import AnggotaKeluarga, Individu, Keluarga
from app.keluarga.pencatatan import Masuk, Pencatatan
from app.keluarga.penerimaan import Penerimaan
from app.keluarga.repository import Pasangan
from app.keluarga.schemas import (
    AnggotaBuat,
    AnggotaPindah,
    AnggotaTutup,
    AnggotaUbah,
    KeluargaBuat,
    KeluargaUbah,
)
from app.keluarga.subjek import AnggotaSubjek
from app.wilayah.lingkup import Lingkup
from app.wilayah.nama import lipat
from app.wilayah.service import WilayahService

_KELUARGA_SENDIRI: Final = Teks("Anda tidak boleh mengubah keluarga sendiri", "You may not change your own family")


class PerubahanService:
    """The writing use cases. `pelaku` None is the system, whose scope is the nation."""

    def __init__(self, pencatatan: Pencatatan, wilayah: WilayahService) -> None:
        self._catat = pencatatan
        self._penerimaan = Penerimaan(pencatatan)
        self._repo = pencatatan.repo
        self._arsip = pencatatan.arsip
        self._wilayah = wilayah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(Pencatatan.rakit(sesi, wadah), WilayahService.rakit(sesi, wadah))

    async def buat(self, isi: KeluargaBuat, pelaku: Pelaku) -> KeluargaLengkap:
        """Create a family with its members.

        Raises:
            WilayahTidakDikenal: no village of today.
            DesaDiLuarLingkup: not the officer's village.
            KeluargaNotFound: `serumah_dengan` is unknown or out of scope.
            NikSudahTerdaftar: a NIK is another person's.
            PemisahanTugas: the officer's own family.
        """
        await self._pastikan_desa(isi.kode_desa, pelaku)
        serumah = await self._serumah(isi.serumah_dengan, pelaku)
        nik = [self._arsip.nik(n) for n in (isi.nik, *(a.nik for a in isi.anggota))]
        _pastikan_bukan_sendiri(pelaku, nik, self._arsip.no_kk(isi.no_kk))
        keluarga_id = id_baru()
        await self._catat.buat_keluarga(keluarga_id, isi.kode_desa, isi.no_kk, isi.alamat, serumah)
        keluarga = await self._kunci(keluarga_id, None)
        awal = {"no_kk": isi.no_kk, "alamat": isi.alamat, "kode_desa": isi.kode_desa}
        await self._catat.catat(keluarga, PeristiwaKeluarga.DIBUAT, pelaku, baru=awal)
        kontak = {"telepon": isi.telepon, "surel": isi.surel}
        for orang, rahasia in ((isi.sebagai_anggota, kontak), *((a, {}) for a in isi.anggota)):
            masuk = Masuk(hari_ini(), AlasanMasukAnggota.AWAL, orang.hubungan)
            individu = await self._catat.masukkan_baru(keluarga, orang, masuk, rahasia, boleh_ganda=False)
            await self._masuk(keluarga, individu, masuk, pelaku)
        return await self._baca(keluarga)

    async def ubah(self, ref: Ref, isi: KeluargaUbah, pelaku: Pelaku, versi: int) -> KeluargaLengkap:
        """Correct number, address or village; the village of members and scores follows.

        Raises:
            KeluargaNotFound, VersiBasi, PemisahanTugas, DesaDiLuarLingkup, WilayahTidakDikenal.
        """
        keluarga, _ = await self._buka(ref, pelaku, versi)
        lama = {**self._arsip.buka_keluarga(keluarga), "kode_desa": keluarga.kode_desa}
        baru = _beda(lama, isi.model_dump(exclude_unset=True, mode="json"))
        if desa := baru.get("kode_desa"):
            await self._pastikan_desa(desa, pelaku)
        if "no_kk" in baru:
            _pastikan_bukan_sendiri(pelaku, [], self._arsip.no_kk(baru["no_kk"]))
            await self._ganti_no_kk(keluarga.keluarga_id, lama["no_kk"], baru["no_kk"])
        dokumen = {n: (lama | baru)[n] for n in ("no_kk", "alamat")}
        keluarga.isi = self._arsip.segel_milik(keluarga, "keluarga", keluarga.keluarga_id, dokumen)
        if desa:
            keluarga.kode_desa = desa
            await self._repo.pindah_desa(keluarga.keluarga_id, desa)
            if jawaban := await self._repo.jawaban_terakhir(keluarga.keluarga_id):
                await self._catat.turunkan(keluarga, self._arsip.jawaban(keluarga, jawaban))
        await self._selesai(keluarga, PeristiwaKeluarga.KELUARGA_DIPERBAIKI, pelaku, None, lama, baru)
        return await self._baca(keluarga)

    async def tambah_anggota(
        self, ref: Ref, isi: AnggotaBuat, pelaku: Pelaku, versi: int | None
    ) -> tuple[KeluargaLengkap, AnggotaLengkap]:
        """Add a person who was born or moved in; who left another family for an unknown one keeps his identity.

        Raises:
            KeluargaNotFound, VersiBasi, PemisahanTugas.
            TanggalPeristiwaTidakSah: in the future or before birth.
            KepalaSudahAda: a second head.
            NikSudahTerdaftar: the NIK is another present person's, or of one who left with other data than were given.
        """
        asal = await self._penerimaan.asal(isi)
        # Two families that take in from each other are locked in one order, so neither waits for the other for ever.
        for keluarga_id in sorted({ref.keluarga_id, asal.keluarga_id} if asal else ()):
            await self._kunci(keluarga_id, pelaku if keluarga_id == ref.keluarga_id else None)
        keluarga, pasangan = await self._buka(ref, pelaku, versi)
        _pastikan_bukan_sendiri(pelaku, self._penerimaan.calon(isi.nik), None)
        if not isi.tanggal_lahir <= isi.tanggal <= hari_ini():
            raise TanggalPeristiwaTidakSah
        _pastikan_kepala(pasangan, isi.hubungan)
        masuk = Masuk(isi.tanggal, isi.alasan, isi.hubungan)
        if asal and (lama := await self._penerimaan.yang_pindah(asal, isi)):
            individu = await self._catat.masukkan_lama(keluarga, lama, masuk)
            await self._penerimaan.catat_di_asal(await self._kunci(asal.keluarga_id, None), lama, pelaku)
        else:
            orang = AnggotaSubjek.model_construct(**{n: getattr(isi, n) for n in AnggotaSubjek.model_fields})
            individu = await self._catat.masukkan_baru(keluarga, orang, masuk, {}, boleh_ganda=False)
        await self._masuk(keluarga, individu, masuk, pelaku)
        await self._catat.naikkan_versi(keluarga)
        lengkap = await self._baca(keluarga)
        return lengkap, next(a for a in lengkap.aktif if a.individu_id == individu.id)

    async def ubah_anggota(
        self, ref: Ref, anggota_ref: Ref, isi: AnggotaUbah, pelaku: Pelaku, versi: int
    ) -> KeluargaLengkap:
        """Correct what is recorded of a present member; the old values stay in the history.

        Raises:
            KeluargaNotFound, VersiBasi, PemisahanTugas, AnggotaSudahKeluar, KepalaSudahAda, NikSudahTerdaftar.
        """
        keluarga, pasangan = await self._buka(ref, pelaku, versi)
        anggota, individu = _aktif(pasangan, anggota_ref)
        rahasia = self._arsip.buka_individu(individu)
        lama = rahasia | {
            "nama": individu.nama,
            "tanggal_lahir": individu.tanggal_lahir.isoformat(),
            "jenis_kelamin": individu.jenis_kelamin,
            "hubungan": anggota.hubungan,
        }
        baru = _beda(lama, isi.model_dump(exclude_unset=True, mode="json"))
        if "hubungan" in baru:
            _pastikan_kepala(pasangan, Hubungan(baru["hubungan"]))
            anggota.hubungan = Hubungan(baru["hubungan"])
        if "nik" in baru:
            _pastikan_bukan_sendiri(pelaku, self._penerimaan.calon(isi.nik), None)
            await self._ganti_nik(individu, baru["nik"])
        individu.nama = baru.get("nama", individu.nama)
        individu.nama_lipat = lipat(individu.nama)
        individu.tanggal_lahir = isi.tanggal_lahir or individu.tanggal_lahir
        individu.jenis_kelamin = isi.jenis_kelamin or individu.jenis_kelamin
        individu.isi = self._arsip.segel_ulang(individu, {n: (lama | baru)[n] for n in RAHASIA_INDIVIDU})
        individu.updated_at = now()
        await self._selesai(keluarga, PeristiwaKeluarga.ANGGOTA_DIPERBAIKI, pelaku, individu, lama, baru)
        return await self._baca(keluarga)

    async def tutup_anggota(
        self, ref: Ref, anggota_ref: Ref, isi: AnggotaTutup, pelaku: Pelaku, versi: int | None
    ) -> KeluargaLengkap:
        """End a membership by death, by a move to an unknown family, or as a mistake (which frees the NIK).

        Raises:
            KeluargaNotFound, VersiBasi, PemisahanTugas, AnggotaSudahKeluar.
            TanggalPeristiwaTidakSah: in the future or before the membership.
            KepalaSudahAda: `kepala_baru` beside a head who stays.
        """
        keluarga, pasangan = await self._buka(ref, pelaku, versi)
        anggota, individu = _aktif(pasangan, anggota_ref)
        await self._tutup(keluarga, anggota, individu, isi.tanggal, isi.alasan, pelaku)
        if isi.alasan is AlasanKeluarAnggota.SALAH_CATAT and individu.nik_hmac:
            await self._repo.lepas_nik(individu.nik_hmac, individu.id)
        if isi.kepala_baru:
            _pastikan_kepala(pasangan, Hubungan.KEPALA_KELUARGA)
            penerus, orang = _aktif(pasangan, isi.kepala_baru)
            lama, baru = {"hubungan": penerus.hubungan}, {"hubungan": Hubungan.KEPALA_KELUARGA}
            penerus.hubungan = Hubungan.KEPALA_KELUARGA
            await self._catat.catat(
                keluarga, PeristiwaKeluarga.ANGGOTA_DIPERBAIKI, pelaku, individu=orang, lama=lama, baru=baru
            )
        await self._catat.naikkan_versi(keluarga)
        return await self._baca(keluarga)

    async def tandai_meninggal(self, anggota_ref: Ref, tanggal: date, pelaku: Pelaku | None) -> None:
        """Close a membership by death for another stage; doing it again changes nothing.

        Raises:
            KeluargaNotFound: no such person, or outside the officer's regions.
            TanggalPeristiwaTidakSah: in the future or before the membership.
        """
        keluarga = await self._kunci(anggota_ref.keluarga_id, pelaku)
        pasangan = (await self._repo.anggota([keluarga.keluarga_id]))[keluarga.keluarga_id]
        try:
            anggota, individu = _aktif(pasangan, anggota_ref)
        except AnggotaSudahKeluar:
            return
        await self._tutup(keluarga, anggota, individu, tanggal, AlasanKeluarAnggota.MENINGGAL, pelaku)
        await self._catat.naikkan_versi(keluarga)

    async def pindahkan(
        self, ref: Ref, anggota_ref: Ref, isi: AnggotaPindah, pelaku: Pelaku, versi: int | None
    ) -> KeluargaLengkap:
        """Move a member into another family: close here, open there under the same id, the NIK's index follows.

        Returns:
            The new family.

        Raises:
            KeluargaNotFound: either family is unknown or out of scope.
            TujuanPindahTidakSah: the same family.
            VersiBasi, PemisahanTugas, AnggotaSudahKeluar, TanggalPeristiwaTidakSah, KepalaSudahAda.
        """
        if isi.ke.keluarga_id == ref.keluarga_id:
            raise TujuanPindahTidakSah
        # Two movers between the same families lock them in one order, so neither waits for the other for ever.
        for keluarga_id in sorted((ref.keluarga_id, isi.ke.keluarga_id)):
            await self._kunci(keluarga_id, pelaku)
        asal, pasangan = await self._buka(ref, pelaku, versi)
        tujuan, di_sana = await self._buka(isi.ke, pelaku, None)
        anggota, individu = _aktif(pasangan, anggota_ref)
        _pastikan_kepala(di_sana, isi.hubungan)
        await self._tutup(asal, anggota, individu, isi.tanggal, AlasanKeluarAnggota.PINDAH, pelaku)
        masuk = Masuk(isi.tanggal, AlasanMasukAnggota.PINDAH, isi.hubungan)
        await self._masuk(tujuan, await self._catat.masukkan_lama(tujuan, individu, masuk), masuk, pelaku)
        await self._catat.naikkan_versi(asal)
        await self._catat.naikkan_versi(tujuan)
        return await self._baca(tujuan)

    async def nama_desa(self, kode: str) -> str:
        """Return the village's name with its superiors; the code itself when it is unknown."""
        return next(iter((await self._wilayah.nama_lengkap_banyak([kode])).values()), kode)

    # -- steps

    async def _kunci(self, keluarga_id: UUID, pelaku: Pelaku | None) -> Keluarga:
        lingkup = Lingkup.dari(pelaku) if pelaku else Lingkup.nasional()
        keluarga = await self._repo.kunci(keluarga_id, lingkup)
        if keluarga is None:
            raise KeluargaNotFound
        return keluarga

    async def _buka(self, ref: Ref, pelaku: Pelaku, versi: int | None) -> tuple[Keluarga, list[Pasangan]]:
        """Lock the family and refuse, in this order: unknown, own family, stale version."""
        if ref.id != ref.keluarga_id:
            raise KeluargaNotFound
        keluarga = await self._kunci(ref.keluarga_id, pelaku)
        pasangan = (await self._repo.anggota([ref.keluarga_id]))[ref.keluarga_id]
        no_kk = self._arsip.no_kk(self._arsip.buka_keluarga(keluarga)["no_kk"])
        _pastikan_bukan_sendiri(pelaku, [i.nik_hmac for a, i in pasangan if a.keluar_date is None], no_kk)
        pastikan_versi(versi, keluarga.versi)
        return keluarga, pasangan

    async def _baca(self, keluarga: Keluarga) -> KeluargaLengkap:
        return self._arsip.lengkap(keluarga, (await self._repo.anggota([keluarga.keluarga_id]))[keluarga.keluarga_id])

    async def _serumah(self, ref: Ref | None, pelaku: Pelaku) -> UUID | None:
        if ref is None:
            return None
        keluarga = await self._repo.ambil(ref.keluarga_id, Lingkup.dari(pelaku))
        if keluarga is None:
            raise KeluargaNotFound
        return keluarga.rumah_tangga_id

    async def _pastikan_desa(self, kode: str, pelaku: Pelaku) -> None:
        await self._wilayah.pastikan_desa(kode)
        if not Lingkup.dari(pelaku).memuat(kode):
            raise DesaDiLuarLingkup

    async def _ganti_no_kk(self, keluarga_id: UUID, lama: str | None, baru: str | None) -> None:
        if hmac := self._arsip.no_kk(lama):
            await self._repo.lepas_no_kk(hmac, keluarga_id)
        if hmac := self._arsip.no_kk(baru):
            await self._repo.catat_no_kk(hmac, keluarga_id)

    async def _ganti_nik(self, individu: Individu, nik: str | None) -> None:
        if individu.nik_hmac:
            await self._repo.lepas_nik(individu.nik_hmac, individu.id)
        hmac = self._arsip.nik(nik)
        if hmac and not await self._repo.klaim_nik(hmac, individu.keluarga_id, individu.id):
            raise NikSudahTerdaftar
        individu.nik_hmac, individu.is_nik_ganda = hmac, False
        individu.status_dokumen = StatusDokumen.ADA if hmac else StatusDokumen.BELUM_PUNYA

    async def _masuk(self, keluarga: Keluarga, individu: Individu, masuk: Masuk, pelaku: Pelaku) -> None:
        isi = {"nama": individu.nama, "hubungan": masuk.hubungan, "tanggal": masuk.tanggal.isoformat()}
        await self._catat.catat(
            keluarga,
            PeristiwaKeluarga.ANGGOTA_MASUK,
            pelaku,
            individu=individu,
            baru=isi | {"alasan": masuk.alasan},
        )

    async def _tutup(
        self,
        keluarga: Keluarga,
        anggota: AnggotaKeluarga,
        individu: Individu,
        tanggal: date,
        alasan: AlasanKeluarAnggota,
        pelaku: Pelaku | None,
    ) -> None:
        if not anggota.masuk_date <= tanggal <= hari_ini():
            raise TanggalPeristiwaTidakSah
        await self._catat.tutup_keanggotaan(anggota, individu, tanggal, alasan)
        baru = {"tanggal": tanggal.isoformat(), "alasan": alasan}
        await self._catat.catat(keluarga, PeristiwaKeluarga.ANGGOTA_KELUAR, pelaku, individu=individu, baru=baru)

    async def _selesai(
        self,
        keluarga: Keluarga,
        peristiwa: PeristiwaKeluarga,
        pelaku: Pelaku,
        individu: Individu | None,
        lama: Mapping[str, Any],
        baru: Mapping[str, Any],
    ) -> None:
        """Raise the version and write the history of a correction; one that changes nothing leaves no trace."""
        if baru:
            await self._catat.naikkan_versi(keluarga)
            sebelum = {n: lama[n] for n in baru}
            await self._catat.catat(keluarga, peristiwa, pelaku, individu=individu, lama=sebelum, baru=baru)


def _beda(lama: Mapping[str, Any], isi: Mapping[str, Any]) -> dict[str, Any]:
    return {n: v for n, v in isi.items() if lama[n] != v}


def _aktif(pasangan: list[Pasangan], ref: Ref) -> Pasangan:
    milik = [(a, i) for a, i in pasangan if (i.keluarga_id, i.id) == (ref.keluarga_id, ref.id)]
    if not milik:
        raise KeluargaNotFound
    if aktif := next((p for p in milik if p[0].keluar_date is None), None):
        return aktif
    raise AnggotaSudahKeluar


def _pastikan_kepala(pasangan: list[Pasangan], hubungan: Hubungan) -> None:
    kepala = Hubungan.KEPALA_KELUARGA
    if hubungan is kepala and any(a.hubungan is kepala and a.keluar_date is None for a, _ in pasangan):
        raise KepalaSudahAda


def _pastikan_bukan_sendiri(pelaku: Pelaku, nik: list[UUID | None], no_kk: UUID | None) -> None:
    """Refuse an officer whose own NIK or No KK is in the family (separation of duties, Kepmensos 73/HUK/2024)."""
    nik_sendiri = pelaku.nik_indeks is not None and pelaku.nik_indeks in nik
    if nik_sendiri or (no_kk is not None and no_kk == pelaku.no_kk_indeks):
        raise PemisahanTugas(_KELUARGA_SENDIRI)
