"""The quick twins of the two lookups that are asked by the million: same rules, same bytes, fewest steps.

Each parses with the route's own schema, and hands back what it does not want to decide (see `core.pintu`). What many
ask at the same time goes to the database together. While index keys rotate, everything goes the framework's way.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from functools import lru_cache
from typing import Final

import structlog
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app.cekbansos.bukti_kerja import BuktiSah, periksa
from app.cekbansos.errors import BuktiKerjaTidakSah
from app.cekbansos.jaringan import asal
from app.cekbansos.mitra import is_menebak
from app.cekbansos.penanda import penanda
from app.cekbansos.pencocokan import urai
from app.cekbansos.repository_cepat import (
    CepatRepository,
    Jendela,
    Keputusan,
    Peminjam,
    TanyaMitra,
    TanyaPublik,
    Temu,
)
from app.cekbansos.schemas import CekNikMasuk, HasilBatch, HasilCekBaca, StatusBatchMasuk
from app.cekbansos.service import HasilCek, hasil_cek
from app.core import pool_cepat
from app.core.clock import hari_ini, now
from app.core.crypto import Tujuan
from app.core.errors import DomainError
from app.core.galat_umum import TokenTidakSah
from app.core.ids import id_baru
from app.core.kumpulan import Kumpulan, Takaran
from app.core.nik import Nik, NikTidakValid
from app.core.peran import Jabatan
from app.core.pintu import Kembaran, Permintaan
from app.core.ratelimit import Kuota, awal_jendela, kunci_laju, terlalu_sering
from app.core.tokens import TokenTeringat
from app.core.wadah import Wadah
from app.penetapan.status import AKTIF

JALUR_MITRA: Final = "/v1/mitra/status"
JALUR_PUBLIK: Final = "/v1/publik/cek-nik"
_BEARER: Final = "Bearer "
_NUL: Final = "\0"
_BOBOT: Final = 2_000
_ANTRE: Final = 4_000
_HASIL = TypeAdapter(HasilCekBaca)
_TIDAK_SAH: Final = f'"hasil":"{HasilBatch.NIK_TIDAK_VALID}","terdaftar":false,"status":null,"per_tanggal":null'
_TIDAK_ADA: Final = f'"hasil":"{HasilBatch.TIDAK_ADA}","terdaftar":false,"status":null,"per_tanggal":null'
_log = structlog.get_logger("dtks.mitra")


def kembaran(wadah: Wadah, pinjam: Peminjam, sesi: AsyncSession) -> Mapping[str, Kembaran]:
    """Return the twins by path; `sesi` only finds the adapters of the container."""
    repo, takaran = CepatRepository(pinjam, wadah.sandi), Takaran(wadah.pengaturan.db.sambungan_cepat, _BOBOT, _ANTRE)
    return {
        JALUR_MITRA: MitraCepat(wadah, wadah.ambil(TokenTeringat, sesi), repo, takaran),
        JALUR_PUBLIK: PublikCepat(wadah, repo, takaran),
    }


@asynccontextmanager
async def kembaran_sendiri(wadah: Wadah) -> AsyncIterator[Mapping[str, Kembaran]]:
    """Open the twins' own connections and lend the twins by path; none behind pgbouncer, which keeps no plans."""
    aturan = wadah.pengaturan
    if aturan.db.pgbouncer:
        yield {}
        return
    pool = await pool_cepat.buka(aturan.database_url.get_secret_value(), aturan.db, nama="dtks-api-cepat")
    try:
        async with wadah.pabrik_sesi() as sesi:
            semua = kembaran(wadah, pool.acquire, sesi)
        yield semua
    finally:
        pool.terminate()


class MitraCepat:
    """Twin of POST /v1/mitra/status for contracts without desil."""

    def __init__(self, wadah: Wadah, token: TokenTeringat, repo: CepatRepository, takaran: Takaran) -> None:
        self._wadah = wadah
        self._token = token
        self._repo = repo
        self._kumpulan: Kumpulan[TanyaMitra, Temu | None] = Kumpulan(self._tanya, takaran)
        self._kunci = lru_cache(4096)(lambda akun_id: kunci_laju(wadah.sandi, "mitra-nik", str(akun_id)))

    async def __call__(self, minta: Permintaan) -> bytes | None:
        if self._wadah.sandi.is_berganti or not minta.otorisasi.startswith(_BEARER):
            return None
        try:
            klaim = self._token.urai(minta.otorisasi[len(_BEARER) :])
            isi = StatusBatchMasuk.model_validate_json(minta.isi)
        except (TokenTidakSah, ValidationError):
            return None
        if klaim.jabatan is not Jabatan.INTEGRASI or klaim.sesi_id is not None or _NUL in isi.tujuan:
            return None
        sah = [_nik(teks) for teks in isi.nik]
        tanya = TanyaMitra(
            klaim.akun_id,
            klaim.versi_token,
            len(sah),
            self._kunci(klaim.akun_id),
            id_baru(),
            isi.tujuan,
            minta.id_permintaan,
            list(dict.fromkeys(n for n in sah if n)),
        )
        temu = await self._kumpulan.kirim(tanya, tanya.bobot)
        if temu is None:
            return None
        if temu.is_penuh:
            batas = self._wadah.pengaturan.batas
            raise terlalu_sering("mitra-nik", Kuota(batas.mitra_nik, batas.mitra_jendela), now())
        if is_menebak(len(sah), len(temu.orang)):
            _log.warning("mitra-menebak", akun_id=str(klaim.akun_id), diminta=len(sah), ditemukan=len(temu.orang))
        return _tulis(sah, temu)

    async def _tanya(self, semua: Sequence[TanyaMitra]) -> list[Temu | None]:
        batas = self._wadah.pengaturan.batas
        return await self._repo.mitra(semua, _jendela(batas.mitra_jendela), batas.mitra_nik)


class PublikCepat:
    """Twin of POST /v1/publik/cek-nik."""

    def __init__(self, wadah: Wadah, repo: CepatRepository, takaran: Takaran) -> None:
        self._wadah = wadah
        self._repo = repo
        self._kumpulan: Kumpulan[TanyaPublik, Keputusan] = Kumpulan(self._tanya, takaran)
        self._tandai = penanda(wadah.sandi)
        self._bukti = wadah.sandi.indeks(Tujuan.TANTANGAN, "altcha").bytes
        self._semua = kunci_laju(wadah.sandi, "cek-semua", "")

    async def __call__(self, minta: Permintaan) -> bytes | None:
        sandi = self._wadah.sandi
        if sandi.is_berganti:
            return None
        try:
            isi = CekNikMasuk.model_validate_json(minta.isi)
        except ValidationError:
            return None
        siapa = asal(minta.alamat)
        bukti = _bukti_sah(isi.tantangan, self._bukti)
        putusan = await self._kumpulan.kirim(
            TanyaPublik(
                kunci_laju(sandi, "cek-alamat", siapa.alamat),
                kunci_laju(sandi, "cek-jaringan", siapa.jaringan),
                kunci_laju(sandi, "cek-nik", isi.nik),
                sandi.indeks_banyak(Tujuan.NIK, [isi.nik])[0],
                bukti.sidik if bukti else None,
                bukti.kedaluwarsa_at if bukti else None,
            )
        )
        if putusan.sebab is not None:
            raise self._tolak(putusan.sebab)
        hasil = hasil_cek(urai(isi.nama, self._tandai), putusan.baris, hari_ini())
        return _HASIL.dump_json(HasilCekBaca.model_validate(hasil)) if hasil.terdaftar else _KOSONG

    def _tolak(self, sebab: str) -> DomainError:
        batas = self._wadah.pengaturan.batas
        if sebab == "bukti":
            return BuktiKerjaTidakSah()
        maks = {"cek-alamat": batas.cek_alamat, "cek-jaringan": batas.cek_jaringan, "cek-semua": batas.cek_global}
        return terlalu_sering(sebab, Kuota(maks.get(sebab, batas.cek_nik), batas.cek_jendela), now())

    async def _tanya(self, semua: Sequence[TanyaPublik]) -> list[Keputusan]:
        b = self._wadah.pengaturan.batas
        batas = (b.cek_alamat, b.cek_jaringan, b.cek_global, b.cek_nik)
        return await self._repo.publik(semua, _jendela(b.cek_jendela), self._semua, batas)


_KOSONG: Final = _HASIL.dump_json(HasilCekBaca.model_validate(HasilCek()))


def _jendela(detik: int) -> Jendela:
    kini = now()
    return Jendela(awal_jendela(kini, detik), kini, hari_ini())


def _bukti_sah(teks: str, kunci: bytes) -> BuktiSah | None:
    """Return the proof if it is one; that it is none is told only after the request was counted."""
    try:
        return periksa(teks, kunci)
    except BuktiKerjaTidakSah:
        return None


def _nik(teks: str) -> Nik | None:
    try:
        return Nik.urai(teks)
    except NikTidakValid:
        return None


def _tulis(sah: Sequence[Nik | None], temu: Temu) -> bytes:
    """Write what the route's response model writes; no value here needs an escape."""
    desa = ',"kode_desa":null' if temu.is_wilayah else ""
    data = []
    for urutan, nik in enumerate(sah):
        b = temu.orang.get(nik) if nik else None
        if b is None:
            data.append(f'{{"urutan":{urutan},{_TIDAK_ADA if nik else _TIDAK_SAH}{desa}}}')
            continue
        aktif = "true" if b["status"] in AKTIF else "false"
        tempat = f',"kode_desa":"{b["kode_desa"]}"' if temu.is_wilayah else ""
        data.append(
            f'{{"urutan":{urutan},"hasil":"{HasilBatch.ADA}","terdaftar":{aktif},"status":"{b["status"]}",'
            f'"per_tanggal":"{b["per_tanggal"]}"{tempat}}}'
        )
    return f'{{"data":[{",".join(data)}]}}'.encode()
