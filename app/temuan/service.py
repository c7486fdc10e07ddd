"""Use cases of findings for the stages that find and the officers who decide."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.core.clock import hari_ini
from app.core.crypto import Tujuan
from app.core.etag import pastikan_versi
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.nik_ganda import PemilikNik
from app.keluarga.service import KeluargaService
from app.notifikasi.kabar import JenisKabar, Kabar
from app.notifikasi.kotak_masuk import KotakMasukService
from app.temuan.alur import ALUR_TEMUAN, FaktaTemuan
from app.temuan.entitas import LangkahTemuan, TemuanBaru, TemuanIsi, TemuanLengkap, TemuanRingkas
from app.temuan.errors import JenisTemuanTidakSah, TemuanNotFound
from app.temuan.models import Temuan
from app.temuan.pencatat import PencatatTemuan
from app.temuan.repository import TemuanRepository, terlihat
from app.temuan.schemas import TemuanMasuk
from app.temuan.status import (
    BELUM_DIPUTUS,
    TEKS_STATUS,
    AksiTemuan,
    JenisTemuan,
    KelompokTemuan,
    StatusTemuan,
    SumberTemuan,
)
from app.wilayah.lingkup import Lingkup

MEMBACA_ISI: Final = frozenset({Jabatan.VERIFIKATOR, Jabatan.OPERATOR_KABKOTA})
"""Who reads what a source said of somebody's means; a village reads that there is a finding, not his bank account."""
_GANDA: Final = frozenset({JenisTemuan.NIK_GANDA, JenisTemuan.DUGAAN_GANDA})
_TERBUKA_BAGI_SEMUA: Final = frozenset({KelompokTemuan.IDENTITAS, KelompokTemuan.LAPANGAN})


class TemuanService:
    """Keeps findings for every stage, and lets officers read and decide them."""

    def __init__(
        self,
        pencatat: PencatatTemuan,
        keluarga: KeluargaService,
        pemilik: PemilikNik,
        akun: AkunService,
        kotak: KotakMasukService,
    ) -> None:
        self._pencatat = pencatat
        self._repo: TemuanRepository = pencatat.repo
        self._keluarga = keluarga
        self._pemilik = pemilik
        self._akun = akun
        self._kotak = kotak

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(
            PencatatTemuan.rakit(sesi, wadah),
            KeluargaService.rakit(sesi, wadah),
            PemilikNik.rakit(sesi, wadah),
            AkunService.rakit(sesi, wadah),
            KotakMasukService.rakit(sesi, wadah),
        )

    # -- for the stages

    async def catat(self, baru: TemuanBaru, pelaku: Pelaku | None) -> UUID:
        """Keep a finding; the same source saying the same of the same person again is the same finding.

        `pelaku` is who recorded it and may therefore not decide it; None is the system.

        Raises:
            KeluargaNotFound: the registry has no such family.
        """
        keluarga = await self._keluarga.baca(baru.keluarga_id)
        subjek = _subjek(keluarga, baru.individu_id)
        temuan_id, is_baru = await self._pencatat.catat(baru, pelaku, subjek=subjek)
        if is_baru:
            await self._kabari(Ref(baru.keluarga_id, temuan_id), baru.jenis, StatusTemuan.TERBUKA, subjek)
        return temuan_id

    async def has_terbuka(self, keluarga_id: UUID) -> bool:
        """Return whether a finding about the family or a present member of it waits for a human's decision."""
        return await self._keluarga.has_temuan_terbuka(keluarga_id) or await self._repo.has_terbuka(keluarga_id)

    async def milik_keluarga(self, keluarga_id: UUID) -> list[TemuanIsi]:
        """Return all findings about a family with what their sources said, oldest first; the caller audits."""
        return [TemuanIsi(t, self._pencatat.buka(t)) for t in await self._repo.milik_keluarga(keluarga_id)]

    async def tarik(self, keluarga_id: UUID, individu_id: UUID, sumber: SumberTemuan, masih: Collection[UUID]) -> int:
        """Let lapse what a source said earlier of a person and says no more; return how many.

        `masih` are the findings that its present answer names. A dismissed finding stays dismissed.
        """
        lama = await self._repo.dari_sumber(keluarga_id, individu_id, sumber, masih)
        return await self._usangkan(lama, "Sumber tidak lagi menyatakannya.")

    async def terbuka_selain(self, orang: Ref, kembar: Ref, *, is_sekeluarga: bool) -> list[Ref]:
        """Return the undecided findings about a person, except those that `usangkan_ganda` would let lapse.

        With `is_sekeluarga` also those about his family as a whole.
        """
        siapa = {orang.id, None} if is_sekeluarga else {orang.id}
        semua = await self._repo.milik_keluarga(orang.keluarga_id)
        buka = [t for t in semua if t.individu_id in siapa and t.status in BELUM_DIPUTUS]
        return [t.ref for t in buka if not (t.lain == kembar and t.jenis in _GANDA)]

    async def usangkan_ganda(self, satu: Ref, lain: Ref, sebab: str) -> None:
        """Let lapse what says that one of two persons may be the other, or bears his NIK: somebody has decided that."""
        for orang, kembar in ((satu, lain), (lain, satu)):
            tentang = await self._repo.tentang_orang(orang.keluarga_id, orang.id)
            await self._usangkan([t for t in tentang if t.lain == kembar and t.jenis in _GANDA], sebab)

    async def usangkan(self, usia_hari: int, sebanyak: int) -> int:
        """Let undecided findings on means lapse whose data are older than so many days; return how many."""
        lama = await self._repo.usang(hari_ini() - timedelta(days=usia_hari), sebanyak)
        return await self._usangkan(lama, "Data sumber melewati batas usia.")

    # -- for officers

    async def antrean(
        self,
        status: StatusTemuan,
        pelaku: Pelaku,
        hal: Halaman,
        *,
        jenis: JenisTemuan | None = None,
        kelompok: KelompokTemuan | None = None,
    ) -> Potongan[TemuanRingkas]:
        """List findings of one state in scope, oldest first; the reading of the names is recorded."""
        hasil = await self._repo.antrean(status, pelaku, hal, jenis=jenis, kelompok=kelompok)
        keluarga = await self._keluarga.baca_banyak({t.keluarga_id for t in hasil.data})
        subjek = [nik for t in hasil.data for nik in _subjek(keluarga.get(t.keluarga_id), t.individu_id)]
        await self._pencatat.jejak.catat(
            "temuan:daftar:dibaca", pelaku=pelaku, objek="temuan", subjek=list(dict.fromkeys(subjek))
        )
        baris = [
            TemuanRingkas(
                t,
                _nama(keluarga.get(t.keluarga_id), t.individu_id),
                ALUR_TEMUAN.tersedia(t.status, pelaku.jabatan),
            )
            for t in hasil.data
        ]
        return Potongan(baris, hasil.halaman)

    async def baca(self, ref: Ref, pelaku: Pelaku, tujuan: str | None = None) -> TemuanLengkap:
        """Return a finding with its steps and files; the reading is recorded.

        Raises:
            TemuanNotFound: unknown, or outside the caller's area or desk.
        """
        temuan = await self.ambil(ref, pelaku)
        keluarga = await self._keluarga.baca(temuan.keluarga_id)
        await self._pencatat.jejak.catat(
            "temuan:temuan:dibaca",
            pelaku=pelaku,
            objek=f"temuan/{temuan.id}",
            subjek=_subjek(keluarga, temuan.individu_id),
            keluarga_id=temuan.keluarga_id,
            tujuan=tujuan,
        )
        return await self._lengkapkan(temuan, keluarga, pelaku)

    async def ambil(self, ref: Ref, pelaku: Pelaku) -> Temuan:
        """Return the row for a service that audits its own reading.

        Raises:
            TemuanNotFound: unknown, or outside the caller's area or desk.
        """
        if temuan := await self._repo.satu(ref, terlihat(pelaku)):
            return temuan
        raise TemuanNotFound

    async def catat_petugas(self, isi: TemuanMasuk, pelaku: Pelaku) -> TemuanLengkap:
        """Keep what an officer has found; somebody else will decide it.

        Raises:
            KeluargaNotFound: unknown, or outside the caller's area.
            JenisTemuanTidakSah: not of this desk, or about somebody who is not of that family.
            PemisahanTugas: the caller's own family.
        """
        keluarga = await self._keluarga.baca(isi.keluarga_ref.keluarga_id)
        if not Lingkup.dari(pelaku).memuat(keluarga.kode_desa) or isi.keluarga_ref != keluarga.ref:
            raise KeluargaNotFound
        is_meja = pelaku.jabatan is not Jabatan.DISDUKCAPIL or isi.jenis.kelompok is KelompokTemuan.IDENTITAS
        individu_id = isi.individu_ref.id if isi.individu_ref else None
        if not is_meja or (individu_id and individu_id not in {a.individu_id for a in keluarga.aktif}):
            raise JenisTemuanTidakSah
        ALUR_TEMUAN.mulai(AksiTemuan.CATAT, pelaku.jabatan, self._perkara(keluarga, pelaku))
        baru = TemuanBaru(
            isi.jenis,
            keluarga.keluarga_id,
            individu_id,
            keluarga.kode_desa,
            SumberTemuan.PETUGAS,
            isi.tanggal,
            isi.keyakinan,
            {"keterangan": isi.keterangan},
        )
        subjek = _subjek(keluarga, individu_id)
        temuan_id, is_baru = await self._pencatat.catat(baru, pelaku, aksi=AksiTemuan.CATAT, subjek=subjek)
        if is_baru:
            await self._kabari(Ref(keluarga.keluarga_id, temuan_id), isi.jenis, StatusTemuan.TERBUKA, subjek)
        temuan = await self.ambil(Ref(keluarga.keluarga_id, temuan_id), pelaku)
        return await self._lengkapkan(temuan, keluarga, pelaku)

    async def putus(
        self, aksi: AksiTemuan, ref: Ref, pelaku: Pelaku, alasan: AlasanMasuk | None, versi: int | None
    ) -> TemuanLengkap:
        """Confirm or dismiss a finding; of a doubled NIK this says whose it is, and the registry follows.

        Raises:
            TemuanNotFound: unknown, or outside the caller's area or desk.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing, or of another action.
            PemisahanTugas: the caller's own family, on either side, or his own record.
            TransisiDitolak: decided already.
            VersiBasi: changed since it was read.
        """
        dilihat = await self.ambil(ref, pelaku)
        is_nik = dilihat.jenis is JenisTemuan.NIK_GANDA and dilihat.individu_id is not None
        if is_nik:
            await self._pemilik.kunci(*(k for k in (dilihat.keluarga_id, dilihat.lain_keluarga_id) if k))
        temuan = await self._repo.satu(ref, terlihat(pelaku), kunci=True)
        if temuan is None:
            raise TemuanNotFound
        keluarga = await self._keluarga.baca(temuan.keluarga_id)
        fakta = await self._fakta(temuan, keluarga, pelaku)
        ALUR_TEMUAN.periksa(temuan.status, aksi, pelaku.jabatan, fakta)
        pastikan_versi(versi, temuan.versi)
        subjek = _subjek(keluarga, temuan.individu_id)
        await self._pencatat.pindah(temuan, aksi, pelaku, fakta, alasan=alasan, subjek=subjek)
        await self._kabari(temuan.ref, temuan.jenis, temuan.status, subjek)
        if is_nik and temuan.individu_id is not None:
            orang = Ref(temuan.keluarga_id, temuan.individu_id)
            await self._pemilik.tetapkan(orang, pelaku, is_pemilik=aksi is AksiTemuan.GUGURKAN)
            keluarga = await self._keluarga.baca(temuan.keluarga_id)
        return await self._lengkapkan(temuan, keluarga, pelaku)

    # -- steps

    async def _usangkan(self, lama: Sequence[Temuan], sebab: str) -> int:
        """Let these lapse and tell whom they concern, as they were told of them; return how many were open."""
        usang = [t for t in lama if await self._pencatat.usangkan(t, sebab)]
        keluarga = await self._keluarga.baca_banyak({t.keluarga_id for t in usang}) if usang else {}
        for t in usang:
            await self._kabari(t.ref, t.jenis, t.status, _subjek(keluarga.get(t.keluarga_id), t.individu_id))
        return len(usang)

    async def _kabari(self, ref: Ref, jenis: JenisTemuan, status: StatusTemuan, subjek: Collection[UUID]) -> None:
        """Tell the persons concerned in their inboxes; what is odd about a visit is not their affair."""
        if jenis.kelompok is KelompokTemuan.LAPANGAN:
            return
        akun = {a for milik in (await self._akun.menurut_nik(subjek)).values() for a in milik}
        teks, kini = jenis.teks, TEKS_STATUS[status]
        kabar = Kabar(
            JenisKabar.TEMUAN,
            Teks("Temuan tentang data Anda", "A finding about your data"),
            Teks(f"{teks.id}. {kini.id}.", f"{teks.en}. {kini.en}."),
            f"temuan/{ref.teks}",
        )
        await self._kotak.tulis(akun, kabar)

    async def _lengkapkan(self, temuan: Temuan, keluarga: KeluargaLengkap, pelaku: Pelaku) -> TemuanLengkap:
        langkah: Sequence[LangkahTemuan] = [
            LangkahTemuan(x, self._pencatat.buka_langkah(temuan, x)) for x in await self._repo.riwayat(temuan.ref)
        ]
        is_terbuka = pelaku.jabatan in MEMBACA_ISI or temuan.kelompok in _TERBUKA_BAGI_SEMUA
        return TemuanLengkap(
            temuan,
            _nama(keluarga, temuan.individu_id),
            self._pencatat.buka(temuan) if is_terbuka else None,
            langkah,
            await self._repo.lampiran(temuan.ref),
            ALUR_TEMUAN.tersedia_rinci(temuan.status, pelaku.jabatan, await self._fakta(temuan, keluarga, pelaku)),
        )

    async def _fakta(self, temuan: Temuan, keluarga: KeluargaLengkap, pelaku: Pelaku) -> FaktaTemuan:
        akun_ids = await self._akun.seorang(pelaku)
        pihak = [keluarga, *(await self._pihak_lain(temuan, keluarga))]
        sendiri = any(self._perkara(k, pelaku).is_perkara_sendiri for k in pihak)
        return FaktaTemuan(is_perkara_sendiri=sendiri, is_pencatat=temuan.dicatat_oleh in akun_ids)

    async def _pihak_lain(self, temuan: Temuan, keluarga: KeluargaLengkap) -> Collection[KeluargaLengkap]:
        """Return the families on the other side: of whom the finding names, and of who has the NIK by now."""
        lain = {temuan.lain_keluarga_id} if temuan.lain_keluarga_id else set()
        if temuan.jenis is JenisTemuan.NIK_GANDA:
            for nik in _subjek(keluarga, temuan.individu_id):
                letak = await self._keluarga.cari_indeks(nik)
                lain |= {letak.keluarga_id} if letak else set()
        return (await self._keluarga.baca_banyak(lain - {keluarga.keluarga_id})).values()

    def _perkara(self, keluarga: KeluargaLengkap, pelaku: Pelaku) -> FaktaTemuan:
        """Judge by the present members and the family card whether it is the actor's own family."""
        nik = {a.nik_hmac for a in keluarga.aktif if a.nik_hmac}
        no_kk = self._pencatat.sandi.indeks(Tujuan.NO_KK, keluarga.no_kk) if keluarga.no_kk else None
        is_kk = no_kk is not None and no_kk == pelaku.no_kk_indeks
        return FaktaTemuan(is_perkara_sendiri=pelaku.nik_indeks in nik or is_kk)


def _subjek(keluarga: KeluargaLengkap | None, individu_id: UUID | None) -> list[UUID]:
    if keluarga is None:
        return []
    return [a.nik_hmac for a in keluarga.anggota if a.nik_hmac and individu_id in {None, a.individu_id}]


def _nama(keluarga: KeluargaLengkap | None, individu_id: UUID | None) -> str | None:
    if keluarga is None or individu_id is None:
        return None
    return next((a.nama for a in keluarga.anggota if a.individu_id == individu_id), None)
