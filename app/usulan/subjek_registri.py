"""The subject of a PERBAIKAN or HAPUS: somebody whom the registry knows, and whom the proposer may know."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Self
from uuid import UUID

from app.audit.jejak import Jejak
from app.core.ids import Ref
from app.core.nik import NomorKK
from app.core.peran import Jabatan, Pelaku
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.peristiwa import PerubahanKeluarga
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import AnggotaSubjek, Subjek
from app.usulan.perubahan_sah import disebut, tidak_dikenal
from app.usulan.schemas_masuk import OrangDikenal
from app.usulan.syarat import dikenal_registri, keluarga_sendiri, no_kk_sesuai, penolakan, sedesa_registri
from app.wilayah.kode import KodeWilayah
from app.wilayah.lingkup import Lingkup


@dataclass(frozen=True, slots=True)
class OrangTercatat:
    """A person as the registry has him, in the family where he is or last was."""

    keluarga: KeluargaLengkap = field(repr=False)
    individu_id: UUID

    @classmethod
    def dari(cls, keluarga: KeluargaLengkap, individu_id: UUID) -> Self | None:
        """Return the person; None when the family never had him."""
        return cls(keluarga, individu_id) if any(a.individu_id == individu_id for a in keluarga.anggota) else None

    @classmethod
    def wajib(cls, keluarga: KeluargaLengkap, individu_id: UUID | None) -> Self:
        """Return a person whom this family has or had.

        Raises:
            KeluargaNotFound: it never had him.
        """
        hasil = cls.dari(keluarga, individu_id) if individu_id else None
        if hasil is None:
            raise KeluargaNotFound
        return hasil

    @property
    def ref(self) -> Ref:
        """His reference in this family."""
        return Ref(self.keluarga.keluarga_id, self.individu_id)

    @property
    def diri(self) -> AnggotaLengkap:
        """His present membership in this family, else his last one."""
        milik = [a for a in self.keluarga.anggota if a.individu_id == self.individu_id]
        return max(milik, key=lambda a: (a.is_aktif, a.masuk_date))

    @property
    def subjek(self) -> Subjek:
        """The snapshot, unvalidated: what is on file is on file, however odd."""
        diri, k = self.diri, self.keluarga
        lain = [a for a in k.aktif if a.individu_id != self.individu_id]
        return Subjek.model_construct(
            **{n: getattr(diri, n) for n in (*AnggotaSubjek.model_fields, "telepon", "surel")},
            no_kk=k.no_kk,
            alamat=k.alamat,
            kode_desa=KodeWilayah(k.kode_desa),
            anggota=[
                AnggotaSubjek.model_construct(**{n: getattr(a, n) for n in AnggotaSubjek.model_fields}) for a in lain
            ],
        )


class SubjekRegistri:
    """Finds the subject; what is none of the caller's business is answered like what does not exist."""

    def __init__(self, keluarga: KeluargaService, jejak: Jejak) -> None:
        self._keluarga = keluarga
        self._jejak = jejak

    async def cari(self, orang: OrangDikenal, pelaku: Pelaku) -> OrangTercatat:
        """Return whom the proposer means.

        Raises:
            SyaratTidakTerpenuhi: the registry does not know him, or an officer's area does not (BELUM_TERDAFTAR); not
                of a citizen's own family; a member of another family by now (BEDA_WILAYAH); the No KK is not his
                family's (NIK_KK_BEDA).
        """
        is_warga = pelaku.jabatan is Jabatan.WARGA
        hasil = await (self._dari_keluarga_sendiri if is_warga else self._dari_wilayah)(orang, pelaku)
        if await self._keluarga.di_keluarga_lain([hasil.ref]):
            raise penolakan(keluarga_sendiri if is_warga else sedesa_registri)
        if orang.no_kk is not None and not _is_satu_kk(orang.no_kk, hasil.keluarga.no_kk):
            raise penolakan(no_kk_sesuai)
        if not is_warga:
            await self._jejak.catat(
                "keluarga:data:dibaca",
                pelaku=pelaku,
                objek=f"keluarga/{hasil.keluarga.keluarga_id}",
                keluarga_id=hasil.keluarga.keluarga_id,
                subjek=hasil.keluarga.subjek,
                tujuan="menyusun usulan",
            )
        return hasil

    async def pastikan_dikenal(
        self, perubahan: Collection[PerubahanKeluarga], orang: OrangTercatat, pelaku: Pelaku
    ) -> None:
        """Check that changes name people and families whom the proposer may know: a citizen his own family alone.

        Raises:
            PerubahanTidakSah: somebody unknown, of another family, or outside the officer's area.
        """
        rujukan = disebut(perubahan)
        keluarga = {orang.keluarga.keluarga_id: orang.keluarga}
        if pelaku.jabatan is not Jabatan.WARGA:
            keluarga |= await self._keluarga.baca_banyak({r.keluarga_id for r in rujukan} - keluarga.keys())
        for r in rujukan:
            k = keluarga.get(r.keluarga_id)
            if k is None or r.id not in {k.keluarga_id, *(a.individu_id for a in k.aktif)}:
                raise tidak_dikenal()
            if pelaku.jabatan is not Jabatan.WARGA and not Lingkup.dari(pelaku).memuat(k.kode_desa):
                raise tidak_dikenal()

    async def baca(self, keluarga_id: UUID, individu_id: UUID) -> OrangTercatat:
        """Return a subject as he is now."""
        return OrangTercatat(await self._keluarga.baca(keluarga_id), individu_id)

    async def _dari_keluarga_sendiri(self, orang: OrangDikenal, pelaku: Pelaku) -> OrangTercatat:
        # The answer depends on his own family alone, so it tells nothing of anybody else.
        letak = await self._keluarga.cari_indeks(pelaku.nik_indeks) if pelaku.nik_indeks else None
        keluarga = await self._keluarga.baca(letak.keluarga_id) if letak else None
        if keluarga is None or letak is None or letak.individu_id not in {a.individu_id for a in keluarga.aktif}:
            raise penolakan(dikenal_registri)
        for a in sorted(keluarga.anggota, key=lambda a: a.is_aktif, reverse=True):
            if a.ref == orang.anggota or (orang.nik is not None and a.nik == orang.nik):
                return OrangTercatat(keluarga, a.individu_id)
        raise penolakan(keluarga_sendiri)

    async def _dari_wilayah(self, orang: OrangDikenal, pelaku: Pelaku) -> OrangTercatat:
        letak = await self._keluarga.cari_nik(orang.nik) if orang.nik is not None else None
        keluarga_id = letak.keluarga_id if letak else orang.anggota.keluarga_id if orang.anggota else None
        individu_id = letak.individu_id if letak else orang.anggota.id if orang.anggota else None
        if keluarga_id is None or individu_id is None:
            raise penolakan(dikenal_registri)
        try:
            keluarga = await self._keluarga.baca(keluarga_id)
        except KeluargaNotFound:
            raise penolakan(dikenal_registri) from None
        hasil = OrangTercatat.dari(keluarga, individu_id)
        # Elsewhere is like nowhere: the answer would tell whose NIK this is, and the next one which card goes with it.
        if hasil is None or not Lingkup.dari(pelaku).memuat(keluarga.kode_desa):
            raise penolakan(dikenal_registri)
        return hasil


def _is_satu_kk(disebut: NomorKK, tercatat: NomorKK | None) -> bool:
    return tercatat is None or disebut == tercatat
