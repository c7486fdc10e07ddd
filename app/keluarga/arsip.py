"""Seals and opens what the registry keeps secret, each thing bound to the row in which it stands.

A person has a data key of his own, so that destroying it erases him everywhere; a family's key seals its number and
address, its answers and its history.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from app.core.crypto import Sandi, Tujuan
from app.core.nik import Nik, NomorKK
from app.keluarga.entitas import AnggotaLengkap, JawabanLengkap, KeluargaLengkap, PeristiwaLengkap
from app.keluarga.kode import Hubungan
from app.keluarga.kunci_orang import kolom_kunci
from app.keluarga.models import AnggotaKeluarga, Individu, JawabanSurvei, Keluarga, RiwayatKeluarga

RAHASIA_INDIVIDU = ("nik", "tempat_lahir", "nama_ibu", "telepon", "surel")


class Arsip:
    """The registry's use of the keys; does no I/O."""

    def __init__(self, sandi: Sandi) -> None:
        self._sandi = sandi

    # -- numbers

    def nik(self, nik: str | None) -> UUID | None:
        """Return the blind index under which a NIK is written."""
        return self._sandi.indeks(Tujuan.NIK, nik) if nik else None

    def nik_calon(self, nik: str) -> tuple[UUID, ...]:
        """Return every index under which a NIK may stand while index keys change."""
        return self._sandi.indeks_calon(Tujuan.NIK, nik)

    def no_kk(self, no_kk: str | None) -> UUID | None:
        """Return the blind index under which a No KK is written."""
        return self._sandi.indeks(Tujuan.NO_KK, no_kk) if no_kk else None

    def no_kk_calon(self, no_kk: str) -> tuple[UUID, ...]:
        """Return every index under which a No KK may stand while index keys change."""
        return self._sandi.indeks_calon(Tujuan.NO_KK, no_kk)

    def kunci_orang(self, nama: str, lahir: date, nama_ibu: str | None) -> dict[str, Any]:
        """Return the columns by which a person is found who may be recorded twice."""
        return kolom_kunci(self._sandi, nama, lahir, nama_ibu)

    # -- families

    def segel_keluarga(self, keluarga_id: UUID, dokumen: Mapping[str, Any]) -> tuple[bytes, bytes]:
        """Return a new wrapped data key and the document sealed under it."""
        terbungkus, kunci = self._sandi.kunci_data_baru(_tempat("keluarga", keluarga_id))
        return terbungkus, self._tutup(kunci, "keluarga", keluarga_id, dokumen)

    def segel_milik(self, keluarga: Keluarga, tabel: str, baris_id: UUID, dokumen: Mapping[str, Any]) -> bytes:
        """Seal a document of row `baris_id` of `tabel` under the family's data key."""
        return self._tutup(self._kunci(keluarga), tabel, baris_id, dokumen)

    def buka_milik(self, keluarga: Keluarga, tabel: str, baris_id: UUID, isi: bytes) -> dict[str, Any]:
        """Open what `segel_milik` sealed."""
        return self._buka(self._kunci(keluarga), tabel, baris_id, isi)

    def buka_keluarga(self, keluarga: Keluarga) -> dict[str, Any]:
        """Return the family's document {no_kk, alamat}."""
        return self._buka(self._kunci(keluarga), "keluarga", keluarga.keluarga_id, keluarga.isi)

    def jawaban(self, keluarga: Keluarga, baris: JawabanSurvei) -> JawabanLengkap:
        """Open stored answers."""
        isi = self._buka(self._kunci(keluarga), "jawaban_survei", baris.id, baris.isi)
        return JawabanLengkap(baris.id, baris.instrumen, baris.tanggal_date, baris.sumber, isi)

    def peristiwa(self, keluarga: Keluarga, riwayat: Iterable[RiwayatKeluarga]) -> list[PeristiwaLengkap]:
        """Open rows of the family's history."""
        kunci = self._kunci(keluarga)
        return [
            PeristiwaLengkap(
                id=r.id,
                peristiwa=r.peristiwa,
                individu_id=r.individu_id,
                perubahan_id=r.perubahan_id,
                jenis=r.jenis,
                tanggal_date=r.tanggal_date,
                mengoreksi_id=r.mengoreksi_id,
                jabatan=r.jabatan,
                pada_at=r.pada_at,
                **self._buka(kunci, "riwayat_keluarga", r.id, r.isi),
            )
            for r in riwayat
        ]

    # -- persons

    def segel_individu(self, individu_id: UUID, dokumen: Mapping[str, Any]) -> tuple[bytes, bytes]:
        """Return a new wrapped data key and the person's document sealed under it."""
        segel = self._sandi.segel(dokumen, "individu", individu_id)
        return segel.kunci_data, segel.isi

    def segel_ulang(self, individu: Individu, dokumen: Mapping[str, Any]) -> bytes:
        """Seal a new version of the person's document under the key that it has."""
        return self._sandi.segel_ulang(individu.kunci_data, dokumen, "individu", individu.id)

    def buka_individu(self, individu: Individu) -> dict[str, Any]:
        """Return the person's document, see `RAHASIA_INDIVIDU`."""
        return self._sandi.buka(individu.kunci_data, individu.isi, "individu", individu.id)

    def anggota(self, individu: Individu, anggota: AnggotaKeluarga) -> AnggotaLengkap:
        """Join a membership with its opened person."""
        rahasia = self.buka_individu(individu)
        nik = rahasia.pop("nik")
        return AnggotaLengkap(
            keluarga_id=individu.keluarga_id,
            individu_id=individu.id,
            nama=individu.nama,
            nik=Nik(nik) if nik else None,
            tanggal_lahir=individu.tanggal_lahir,
            jenis_kelamin=individu.jenis_kelamin,
            status_dokumen=individu.status_dokumen,
            is_nik_ganda=individu.is_nik_ganda,
            nik_hmac=individu.nik_hmac,
            hubungan=anggota.hubungan,
            masuk_date=anggota.masuk_date,
            alasan_masuk=anggota.alasan_masuk,
            keluar_date=anggota.keluar_date,
            alasan_keluar=anggota.alasan_keluar,
            meninggal_date=individu.meninggal_date,
            **rahasia,
        )

    def lengkap(self, keluarga: Keluarga, pasangan: Iterable[tuple[AnggotaKeluarga, Individu]]) -> KeluargaLengkap:
        """Join a family with its memberships, present ones first, the head before all, then by age."""
        dokumen = self.buka_keluarga(keluarga)
        anggota = [self.anggota(i, a) for a, i in pasangan]
        anggota.sort(
            key=lambda a: (not a.is_aktif, a.hubungan is not Hubungan.KEPALA_KELUARGA, a.tanggal_lahir, a.individu_id)
        )
        return KeluargaLengkap(
            keluarga_id=keluarga.keluarga_id,
            rumah_tangga_id=keluarga.rumah_tangga_id,
            kode_desa=keluarga.kode_desa,
            no_kk=NomorKK(dokumen["no_kk"]) if dokumen["no_kk"] else None,
            alamat=dokumen["alamat"],
            versi=keluarga.versi,
            ditutup_date=keluarga.ditutup_date,
            updated_at=keluarga.updated_at,
            anggota=tuple(anggota),
        )

    def _kunci(self, keluarga: Keluarga) -> bytes:
        return self._sandi.buka_kunci(keluarga.kunci_data, _tempat("keluarga", keluarga.keluarga_id))

    def _tutup(self, kunci: bytes, tabel: str, baris_id: UUID, dokumen: Mapping[str, Any]) -> bytes:
        return self._sandi.tutup_dokumen(kunci, dokumen, _tempat(tabel, baris_id))

    def _buka(self, kunci: bytes, tabel: str, baris_id: UUID, isi: bytes) -> dict[str, Any]:
        return self._sandi.buka_dokumen(kunci, isi, _tempat(tabel, baris_id))


def _tempat(tabel: str, baris_id: UUID) -> bytes:
    return f"dtks/{tabel}/{baris_id}".encode()
