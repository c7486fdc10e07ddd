"""Taking a change back: what it set must still stand, and what stood before is restored, by an entry of its own.

A membership that a change opened is ended as recorded by mistake; one that it ended is open again. Number indexes and
what later stages keep of a person follow.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.core.etag import pastikan_versi
from app.core.ids import Ref
from app.keluarga.entitas import PeristiwaLengkap
from app.keluarga.errors import (
    AdaPerubahanSesudahnya,
    KeluargaNotFound,
    KepalaSudahAda,
    KoreksiTidakDapatDikoreksi,
    NikSudahTerdaftar,
    OrangDiDuaKeluarga,
    PerubahanNotFound,
    PerubahanSudahDikoreksi,
)
from app.keluarga.kode import AlasanKeluarAnggota, Hubungan, StatusDokumen
from app.keluarga.models import AnggotaKeluarga, Individu, Keluarga
from app.keluarga.penerapan import ubah_kartu, ubah_orang
from app.keluarga.perumahan import tempatkan
from app.keluarga.potret import Bidang, masih
from app.keluarga.ruang import Asal, Ruang
from app.wilayah.lingkup import Lingkup

_SALAH: Final = AlasanKeluarAnggota.SALAH_CATAT


class Koreksi:
    """One correction: `buka` finds and locks, `pulihkan` restores, `selesai` writes the history."""

    def __init__(self, ruang: Ruang) -> None:
        self._ruang = ruang
        self._repo = ruang.repo
        self._arsip = ruang.arsip
        self._butir: dict[UUID, list[PeristiwaLengkap]] = {}
        self._id = UUID(int=0)

    async def buka(self, ref: Ref, versi: int | None) -> PeristiwaLengkap:
        """Lock every family that the change touched, all in one order, and return its first entry.

        Raises:
            PemisahanTugas: an officer's own family, also one that only the correction makes his own again.
        """
        self._id = ref.keluarga_id
        lingkup = Lingkup.dari(self._ruang.pelaku) if self._ruang.pelaku else Lingkup.nasional()
        keluarga = await self._repo.ambil(ref.keluarga_id, lingkup)
        if keluarga is None:
            raise KeluargaNotFound
        milik = [p for p in await self._baris(keluarga, ref.id) if p.perubahan_id == ref.id and p.jenis]
        if not milik:
            raise PerubahanNotFound
        if milik[0].mengoreksi_id:
            raise KoreksiTidakDapatDikoreksi
        await self._ruang.masuk({UUID(k) for k in milik[0].keluarga} | {ref.keluarga_id}, tertutup=True)
        for keluarga_id, satu in self._ruang.keluarga.items():
            baris = await self._baris(satu, ref.id)
            if any(p.mengoreksi_id == ref.id for p in baris):
                raise PerubahanSudahDikoreksi
            self._butir[keluarga_id] = baris
            self._pastikan_bukan_sendiri(keluarga_id, baris)
        pastikan_versi(versi, self._ruang.keluarga[ref.keluarga_id].versi)
        return milik[0]

    async def pulihkan(self) -> None:
        """Restore what stood before the change."""
        for keluarga_id, p in self._semua():
            await self._pastikan_masih(keluarga_id, p)
        dibuka = [b for keluarga_id, p in self._semua() if p.individu_id for b in self._keanggotaan(keluarga_id, p)]
        await self._pasang(dibuka)
        for keluarga_id, p in self._semua():
            await (self._orang(keluarga_id, p) if p.individu_id else self._keluarga(keluarga_id, p.dampak))
        for keluarga_id, p in self._semua():
            if p.individu_id:
                await self._ikuti(keluarga_id, p)

    async def selesai(self, asal: Asal) -> Ref:
        """Write the correction."""
        return Ref(self._id, await self._ruang.selesai(asal, wajib_kepala=False))

    async def _baris(self, keluarga: Keluarga, perubahan_id: UUID) -> list[PeristiwaLengkap]:
        return self._arsip.peristiwa(keluarga, await self._repo.riwayat_perubahan(keluarga.keluarga_id, perubahan_id))

    def _semua(self) -> Iterator[tuple[UUID, PeristiwaLengkap]]:
        for keluarga_id, daftar in self._butir.items():
            yield from ((keluarga_id, p) for p in daftar)

    def _pastikan_bukan_sendiri(self, keluarga_id: UUID, baris: list[PeristiwaLengkap]) -> None:
        """Look at whom and which numbers the correction brings back; who is there now the room has looked at."""
        disentuh = {p.individu_id for p in baris}
        nik = [i.nik_hmac for _, i in self._ruang.pasangan[keluarga_id] if i.id in disentuh]
        for lama in (p.dampak.get("lama") or {} for p in baris):
            self._ruang.pastikan_bukan_sendiri(
                [*nik, self._arsip.nik(lama.get("nik"))], self._arsip.no_kk(lama.get("no_kk"))
            )

    async def _pastikan_masih(self, keluarga_id: UUID, p: PeristiwaLengkap) -> None:
        """Refuse when a field, a membership or a founded family is no longer as the change left it."""
        kini = self._ruang.sebelum[keluarga_id]
        isi = kini.orang.get(p.individu_id, {}) if p.individu_id else kini.keluarga
        anggota = {i: a["baru"] for i, a in p.dampak["anggota"].items()}
        utuh = masih(isi, p.dampak["baru"]) and all(
            masih(kini.anggota.get(UUID(i), {}), baru) for i, baru in anggota.items()
        )
        hadir = {i.id for _, i in self._ruang.hadir(keluarga_id)}
        if not utuh or (p.individu_id and not anggota and p.individu_id not in hadir):
            raise AdaPerubahanSesudahnya
        if p.individu_id is None and p.dampak["lama"] is None:
            await self._pastikan_tak_dipakai(keluarga_id)

    async def _pastikan_tak_dipakai(self, keluarga_id: UUID) -> None:
        """Refuse to take a family back that others joined, or that answered a questionnaire."""
        milik = {i for p in self._butir[keluarga_id] for i in p.dampak["anggota"]}
        lain = any(str(a.id) not in milik for a, _ in self._ruang.hadir(keluarga_id))
        if lain or await self._repo.jawaban_terakhir(keluarga_id):
            raise AdaPerubahanSesudahnya

    def _keanggotaan(self, keluarga_id: UUID, p: PeristiwaLengkap) -> Iterator[tuple[AnggotaKeluarga, Bidang]]:
        rumah = {str(a.id): a for a, _ in self._ruang.pasangan[keluarga_id]}
        for id_, isi in p.dampak["anggota"].items():
            a = rumah[id_]
            yield a, isi["lama"] or {"keluar_date": a.masuk_date.isoformat(), "alasan_keluar": _SALAH}

    async def _pasang(self, daftar: list[tuple[AnggotaKeluarga, Bidang]]) -> None:
        """Write memberships; who becomes head comes last, for a family never has two."""
        kepala: list[tuple[AnggotaKeluarga, Bidang]] = []
        for a, isi in daftar:
            is_kepala = isi.get("hubungan", a.hubungan) == Hubungan.KEPALA_KELUARGA
            is_hadir = isi.get("keluar_date", a.keluar_date) is None
            (kepala.append((a, isi)) if is_kepala and is_hadir else _tulis(a, isi))
        await self._repo.tulis()
        for a, isi in kepala:
            lain = self._ruang.kepala(a.keluarga_id)
            if lain is not None and lain is not a:
                raise KepalaSudahAda
            _tulis(a, isi)
            await self._repo.tulis()

    async def _orang(self, keluarga_id: UUID, p: PeristiwaLengkap) -> None:
        lama = p.dampak["lama"]
        if not lama:
            return
        individu = self._individu(keluarga_id, p)
        if {"nik", "is_nik_ganda"} & lama.keys():
            await self._nik(individu, lama)
        await ubah_orang(self._ruang, individu, lama)
        if "meninggal_date" in lama:
            hari = lama["meninggal_date"]
            individu.meninggal_date = date.fromisoformat(hari) if hari else None
        await self._repo.tulis()

    async def _nik(self, individu: Individu, lama: Bidang) -> None:
        if individu.nik_hmac:
            await self._repo.lepas_nik(individu.nik_hmac, individu.id)
        if "nik" in lama:
            individu.nik_hmac = self._arsip.nik(lama["nik"])
        individu.is_nik_ganda = lama.get("is_nik_ganda", individu.is_nik_ganda)
        individu.status_dokumen = StatusDokumen(lama.get("status_dokumen", individu.status_dokumen))

    async def _keluarga(self, keluarga_id: UUID, dampak: Bidang) -> None:
        lama: Bidang | None = dampak["lama"]
        keluarga = self._ruang.keluarga[keluarga_id]
        if lama is None:
            return
        if "ditutup_date" in lama:
            keluarga.ditutup_date = None
            await self._hidupkan_kanonik(keluarga)
        if {"no_kk", "alamat"} & lama.keys():
            await ubah_kartu(self._ruang, keluarga, lama)
        if "kode_desa" in lama:
            await tempatkan(self._ruang, keluarga, lama["kode_desa"])
        if "rumah_tangga_id" in lama:
            keluarga.rumah_tangga_id = UUID(lama["rumah_tangga_id"])
        await self._repo.tulis()

    async def _hidupkan_kanonik(self, keluarga: Keluarga) -> None:
        await self._repo.kosongkan_kanonik(keluarga.keluarga_id, keluarga.kode_desa)
        if jawaban := await self._repo.jawaban_terakhir(keluarga.keluarga_id):
            await self._ruang.catat.turunkan(keluarga, self._arsip.jawaban(keluarga, jawaban))

    async def _ikuti(self, keluarga_id: UUID, p: PeristiwaLengkap) -> None:
        """Bring the NIK's index, and what follows a person, to where he is a member again."""
        individu = self._individu(keluarga_id, p)
        is_hadir = any(i is individu for _, i in self._ruang.hadir(keluarga_id))
        hmac = individu.nik_hmac if not individu.is_nik_ganda else None
        if not is_hadir:
            is_dibuka = any(a["lama"] is None for a in p.dampak["anggota"].values())
            if hmac and is_dibuka and not self._di_tempat_lain(individu, keluarga_id):
                await self._repo.lepas_nik(hmac, individu.id)
            return
        if hmac and not await self._repo.klaim_nik(hmac, keluarga_id, individu.id):
            letak = await self._repo.lokasi([hmac])
            if letak is None or letak.individu_id != individu.id:
                raise NikSudahTerdaftar
            if letak.keluarga_id not in self._butir:
                raise OrangDiDuaKeluarga
            await self._repo.pindah_nik(hmac, individu.id, keluarga_id)
        if p.dampak["anggota"]:
            await self._ruang.catat.kembali(
                self._ruang.keluarga[keluarga_id], individu, self._dari(individu, keluarga_id)
            )

    def _dari(self, individu: Individu, keluarga_id: UUID) -> UUID | None:
        """Return the other family into which the change had brought the person."""
        lain = (
            k for k, daftar in self._butir.items() if k != keluarga_id for p in daftar if p.individu_id == individu.id
        )
        return next(lain, None)

    def _di_tempat_lain(self, individu: Individu, keluarga_id: UUID) -> bool:
        """Return whether the person is a member again of another family of this change."""
        lain = (k for k in self._butir if k != keluarga_id)
        return any(i.id == individu.id for k in lain for _, i in self._ruang.hadir(k))

    def _individu(self, keluarga_id: UUID, p: PeristiwaLengkap) -> Individu:
        milik = (i for _, i in self._ruang.pasangan[keluarga_id] if i.id == p.individu_id)
        individu = next(milik, None)
        if individu is None:
            raise KeluargaNotFound
        return individu


def _tulis(anggota: AnggotaKeluarga, isi: dict[str, Any]) -> None:
    """Write fields (JSON values) of a membership."""
    if "hubungan" in isi:
        anggota.hubungan = Hubungan(isi["hubungan"])
    if "keluar_date" in isi:
        anggota.keluar_date = date.fromisoformat(isi["keluar_date"]) if isi["keluar_date"] else None
    if "alasan_keluar" in isi:
        anggota.alasan_keluar = AlasanKeluarAnggota(isi["alasan_keluar"]) if isi["alasan_keluar"] else None
