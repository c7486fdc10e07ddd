"""What each kind of change does, within a room of locked families; the room writes the history afterwards."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.core.clock import hari_ini, now
from app.core.ids import Ref, id_baru
from app.core.nik import USIA_TERTUA
from app.keluarga.errors import (
    AnggotaSudahAda,
    AnggotaTertinggal,
    KeluargaNotFound,
    KepalaSudahAda,
    KepalaWajib,
    NikSudahTerdaftar,
    TanggalPeristiwaTidakSah,
    TujuanPindahTidakSah,
    UmurTidakSah,
)
from app.keluarga.kode import AlasanKeluarAnggota, AlasanMasukAnggota, Hubungan, JenisPerubahan, StatusDokumen
from app.keluarga.models import Individu, Keluarga
from app.keluarga.nama import kolom_nama
from app.keluarga.pencatatan import Masuk
from app.keluarga.penerimaan import Penerimaan
from app.keluarga.peristiwa import (
    Angkat,
    Cerai,
    GabungKK,
    GantiKepala,
    Identitas,
    Kawin,
    KeluargaBaru,
    Lahir,
    Meninggal,
    PerubahanKeluarga,
    PindahKeluar,
    PindahKeluarga,
    PindahMasuk,
    PisahKK,
    SalahCatat,
)
from app.keluarga.perumahan import Perumahan
from app.keluarga.repository import Pasangan
from app.keluarga.ruang import Ruang
from app.keluarga.subjek import AnggotaSubjek
from app.wilayah.nama import lipat

Perpindahan = Kawin | Cerai | Angkat | PindahKeluarga | PisahKK | GabungKK
_KEPALA: Final = Hubungan.KEPALA_KELUARGA
_ALASAN: Final[Mapping[JenisPerubahan, tuple[AlasanKeluarAnggota, AlasanMasukAnggota]]] = {
    JenisPerubahan.KAWIN: (AlasanKeluarAnggota.KAWIN, AlasanMasukAnggota.KAWIN),
    JenisPerubahan.CERAI: (AlasanKeluarAnggota.CERAI, AlasanMasukAnggota.CERAI),
    JenisPerubahan.ANGKAT: (AlasanKeluarAnggota.ANGKAT, AlasanMasukAnggota.ANGKAT),
    JenisPerubahan.PINDAH_KELUARGA: (AlasanKeluarAnggota.PINDAH, AlasanMasukAnggota.PINDAH),
    JenisPerubahan.PISAH_KK: (AlasanKeluarAnggota.PISAH_KK, AlasanMasukAnggota.PISAH_KK),
    JenisPerubahan.GABUNG_KK: (AlasanKeluarAnggota.GABUNG_KK, AlasanMasukAnggota.GABUNG_KK),
}
_DUA_KELUARGA: Final = frozenset({JenisPerubahan.KAWIN})
"""Kinds in which persons of a second family may go along."""


class Penerapan:
    """Applies one change to the family `keluarga_id`, which the room has locked with all others that it names."""

    def __init__(self, ruang: Ruang, keluarga_id: UUID, penerimaan: Penerimaan, perumahan: Perumahan) -> None:
        self._ruang = ruang
        self._id = keluarga_id
        self._penerimaan = penerimaan
        self._catat = ruang.catat
        self._repo = ruang.repo
        self._arsip = ruang.arsip
        self._cara: Mapping[JenisPerubahan, Callable[[Any], Awaitable[object]]] = {
            JenisPerubahan.IDENTITAS: self.identitas,
            JenisPerubahan.LAHIR: self.lahir,
            JenisPerubahan.PINDAH_MASUK: self.pindah_masuk,
            JenisPerubahan.PINDAH_KELUAR: self.pindah_keluar,
            JenisPerubahan.GANTI_KEPALA: self.ganti_kepala,
            JenisPerubahan.MENINGGAL: self.meninggal,
            JenisPerubahan.SALAH_CATAT: self.salah_catat,
            JenisPerubahan.PINDAH_DESA: perumahan.pindah_desa,
            JenisPerubahan.ALIH_WILAYAH: perumahan.alih_wilayah,
            JenisPerubahan.RUMAH_TANGGA: perumahan.rumah_tangga,
            **dict.fromkeys(_ALASAN, self.pindahkan),
        }

    async def terapkan(self, perubahan: PerubahanKeluarga) -> None:
        """Apply the change; what may go wrong is listed at `PerubahanService.terapkan`."""
        if perubahan.tanggal > hari_ini():
            raise TanggalPeristiwaTidakSah
        await self._cara[perubahan.jenis](perubahan)

    # -- data

    async def identitas(self, p: Identitas) -> None:
        """Correct a member's data, or the family's number and address."""
        if p.anggota is None:
            await ubah_kartu(self._ruang, self._keluarga, p.isi)
            return
        anggota, individu = self._milik(p.anggota)
        isi = p.isi
        if "hubungan" in isi and p.hubungan and p.hubungan is not anggota.hubungan:
            self._ruang.pastikan_kepala(self._id, p.hubungan)
            anggota.hubungan = p.hubungan
        if "nik" in isi and isi["nik"] != self._arsip.buka_individu(individu)["nik"]:
            self._ruang.pastikan_bukan_sendiri(self._penerimaan.calon(p.nik), None)
            await self._ganti_nik(individu, p.nik)
        await ubah_orang(self._ruang, individu, isi)
        await self._repo.tulis()

    async def _ganti_nik(self, individu: Individu, nik: str | None) -> None:
        if individu.nik_hmac:
            await self._repo.lepas_nik(individu.nik_hmac, individu.id)
        hmac = self._arsip.nik(nik)
        if hmac and not await self._repo.klaim_nik(hmac, individu.keluarga_id, individu.id):
            raise NikSudahTerdaftar
        individu.nik_hmac, individu.is_nik_ganda = hmac, False
        individu.status_dokumen = StatusDokumen.ADA if hmac else StatusDokumen.BELUM_PUNYA

    async def ganti_kepala(self, p: GantiKepala) -> None:
        """Make another member the head; the old one is named among the others, or is gone."""
        baru, _ = self._milik(p.kepala)
        for peran in p.anggota:
            if peran.hubungan is _KEPALA:
                raise KepalaSudahAda
            self._milik(peran.anggota)[0].hubungan = peran.hubungan
        if (lama := self._ruang.kepala(self._id)) and lama is not baru:
            raise KepalaSudahAda
        await self._repo.tulis()
        baru.hubungan = _KEPALA
        if p.no_kk:
            await ubah_kartu(self._ruang, self._keluarga, {"no_kk": p.no_kk})

    # -- coming

    async def lahir(self, p: Lahir) -> Individu:
        """Take a newborn in."""
        if p.tanggal.year < hari_ini().year - USIA_TERTUA:
            raise UmurTidakSah
        bidang = set(AnggotaSubjek.model_fields) - {"tanggal_lahir"}
        bayi = AnggotaSubjek.model_construct(**{n: getattr(p, n) for n in bidang}, tanggal_lahir=p.tanggal)
        return await self._masukkan(bayi, Masuk(p.tanggal, AlasanMasukAnggota.LAHIR, p.hubungan))

    async def pindah_masuk(self, p: PindahMasuk) -> Individu:
        """Take somebody in; who left another family keeps his identity."""
        if p.tanggal < p.tanggal_lahir:
            raise TanggalPeristiwaTidakSah
        return await self._masukkan(p, Masuk(p.tanggal, p.alasan, p.hubungan))

    async def _masukkan(self, orang: AnggotaSubjek, masuk: Masuk) -> Individu:
        self._ruang.pastikan_bukan_sendiri(self._penerimaan.calon(orang.nik), None)
        self._ruang.pastikan_kepala(self._id, orang.hubungan)
        ciri = (lipat(orang.nama), orang.tanggal_lahir, orang.jenis_kelamin)
        kembar = [i for _, i in self._ruang.hadir(self._id) if (i.nama_lipat, i.tanggal_lahir, i.jenis_kelamin) == ciri]
        is_bernomor = orang.nik is not None and await self._penerimaan.asal(orang.nik) is not None
        if not is_bernomor and any(i.nik_hmac is None or orang.nik is None for i in kembar):
            raise AnggotaSudahAda
        return await self._penerimaan.masukkan(self._ruang, self._keluarga, orang, masuk)

    # -- going

    async def meninggal(self, p: Meninggal) -> None:
        """End a membership by death."""
        await self._tutup(p.anggota, p.tanggal, AlasanKeluarAnggota.MENINGGAL)
        await self._angkat_kepala([p.kepala_baru] if p.kepala_baru else [])

    async def salah_catat(self, p: SalahCatat) -> None:
        """End a membership that never was; the NIK is free for whom it belongs to."""
        individu = await self._tutup(p.anggota, p.tanggal, AlasanKeluarAnggota.SALAH_CATAT)
        if individu.nik_hmac:
            await self._repo.lepas_nik(individu.nik_hmac, individu.id)
        await self._angkat_kepala([p.kepala_baru] if p.kepala_baru else [])

    async def pindah_keluar(self, p: PindahKeluar) -> None:
        """Let members leave the registry's sight."""
        for ref in p.anggota:
            await self._tutup(ref, p.tanggal, p.alasan)
        await self._angkat_kepala([p.kepala_baru] if p.kepala_baru else [])

    async def pindahkan(self, p: Perpindahan) -> None:
        """Close memberships here and open them in another family, which the change may found."""
        self._periksa_perpindahan(p)
        keluar, masuk = _ALASAN[p.jenis]
        tujuan = self._ruang.keluarga[p.ke.keluarga_id] if p.ke else await self._dirikan(p.baru or KeluargaBaru())
        rumah = {a.anggota.keluarga_id for a in p.anggota}
        for peran in p.anggota:
            individu = await self._tutup(peran.anggota, p.tanggal, keluar, rumah)
            await self._catat.masukkan_lama(tujuan, individu, Masuk(p.tanggal, masuk, peran.hubungan))
        await self._angkat_kepala(p.kepala_baru, rumah)

    def _periksa_perpindahan(self, p: Perpindahan) -> None:
        rumah = {a.anggota.keluarga_id for a in p.anggota}
        if self._id not in rumah or (len(rumah) > 1 and p.jenis not in _DUA_KELUARGA):
            raise KeluargaNotFound
        if p.ke and (p.ke.id != p.ke.keluarga_id or p.ke.keluarga_id in rumah):
            raise TujuanPindahTidakSah if p.ke.keluarga_id in rumah else KeluargaNotFound
        jumlah_kepala = sum(a.hubungan is _KEPALA for a in p.anggota)
        if jumlah_kepala > 1 or (p.ke and jumlah_kepala and self._ruang.kepala(p.ke.keluarga_id)):
            raise KepalaSudahAda
        if p.baru and not jumlah_kepala:
            raise KepalaWajib
        tinggal = len(self._ruang.hadir(self._id)) - sum(a.anggota.keluarga_id == self._id for a in p.anggota)
        if p.jenis is JenisPerubahan.GABUNG_KK and tinggal:
            raise AnggotaTertinggal
        if p.jenis is JenisPerubahan.PISAH_KK and tinggal <= 0:
            raise TujuanPindahTidakSah

    async def _dirikan(self, baru: KeluargaBaru) -> Keluarga:
        asal, dokumen = self._keluarga, self._arsip.buka_keluarga(self._keluarga)
        no_kk = dokumen["no_kk"] if baru.is_no_kk_sama else baru.no_kk
        self._ruang.pastikan_bukan_sendiri([], self._arsip.no_kk(no_kk))
        keluarga_id = id_baru()
        serumah = asal.rumah_tangga_id if baru.is_serumah else None
        alamat = baru.alamat or dokumen["alamat"]
        await self._catat.buat_keluarga(keluarga_id, asal.kode_desa, no_kk, alamat, serumah)
        return await self._ruang.dirikan(keluarga_id)

    # -- steps

    @property
    def _keluarga(self) -> Keluarga:
        return self._ruang.keluarga[self._id]

    def _milik(self, ref: Ref, rumah: Collection[UUID] = ()) -> Pasangan:
        """Return a present member of this family, or of those in `rumah`."""
        if ref.keluarga_id not in (rumah or {self._id}):
            raise KeluargaNotFound
        return self._ruang.aktif(ref)

    async def _tutup(
        self, ref: Ref, tanggal: date, alasan: AlasanKeluarAnggota, rumah: Collection[UUID] = ()
    ) -> Individu:
        anggota, individu = self._milik(ref, rumah)
        if tanggal < anggota.masuk_date:
            raise TanggalPeristiwaTidakSah
        await self._catat.tutup_keanggotaan(anggota, individu, tanggal, alasan)
        return individu

    async def _angkat_kepala(self, kepala: Sequence[Ref], rumah: Collection[UUID] = ()) -> None:
        for ref in kepala:
            anggota, _ = self._milik(ref, rumah)
            if anggota.hubungan is not _KEPALA:
                self._ruang.pastikan_kepala(ref.keluarga_id, _KEPALA)
                anggota.hubungan = _KEPALA
        await self._repo.tulis()


async def ubah_orang(ruang: Ruang, individu: Individu, isi: Mapping[str, Any]) -> None:
    """Write fields (JSON values) of a person; the NIK's index is the caller's."""
    rahasia = ruang.arsip.buka_individu(individu)
    if nama := isi.get("nama"):
        for kolom, nilai in kolom_nama(nama).items():
            setattr(individu, kolom, nilai)
        ruang.repo.kenali_nama([nama])
    if lahir := isi.get("tanggal_lahir"):
        individu.tanggal_lahir = date.fromisoformat(lahir)
    individu.jenis_kelamin = isi.get("jenis_kelamin") or individu.jenis_kelamin
    rahasia = {n: isi.get(n, v) for n, v in rahasia.items()}
    individu.isi = ruang.arsip.segel_ulang(individu, rahasia)
    for kolom, kunci in ruang.arsip.kunci_orang(individu.nama, individu.tanggal_lahir, rahasia["nama_ibu"]).items():
        setattr(individu, kolom, kunci)
    individu.updated_at = now()


async def ubah_kartu(ruang: Ruang, keluarga: Keluarga, isi: Mapping[str, Any]) -> None:
    """Write number and address of a family; the number's index follows."""
    lama = ruang.arsip.buka_keluarga(keluarga)
    baru = {n: isi.get(n, v) for n, v in lama.items()}
    if baru["no_kk"] != lama["no_kk"]:
        ruang.pastikan_bukan_sendiri([], ruang.arsip.no_kk(baru["no_kk"]))
        if hmac := ruang.arsip.no_kk(lama["no_kk"]):
            await ruang.repo.lepas_no_kk(hmac, keluarga.keluarga_id)
        if hmac := ruang.arsip.no_kk(baru["no_kk"]):
            await ruang.repo.catat_no_kk(hmac, keluarga.keluarga_id)
    keluarga.isi = ruang.arsip.segel_milik(keluarga, "keluarga", keluarga.keluarga_id, baru)
