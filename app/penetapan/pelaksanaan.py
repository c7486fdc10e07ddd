"""What follows from a signature, in its transaction: usulan decided, memberships opened and ended, lookup told."""

from collections.abc import Sequence
from itertools import groupby
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.keberatan.penahan import PenahanDesil
from app.keluarga.service import KeluargaService
from app.penetapan.arsip import ArsipSK
from app.penetapan.errors import DaftarSKBerubah
from app.penetapan.keanggotaan import KeanggotaanService
from app.penetapan.kecocokan import IDENTITAS_BERUBAH, Kecocokan
from app.penetapan.models import SK, SKKeluarga
from app.penetapan.penempatan import Orang
from app.penetapan.putusan import DESIL_DI_LUAR_SASARAN, DIKELUARKAN_SK, KUOTA_PENUH, penjelasan_desil
from app.penetapan.status import LANJUTAN, MENDAFTAR, Putusan
from app.referensi.katalog import alasan
from app.usulan.errors import UsulanNotFound
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, JenisUsulan, StatusUsulan
from app.usulan.syarat import FaktaUsulan

P = Putusan
HAPUS: Final = JenisUsulan.HAPUS.value
_MENETAPKAN: Final = MENDAFTAR | {P.DIKELUARKAN}


class Pelaksanaan:
    """Carries a signed list out, some hundred rows at a time."""

    def __init__(
        self,
        arsip: ArsipSK,
        cocok: Kecocokan,
        usulan: UsulanService,
        keanggotaan: KeanggotaanService,
        penahan: PenahanDesil,
    ) -> None:
        self._arsip = arsip
        self._cocok = cocok
        self._usulan = usulan
        self._keanggotaan = keanggotaan
        self._penahan = penahan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it."""
        usulan = UsulanService.rakit(sesi, wadah)
        cocok = Kecocokan(usulan, KeluargaService.rakit(sesi, wadah), wadah.sandi)
        keanggotaan = KeanggotaanService.rakit(sesi, wadah)
        return cls(ArsipSK(wadah.sandi), cocok, usulan, keanggotaan, PenahanDesil.rakit(sesi))

    async def tahan(self, refs: Sequence[Ref]) -> None:
        """Leave these usulan where they are, in the queue, and say in their history that the person is another one."""
        mengapa = _alasan(IDENTITAS_BERUBAH, f"{alasan(IDENTITAS_BERUBAH).teks.id}; usulan tidak dimuat dalam SK.")
        antre = FaktaUsulan(is_putaran_disiapkan=True)
        await self._usulan.pindahkan_massal(refs, AksiUsulan.ANTRE_PERINGKAT, None, alasan=mengapa, fakta=antre)

    async def cabut(self, sk_id: UUID, pelaku: Pelaku, maks: int | None = None) -> bool:
        """Give notice to those whom this replaced decree registered; tell whether there may be more."""
        return await self._keanggotaan.cabut_sk(sk_id, pelaku, maks)

    async def laksanakan(self, sk: SK, baris: Sequence[SKKeluarga], pelaku: Pelaku) -> None:
        """Carry these rows out.

        Raises:
            DaftarSKBerubah: a usulan is no longer waiting for its decree, its person is not who was validated, or a
                family has objected to the desil that the list uses against it.
            PemisahanTugas: the signer's own NIK or No KK is in the list.
        """
        await self.pastikan_orang_sama(baris)
        await self.pastikan_tanpa_keberatan(sk, baris)
        diminta = [b for b in baris if b.jenis != LANJUTAN]
        pendatang = await self._pendatang(diminta)
        try:
            await self._putuskan_usulan(sk, diminta, pelaku)
        except (TransisiDitolak, UsulanNotFound):
            raise DaftarSKBerubah from None
        await self._keanggotaan.daftarkan(self._orang(baris, P.DITETAPKAN), sk.id, pelaku)
        await self._keluarkan(sk, [b for b in baris if b.putusan is P.DIKELUARKAN], pelaku)
        lanjutan = [b for b in baris if b.jenis == LANJUTAN]
        for putusan in (P.DIPERTAHANKAN, P.DIPERBARUI):
            await self._keanggotaan.lanjutkan(self._orang(lanjutan, putusan), sk.id, pelaku)
            await self._keanggotaan.segarkan(self._orang(diminta, putusan))
        await self._keanggotaan.sertakan(pendatang, sk.id, pelaku)

    async def _pendatang(self, baris: Sequence[SKKeluarga]) -> list[tuple[Ref, Orang]]:
        """Return whom corrections have brought into their families, each with his case's subject."""
        milik = {b.usulan_id: b for b in baris if b.jenis == JenisUsulan.PERBAIKAN}
        usulan = await self._usulan.saring([_ref(b) for b in milik.values()], StatusUsulan.PEMERINGKATAN, None)
        hasil = []
        for usulan_id, masuk in (await self._cocok.pendatang(usulan)).items():
            b = milik[usulan_id]
            orang = [o for p in (P.DIPERTAHANKAN, P.DIPERBARUI) for o in self._orang([b], p)]
            hasil += [(Ref(b.keluarga_id, b.individu_id), o) for o in orang if o.ref.id in masuk]
        return hasil

    async def _keluarkan(self, sk: SK, baris: Sequence[SKKeluarga], pelaku: Pelaku) -> None:
        """Let these leave by reason; a case whose person leaves at once, or was no member, is done with it (T24)."""
        menunggu: set[UUID] = set()
        for kode in sorted({b.alasan_kode or DIKELUARKAN_SK for b in baris}):
            orang = self._orang([b for b in baris if (b.alasan_kode or DIKELUARKAN_SK) == kode], P.DIKELUARKAN)
            menunggu |= await self._keanggotaan.keluarkan(orang, kode, sk.id, pelaku)
        selesai = [_ref(b) for b in baris if b.jenis == HAPUS and b.individu_id not in menunggu]
        await self._usulan.pindahkan_massal(selesai, AksiUsulan.NONAKTIFKAN, None)

    async def pastikan_orang_sama(self, baris: Sequence[SKKeluarga]) -> None:
        """Refuse rows that no longer are about who was copied into them.

        Raises:
            DaftarSKBerubah: a usulan moved on, or the person moved, died or was exchanged; names the usulan.
        """
        diminta = [b for b in baris if b.jenis != LANJUTAN]
        usulan = await self._usulan.saring([_ref(b) for b in diminta], StatusUsulan.PEMERINGKATAN, None)
        hilang = {b.usulan_id for b in diminta} - {u.id for u in usulan}
        if hilang:
            raise DaftarSKBerubah(usulan=[_ref(b).teks for b in diminta if b.usulan_id in hilang])
        disalin = {b.usulan_id: self._arsip.buka(b)[0] for b in baris}
        beda = await self._cocok.berbeda(usulan, disalin)
        beda += await self._cocok.berbeda_anggota([disalin[b.usulan_id] for b in baris if b.jenis == LANJUTAN])
        if beda:
            raise DaftarSKBerubah(usulan=[r.teks for r in beda])

    async def pastikan_tanpa_keberatan(self, sk: SK, baris: Sequence[SKKeluarga]) -> None:
        """Refuse rows that use its desil against a family which has objected since the list was made.

        Raises:
            DaftarSKBerubah: names the usulan.
        """
        memberatkan = [b for b in baris if b.alasan_kode == DESIL_DI_LUAR_SASARAN]
        tertahan = await self._penahan.tertahan({b.keluarga_id for b in memberatkan}, sk.putaran_id)
        if tertahan:
            raise DaftarSKBerubah(usulan=[_ref(b).teks for b in memberatkan if b.keluarga_id in tertahan])

    async def _putuskan_usulan(self, sk: SK, baris: Sequence[SKKeluarga], pelaku: Pelaku) -> None:
        fakta = FaktaUsulan(is_sk_ditandatangani=True)
        ya = [_ref(b) for b in baris if b.putusan in _MENETAPKAN]
        await self._usulan.pindahkan_massal(ya, AksiUsulan.TETAPKAN, pelaku, fakta=fakta)
        tidak = sorted((b for b in baris if b.putusan is P.TIDAK_DITETAPKAN), key=lambda b: b.desil or 0)
        for desil, kelompok in groupby(tidak, key=lambda b: b.desil or 0):
            mengapa = _alasan(DESIL_DI_LUAR_SASARAN, penjelasan_desil(desil, sk.ambang_desil).id)
            refs = [_ref(b) for b in kelompok]
            await self._usulan.pindahkan_massal(refs, AksiUsulan.TIDAK_TETAPKAN, pelaku, alasan=mengapa, fakta=fakta)
        tunggu = [_ref(b) for b in baris if b.putusan is P.DAFTAR_TUNGGU]
        mengapa = _alasan(KUOTA_PENUH, f"Kuota {sk.kuota} keluarga pada SK {sk.nomor} sudah penuh; usulan tetap antre.")
        antre = FaktaUsulan(is_putaran_disiapkan=True)
        await self._usulan.pindahkan_massal(tunggu, AksiUsulan.ANTRE_PERINGKAT, None, alasan=mengapa, fakta=antre)

    def _orang(self, baris: Sequence[SKKeluarga], putusan: Putusan) -> list[Orang]:
        """A family is registered, corrected and left behind whole; whom a usulan takes out is one person."""
        hasil: dict[Ref, Orang] = {}
        for b in baris:
            if b.putusan is not putusan:
                continue
            disalin, indeks = self._arsip.buka(b)
            for a in disalin.anggota:
                if putusan is P.DIKELUARKAN and b.jenis != LANJUTAN and a.individu_id != b.individu_id:
                    continue
                ref = Ref(b.keluarga_id, a.individu_id)
                hasil[ref] = Orang(
                    ref, indeks.get(a.individu_id), a.nama, a.tanggal_lahir, b.kode_desa, disalin.no_kk is None
                )
        return list(hasil.values())


def _ref(baris: SKKeluarga) -> Ref:
    return Ref(baris.keluarga_id, baris.usulan_id)


def _alasan(kode: str, penjelasan: str) -> AlasanMasuk:
    return AlasanMasuk(kode=kode, penjelasan=penjelasan, langkah_berikutnya=alasan(kode).langkah.id)
