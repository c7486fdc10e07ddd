"""Comparing candidates and keeping the likely ones; a pair that was decided comes back only when a record changes."""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.crypto import Sandi, Tujuan
from app.core.ids import id_baru
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.duplikat.alur import ALUR_PASANGAN, AksiPasangan, FaktaPasangan, StatusPasangan
from app.duplikat.ciri import Ciri, Nilai, bandingkan
from app.duplikat.entitas import HasilTemuan, Sisi
from app.duplikat.models import JenisPasangan, PasanganDuplikat, RiwayatPasangan
from app.duplikat.repository import DuplikatRepository, Kunci
from app.duplikat.sisi import PembacaSisi, Tempat, tempat

TABEL_RIWAYAT: Final = "riwayat_pasangan"
_BERUBAH: Final = FaktaPasangan(is_data_berubah=True)
_JENIS: Final = {
    (False, False): JenisPasangan.REGISTRI,
    (True, False): JenisPasangan.USULAN,
    (True, True): JenisPasangan.ANTAR_USULAN,
}
_KEMBALI: Final = frozenset({StatusPasangan.BUKAN_DUPLIKAT, StatusPasangan.USANG, StatusPasangan.DIGABUNG})


class Penemuan:
    """Judges pairs and writes their steps."""

    def __init__(self, repo: DuplikatRepository, sisi: PembacaSisi, jejak: Jejak, sandi: Sandi) -> None:
        self.repo = repo
        self.sisi = sisi
        self.jejak = jejak
        self.sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service or job."""
        return cls(DuplikatRepository(sesi), PembacaSisi.rakit(sesi, wadah), Jejak(sesi), wadah.sandi)

    async def bandingkan(self, calon: Collection[tuple[Tempat, Tempat]], ambang: int) -> HasilTemuan:
        """Compare candidates, the later record first, and keep those that reach `ambang` points."""
        hasil = HasilTemuan(dibandingkan=len(calon))
        sisi = await self.sisi.baca({t for pasangan in calon for t in pasangan})
        nilai: dict[Kunci, tuple[Sisi, Sisi, Nilai]] = {}
        for satu, lain in calon:
            a, b = sisi.get(satu), sisi.get(lain)
            if a and b and (n := bandingkan(a.ciri, b.ciri)).skor >= ambang:
                nilai[a.ref.id, a.urutan, b.ref.id, b.urutan] = (a, b, n)
        kenal = await self.repo.menurut_orang(nilai)
        baru = await self.repo.sisip([self._baris(*nilai[k]) for k in sorted(nilai.keys() - kenal.keys())])
        for kunci, p in (await self.repo.menurut_orang(nilai) if baru else kenal).items():
            if p.id in baru:
                hasil.baru += 1
                await self.langkah(p, AksiPasangan.TEMUKAN, None, dari=None, sisi=nilai[kunci][:2])
            else:
                hasil.terbuka_lagi += await self._perbarui(p, *nilai[kunci])
        await self.repo.tulis()
        return hasil

    async def periksa_ulang(self, daftar: Collection[PasanganDuplikat], ambang: int) -> int:
        """Compare open pairs anew, let lapse what is no longer likely or has lost a record, and return how many."""
        sisi = await self.sisi.baca({t for p in daftar for t in tempat(p)})
        usang = 0
        for p in daftar:
            satu, lain = (sisi.get(t) for t in tempat(p))
            nilai = bandingkan(satu.ciri, lain.ciri) if satu and lain else None
            if satu and lain and nilai and nilai.skor >= ambang:
                await self._perbarui(p, satu, lain, nilai)
                continue
            usang += 1
            p.diperiksa_at = now()
            await self.pindah(p, AksiPasangan.USANGKAN, None, _BERUBAH, sisi=[s for s in (satu, lain) if s])
        await self.repo.tulis()
        return usang

    async def pindah(
        self,
        p: PasanganDuplikat,
        aksi: AksiPasangan,
        pelaku: Pelaku | None,
        fakta: FaktaPasangan,
        *,
        sisi: Collection[Sisi],
        alasan: AlasanMasuk | None = None,
    ) -> None:
        """Take one arrow of a locked pair and write it down.

        Raises:
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
        """
        dari = p.status
        ALUR_PASANGAN.apply(p, aksi, pelaku.jabatan if pelaku else None, fakta)
        p.status_at = now()
        p.versi += 1
        await self.langkah(p, aksi, pelaku, dari=dari, sisi=sisi, alasan=alasan)

    async def langkah(
        self,
        p: PasanganDuplikat,
        aksi: AksiPasangan,
        pelaku: Pelaku | None,
        *,
        dari: StatusPasangan | None,
        sisi: Collection[Sisi],
        alasan: AlasanMasuk | None = None,
    ) -> None:
        """Write a step into the history and the audit trail of the two persons."""
        langkah_id, kunci, isi = id_baru(), None, None
        if alasan is not None:
            kata = {"penjelasan": alasan.penjelasan, "langkah_berikutnya": alasan.langkah_berikutnya}
            kunci, isi = self.sandi.segel(kata, TABEL_RIWAYAT, langkah_id)
        self.repo.tambah(
            RiwayatPasangan(
                id=langkah_id,
                pasangan_id=p.id,
                aksi=aksi,
                dari=dari,
                ke=p.status,
                skor=p.skor,
                pelaku_id=pelaku.akun_id if pelaku else None,
                jabatan=pelaku.jabatan if pelaku else None,
                kode_alasan=alasan.kode if alasan else None,
                kunci_data=kunci,
                isi=isi,
                created_at=now(),
            )
        )
        await self.jejak.catat(
            "duplikat:status:diubah",
            pelaku=pelaku,
            objek=f"pasangan_duplikat/{p.id}",
            subjek=[s.nik_diri for s in sisi if s.nik_diri],
            keluarga_id=p.keluarga_id,
            rincian={"aksi": aksi.value, "ke": p.status.value, "skor": p.skor, "alasan": alasan and alasan.kode},
        )

    def sidik(self, a: Ciri, b: Ciri) -> UUID:
        """Return the keyed digest of what was compared."""
        return self.sandi.indeks(Tujuan.BUKTI_GANDA, json.dumps([a.sidik, b.sidik]))

    # -- steps

    async def _perbarui(self, p: PasanganDuplikat, a: Sisi, b: Sisi, nilai: Nilai) -> bool:
        """Keep what was compared; return whether the pair is open again."""
        baru = self._isi(a, b, nilai)
        is_kembali = p.status in _KEMBALI and p.sidik != baru["sidik"]
        if p.status is StatusPasangan.TERBUKA or is_kembali:
            for kolom, isi in baru.items():
                if getattr(p, kolom) != isi:
                    setattr(p, kolom, isi)
        if is_kembali:
            p.penggabungan = None
            await self.pindah(p, AksiPasangan.TEMUKAN_LAGI, None, _BERUBAH, sisi=(a, b))
        return is_kembali

    def _baris(self, a: Sisi, b: Sisi, nilai: Nilai) -> dict[str, Any]:
        saat = now()
        return {
            "id": id_baru(),
            "jenis": _JENIS[a.is_usulan, b.is_usulan],
            "orang_id": a.ref.id,
            "urutan": a.urutan,
            "lain_orang_id": b.ref.id,
            "lain_urutan": b.urutan,
            "status": ALUR_PASANGAN.awal,
            "status_at": saat,
            "ditemukan_at": saat,
            "penggabungan": None,
            "versi": 1,
            **self._isi(a, b, nilai),
        }

    def _isi(self, a: Sisi, b: Sisi, nilai: Nilai) -> Mapping[str, Any]:
        return {
            "keluarga_id": a.ref.keluarga_id,
            "kode_desa": a.ciri.kode_desa,
            "lain_keluarga_id": b.ref.keluarga_id,
            "lain_kode_desa": b.ciri.kode_desa,
            "skor": nilai.skor,
            "bukti": [{"kode": x.kode.value, "poin": x.poin} for x in nilai.bukti],
            "sidik": self.sidik(a.ciri, b.ciri),
            "diperiksa_at": now(),
        }
