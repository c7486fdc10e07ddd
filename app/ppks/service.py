"""Use cases of PPKS and PSKS: record in the field, verify, close, find again; people without papers count too."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.crypto import Sandi, Tujuan
from app.core.db import transaksi
from app.core.etag import pastikan_versi
from app.core.ids import id_baru
from app.core.nik import Nik
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.ratelimit import pakai
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keluarga.kode import JenisKelamin, TujuanBaca
from app.keluarga.service import KeluargaService
from app.ppks.alur import ALUR_PPKS, PENCATAT, AksiPpks, FaktaPpks, StatusPpks
from app.ppks.entitas import EntriTerbuka, IsiTerbuka, LangkahTerbuka
from app.ppks.errors import JenisTidakSesuai, PpksNotFound, PpksSudahDicatat, PpksTerkunci
from app.ppks.jenis import JENIS, Jenis, Kategori
from app.ppks.models import EntriPpks, RiwayatPpks
from app.ppks.repository import PEMBACA_PEKA, PpksRepository, Saringan
from app.ppks.schemas import IsiPpks, PpksBuat, PpksCari, PpksUbah
from app.referensi.pemeriksa import periksa_alasan
from app.wilayah.lingkup import Lingkup
from app.wilayah.nama import lipat
from app.wilayah.service import WilayahService

TABEL: Final = "entri_ppks"
GABUNG: Final = "gabung"
"""In a step's content: with which entry this one was merged, or from which it was separated."""
_HARI: Final = 86_400
_TIDAK_ADA = Teks("Kode jenis tidak ada dalam daftar", "No such code in the list of kinds")
_BENTUK = Teks("Jenis ini tidak untuk bentuk itu", "This kind is not for that form")
_UMUR = Teks("Umur tidak sesuai dengan jenis ini", "The age does not fit this kind")


class PpksService:
    """The one door to the entries."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._wadah = wadah
        self._repo = PpksRepository(sesi)
        self._jejak = Jejak(sesi)
        self._sandi: Sandi = wadah.sandi
        self._wilayah = WilayahService.rakit(sesi, wadah)
        self._keluarga = KeluargaService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(sesi, wadah)

    # -- writing

    async def catat(self, masuk: PpksBuat, pelaku: Pelaku) -> EntriTerbuka:
        """Record somebody, or a group; a NIK that the registry knows is linked to its person.

        Raises:
            PpksNotFound: the village is outside the caller's regions.
            WilayahTidakDikenal: there is no such village.
            JenisTidakSesuai: no such kind, or not for this form or age.
            PpksSudahDicatat: this NIK stands open under this kind, as the caller can see.
            PemisahanTugas: the caller's own NIK.
            TerlaluSering: too many entries with a NIK of one day.
        """
        jenis = _jenis(masuk.kategori, masuk.jenis)
        _pastikan_sesuai(jenis, masuk)
        if masuk.bentuk not in jenis.bentuk:
            raise JenisTidakSesuai(_BENTUK)
        if not Lingkup.dari(pelaku).memuat(masuk.kode_desa):
            raise PpksNotFound
        if masuk.nik:
            await self._hitung(pelaku)
        await self._wilayah.pastikan_desa(masuk.kode_desa)
        entri_id, sekarang = id_baru(), now()
        segel = self._sandi.segel(_dokumen(masuk), TABEL, entri_id)
        entri = EntriPpks(
            id=entri_id,
            kategori=masuk.kategori,
            jenis=jenis.kode,
            bentuk=masuk.bentuk,
            is_peka=jenis.is_peka,
            kode_desa=masuk.kode_desa,
            ditemukan_date=masuk.ditemukan_date,
            status=ALUR_PPKS.awal,
            kunci_data=segel.kunci_data,
            isi=segel.isi,
            dicatat_oleh=pelaku.akun_id,
            versi=1,
            created_at=sekarang,
            updated_at=sekarang,
        )
        await self._indeks(entri, masuk)
        ALUR_PPKS.mulai(AksiPpks.CATAT, pelaku.jabatan, fakta(entri, pelaku))
        ganda = await self._pastikan_tunggal(entri, pelaku)
        if not await self._repo.tambah(entri):
            raise PpksSudahDicatat
        await self._catat_ganda(entri, pelaku, ganda)
        await self._tulis(entri, AksiPpks.CATAT, pelaku, {})
        return (await self._terbuka([entri], pelaku))[0]

    async def ubah(self, entri_id: UUID, masuk: PpksUbah, pelaku: Pelaku, *, versi: int) -> EntriTerbuka:
        """Replace the content while it waits for verification.

        Raises:
            PpksNotFound: unknown, or not for this caller's eyes.
            VersiBasi: changed since it was read.
            PpksTerkunci: verified, refused or closed.
            JenisTidakSesuai: the kind is not for this age.
            PpksSudahDicatat: another open entry of the kind has the NIK, as the caller can see.
            TerlaluSering: too many NIK of one day.
        """
        entri = await self._kunci(entri_id, pelaku, versi)
        if entri.status is not StatusPpks.DICATAT or pelaku.jabatan not in PENCATAT:
            raise PpksTerkunci
        _pastikan_sesuai(JENIS[entri.kategori, entri.jenis], masuk)
        lama, baru = self._dokumen(entri), _dokumen(masuk)
        entri.isi = self._sandi.segel_ulang(entri.kunci_data, baru, TABEL, entri.id)
        await self._indeks(entri, masuk)
        ganda = None
        if baru["nik"] and baru["nik"] != lama["nik"]:
            await self._hitung(pelaku)
            ganda = await self._pastikan_tunggal(entri, pelaku)
        _naik(entri)
        await self._simpan(entri, pelaku, ganda)
        await self._tulis(entri, None, pelaku, {"bidang": sorted(n for n in baru if baru[n] != lama[n])})
        return (await self._terbuka([entri], pelaku))[0]

    async def pindahkan(
        self, entri_id: UUID, aksi: AksiPpks, pelaku: Pelaku, *, alasan: AlasanMasuk | None, versi: int | None
    ) -> EntriTerbuka:
        """Take an arrow of the table.

        Raises:
            PpksNotFound: unknown, or not for this caller's eyes.
            JabatanTidakBerwenang, TransisiDitolak, PemisahanTugas: the table refuses.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing or of another action.
            VersiBasi: changed since it was read.
            PpksSudahDicatat: reopened while another open entry of the kind has the NIK, as the caller can see.
        """
        entri = await self._kunci(entri_id, pelaku, None)
        panah = ALUR_PPKS.periksa(entri.status, aksi, pelaku.jabatan, fakta(entri, pelaku))
        periksa_alasan(alasan, f"ppks.{aksi}", is_wajib=panah.alasan)
        pastikan_versi(versi, entri.versi)
        ganda = await self._pastikan_tunggal(entri, pelaku) if aksi is AksiPpks.BUKA_KEMBALI else None
        ALUR_PPKS.apply(entri, aksi, pelaku.jabatan, fakta(entri, pelaku))
        _naik(entri)
        await self._simpan(entri, pelaku, ganda)
        isi = alasan.model_dump(include={"penjelasan", "langkah_berikutnya"}) if alasan else {}
        await self._tulis(entri, aksi, pelaku, isi, alasan.kode if alasan else None)
        return (await self._terbuka([entri], pelaku))[0]

    # -- reading

    async def baca(self, entri_id: UUID, pelaku: Pelaku, tujuan: TujuanBaca) -> EntriTerbuka:
        """Open an entry; recorded with its purpose.

        Raises:
            PpksNotFound: unknown, or not for this caller's eyes.
        """
        entri = await self._ambil(entri_id, pelaku)
        await self._catat("dibaca", [entri], pelaku, tujuan)
        return (await self._terbuka([entri], pelaku))[0]

    async def riwayat(self, entri_id: UUID, pelaku: Pelaku, tujuan: TujuanBaca) -> list[LangkahTerbuka]:
        """Return the history, oldest first; recorded with its purpose.

        Raises:
            PpksNotFound: unknown, or not for this caller's eyes.
        """
        entri = await self._ambil(entri_id, pelaku)
        await self._catat("riwayat:dibaca", [entri], pelaku, tujuan)
        buka = self._sandi.buka
        langkah = await self._repo.riwayat(entri_id)
        semua = [LangkahTerbuka(x, buka(entri.kunci_data, x.isi, TABEL, entri.id)) for x in langkah]
        return [x for x in semua if GABUNG not in x.isi or pelaku.jabatan in PEMBACA_PEKA]

    async def daftar(self, pelaku: Pelaku, saring: Saringan, hal: Halaman) -> Potongan[EntriTerbuka]:
        """Return a page of what this officer may see, oldest first; it shows no names."""
        hasil = await self._repo.daftar(pelaku, saring, hal)
        await self._catat("daftar:dibaca", hasil.data, pelaku, None)
        return Potongan(await self._terbuka(hasil.data, pelaku), hasil.halaman)

    async def cari(self, masuk: PpksCari, pelaku: Pelaku) -> list[EntriTerbuka]:
        """Find entries by NIK or exact name, at most 50; the search is recorded."""
        nik = self._sandi.indeks_calon(Tujuan.NIK, masuk.nik) if masuk.nik else ()
        nama = self._sandi.indeks_calon(Tujuan.NAMA, lipat(masuk.nama)) if masuk.nama else ()
        hasil = await self._repo.cari(pelaku, nik, nama)
        await self._catat("pencarian:dibaca", hasil, pelaku, masuk.tujuan)
        return await self._terbuka(hasil, pelaku)

    async def milik(self, pelaku: Pelaku) -> list[EntriTerbuka]:
        """Return what stands about the citizen himself (right of access, UU 27/2022 ps 5 and 7)."""
        if pelaku.nik_indeks is None:
            return []
        hasil = await self._repo.milik(pelaku.nik_indeks)
        await self._catat("milik:dibaca", hasil, pelaku, None)
        return await self._terbuka(hasil, pelaku)

    async def rekap(self, pelaku: Pelaku, kode_wilayah: str | None) -> Sequence[tuple[Kategori, str, StatusPpks, int]]:
        """Count what this officer may see, by kind and state."""
        return await self._repo.rekap(pelaku, kode_wilayah)

    # -- parts

    async def _hitung(self, pelaku: Pelaku) -> None:
        """Count what could be used to try out numbers."""
        batas = self._wadah.pengaturan.batas.ppks_hari
        await pakai(self._wadah, "ppks", str(pelaku.akun_id), batas, _HARI)

    async def _simpan(self, entri: EntriPpks, pelaku: Pelaku, ganda: dict[str, Any] | None) -> None:
        # The audit row sends what is pending, so it comes after the one who listens for the collision.
        if not await self._repo.simpan():
            raise PpksSudahDicatat
        await self._catat_ganda(entri, pelaku, ganda)

    async def _catat_ganda(self, entri: EntriPpks, pelaku: Pelaku, ganda: dict[str, Any] | None) -> None:
        if ganda:
            await self._catat("ganda_diterima", [entri], pelaku, None, **ganda)

    async def _pastikan_tunggal(self, entri: EntriPpks, pelaku: Pelaku) -> dict[str, Any] | None:
        """Refuse a double that the caller can see, and record that; return what to record of one that he cannot see.

        Raises:
            PpksSudahDicatat: the caller can see the other one.
        """
        kembar = await self._repo.kembar(entri, None)
        if not kembar:
            return None
        rincian = {"jumlah": len(kembar), "peka": entri.is_peka}
        if not await self._repo.kembar(entri, pelaku):
            return rincian
        async with transaksi(self._wadah.pabrik_sesi) as sesi:  # of its own: the refusal undoes the caller's
            await Jejak(sesi).catat(
                "ppks:entri:ganda_ditolak",
                pelaku=pelaku,
                objek="ppks",
                subjek=[entri.nik_hmac] if entri.nik_hmac else [],
                rincian=rincian,
            )
        raise PpksSudahDicatat

    async def _ambil(self, entri_id: UUID, pelaku: Pelaku) -> EntriPpks:
        if entri := await self._repo.get(entri_id, pelaku):
            return entri
        raise PpksNotFound

    async def _kunci(self, entri_id: UUID, pelaku: Pelaku, versi: int | None) -> EntriPpks:
        entri = await self._repo.lock(entri_id, pelaku)
        if entri is None:
            raise PpksNotFound
        pastikan_versi(versi, entri.versi)
        return entri

    async def _indeks(self, entri: EntriPpks, isi: IsiPpks) -> None:
        """Index NIK and name, and link the person if the registry knows him."""
        lokasi = await self._keluarga.cari_nik(isi.nik) if isi.nik else None
        # After the query, which would write a colliding index before anybody listens for the collision.
        entri.nik_hmac = self._sandi.indeks(Tujuan.NIK, isi.nik) if isi.nik else None
        entri.nama_hmac = self._sandi.indeks(Tujuan.NAMA, lipat(isi.nama)) if isi.nama else None
        entri.keluarga_id = lokasi.keluarga_id if lokasi else None
        entri.individu_id = lokasi.individu_id if lokasi else None

    def _dokumen(self, entri: EntriPpks) -> dict[str, Any]:
        return self._sandi.buka(entri.kunci_data, entri.isi, TABEL, entri.id)

    async def _terbuka(self, entri: Sequence[EntriPpks], pelaku: Pelaku) -> list[EntriTerbuka]:
        """Open entries; whom the registry knows outside the caller's regions is like whom it does not know."""
        terhubung = {e.keluarga_id for e in entri if e.keluarga_id}
        dekat = await self._keluarga.di_lingkup(terhubung, Lingkup.dari(pelaku))
        return [self._buka(e, pelaku, is_terhubung=e.keluarga_id in dekat) for e in entri]

    def _buka(self, entri: EntriPpks, pelaku: Pelaku, *, is_terhubung: bool) -> EntriTerbuka:
        d = self._dokumen(entri)
        isi = IsiTerbuka(
            **d
            | {
                "nik": Nik(d["nik"]) if d["nik"] else None,
                "tanggal_lahir": date.fromisoformat(d["tanggal_lahir"]) if d["tanggal_lahir"] else None,
                "jenis_kelamin": JenisKelamin(d["jenis_kelamin"]) if d["jenis_kelamin"] else None,
            }
        )
        aksi = ALUR_PPKS.tersedia_rinci(entri.status, pelaku.jabatan, fakta(entri, pelaku))
        digabung_ke = entri.digabung_ke if pelaku.jabatan in PEMBACA_PEKA else None
        return EntriTerbuka(entri, isi, aksi, digabung_ke, is_terhubung)

    async def _tulis(
        self,
        entri: EntriPpks,
        aksi: AksiPpks | None,
        pelaku: Pelaku,
        isi: dict[str, Any],
        kode: str | None = None,
        *,
        kejadian: str = "diubah",
    ) -> None:
        await self._repo.tulis(
            RiwayatPpks(
                id=id_baru(),
                entri_id=entri.id,
                aksi=aksi,
                ke=entri.status,
                pelaku_id=pelaku.akun_id,
                jabatan=pelaku.jabatan,
                kode_alasan=kode,
                isi=self._sandi.segel_ulang(entri.kunci_data, isi, TABEL, entri.id),
                created_at=now(),
            )
        )
        await self._catat(aksi or kejadian, [entri], pelaku, None, kode_alasan=kode, jenis=entri.jenis)

    async def _catat(
        self, apa: str, entri: Sequence[EntriPpks], pelaku: Pelaku, tujuan: TujuanBaca | None, **rincian: object
    ) -> None:
        await self._jejak.catat(
            f"ppks:entri:{apa}",
            pelaku=pelaku,
            objek=f"ppks/{entri[0].id}" if len(entri) == 1 else "ppks",
            subjek=[e.nik_hmac for e in entri if e.nik_hmac],
            tujuan=tujuan,
            rincian=rincian,
        )


def _jenis(kategori: Kategori, kode: str) -> Jenis:
    if jenis := JENIS.get((kategori, kode)):
        return jenis
    raise JenisTidakSesuai(_TIDAK_ADA)


def _pastikan_sesuai(jenis: Jenis, isi: IsiPpks) -> None:
    if not jenis.cocok_umur(isi.umur):
        raise JenisTidakSesuai(_UMUR)


def _dokumen(isi: IsiPpks) -> dict[str, Any]:
    return isi.model_dump(mode="json", include=set(IsiPpks.model_fields))


def fakta(entri: EntriPpks, pelaku: Pelaku) -> FaktaPpks:
    return FaktaPpks(
        is_pencatat=entri.dicatat_oleh == pelaku.akun_id,
        is_perkara_sendiri=pelaku.nik_indeks is not None and pelaku.nik_indeks == entri.nik_hmac,
        is_gabungan=entri.digabung_ke is not None,
    )


def _naik(entri: EntriPpks) -> None:
    entri.versi += 1
    entri.updated_at = now()
