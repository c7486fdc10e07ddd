"""The composition root: opens the engine and puts adapters behind ports, for the API, workers and commands.

It knows no route, so that a worker does not carry the API's contract in its memory.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache, partial
from typing import Final

from app.akun.ports import KeanggotaanPort
from app.config import Pengaturan
from app.core.crypto import Sandi
from app.core.db import Pabrik, buat_mesin, buat_pabrik
from app.core.kolom_sandi import KunciProses
from app.core.nanti import nanti
from app.core.wadah import Wadah
from app.daftar_tugas import pasang
from app.integrasi.dukcapil.kuota import kuota_bersama
from app.integrasi.pengecualian.pemeriksa import Pemeriksa
from app.integrasi.pengecualian.simulator import simulasi
from app.keluarga.ports import PengikutDesa, PengikutPindah, TemuanPort
from app.kependudukan.ports import KependudukanPort
from app.musyawarah.ports import TerdaftarPort
from app.notifikasi.ports import PengirimSurel
from app.penetapan.ports import PembaruCek
from app.sanggah.ports import CalonPort
from app.tabel import SEMUA_TABEL
from app.temuan.ports import PemeriksaPengecualianPort
from app.usulan.ports import PemadananPort
from app.wilayah.ports import PemakaiWilayah

TABEL: Final = SEMUA_TABEL
"""Every process knows the whole schema, whatever it does: tables refer to others by name."""


_klien_dukcapil: Final = nanti("app.integrasi.dukcapil.klien:KlienDukcapil")
"""With a HTTP client and the trusted roots: one per process, and most processes ask nobody."""
_pengirim: Final = nanti("app.notifikasi.smtp:PengirimSmtp")
_toko: Final = nanti("app.berkas_objek.toko:toko_objek")
_pasang_pemuat: Final = nanti("app.akun.pemuat:pasang")


def rakit(pengaturan: Pengaturan, pabrik: Pabrik, *, pekerja: bool = False) -> Wadah:
    """Return the process's container with every adapter behind its port; a worker believes nobody's token.

    Adapters are named by text, imported when their port is first asked for; `tests/arsitektur` holds them to it.
    """
    pasang()
    wadah = Wadah(
        pengaturan=pengaturan,
        pabrik_sesi=pabrik,
        sandi=Sandi(*pengaturan.enkripsi.kunci),
        toko=partial(_toko, pengaturan),
    )
    KunciProses.sandi = wadah.sandi
    if not pekerja:
        _pasang_pemuat(wadah)
    dukcapil = cache(lambda: _klien_dukcapil(pengaturan.dukcapil, kuota=kuota_bersama(wadah)))
    wadah.pasang(KependudukanPort, lambda _sesi, _wadah: dukcapil())
    smtp = cache(lambda: _pengirim(pengaturan.surel))
    wadah.pasang(PengirimSurel, lambda _sesi, _wadah: smtp())
    wadah.pasang(PembaruCek, nanti("app.cekbansos.pembaru:PembaruCekBansos.rakit"))
    # No access to the real sources exists: outside production simulators stand in, in production none is connected.
    pemeriksa = Pemeriksa(pengaturan.pengecualian, {} if pengaturan.is_produksi else simulasi())
    wadah.pasang(PemeriksaPengecualianPort, lambda _sesi, _wadah: pemeriksa)
    wadah.pasang(TemuanPort, nanti("app.temuan.pencatat:PencatatTemuan.rakit"))
    wadah.pasang(PemakaiWilayah, nanti("app.keluarga.pengalihan:PengalihanService.rakit"))
    wadah.pasang(PengikutDesa, nanti("app.duplikat.pindah:PasanganPindah.rakit"))
    wadah.pasang(PengikutPindah, nanti("app.penetapan.penempatan:Penempatan.rakit"))
    wadah.pasang(KeanggotaanPort, nanti("app.penetapan.keanggotaan:KeanggotaanService.rakit"))
    wadah.pasang(TerdaftarPort, nanti("app.penetapan.terdaftar:PembacaTerdaftar.rakit"))
    wadah.pasang(CalonPort, nanti("app.cekbansos.calon:PencariCalon.rakit"))
    wadah.pasang(PemadananPort, nanti("app.verval.padan:Pemadanan"))
    return wadah


@asynccontextmanager
async def wadah_sendiri(pengaturan: Pengaturan, *, nama: str, pekerja: bool = False) -> AsyncIterator[Wadah]:
    """Open this process's engine (`nama` is what the database's activity list shows) and lend its container."""
    mesin = buat_mesin(pengaturan.database_url.get_secret_value(), pengaturan.db, nama=nama, pekerja=pekerja)
    try:
        yield rakit(pengaturan, buat_pabrik(mesin), pekerja=pekerja)
    finally:
        await mesin.dispose()
