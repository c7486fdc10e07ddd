"""Rows of a decree's list, sealed and opened: personal values stand encrypted under a key of each row's own."""

import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date
from typing import Any
from uuid import UUID

from app.core.crypto import Sandi, Tujuan
from app.core.ids import id_baru
from app.penetapan.kecocokan import Tercocokkan
from app.penetapan.models import SKKeluarga
from app.penetapan.putusan import Keputusan
from app.penetapan.snapshot import AnggotaSK, BarisSK, sidik_baris

TABEL = SKKeluarga.__tablename__


class ArsipSK:
    """Copies families into rows and reads the rows back."""

    def __init__(self, sandi: Sandi) -> None:
        self._sandi = sandi

    def salin(self, sk_id: UUID, urutan: int, keputusan: Keputusan, cocok: Tercocokkan) -> SKKeluarga:
        """Return the sealed row of one decision, with the members whom it is about copied."""
        keluarga, hidup = cocok.keluarga, cocok.orang
        baris = BarisSK(
            urutan=urutan,
            usulan_id=keputusan.calon.usulan_id,
            keluarga_id=keluarga.keluarga_id,
            individu_id=keputusan.calon.individu_id,
            jenis=keputusan.calon.jenis,
            kode_desa=keluarga.kode_desa,
            no_kk=keluarga.no_kk,
            anggota=tuple(AnggotaSK(a.individu_id, a.nik, a.nama, a.tanggal_lahir, a.hubungan.value) for a in hidup),
            desil=keputusan.calon.desil,
            putusan=keputusan.putusan.value,
            alasan=keputusan.alasan,
            garam=secrets.token_hex(16),
        )
        # A NIK that the index gives to somebody else finds nobody here.
        indeks = {str(a.individu_id): str(a.nik_hmac) for a in hidup if a.nik_hmac and not a.is_nik_ganda}
        baris_id = id_baru()
        segel = self._sandi.segel(_dokumen(baris) | {"nik_indeks": indeks}, TABEL, baris_id)
        return SKKeluarga(
            keluarga_id=baris.keluarga_id,
            id=baris_id,
            sk_id=sk_id,
            urutan=urutan,
            usulan_id=baris.usulan_id,
            individu_id=baris.individu_id,
            nik_indeks=[UUID(i) for i in indeks.values()],
            jenis=baris.jenis,
            kode_desa=baris.kode_desa,
            desil=baris.desil,
            putusan=keputusan.putusan,
            alasan_kode=baris.alasan,
            sidik=sidik_baris(baris),
            kunci_data=segel.kunci_data,
            isi=segel.isi,
        )

    def buka(self, baris: SKKeluarga) -> tuple[BarisSK, dict[UUID, UUID]]:
        """Return the copied values and, by person, the NIK's blind index."""
        isi = self._sandi.buka(baris.kunci_data, baris.isi, TABEL, baris.id)
        disalin = BarisSK(
            urutan=baris.urutan,
            usulan_id=baris.usulan_id,
            keluarga_id=baris.keluarga_id,
            individu_id=baris.individu_id,
            jenis=baris.jenis,
            kode_desa=baris.kode_desa,
            no_kk=isi["no_kk"],
            anggota=tuple(_anggota(a) for a in isi["anggota"]),
            desil=baris.desil,
            putusan=baris.putusan.value,
            alasan=baris.alasan_kode,
            garam=isi["garam"],
        )
        # Made anew from the number: what was noted then may stand under a key that is gone.
        nik = {str(a.individu_id): a.nik for a in disalin.anggota if a.nik}
        return disalin, {UUID(i): self._sandi.indeks(Tujuan.NIK, nik[i]) for i in isi["nik_indeks"] if i in nik}

    def sidik(self, baris: Iterable[SKKeluarga]) -> list[bytes]:
        """Return the digests of these rows, computed anew from what stands in them."""
        return [sidik_baris(self.buka(b)[0]) for b in baris]


def _dokumen(baris: BarisSK) -> dict[str, Any]:
    anggota = [
        asdict(a) | {"individu_id": str(a.individu_id), "tanggal_lahir": a.tanggal_lahir.isoformat()}
        for a in baris.anggota
    ]
    return {"no_kk": baris.no_kk, "anggota": anggota, "garam": baris.garam}


def _anggota(isi: dict[str, Any]) -> AnggotaSK:
    return AnggotaSK(
        individu_id=UUID(isi["individu_id"]),
        nik=isi["nik"],
        nama=isi["nama"],
        tanggal_lahir=date.fromisoformat(isi["tanggal_lahir"]),
        hubungan=isi["hubungan"],
    )
