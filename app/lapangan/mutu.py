"""The supervisor's check: some visits, drawn by lot, are made again by somebody else, and the answers are compared."""

import hashlib
import secrets
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.core.clock import WIB, now
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.errors import JawabanTidakSah
from app.keluarga.jawaban import JawabanService
from app.keluarga.pemeriksaan import rinci
from app.keluarga.pertanyaan import Tingkat
from app.keluarga.service import KeluargaService
from app.lapangan.banding import Kesepakatan, bandingkan
from app.lapangan.errors import InstrumenBerbeda, MutuNotFound, MutuSudahSelesai
from app.lapangan.models import KunjunganMutu, SampelMutu
from app.lapangan.repository_mutu import MutuRepository
from app.lapangan.schemas_mutu import MutuDaftar, MutuHasilMasuk, MutuPetugasBaca
from app.temuan.entitas import TemuanBaru
from app.temuan.service import TemuanService
from app.temuan.status import JenisTemuan, SumberTemuan
from app.verval.entitas import Letak
from app.verval.survei_letak import LetakService
from app.verval.survei_penugasan import PenugasanService
from app.wilayah.errors import WilayahNotFound
from app.wilayah.lingkup import Lingkup


class Undian(NamedTuple):
    """A draw and what it drew."""

    sampel: SampelMutu
    kunjungan: int
    terambil: int
    baru: int


class RinciMutu(NamedTuple):
    """A re-visit with the family to see."""

    mutu: KunjunganMutu
    keluarga: KeluargaLengkap
    instrumen: str


class MutuService:
    """Draws, hands out and compares re-visits."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._aturan = wadah.pengaturan.lapangan
        self._sandi = wadah.sandi
        self._repo = MutuRepository(sesi)
        self._jejak = Jejak(sesi)
        self._akun = AkunService.rakit(sesi, wadah)
        self._keluarga = KeluargaService.rakit(sesi, wadah)
        self._jawaban = JawabanService.rakit(sesi, wadah)
        self._letak = LetakService.rakit(sesi, wadah)
        self._penugasan = PenugasanService.rakit(sesi, wadah)
        self._temuan = TemuanService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def undi(self, kode: str, periode: str, pelaku: Pelaku) -> Undian:
        """Draw a share of each enumerator's completed visits of a month; again, it adds those completed since.

        The seed is made once, after the visits, and kept: no enumerator can know it, and anybody can repeat the draw.

        Raises:
            WilayahNotFound: outside the caller's area.
        """
        if not Lingkup.dari(pelaku).memuat(kode):
            raise WilayahNotFound
        benih = secrets.randbits(63)
        sampel = await self._repo.sampel(kode, periode, benih, self._aturan.sampel_persen, pelaku.akun_id)
        semua = await self._letak.wilayah(kode, *_bulan(periode))
        sudah = await self._repo.terambil(kode, periode)
        baru = [k for k in undi(semua, sampel.benih, sampel.persen) if k.id not in sudah]
        beban: Counter[UUID] = Counter()
        for letak in baru:
            await self._tugaskan(letak, periode, beban, pelaku)
        await self._jejak.catat(
            "lapangan:mutu:diundi",
            pelaku=pelaku,
            objek=f"sampel_mutu/{kode}/{periode}",
            rincian={"kunjungan": len(semua), "baru": len(baru)},
        )
        return Undian(sampel, len(semua), len(sudah) + len(baru), len(baru))

    async def daftar_tugas(self, pelaku: Pelaku, hal: Halaman) -> Potongan[KunjunganMutu]:
        """List the caller's open re-visits."""
        return await self._repo.terbuka(pelaku.akun_id, hal)

    async def baca_tugas(self, ref: Ref, pelaku: Pelaku) -> RinciMutu:
        """Return an open re-visit of the caller's with the family, without its answers; the read is recorded.

        Raises:
            MutuNotFound: not the caller's, done, or outside his area.
        """
        mutu = await self._milik(ref, pelaku)
        if mutu.selesai_at is not None:
            raise MutuNotFound
        keluarga = await self._keluarga.baca(mutu.registri_id)
        lama = await self._jawaban.untuk_kerja(mutu.registri_id, mutu.jawaban_id)
        await self._jejak.catat(
            "lapangan:mutu:dibaca",
            pelaku=pelaku,
            objek=f"kunjungan_mutu/{mutu.id}",
            subjek=keluarga.subjek,
            keluarga_id=mutu.registri_id,
            tujuan="pemeriksaan mutu kunjungan",
        )
        return RinciMutu(mutu, keluarga, lama.instrumen)

    async def selesaikan(self, ref: Ref, isi: MutuHasilMasuk, pelaku: Pelaku) -> tuple[KunjunganMutu, Kesepakatan]:
        """Compare what the checker was answered with the first visit; too much difference is a finding.

        Raises:
            MutuNotFound: not the caller's, or outside his area.
            MutuSudahSelesai: it has its result.
            InstrumenBerbeda: another questionnaire than the first time.
            JawabanTidakSah: answers that the questionnaire refuses, each named.
        """
        mutu = await self._milik(ref, pelaku, kunci=True)
        if mutu.selesai_at is not None:
            raise MutuSudahSelesai
        lama = await self._jawaban.untuk_kerja(mutu.registri_id, mutu.jawaban_id)
        if lama.instrumen != isi.instrumen:
            raise InstrumenBerbeda
        hari = isi.mulai_at.astimezone(WIB).date()
        temuan = await self._keluarga.periksa_jawaban(mutu.registri_id, isi.instrumen, isi.jawaban, hari)
        if salah := [t for t in temuan if t.tingkat is Tingkat.GALAT]:
            raise JawabanTidakSah(rincian=[rinci(t) for t in salah])
        hasil = bandingkan(lama.isi, isi.jawaban)
        segel = self._sandi.segel(isi.model_dump(mode="json"), KunjunganMutu.__tablename__, mutu.id)
        mutu.kunci_data, mutu.isi = segel.kunci_data, segel.isi
        mutu.ditanya, mutu.sama, mutu.beda = hasil.ditanya, hasil.sama, list(hasil.beda)
        mutu.selesai_at = now()
        await self._repo.simpan()
        await self._jejak.catat(
            "lapangan:mutu:selesai",
            pelaku=pelaku,
            objek=f"kunjungan_mutu/{mutu.id}",
            keluarga_id=mutu.registri_id,
            rincian={"ditanya": hasil.ditanya, "sama": hasil.sama},
        )
        if self.is_jauh(hasil):
            await self._temukan(mutu, hasil, hari, pelaku)
        return mutu, hasil

    async def hitung(self, periode: str, pelaku: Pelaku) -> MutuDaftar:
        """Return the agreement of each enumerator of the caller's area in a month, the least first."""
        baris = await self._repo.hitung(Lingkup.dari(pelaku), periode)
        nama = await self._akun.nama_banyak([b.enumerator_id for b in baris])
        ambang = self._aturan.mutu_sama_persen
        data = []
        for b in baris:
            persen = b.sama * 100 // b.ditanya if b.ditanya else None
            data.append(
                MutuPetugasBaca(
                    **b._asdict(),
                    nama=nama.get(b.enumerator_id, ""),
                    persen_sama=persen,
                    is_di_bawah_ambang=persen is not None and persen < ambang,
                )
            )
        data.sort(key=lambda d: (d.persen_sama is None, d.persen_sama or 0, d.nama))
        return MutuDaftar(periode=periode, ambang_persen=ambang, data=data)

    def is_jauh(self, hasil: Kesepakatan) -> bool:
        """Return whether so much differs that a human has to look."""
        return hasil.permil < self._aturan.mutu_sama_persen * 10

    async def _tugaskan(self, letak: Letak, periode: str, beban: Counter[UUID], pelaku: Pelaku) -> None:
        calon = [c for c in await self._penugasan.calon(letak.usulan_ref, pelaku) if c.akun_id != letak.enumerator_id]
        pilih = min(calon, key=lambda c: (c.beban + beban[c.akun_id], c.nama, c.akun_id), default=None)
        pemeriksa = pilih.akun_id if pilih else pelaku.akun_id
        beban[pemeriksa] += 1
        await self._repo.tambah(
            KunjunganMutu(
                keluarga_id=letak.ref.keluarga_id,
                id=id_baru(),
                penugasan_id=letak.ref.id,
                usulan_id=letak.usulan_ref.id,
                kunjungan_id=letak.id,
                registri_id=await self._letak.registri(letak),
                jawaban_id=letak.jawaban_id,
                kode_desa=letak.kode_desa,
                periode=periode,
                enumerator_id=letak.enumerator_id,
                pemeriksa_id=pemeriksa,
                beda=[],
                created_at=now(),
            )
        )

    async def _milik(self, ref: Ref, pelaku: Pelaku, *, kunci: bool = False) -> KunjunganMutu:
        mutu = await self._repo.milik(ref, pelaku.akun_id, kunci=kunci)
        if mutu is None or not Lingkup.dari(pelaku).memuat(mutu.kode_desa):
            raise MutuNotFound
        return mutu

    async def _temukan(self, mutu: KunjunganMutu, hasil: Kesepakatan, hari: date, pelaku: Pelaku) -> None:
        await self._temuan.catat(
            TemuanBaru(
                jenis=JenisTemuan.KUNJUNGAN_BERBEDA,
                keluarga_id=mutu.registri_id,
                individu_id=None,
                kode_desa=mutu.kode_desa,
                sumber=SumberTemuan.LAPANGAN,
                tanggal=hari,
                keyakinan=70,
                isi={
                    "kunjungan": str(mutu.kunjungan_id),
                    "ditanya": hasil.ditanya,
                    "sama": hasil.sama,
                    "beda": list(hasil.beda),
                },
            ),
            pelaku,
        )


def undi(kunjungan: Sequence[Letak], benih: int, persen: int) -> list[Letak]:
    """Return a share of each enumerator's visits, at least one; the same seed draws the same. Pure."""
    menurut: dict[UUID, list[Letak]] = defaultdict(list)
    for satu in kunjungan:
        menurut[satu.enumerator_id].append(satu)
    hasil: list[Letak] = []
    for _, milik in sorted(menurut.items()):
        milik.sort(key=lambda k: hashlib.sha256(f"{benih}|{k.id}".encode()).digest())
        hasil += milik[: -(-len(milik) * persen // 100)]
    return hasil


def _bulan(periode: str) -> tuple[datetime, datetime]:
    tahun, bulan = map(int, periode.split("-"))
    lanjut = date(tahun + bulan // 12, bulan % 12 + 1, 1)
    return datetime.combine(date(tahun, bulan, 1), time(), WIB), datetime.combine(lanjut, time(), WIB)
