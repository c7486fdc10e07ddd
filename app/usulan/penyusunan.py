"""The content of a usulan: drafting each kind, and changing it where its state lets the actor."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.konfirmasi import KonfirmasiService
from app.config import Batas
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.ratelimit import pakai
from app.core.wadah import Wadah
from app.core.workflow import PemisahanTugas
from app.keluarga.peristiwa import PerubahanKeluarga
from app.keluarga.subjek import Subjek
from app.periode.service import PeriodeService
from app.usulan import fakta as fakta_baris
from app.usulan import langkah, subjek_usulan
from app.usulan.alur import ALUR_USULAN
from app.usulan.errors import IsianTidakBerlaku, NikTidakDapatDiubah, TerlaluBanyakDraf, UsulanTerkunci
from app.usulan.isian_padan import pastikan_isian
from app.usulan.models import Usulan
from app.usulan.perkara import Perkara
from app.usulan.perubahan_sah import disebut, pastikan_sah, sesudah
from app.usulan.rincian import Rincian
from app.usulan.schemas_masuk import UsulanBaruBuat, UsulanBuat, UsulanUbah
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, ButirIsian, JenisUsulan, SasaranKembali, StatusUsulan, SubjenisUsulan
from app.usulan.subjek_registri import OrangTercatat, SubjekRegistri
from app.usulan.syarat import penolakan, satu_desa, tanpa_usulan_terbuka
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

_MILIK_PENGUSUL: Final = frozenset({StatusUsulan.DRAF, StatusUsulan.PERLU_DILENGKAPI})
_HARI: Final = 86_400
_BUTIR_SUBJEK: Final = frozenset(ButirIsian) - {ButirIsian.PERUBAHAN}
_ISIAN: Final = {
    JenisUsulan.BARU: frozenset({"subjek", "program", "atas_nama"}),
    JenisUsulan.PERBAIKAN: frozenset({"perubahan", "penjelasan", "program", "atas_nama"}),
    JenisUsulan.HAPUS: frozenset({"tanggal_peristiwa", "penjelasan", "atas_nama"}),
}
"""Fields of a change that each kind takes."""


def boleh_ubah(usulan: Usulan, pelaku: Pelaku) -> bool:
    """Return whether the actor may change content and attachments now.

    A proposer works on his draft and on what was asked of him; the village corrects what was returned to it, and of
    what does not match the civil registry the fields that were compared (`isian_padan`).
    """
    if fakta_baris.is_perkara_sendiri(usulan, pelaku):
        return False
    if usulan.status in _MILIK_PENGUSUL:
        return fakta_baris.is_pengusul(usulan, pelaku)
    dikembalikan = usulan.status is StatusUsulan.DIKEMBALIKAN and usulan.sasaran_kembali is SasaranKembali.DESA
    return pelaku.jabatan is Jabatan.OPERATOR_DESA and (dikembalikan or usulan.status is StatusUsulan.TIDAK_PADAN)


@dataclass(frozen=True, slots=True)
class Pengusul:
    """Who proposes, when it is not who acts: an earlier case's proposer."""

    akun_id: UUID
    jabatan: Jabatan


@dataclass(frozen=True, slots=True)
class Bahan:
    """What a draft is made of, whatever its kind."""

    subjek: Subjek = field(repr=False)
    rincian: Rincian = field(repr=False)
    subjenis: SubjenisUsulan | None = None
    program: tuple[str, ...] = ()
    orang: OrangTercatat | None = None
    perkara: Perkara | None = None


class PenyusunanUsulan:
    """Drafts, and what the proposer or the village may still change."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._wadah = wadah
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._repo = self._usulan.repo
        self._konfirmasi = KonfirmasiService.rakit(sesi, wadah)
        self._wilayah = WilayahService.rakit(sesi, wadah)
        self._periode = PeriodeService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for routes, jobs and commands."""
        return cls(sesi, wadah)

    @property
    def _registri(self) -> SubjekRegistri:
        return SubjekRegistri(self._usulan.keluarga, self._usulan.jejak)

    # -- drafting

    async def buat(self, isi: UsulanBuat, pelaku: Pelaku) -> Usulan:
        """Create a draft; it claims nothing and holds nobody's open place.

        That of a BARU looks nobody up. A PERBAIKAN or HAPUS takes its subject from the registry.

        Raises:
            TerlaluSering: too many tries of one day.
            TerlaluBanyakDraf: a citizen's limit.
            WilayahTidakDikenal: no such village.
            IsianTidakBerlaku: a citizen files on behalf of nobody.
            PerubahanTidakSah: changes of another sub-kind, or about people whom the proposer may not know.
            SyaratTidakTerpenuhi: another village than one's own; not on file, not of a citizen's own family.
            PemisahanTugas: an officer's own case.
        """
        await self._hitung(pelaku)
        if pelaku.jabatan is Jabatan.WARGA and await self._repo.jumlah_draf(pelaku.akun_id) >= self._batas.usulan_draf:
            raise TerlaluBanyakDraf
        if pelaku.jabatan is Jabatan.WARGA and isi.atas_nama is not None:
            raise IsianTidakBerlaku(isian=["atas_nama"])
        usulan = self._rakit(isi.jenis, await self._bahan(isi, pelaku), pelaku, pernyataan=isi.pernyataan_disetujui)
        if pelaku.jabatan is Jabatan.OPERATOR_KABKOTA:
            usulan.is_mewakili_desa = await self._usulan.is_wewenang_desa(usulan.kode_desa, pelaku)
        await self._repo.add(usulan)
        fakta = await self._usulan.fakta(usulan, pelaku, aksi=AksiUsulan.BUAT)
        panah = ALUR_USULAN.mulai(AksiUsulan.BUAT, pelaku.jabatan, fakta)
        usulan.tenggat_date = langkah.batas(self._wadah.pengaturan.tenggat, panah)
        await self._usulan.catat(usulan, panah, pelaku, dari=None)
        return usulan

    async def _bahan(self, isi: UsulanBuat, pelaku: Pelaku) -> Bahan:
        rincian = Rincian(**{n: getattr(isi, n) for n in Rincian.model_fields if hasattr(isi, n)})
        if isinstance(isi, UsulanBaruBuat):
            desa = await self._wilayah.desa_kini(isi.subjek.kode_desa)
            return Bahan(isi.subjek.model_copy(update={"kode_desa": desa}), rincian, program=_rapi(isi.program))
        orang = await self._registri.cari(isi.orang, pelaku)
        if isi.jenis is JenisUsulan.HAPUS:
            perkara = await self._perkara(orang, ())
            return Bahan(orang.subjek, rincian, SubjenisUsulan(isi.subjenis), orang=orang, perkara=perkara)
        pastikan_sah(SubjenisUsulan(isi.subjenis), isi.perubahan, orang.ref)
        await self._registri.pastikan_dikenal(isi.perubahan, orang, pelaku)
        subjek, perkara = sesudah(orang.subjek, isi.perubahan), await self._perkara(orang, isi.perubahan)
        rincian = perkara.lengkapi(rincian)
        return Bahan(subjek, rincian, SubjenisUsulan(isi.subjenis), _rapi(isi.program), orang, perkara)

    async def _perkara(self, orang: OrangTercatat, perubahan: Sequence[PerubahanKeluarga]) -> Perkara:
        lain = {r.keluarga_id for r in disebut(perubahan)} - {orang.keluarga.keluarga_id}
        keluarga = await self._usulan.keluarga.baca_banyak(lain) if lain else {}
        return Perkara.dari(self._usulan.sandi, orang, [orang.keluarga, *keluarga.values()], perubahan)

    @property
    def _batas(self) -> Batas:
        return self._wadah.pengaturan.batas

    async def _hitung(self, pelaku: Pelaku) -> None:
        """Count what could be used to try out other people's numbers."""
        is_warga = pelaku.jabatan is Jabatan.WARGA
        batas = self._batas.usulan_hari if is_warga else self._batas.usulan_hari_petugas
        await pakai(self._wadah, "usulan", str(pelaku.akun_id), batas, _HARI)

    def _rakit(
        self,
        jenis: JenisUsulan,
        bahan: Bahan,
        pengusul: Pelaku | Pengusul,
        *,
        pernyataan: bool,
        status: StatusUsulan = ALUR_USULAN.awal,
    ) -> Usulan:
        subjek, sandi, usulan_id = bahan.subjek, self._usulan.sandi, id_baru()
        indeks = subjek_usulan.indeks(sandi, subjek)
        segel = subjek_usulan.segel(sandi, subjek, usulan_id)
        keluarga_id, sekarang, orang = id_baru(), now(), bahan.orang
        usulan = Usulan(
            keluarga_id=keluarga_id,
            id=usulan_id,
            jenis=jenis,
            subjenis=bahan.subjenis,
            status=status,
            status_at=sekarang,
            kode_desa=subjek.kode_desa,
            pengusul_id=pengusul.akun_id,
            pengusul_jabatan=pengusul.jabatan,
            is_atas_nama=bahan.rincian.atas_nama is not None,
            is_mewakili_desa=False,
            program=list(bahan.program),
            penyunting_ids=[pengusul.akun_id],
            registri_id=orang.keluarga.keluarga_id if orang else keluarga_id,
            individu_id=orang.individu_id if orang else None,
            nik_indeks=indeks.nik,
            no_kk_indeks=indeks.no_kk,
            nik_anggota=list(indeks.anggota),
            kunci_data=segel.kunci_data,
            isi=segel.isi,
            rincian=subjek_usulan.segel_rincian(sandi, bahan.rincian, segel.kunci_data, usulan_id),
            is_pernyataan_disetujui=pernyataan,
            butir_kurang=[],
            versi=1,
            created_at=sekarang,
            updated_at=sekarang,
        )
        if bahan.perkara is not None:
            bahan.perkara.tulis(usulan)
        return usulan

    # -- changing

    async def ubah(self, ref: Ref, isi: UsulanUbah, pelaku: Pelaku, *, versi: int) -> Usulan:
        """Change content where `boleh_ubah` lets the actor.

        Raises:
            UsulanNotFound: unknown or out of scope.
            UsulanTerkunci: not in this state, or not by this actor.
            VersiBasi: changed since it was read.
            IsianTidakBerlaku, PerubahanTidakSah: a field or a change that this kind of case does not have.
            IsianTerkunci: a field that the civil registry was not asked about, while the case does not match.
            NikTidakDapatDiubah: the village has agreed about the person already.
            SyaratTidakTerpenuhi: sent, and the new NIK has an open usulan; or the village is another one.
            TerlaluSering: the NIK is changed too often.
            PemisahanTugas: changed like this it would be an officer's own case.
        """
        usulan = await self.kunci_untuk_ubah(ref, pelaku, versi=versi)
        _pastikan_berlaku(usulan, isi, pelaku)
        pastikan_isian(usulan, isi, self._usulan.subjek(usulan), self._usulan.rincian(usulan))
        self._ganti_rincian(usulan, isi)
        if isi.subjek is not None:
            await self._ganti_subjek(usulan, isi.subjek, pelaku)
        elif usulan.jenis is not JenisUsulan.BARU:
            await self._baca_ulang(usulan, isi.perubahan, pelaku)
        if isi.pernyataan_disetujui is not None:
            usulan.is_pernyataan_disetujui = isi.pernyataan_disetujui
        if fakta_baris.is_perkara_sendiri(usulan, pelaku):
            raise PemisahanTugas
        await self.tandai_disunting(usulan, pelaku, "usulan:isi:diubah")
        return usulan

    async def _baca_ulang(self, usulan: Usulan, baru: list[PerubahanKeluarga] | None, pelaku: Pelaku) -> None:
        """Take the subject of a PERBAIKAN or HAPUS from the registry again, as the changes will leave him."""
        assert usulan.individu_id is not None, "a PERBAIKAN or HAPUS holds its person"
        assert usulan.subjenis is not None, "and has its sub-kind"
        orang = await self._registri.baca(usulan.registri_id, usulan.individu_id)
        if baru is not None:
            pastikan_sah(usulan.subjenis, baru, orang.ref)
            await self._registri.pastikan_dikenal(baru, orang, pelaku)
            jawab(usulan, {ButirIsian.PERUBAHAN})
        self._tulis_subjek(usulan, sesudah(orang.subjek, self._usulan.rincian(usulan).perubahan))
        await self._tulis_perkara(usulan, orang)

    async def _tulis_perkara(self, usulan: Usulan, orang: OrangTercatat) -> None:
        """Keep whom the changes concern as the registry has them now."""
        rincian = self._usulan.rincian(usulan)
        perkara = await self._perkara(orang, rincian.perubahan)
        perkara.tulis(usulan)
        lengkap = perkara.lengkapi(rincian)
        usulan.rincian = subjek_usulan.segel_rincian(self._usulan.sandi, lengkap, usulan.kunci_data, usulan.id)

    def _ganti_rincian(self, usulan: Usulan, isi: UsulanUbah) -> None:
        lama = self._usulan.rincian(usulan)
        baru = lama.model_copy(update={n: getattr(isi, n) for n in isi.model_fields_set & set(Rincian.model_fields)})
        usulan.is_atas_nama = baru.atas_nama is not None
        usulan.rincian = subjek_usulan.segel_rincian(self._usulan.sandi, baru, usulan.kunci_data, usulan.id)
        if isi.program is not None:
            usulan.program = list(_rapi(isi.program))

    async def kunci_untuk_ubah(self, ref: Ref, pelaku: Pelaku, *, versi: int | None = None) -> Usulan:
        """Return the usulan locked, if its content may be changed.

        Raises:
            UsulanNotFound, UsulanTerkunci, VersiBasi: as `ubah`.
        """
        usulan = await self._usulan.kunci(ref, pelaku)
        if not boleh_ubah(usulan, pelaku):
            raise UsulanTerkunci(status_sekarang=usulan.status)
        pastikan_versi(versi, usulan.versi)
        return usulan

    async def tandai_disunting(self, usulan: Usulan, pelaku: Pelaku, kejadian: str) -> None:
        """Remember who touched the content, raise the version and record the change."""
        if pelaku.akun_id not in usulan.penyunting_ids:
            usulan.penyunting_ids = [*usulan.penyunting_ids, pelaku.akun_id]
        usulan.versi += 1
        usulan.updated_at = now()
        await self._repo.flush()
        await self._usulan.jejak.catat(
            kejadian,
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
        )

    async def _ganti_subjek(self, usulan: Usulan, baru: Subjek, pelaku: Pelaku) -> None:
        lama = self._usulan.subjek(usulan)
        if baru.kode_desa != usulan.kode_desa:
            baru = baru.model_copy(update={"kode_desa": await self._wilayah.desa_kini(baru.kode_desa)})
            if not fakta_baris.is_satu_desa(baru.kode_desa, pelaku, Lingkup.dari(pelaku)):
                raise penolakan(satu_desa)
        if baru.nik != lama.nik:
            await self._hitung(pelaku)
            await self._pindah_nik(usulan, subjek_usulan.indeks(self._usulan.sandi, baru).nik)
        usulan.kode_desa = baru.kode_desa
        self._tulis_subjek(usulan, baru)

    def _tulis_subjek(self, usulan: Usulan, baru: Subjek) -> None:
        lama, sandi = self._usulan.subjek(usulan), self._usulan.sandi
        indeks = subjek_usulan.indeks(sandi, baru)
        usulan.nik_indeks, usulan.no_kk_indeks = indeks.nik, indeks.no_kk
        usulan.nik_anggota = list(indeks.anggota)
        usulan.isi = subjek_usulan.segel_ulang(sandi, baru, usulan)
        berubah = {b for b in _BUTIR_SUBJEK if getattr(baru, b.value.lower()) != getattr(lama, b.value.lower())}
        jawab(usulan, berubah)

    async def _pindah_nik(self, usulan: Usulan, hmac: UUID | None) -> None:
        """Give the old person's open place back and take the new one's, if the usulan holds one."""
        if usulan.individu_id is not None:
            raise NikTidakDapatDiubah
        if usulan.status is StatusUsulan.DRAF:
            return
        await self._repo.lepas([usulan])
        usulan.nik_indeks = hmac
        if hmac is not None and not await self._repo.klaim(usulan):
            raise penolakan(tanpa_usulan_terbuka)


def jawab(usulan: Usulan, butir: AbstractSet[Any]) -> None:
    """Tick the items that have been answered."""
    usulan.butir_kurang = [b | {"terjawab": b["terjawab"] or b["butir"] in butir} for b in usulan.butir_kurang]


def _rapi(program: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(program)))


def _pastikan_berlaku(usulan: Usulan, isi: UsulanUbah, pelaku: Pelaku) -> None:
    boleh = _ISIAN[usulan.jenis] | {"pernyataan_disetujui"}
    if pelaku.jabatan is Jabatan.WARGA:
        boleh -= {"atas_nama"}
    if asing := isi.model_fields_set - boleh:
        raise IsianTidakBerlaku(isian=sorted(asing))
