"""Accounts as the other domains see them: who somebody is, what he may do today, how he is told something."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import ALUR_AKUN, AksiAkun, FaktaAkun, StatusAkun
from app.akun.errors import AkunNotFound, AlasanTidakDikenal, IdentitasSudahDipakai
from app.akun.identitas import Identitas, rapikan_nama_masuk
from app.akun.models import Akun, JenisIndeks, PenugasanWilayah, RiwayatAkun
from app.akun.repository import AkunRepository
from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.crypto import Sandi, Tujuan
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.core.workflow import AlasanWajib
from app.notifikasi.service import NotifikasiService
from app.wilayah.service import WilayahService

TABEL = "akun"


@dataclass(frozen=True, slots=True, kw_only=True)
class BakalAkun:
    """An account to be; what is not given stays empty."""

    jabatan: Jabatan
    status: StatusAkun
    nama: str
    identitas: Identitas = field(default_factory=Identitas)
    kode_desa: str | None = None
    kode_kelola: str = ""
    sandi_hash: str | None = None
    is_sandi_sementara: bool = False
    is_sdm_kesos: bool = False
    rahasia_klien: bytes | None = None
    cakupan: Sequence[str] = ()
    foto: Mapping[str, UUID] = field(default_factory=dict)


class AkunService:
    """The one door to the accounts."""

    def __init__(
        self,
        repo: AkunRepository,
        sandi: Sandi,
        jejak: Jejak,
        wilayah: WilayahService,
        notifikasi: NotifikasiService,
    ) -> None:
        self._repo = repo
        self._sandi = sandi
        self._jejak = jejak
        self._wilayah = wilayah
        self._notifikasi = notifikasi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(
            AkunRepository(sesi),
            wadah.sandi,
            Jejak(sesi),
            WilayahService.rakit(sesi, wadah),
            NotifikasiService.rakit(sesi, wadah),
        )

    # -- read

    async def pelaku(
        self, akun_id: UUID, *, sesi_id: UUID | None = None, versi_token: int | None = None
    ) -> Pelaku | None:
        """Return the actor as the database knows him now; None when he may not act.

        Args:
            akun_id: the account.
            sesi_id: the login that must still hold.
            versi_token: what the account's counter must still be.
        """
        akun = await self._repo.pelaku(akun_id, sesi_id, hari_ini())
        if akun is None or akun.status is not StatusAkun.AKTIF or akun.is_sandi_sementara:
            return None
        if not akun.is_sesi_berlaku or versi_token not in {None, akun.versi_token}:
            return None
        tempat = akun.wilayah or ([akun.kode_desa] if akun.jabatan is Jabatan.WARGA and akun.kode_desa else [])
        wilayah = await self._wilayah.setempat(tempat) if tempat else ()
        return Pelaku(
            akun_id=akun.akun_id,
            jabatan=akun.jabatan,
            wilayah=tuple(sorted(wilayah)),
            nama=akun.nama,
            nik_indeks=akun.nik_indeks,
            no_kk_indeks=akun.no_kk_indeks,
            kode_desa=akun.kode_desa,
            cakupan=frozenset(akun.cakupan),
        )

    async def seorang(self, pelaku: Pelaku) -> frozenset[UUID]:
        """Return every account of the person behind this one, himself included: duties are separate for people."""
        lain = await self._repo.seorang(pelaku.nik_indeks) if pelaku.nik_indeks else ()
        return frozenset({pelaku.akun_id, *lain})

    async def warga(self, nik_indeks: UUID) -> Sequence[UUID]:
        """Return the citizen's accounts of a person: whoever was told something as himself."""
        return await self._repo.warga(nik_indeks)

    async def menurut_nik(self, nik_indeks: Collection[UUID]) -> dict[UUID, list[UUID]]:
        """Return the citizens' accounts in use by the blind index of their holder's NIK; who has none is absent."""
        return await self._repo.warga_menurut_nik(nik_indeks) if nik_indeks else {}

    async def petugas_di(self, kode: str, jabatan: Jabatan) -> Sequence[Akun]:
        """Return the active officers of a jabatan whose assignment today covers the region `kode`, by name."""
        return await self._repo.petugas_di(await self._wilayah.penanggung(kode), jabatan, hari_ini())

    async def meja_desa(self, kode: str) -> Sequence[Akun]:
        """Return who does a village's desk work: its operators; where it has none, those of the kab/kota."""
        desa = await self.petugas_di(kode, Jabatan.OPERATOR_DESA)
        return desa or await self.petugas_di(kode, Jabatan.OPERATOR_KABKOTA)

    async def ikuti_domisili(self, nik_indeks: UUID, kode_desa: str) -> None:
        """Let a citizen's account follow him into the village in which the registry has him now."""
        for akun_id in await self._repo.pindahkan_domisili(nik_indeks, kode_desa):
            await self._jejak.catat(
                "akun:domisili:diikuti",
                pelaku=None,
                objek=f"akun/{akun_id}",
                subjek=[nik_indeks],
                rincian={"kode_desa": kode_desa},
            )

    async def ambil(self, akun_id: UUID) -> Akun:
        """Return any account.

        Raises:
            AkunNotFound: there is none.
        """
        if (akun := await self._repo.get(akun_id)) is None:
            raise AkunNotFound
        return akun

    async def nama_banyak(self, akun_ids: Collection[UUID]) -> dict[UUID, str]:
        """Return the names of these accounts."""
        return await self._repo.nama_banyak(akun_ids)

    def identitas(self, akun: Akun) -> Identitas:
        """Open the sealed part; whoever shows it to somebody else writes an audit row."""
        return Identitas.dari(self._sandi.buka(akun.kunci_data, akun.isi, TABEL, akun.id))

    # -- write

    async def surati(self, akun_id: UUID, templat: str, data: Mapping[str, str]) -> None:
        """Send the holder an e-mail; nothing happens without an account or address. `nama` is filled in."""
        akun = await self._repo.get(akun_id)
        if akun is not None and (surel := self.identitas(akun).surel):
            await self._notifikasi.kirim_surel(surel, templat, {"nama": akun.nama, **data})

    async def terbitkan(self, bakal: BakalAkun, pelaku: Pelaku | None, aksi: AksiAkun) -> Akun:
        """Create an account in the first state that `aksi` leads to, with history and audit, without indexes."""
        akun_id, kini, isi = id_baru(), now(), bakal.identitas
        segel = self._sandi.segel(isi.dokumen(), TABEL, akun_id)
        akun = Akun(
            id=akun_id,
            jabatan=bakal.jabatan,
            status=bakal.status,
            nama=bakal.nama,
            kunci_data=segel.kunci_data,
            isi=segel.isi,
            nik_indeks=self._sandi.indeks(Tujuan.NIK, isi.nik) if isi.nik else None,
            no_kk_indeks=self._sandi.indeks(Tujuan.NO_KK, isi.no_kk) if isi.no_kk else None,
            kode_desa=bakal.kode_desa,
            kode_kelola=bakal.kode_kelola,
            sandi_hash=bakal.sandi_hash,
            is_sandi_sementara=bakal.is_sandi_sementara,
            is_sdm_kesos=bakal.is_sdm_kesos,
            rahasia_klien=bakal.rahasia_klien,
            cakupan=list(bakal.cakupan),
            foto_ktp_id=bakal.foto.get("ktp"),
            swafoto_id=bakal.foto.get("swafoto"),
            versi_token=0,
            versi=1,
            dibuat_oleh=pelaku.akun_id if pelaku else None,
            created_at=kini,
            updated_at=kini,
        )
        await self._repo.add(akun)
        await self.riwayat(akun, aksi, pelaku, dari=None)
        await self.catat(akun, "dibuat", pelaku, jabatan=akun.jabatan, status=akun.status)
        return akun

    async def klaim_identitas(self, akun: Akun) -> None:
        """Take username, e-mail and NIK for this account.

        Raises:
            IdentitasSudahDipakai: one of them belongs to another account; carries `bidang`. One person has one
                officer's account with one jabatan, so nobody holds two of the six functions of a kab/kota.
        """
        isi = self.identitas(akun)
        nik = JenisIndeks.NIK_WARGA if akun.jabatan is Jabatan.WARGA else JenisIndeks.NIK_PETUGAS
        diklaim = (
            (JenisIndeks.USERNAME, Tujuan.USERNAME, isi.username and rapikan_nama_masuk(isi.username)),
            (JenisIndeks.SUREL, Tujuan.SUREL, isi.surel and rapikan_nama_masuk(isi.surel)),
            (nik, Tujuan.NIK, isi.nik),
        )
        for jenis, tujuan, nilai in diklaim:
            if nilai and not await self.klaim(akun, jenis, tujuan, nilai):
                raise _sudah_dipakai(jenis)

    async def klaim(self, akun: Akun, jenis: JenisIndeks, tujuan: Tujuan, nilai: str) -> bool:
        """Take one index for this account; False when it belongs to another, under whichever index key."""
        calon = self._sandi.indeks_calon(tujuan, nilai)
        if len(calon) > 1 and await self._repo.cari(jenis, calon, now()) not in {None, akun.id}:
            return False
        return await self._repo.klaim(jenis, calon[0], akun.id)

    async def ganti_identitas(self, akun: Akun, isi: Identitas) -> None:
        """Seal a new version of the document of a locked account; the indexes are the caller's to change."""
        akun.isi = self._sandi.segel_ulang(akun.kunci_data, isi.dokumen(), TABEL, akun.id)
        await self._repo.simpan()

    async def tugaskan(
        self, akun: Akun, kode: str, pelaku: Pelaku | None, *, dari: date, sampai: date | None = None
    ) -> PenugasanWilayah:
        """Assign the account to a region from day `dari` to day `sampai`, both included."""
        baris = PenugasanWilayah(
            akun_id=akun.id,
            id=id_baru(),
            kode_wilayah=kode,
            berlaku_dari=dari,
            berlaku_sampai=sampai,
            dibuat_oleh=pelaku.akun_id if pelaku else None,
            created_at=now(),
        )
        await self._repo.add(baris)
        await self.catat(akun, "ditugaskan", pelaku, wilayah=kode, dari=str(dari), sampai=str(sampai))
        return baris

    async def pindahkan(
        self, akun: Akun, aksi: AksiAkun, pelaku: Pelaku | None, fakta: FaktaAkun, alasan: AlasanMasuk | None = None
    ) -> None:
        """Take an arrow of the table on a locked account, with history and audit.

        Raises:
            AlasanWajib: the arrow needs a reason.
            JabatanTidakBerwenang | TransisiDitolak | SyaratTidakTerpenuhi | PemisahanTugas: the table refuses.
        """
        dari = akun.status
        jalan = ALUR_AKUN.apply(akun, aksi, pelaku.jabatan if pelaku else None, fakta)
        if jalan.alasan and alasan is None:
            raise AlasanWajib
        await self.ubah(akun)
        await self.riwayat(akun, aksi, pelaku, dari=dari, alasan=alasan)
        await self.catat(akun, "status", pelaku, dari=dari, ke=akun.status, alasan=alasan.kode if alasan else None)

    async def ubah(self, akun: Akun) -> None:
        """Write a changed account as a new version that ends every access token issued before."""
        akun.versi += 1
        akun.versi_token += 1
        akun.updated_at = now()
        await self._repo.simpan()

    async def riwayat(
        self, akun: Akun, aksi: str, pelaku: Pelaku | None, *, dari: str | None, alasan: AlasanMasuk | None = None
    ) -> None:
        """Add a line to the account's history."""
        await self._repo.add(
            RiwayatAkun(
                akun_id=akun.id,
                id=id_baru(),
                aksi=aksi,
                dari=dari,
                ke=akun.status,
                jabatan=akun.jabatan,
                pelaku_id=pelaku.akun_id if pelaku else None,
                kode_alasan=alasan.kode if alasan else None,
                penjelasan=alasan.penjelasan if alasan else None,
                created_at=now(),
            )
        )

    async def catat(self, akun: Akun, perbuatan: str, pelaku: Pelaku | None, **rincian: object) -> None:
        """Write one audit row about this account."""
        await self._jejak.catat(
            f"akun:akun:{perbuatan}",
            pelaku=pelaku,
            objek=f"akun/{akun.id}",
            subjek=subjek(akun),
            rincian=rincian,
        )


def _sudah_dipakai(jenis: JenisIndeks) -> IdentitasSudahDipakai:
    if jenis is JenisIndeks.NIK_PETUGAS:
        detail = Teks(
            "Orang ini sudah memegang jabatan lain. Satu orang satu fungsi: ubah jabatan atau pindahkan akunnya.",
            "This person holds a position already. One person, one function: change or transfer that account.",
        )
        return IdentitasSudahDipakai(detail, bidang=jenis)
    return IdentitasSudahDipakai(bidang=jenis)


def subjek(*akun: Akun) -> list[UUID]:
    """Return the NIK indexes of the holders, for audit rows."""
    return [a.nik_indeks for a in akun if a.nik_indeks is not None]


def pastikan_alasan(alasan: AlasanMasuk | None, pilihan: Mapping[str, object]) -> AlasanMasuk:
    """Return the reason.

    Raises:
        AlasanWajib: there is none.
        AlasanTidakDikenal: its code is not one of `pilihan`.
    """
    if alasan is None:
        raise AlasanWajib
    if alasan.kode not in pilihan:
        raise AlasanTidakDikenal(pilihan=sorted(pilihan))
    return alasan
