"""Use cases of the list on the table: prelist awal before the meeting, prelist akhir after it, shown or printed.

A list carries what a list by name and address (BNBA) needs and nothing more; every reading says why, and the persons on
it can see that.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import WIB, now
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.service import KeluargaService
from app.musyawarah.entitas import BarisPrelist, KeluargaPrelist, OrangPrelist, Prelist
from app.musyawarah.meja import Meja
from app.musyawarah.models import Musyawarah, MusyawarahTanda
from app.musyawarah.ports import TerdaftarPort
from app.musyawarah.sptjm import SptjmMusyawarah
from app.musyawarah.status import NAMA_JENIS, NAMA_TANDA, AsalNama, Keputusan, StatusMusyawarah
from app.referensi.katalog import alasan
from app.surat.jenis import JenisSurat
from app.surat.service import SuratService
from app.usulan.agenda import AgendaUsulan, NamaAgenda
from app.usulan.status import StatusUsulan
from app.wilayah.service import WilayahService

_PUTUSAN: Final = {Keputusan.DISEPAKATI: "Disepakati", Keputusan.TIDAK_DISEPAKATI: "Tidak disepakati", None: ""}


@dataclass(frozen=True, slots=True)
class Sumber:
    """Where the list comes from."""

    agenda: AgendaUsulan
    sptjm: SptjmMusyawarah
    keluarga: KeluargaService
    terdaftar: TerdaftarPort
    wilayah: WilayahService


class PrelistService:
    """The list of a meeting."""

    def __init__(self, meja: Meja, sumber: Sumber, surat: SuratService) -> None:
        self._meja = meja
        self._sumber = sumber
        self._surat = surat

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        sumber = Sumber(
            AgendaUsulan.rakit(sesi, wadah),
            SptjmMusyawarah.rakit(sesi, wadah),
            KeluargaService.rakit(sesi, wadah),
            wadah.ambil(TerdaftarPort, sesi),
            WilayahService.rakit(sesi, wadah),
        )
        return cls(Meja.rakit(sesi, wadah), sumber, SuratService.rakit(sesi, wadah))

    async def baca(self, musyawarah_id: UUID, pelaku: Pelaku, tujuan: str) -> Prelist:
        """Return the usulan on the list: while the meeting is open, all that are complete in the village; then its own.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            TransisiDitolak: the meeting was cancelled.
        """
        daftar = await self._susun(await self._ambil(musyawarah_id, pelaku))
        await self._catat(daftar.musyawarah, pelaku, tujuan, "dibaca", _subjek(daftar))
        return daftar

    async def keluarga(
        self, musyawarah_id: UUID, pelaku: Pelaku, tujuan: str, hal: Halaman
    ) -> Potongan[KeluargaPrelist]:
        """Return a page of the registered families of the village, for the periodic check.

        Raises:
            MusyawarahNotFound, TransisiDitolak: as `baca`.
        """
        musyawarah = await self._ambil(musyawarah_id, pelaku)
        desa = await self._sumber.wilayah.setempat([musyawarah.kode_desa])
        hasil = await self._sumber.terdaftar.keluarga(desa, hal)
        lengkap = await self._keluarga(hasil.data)
        await self._catat(musyawarah, pelaku, tujuan, "dibaca", [s for k in lengkap for s in k.subjek])
        tanda = {t.individu_id: t for t in await self._meja.repo.tanda(musyawarah_id)}
        return Potongan([_baris_keluarga(k, tanda) for k in lengkap], hasil.halaman)

    async def cetak(self, musyawarah_id: UUID, pelaku: Pelaku, tujuan: str) -> bytes:
        """Return the whole list as PDF, with a watermark that says who printed it, when and for what.

        Raises:
            MusyawarahNotFound, TransisiDitolak: as `baca`.
        """
        daftar = await self._susun(await self._ambil(musyawarah_id, pelaku))
        m = daftar.musyawarah
        desa = await self._sumber.wilayah.setempat([m.kode_desa])
        ids = await self._sumber.terdaftar.keluarga_pertama(desa, self._meja.aturan.prelist_maks)
        lengkap = await self._keluarga(ids)
        subjek = [*_subjek(daftar), *(s for k in lengkap for s in k.subjek)]
        await self._catat(m, pelaku, tujuan, "dicetak", subjek)
        tanda = {t.individu_id: t for t in await self._meja.repo.tanda(musyawarah_id)}
        isi = {
            "awal": m.status is StatusMusyawarah.DIJADWALKAN,
            "desa": await self._sumber.wilayah.nama_lengkap(m.kode_desa),
            "musyawarah": {
                "nama": NAMA_JENIS[m.jenis].id,
                "tanggal": m.tanggal.isoformat(),
                "waktu_mulai": m.waktu_mulai.isoformat(),
                "tempat": m.tempat,
            },
            "usulan": [_lembar(b) for b in daftar.usulan],
            "sptjm": [_lembar(b) for b in daftar.sptjm],
            "keluarga": [_lembar_keluarga(_baris_keluarga(k, tanda)) for k in lengkap],
            "tujuan": tujuan,
            "tanda_air": f"{pelaku.jabatan.replace('_', ' ')} \u00b7 {now().astimezone(WIB):%d-%m-%Y %H.%M}\n{tujuan}",
        }
        return await self._surat.cetak(JenisSurat.PRELIST, isi, kode_wilayah=m.kode_desa)

    async def _ambil(self, musyawarah_id: UUID, pelaku: Pelaku) -> Musyawarah:
        musyawarah = await self._meja.ambil(musyawarah_id, pelaku)
        if musyawarah.status is StatusMusyawarah.DIBATALKAN:
            raise TransisiDitolak(status_sekarang=musyawarah.status, aksi_tersedia=[])
        return musyawarah

    async def _susun(self, musyawarah: Musyawarah) -> Prelist:
        putusan = {n.ref: n for n in await self._meja.repo.nama_musyawarah(musyawarah.id)}
        nama = {n.ref: n for n in await self._sumber.agenda.banyak(putusan)} if putusan else {}
        if musyawarah.status is StatusMusyawarah.DIJADWALKAN:
            desa = await self._sumber.wilayah.setempat([musyawarah.kode_desa])
            nama |= {n.ref: n for n in await self._sumber.agenda.desa(desa, (StatusUsulan.LENGKAP,))}
            menunggu = {n.ref: n for n in await self._sumber.sptjm.menunggu(musyawarah)}
        else:
            menunggu = {r: nama[r] for r, p in putusan.items() if p.asal is AsalNama.SPTJM and r in nama}
        baris = sorted(nama.values(), key=lambda n: n.nomor)
        return Prelist(
            musyawarah,
            [BarisPrelist(n, putusan.get(n.ref)) for n in baris if n.ref not in menunggu],
            [BarisPrelist(n, putusan.get(r)) for r, n in menunggu.items()],
        )

    async def _keluarga(self, ids: Collection[UUID]) -> list[KeluargaLengkap]:
        ada = await self._sumber.keluarga.baca_banyak(ids) if ids else {}
        return [ada[i] for i in ids if i in ada]

    async def _catat(
        self, musyawarah: Musyawarah, pelaku: Pelaku, tujuan: str, apa: str, subjek: Sequence[UUID]
    ) -> None:
        await self._meja.jejak.catat(
            f"musyawarah:prelist:{apa}",
            pelaku=pelaku,
            objek=f"musyawarah/{musyawarah.id}",
            subjek=list(dict.fromkeys(subjek)),
            tujuan=tujuan,
        )


def _subjek(daftar: Prelist) -> list[UUID]:
    return [s for b in (*daftar.usulan, *daftar.sptjm) for s in b.nama.subjek]


def _baris_keluarga(k: KeluargaLengkap, tanda: dict[UUID, MusyawarahTanda]) -> KeluargaPrelist:
    orang = [OrangPrelist(a.ref, a.nama, tanda.get(a.individu_id)) for a in k.aktif]
    return KeluargaPrelist(k.ref, k.wakil.nama if k.wakil else "", k.alamat, orang)


def _jenis(n: NamaAgenda) -> str:
    return f"{n.jenis} {n.subjenis}".replace("_", " ") if n.subjenis else str(n.jenis)


def _lembar(b: BarisPrelist) -> dict[str, Any]:
    p = b.putusan
    kata = [alasan(p.alasan["kode"]).teks.id] if p and p.alasan else []
    return {
        "nomor": b.nama.nomor,
        "nama": b.nama.nama,
        "alamat": b.nama.alamat,
        "jenis": _jenis(b.nama),
        "tanggal": b.nama.pada_at.astimezone(WIB).date().isoformat(),
        "keputusan": _PUTUSAN[p.keputusan if p else None],
        "keterangan": "; ".join([*kata, *([p.catatan] if p and p.catatan else [])]),
    }


def _lembar_keluarga(k: KeluargaPrelist) -> dict[str, Any]:
    return {
        "nama": k.nama,
        "alamat": k.alamat,
        "anggota": [_lembar_orang(o) for o in k.anggota],
        "catatan": "; ".join(_catatan(k.anggota)),
    }


def _lembar_orang(o: OrangPrelist) -> dict[str, Any]:
    return {"nama": o.nama, "tanda": o.tanda.tanda if o.tanda else ""}


def _catatan(anggota: Iterable[OrangPrelist]) -> Iterable[str]:
    for o in anggota:
        if o.tanda:
            kata = NAMA_TANDA[o.tanda.tanda].id
            yield f"{o.nama}: {kata}" + (f" ({o.tanda.catatan})" if o.tanda.catatan else "")
