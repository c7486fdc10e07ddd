"""The writing steps that every use case shares: a person enters a family, leaves it, and what happened is written down.

All of them expect the family's row locked by the caller.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.ids import id_baru
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.arsip import RAHASIA_INDIVIDU, Arsip
from app.keluarga.entitas import JawabanLengkap
from app.keluarga.errors import NikSudahTerdaftar
from app.keluarga.instrumen import NOMOR_INSTRUMEN
from app.keluarga.kanonik import turunkan
from app.keluarga.kode import (
    AlasanKeluarAnggota,
    AlasanMasukAnggota,
    Hubungan,
    JenisPerubahan,
    JenisTemuanRegistri,
    PeristiwaKeluarga,
    StatusDokumen,
)
from app.keluarga.kunci_orang import KOLOM_KUNCI
from app.keluarga.models import AnggotaKeluarga, Individu, Keluarga, RiwayatKeluarga, RumahTangga
from app.keluarga.nama import kolom_nama
from app.keluarga.ports import OrangPindah, PengikutDesa, PengikutPindah, TemuanPort, TemuanRegistri
from app.keluarga.repository import KeluargaRepository
from app.keluarga.subjek import AnggotaSubjek

_IKUT_PINDAH = (
    "nama",
    "nama_lipat",
    "nama_sidik",
    "nama_kata",
    "tanggal_lahir",
    "jenis_kelamin",
    "status_dokumen",
    "nik_hmac",
    "is_nik_ganda",
    "meninggal_date",
    *KOLOM_KUNCI,
)


@dataclass(frozen=True, slots=True)
class Masuk:
    """How a membership begins."""

    tanggal: date
    alasan: AlasanMasukAnggota
    hubungan: Hubungan


@dataclass(frozen=True, slots=True)
class RincianPerubahan:
    """Of which change a row of the history is part.

    `keluarga` are all families that the change touched, `dampak` is what a correction would take back here.
    """

    perubahan_id: UUID
    jenis: JenisPerubahan | None
    tanggal: date
    sumber: str
    mengoreksi_id: UUID | None
    keterangan: str | None
    keluarga: Sequence[str]
    dampak: Mapping[str, Any] = field(default_factory=dict, repr=False)


class Pencatatan:
    """Writes persons, memberships, findings and history into a locked family."""

    def __init__(
        self,
        repo: KeluargaRepository,
        arsip: Arsip,
        jejak: Jejak,
        pengikut: PengikutPindah,
        temuan: TemuanPort,
        akun: AkunService,
        pengikut_desa: PengikutDesa,
    ) -> None:
        self._pengikut = pengikut
        self._temuan = temuan
        self._akun = akun
        self._pengikut_desa = pengikut_desa
        self.repo = repo
        self.arsip = arsip
        self._jejak = jejak

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service."""
        pengikut = wadah.ambil(PengikutPindah, sesi)
        temuan = wadah.ambil(TemuanPort, sesi)
        akun = AkunService.rakit(sesi, wadah)
        desa = wadah.ambil(PengikutDesa, sesi)
        return cls(KeluargaRepository(sesi), Arsip(wadah.sandi), Jejak(sesi), pengikut, temuan, akun, desa)

    async def buat_keluarga(
        self, keluarga_id: UUID, kode_desa: str, no_kk: str | None, alamat: str, rumah_tangga_id: UUID | None = None
    ) -> bool:
        """Create the family with its No KK; False when it exists (then nothing is changed)."""
        kunci, isi = self.arsip.segel_keluarga(keluarga_id, {"no_kk": no_kk, "alamat": alamat})
        serumah = rumah_tangga_id or id_baru()
        baru = await self.repo.sisip_keluarga(
            {
                "keluarga_id": keluarga_id,
                "rumah_tangga_id": serumah,
                "kode_desa": kode_desa,
                "kunci_data": kunci,
                "isi": isi,
                "versi": 1,
                "created_at": now(),
                "updated_at": now(),
            }
        )
        if baru and rumah_tangga_id is None:
            await self.repo.tambah(RumahTangga(id=serumah, kode_desa=kode_desa, created_at=now()))
        if baru and (hmac := self.arsip.no_kk(no_kk)):
            await self.repo.catat_no_kk(hmac, keluarga_id)
        return baru

    async def masukkan_baru(
        self, keluarga: Keluarga, orang: AnggotaSubjek, masuk: Masuk, rahasia: Mapping[str, Any], *, boleh_ganda: bool
    ) -> Individu:
        """Create a person in the family and claim the NIK.

        Args:
            keluarga: the locked family.
            orang: the person.
            masuk: how the membership begins.
            rahasia: further secret fields (`telepon`, `surel`).
            boleh_ganda: keep a person whose NIK is taken, as `is_nik_ganda` with a finding, instead of refusing.

        Raises:
            NikSudahTerdaftar: the NIK is another person's.
        """
        individu_id = id_baru()
        hmac = self.arsip.nik(orang.nik)
        ganda = hmac is not None and not await self.repo.klaim_nik(hmac, keluarga.keluarga_id, individu_id)
        if ganda and not boleh_ganda:
            raise NikSudahTerdaftar
        dokumen = dict.fromkeys(RAHASIA_INDIVIDU) | {
            "nik": orang.nik,
            "tempat_lahir": orang.tempat_lahir,
            "nama_ibu": orang.nama_ibu,
            **rahasia,
        }
        kunci, isi = self.arsip.segel_individu(individu_id, dokumen)
        individu = Individu(
            keluarga_id=keluarga.keluarga_id,
            id=individu_id,
            kode_desa=keluarga.kode_desa,
            **kolom_nama(orang.nama),
            tanggal_lahir=orang.tanggal_lahir,
            jenis_kelamin=orang.jenis_kelamin,
            status_dokumen=StatusDokumen.ADA if orang.nik else StatusDokumen.BELUM_PUNYA,
            nik_hmac=hmac,
            is_nik_ganda=ganda,
            **self.arsip.kunci_orang(orang.nama, orang.tanggal_lahir, orang.nama_ibu),
            kunci_data=kunci,
            isi=isi,
            created_at=now(),
            updated_at=now(),
        )
        await self.repo.tambah(individu)
        self.repo.kenali_nama([orang.nama])
        await self.buka_keanggotaan(keluarga, individu, masuk)
        if ganda and hmac and (pemilik := await self.repo.lokasi([hmac])):
            await self.temuan(JenisTemuanRegistri.NIK_GANDA, individu, *pemilik)
        return individu

    async def masukkan_lama(self, keluarga: Keluarga, orang: Individu, masuk: Masuk) -> Individu:
        """Let a person whom another family knows enter this one under the same id; the NIK's index follows.

        Who comes back finds his old row and gets it renewed.
        """
        dokumen = self.arsip.buka_individu(orang)
        individu = await self.repo.individu(keluarga.keluarga_id, orang.id)
        if individu is None:
            kunci, isi = self.arsip.segel_individu(orang.id, dokumen)
            individu = Individu(
                keluarga_id=keluarga.keluarga_id, id=orang.id, kunci_data=kunci, isi=isi, created_at=now()
            )
        else:
            individu.isi = self.arsip.segel_ulang(individu, dokumen)
        for kolom in _IKUT_PINDAH:
            setattr(individu, kolom, getattr(orang, kolom))
        individu.kode_desa, individu.updated_at = keluarga.kode_desa, now()
        await self.repo.tambah(individu)
        await self.buka_keanggotaan(keluarga, individu, masuk)
        if individu.nik_hmac:
            await self.repo.pindah_nik(individu.nik_hmac, individu.id, keluarga.keluarga_id)
        await self.ikuti(keluarga, individu)
        await self._temuan.ikuti_orang(individu.id, orang.keluarga_id, keluarga.keluarga_id, keluarga.kode_desa)
        return individu

    async def ikuti(self, keluarga: Keluarga, individu: Individu) -> None:
        """Let his account, and what later stages hold of a person, follow him into this family and its village."""
        if individu.nik_hmac and not individu.is_nik_ganda:
            await self._akun.ikuti_domisili(individu.nik_hmac, keluarga.kode_desa)
        await self._pengikut.ikuti(
            OrangPindah(keluarga.keluarga_id, individu.id, individu.nama, individu.tanggal_lahir, keluarga.kode_desa)
        )

    async def kembali(self, keluarga: Keluarga, individu: Individu, dari: UUID | None) -> None:
        """Let everything follow a person back into the family that a correction returns him to."""
        await self.ikuti(keluarga, individu)
        if dari is not None:
            await self._temuan.ikuti_orang(individu.id, dari, keluarga.keluarga_id, keluarga.kode_desa)

    async def buka_keanggotaan(self, keluarga: Keluarga, individu: Individu, masuk: Masuk) -> None:
        """Open a membership and tell the history."""
        await self.repo.tambah(
            AnggotaKeluarga(
                keluarga_id=keluarga.keluarga_id,
                id=id_baru(),
                individu_id=individu.id,
                hubungan=masuk.hubungan,
                masuk_date=masuk.tanggal,
                alasan_masuk=masuk.alasan,
            )
        )

    async def tutup_keanggotaan(
        self, anggota: AnggotaKeluarga, individu: Individu, tanggal: date, alasan: AlasanKeluarAnggota
    ) -> None:
        """Close a membership; a death is written on the person too."""
        anggota.keluar_date = tanggal
        anggota.alasan_keluar = alasan
        if alasan is AlasanKeluarAnggota.MENINGGAL:
            individu.meninggal_date = tanggal
        individu.updated_at = now()
        await self.repo.tulis()

    async def temuan(
        self, jenis: JenisTemuanRegistri, individu: Individu, lain_keluarga: UUID, lain_individu: UUID
    ) -> None:
        """Write a finding about `individu` that concerns another person."""
        await self._temuan.temukan(
            TemuanRegistri(
                jenis=jenis,
                keluarga_id=individu.keluarga_id,
                individu_id=individu.id,
                kode_desa=individu.kode_desa,
                nik_indeks=individu.nik_hmac,
                lain=(lain_keluarga, lain_individu),
            )
        )

    async def pindah_desa(self, keluarga: Keluarga) -> None:
        """Let every copy of a family's village, and what is found about it, follow the family."""
        await self.repo.pindah_desa(keluarga.keluarga_id, keluarga.kode_desa)
        await self._temuan.ikuti_desa(keluarga.keluarga_id, keluarga.kode_desa)
        orang = {i.id for _, i in (await self.repo.anggota([keluarga.keluarga_id]))[keluarga.keluarga_id]}
        await self._pengikut_desa.ikuti_desa(keluarga.keluarga_id, orang, keluarga.kode_desa)

    async def catat(
        self,
        keluarga: Keluarga,
        peristiwa: PeristiwaKeluarga,
        pelaku: Pelaku | None,
        *,
        individu: Individu | None = None,
        lama: Mapping[str, Any] | None = None,
        baru: Mapping[str, Any] | None = None,
        subjek: Sequence[UUID] = (),
        rincian: RincianPerubahan | None = None,
    ) -> None:
        """Write what happened: sealed old and new values into the history, the fact into the audit trail.

        `subjek` are the blind indexes of those concerned besides `individu`; `rincian` says of which change it is part.
        """
        riwayat_id = id_baru()
        isi: dict[str, Any] = {"lama": dict(lama or {}), "baru": dict(baru or {})}
        if rincian:
            isi |= {"dampak": dict(rincian.dampak), "keluarga": list(rincian.keluarga)}
            isi |= {"sumber": rincian.sumber, "keterangan": rincian.keterangan}
        await self.repo.tambah(
            RiwayatKeluarga(
                keluarga_id=keluarga.keluarga_id,
                id=riwayat_id,
                peristiwa=peristiwa,
                individu_id=individu.id if individu else None,
                perubahan_id=rincian.perubahan_id if rincian else None,
                jenis=rincian.jenis if rincian else None,
                tanggal_date=rincian.tanggal if rincian else None,
                mengoreksi_id=rincian.mengoreksi_id if rincian else None,
                isi=self.arsip.segel_milik(keluarga, "riwayat_keluarga", riwayat_id, isi),
                pelaku_id=pelaku.akun_id if pelaku else None,
                jabatan=pelaku.jabatan if pelaku else None,
                pada_at=now(),
            )
        )
        await self._jejak.catat(
            f"keluarga:{peristiwa.lower()}",
            pelaku=pelaku,
            objek=f"keluarga/{keluarga.keluarga_id}",
            keluarga_id=keluarga.keluarga_id,
            subjek=[*([individu.nik_hmac] if individu and individu.nik_hmac else []), *subjek],
            rincian={"bidang": sorted({*isi["lama"], *isi["baru"]}), **_sebut(rincian)},
        )

    async def turunkan(self, keluarga: Keluarga, jawaban: JawabanLengkap) -> None:
        """Derive the canonical variables from stored answers, unless a newer day's stand there."""
        await self.repo.simpan_kanonik(
            {
                "keluarga_id": keluarga.keluarga_id,
                "kode_desa": keluarga.kode_desa,
                "jawaban_id": jawaban.id,
                "instrumen": NOMOR_INSTRUMEN[jawaban.instrumen],
                "tanggal_date": jawaban.tanggal,
                **turunkan(jawaban.instrumen, jawaban.isi, kode_desa=keluarga.kode_desa),
            }
        )

    async def naikkan_versi(self, keluarga: Keluarga) -> None:
        """Count the change, so that a stale If-Match is noticed."""
        keluarga.versi += 1
        keluarga.updated_at = now()
        await self.repo.tulis()


def _sebut(rincian: RincianPerubahan | None) -> dict[str, object]:
    """Return what the audit trail says of the change; nothing personal is in it."""
    if rincian is None:
        return {}
    koreksi = {"mengoreksi": str(rincian.mengoreksi_id)} if rincian.mengoreksi_id else {}
    jenis = {"jenis": str(rincian.jenis)} if rincian.jenis else {}
    return {"perubahan": str(rincian.perubahan_id), "sumber": rincian.sumber, **jenis, **koreksi}
