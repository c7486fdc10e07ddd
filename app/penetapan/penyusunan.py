"""Making the list of a decree, a portion per step: collect who waits, decide in order, copy and seal, digest.

Each step leaves `kemajuan` and its rows in one transaction: whoever goes on after a killed worker repeats the lost
portion and nothing else, and the list comes out the same.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.wadah import Wadah
from app.desil.entitas import LetakKeluarga
from app.desil.service import DesilService
from app.keberatan.penahan import PenahanDesil
from app.keluarga.service import KeluargaService
from app.penetapan.arsip import ArsipSK
from app.penetapan.kecocokan import Kecocokan, Tercocokkan
from app.penetapan.models import SK, SKCalon, SKKeluarga
from app.penetapan.pelaksanaan import Pelaksanaan
from app.penetapan.putusan import Calon, Keputusan, putuskan_satu, tahan, urutan
from app.penetapan.repository import PenetapanRepository
from app.penetapan.repository_susun import SusunRepository
from app.penetapan.snapshot import BarisSK, KepalaSK, sidik_sk
from app.penetapan.status import LANJUTAN, Putusan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import StatusUsulan

KUMPUL: Final = "KUMPUL"
KUMPUL_LANJUTAN: Final = "KUMPUL_LANJUTAN"
SALIN: Final = "SALIN"
SIAP: Final = "SIAP"
_SIDIK_SEKALI: Final = 20_000
_HITUNGAN: Final[Mapping[Putusan, str]] = {
    Putusan.DITETAPKAN: "jumlah_ditetapkan",
    Putusan.TIDAK_DITETAPKAN: "jumlah_tidak_ditetapkan",
    Putusan.DAFTAR_TUNGGU: "jumlah_menunggu",
    Putusan.DIPERTAHANKAN: "jumlah_tetap",
    Putusan.DIPERBARUI: "jumlah_berubah",
    Putusan.DIKELUARKAN: "jumlah_dihapus",
}


class Penyusunan:
    """Takes one step of a list that is DISUSUN."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = PenetapanRepository(sesi)
        self._susun = SusunRepository(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._desil = DesilService.rakit(sesi, wadah)
        self._penahan = PenahanDesil.rakit(sesi)
        self._arsip = ArsipSK(wadah.sandi)
        self._keluarga = KeluargaService.rakit(sesi, wadah)
        self._cocok = Kecocokan(self._usulan, self._keluarga, wadah.sandi)
        self._pelaksanaan = Pelaksanaan.rakit(sesi, wadah)
        self._potongan = wadah.pengaturan.penetapan.potongan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it."""
        return cls(sesi, wadah)

    async def langkah(self, sk: SK) -> bool:
        """Take the next step of this locked decree; False when its list stands."""
        match sk.tahap:
            case "KUMPUL":
                await self._kumpul(sk)
            case "KUMPUL_LANJUTAN":
                await self._kumpul_lanjutan(sk)
            case _:
                await self._salin(sk)
        await self._repo.tulis()
        return sk.tahap != SIAP

    # -- collecting

    async def _kumpul(self, sk: SK) -> None:
        setelah = sk.kemajuan.get("setelah")
        usulan = await self._usulan.antrean(
            StatusUsulan.PEMERINGKATAN,
            sampai_periode=sk.periode,
            setelah=UUID(setelah) if setelah else None,
            sebanyak=self._potongan,
        )
        letak = await self._desil.peringkat_massal({u.registri_id for u in usulan}, sk.putaran_id)
        await self._susun.tambah_calon([_baris(sk.id, _calon(u, letak.get(u.registri_id))) for u in usulan])
        if usulan:
            sk.kemajuan = {"tahap": KUMPUL, "setelah": str(usulan[-1].id)}
        else:
            sk.kemajuan = {"tahap": KUMPUL_LANJUTAN if sk.is_bawa_lanjut else SALIN}

    async def _kumpul_lanjutan(self, sk: SK) -> None:
        assert sk.mengganti_id is not None, "only a decree that replaces another one carries members on"
        lama = await self._susun.baris_mendaftar(sk.mengganti_id, sk.kemajuan.get("setelah", 0), self._potongan)
        letak = await self._desil.peringkat_massal({b.keluarga_id for b in lama}, sk.putaran_id)
        calon = [
            Calon(b.usulan_id, b.keluarga_id, b.individu_id, LANJUTAN, *_peringkat(letak.get(b.keluarga_id)))
            for b in lama
        ]
        await self._susun.tambah_calon([_baris(sk.id, c) for c in calon])
        akhir = {"tahap": SALIN}
        sk.kemajuan = {"tahap": KUMPUL_LANJUTAN, "setelah": lama[-1].urutan} if lama else akhir

    # -- deciding and copying

    async def _salin(self, sk: SK) -> None:
        k = sk.kemajuan
        calon = [_dari(c) for c in await self._susun.calon(sk.id, _kursor(k.get("setelah")), self._potongan)]
        if not calon:
            sk.sidik = await self.hitung_sidik(sk)
            await self._susun.hapus_calon(sk.id)
            sk.kemajuan = {"tahap": SIAP}
            return
        cocok = await self._cocokkan(sk, calon)
        lama = await self._lama(sk, calon)
        tertahan = await self._penahan.tertahan({c.keluarga_id for c in calon}, sk.putaran_id)
        terhitung, keluarga = k.get("terhitung", 0), k.get("keluarga")
        baris: list[SKKeluarga] = []
        for c in calon:
            if c.usulan_id not in cocok:
                continue
            is_terhitung = str(c.keluarga_id) == keluarga
            putus = putuskan_satu(c, sk.ambang_desil, sk.kuota, terhitung=terhitung, is_terhitung=is_terhitung)
            if putus is not None and c.keluarga_id in tertahan:
                putus = tahan(putus)
            if putus is None:
                continue
            if putus.putusan is Putusan.DITETAPKAN and not is_terhitung:
                terhitung, keluarga = terhitung + 1, str(c.keluarga_id)
            putus = self._bandingkan(putus, cocok[c.usulan_id], lama.get(c.usulan_id))
            sk.jumlah += 1
            setattr(sk, _HITUNGAN[putus.putusan], getattr(sk, _HITUNGAN[putus.putusan]) + 1)
            baris.append(self._arsip.salin(sk.id, sk.jumlah, putus, cocok[c.usulan_id]))
        await self._repo.tambah(*baris)
        sk.kemajuan = {
            "tahap": SALIN,
            "setelah": [str(n) for n in urutan(calon[-1])],
            "terhitung": terhitung,
            "keluarga": keluarga,
        }

    async def _cocokkan(self, sk: SK, calon: Sequence[Calon]) -> dict[UUID, Tercocokkan]:
        """Return the families as they may be copied; whose identity is not the validated one stays in the queue."""
        refs = [Ref(c.keluarga_id, c.usulan_id) for c in calon if c.jenis != LANJUTAN]
        usulan = await self._usulan.saring(refs, StatusUsulan.PEMERINGKATAN, None)
        cocok = await self._cocok.periksa(usulan)
        await self._pelaksanaan.tahan([u.ref for u in usulan if u.id not in cocok])
        lanjutan = [c for c in calon if c.jenis == LANJUTAN]
        if lanjutan and sk.mengganti_id is not None:
            terdaftar = await self._susun.terdaftar_di({c.keluarga_id for c in lanjutan}, sk.mengganti_id)
            keluarga = await self._keluarga.baca_banyak(terdaftar.keys())
            for c in lanjutan:
                orang = terdaftar.get(c.keluarga_id, set())
                if k := keluarga.get(c.keluarga_id):
                    hadir = tuple(a for a in k.aktif if a.individu_id in orang and a.meninggal_date is None)
                    cocok |= {c.usulan_id: Tercocokkan(k, hadir)} if hadir else {}
        return cocok

    async def _lama(self, sk: SK, calon: Sequence[Calon]) -> dict[UUID, SKKeluarga]:
        """Return, by usulan, what the decree in force says of the persons of corrections and of carried-on rows."""
        perbaikan = [c for c in calon if c.jenis == "PERBAIKAN"]
        terakhir = await self._susun.baris_terakhir({c.individu_id for c in perbaikan}) if perbaikan else {}
        hasil = {c.usulan_id: terakhir[c.individu_id] for c in perbaikan if c.individu_id in terakhir}
        lanjutan = {c.individu_id for c in calon if c.jenis == LANJUTAN}
        if lanjutan and sk.mengganti_id is not None:
            hasil |= await self._susun.baris_lama(sk.mengganti_id, lanjutan)
        return hasil

    def _bandingkan(self, putus: Keputusan, cocok: Tercocokkan, lama: SKKeluarga | None) -> Keputusan:
        """Call a registration kept when nothing of it has changed against the decree in force."""
        if putus.putusan is not Putusan.DIPERBARUI or lama is None:
            return putus
        is_sama = _isi_lama(self._arsip.buka(lama)[0]) == _isi_kini(cocok, putus.calon.desil)
        return Keputusan(putus.calon, Putusan.DIPERTAHANKAN, putus.alasan) if is_sama else putus

    async def hitung_sidik(self, sk: SK) -> str:
        """Return the decree's digest from the rows' stored digests."""
        sidik: list[bytes] = []
        setelah = 0
        while potongan := await self._susun.sidik(sk.id, setelah, _SIDIK_SEKALI):
            sidik += [s for _, s in potongan]
            setelah = potongan[-1][0]
        return sidik_sk(kepala(sk), sidik)


def kepala(sk: SK) -> KepalaSK:
    """Return the head of a decree as its digest sees it."""
    return KepalaSK(**{f.name: getattr(sk, f.name) for f in fields(KepalaSK)})


def _calon(usulan: Usulan, letak: LetakKeluarga | None) -> Calon:
    assert usulan.individu_id is not None, "the registry knows the person since the musyawarah"
    subjenis = usulan.subjenis.value if usulan.subjenis else None
    jenis = usulan.jenis.value
    return Calon(usulan.id, usulan.registri_id, usulan.individu_id, jenis, *_peringkat(letak), subjenis)


def _peringkat(letak: LetakKeluarga | None) -> tuple[int | None, int | None]:
    return (letak.desil_nasional, letak.skor) if letak else (None, None)


def _baris(sk_id: UUID, c: Calon) -> dict[str, Any]:
    desil, skor, _, _ = urutan(c)
    isi = {f.name: getattr(c, f.name) for f in fields(Calon)}
    return {"sk_id": sk_id, **isi, "urut_desil": desil, "urut_skor": skor}


def _dari(b: SKCalon) -> Calon:
    return Calon(**{f.name: getattr(b, f.name) for f in fields(Calon)})


def _kursor(setelah: Sequence[str] | None) -> tuple[int, int, UUID, UUID] | None:
    return (int(setelah[0]), int(setelah[1]), UUID(setelah[2]), UUID(setelah[3])) if setelah else None


def _isi_lama(b: BarisSK) -> tuple[object, ...]:
    orang = sorted((str(a.individu_id), a.nik or "", a.nama, str(a.tanggal_lahir), a.hubungan) for a in b.anggota)
    return b.no_kk, b.kode_desa, b.desil, orang


def _isi_kini(cocok: Tercocokkan, desil: int | None) -> tuple[object, ...]:
    k = cocok.keluarga
    orang = sorted(
        (str(a.individu_id), a.nik or "", a.nama, str(a.tanggal_lahir), a.hubungan.value) for a in cocok.orang
    )
    return k.no_kk, k.kode_desa, desil, orang
