"""The composition root: opens the engine and puts adapters behind ports, for the API, workers and commands.

It knows no route, so that a worker does not carry the API's contract in its memory.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import cache
from typing import Final

import obstore

from app.akun import pemuat
from app.akun.ports import KeanggotaanPort
from app.cekbansos.calon import PencariCalon
from app.cekbansos.pembaru import PembaruCekBansos
from app.config import Pengaturan
from app.core.crypto import Sandi
from app.core.db import Pabrik, buat_mesin, buat_pabrik
from app.core.kolom_sandi import KunciProses
from app.core.nanti import nanti
from app.core.wadah import Wadah
from app.daftar_tugas import pasang
from app.duplikat.pindah import PasanganPindah
from app.integrasi.dukcapil.kuota import kuota_bersama
from app.integrasi.pengecualian.pemeriksa import Pemeriksa
from app.integrasi.pengecualian.simulator import simulasi
from app.keluarga.pengalihan import PengalihanService
from app.keluarga.ports import PengikutDesa, PengikutPindah, TemuanPort
from app.kependudukan.ports import KependudukanPort
from app.musyawarah.ports import TerdaftarPort
from app.notifikasi.ports import PengirimSurel
from app.notifikasi.smtp import PengirimSmtp
from app.penetapan.keanggotaan import KeanggotaanService
from app.penetapan.penempatan import Penempatan
from app.penetapan.ports import PembaruCek
from app.penetapan.terdaftar import PembacaTerdaftar
from app.sanggah.ports import CalonPort
from app.tabel import SEMUA_TABEL
from app.temuan.pencatat import PencatatTemuan
from app.temuan.ports import PemeriksaPengecualianPort
from app.usulan.ports import PemadananPort
from app.verval.padan import Pemadanan
from app.wilayah.ports import PemakaiWilayah

TABEL: Final = SEMUA_TABEL
"""Every process knows the whole schema, whatever it does: tables refer to others by name."""


_klien_dukcapil: Final = nanti("app.integrasi.dukcapil.klien:KlienDukcapil")
"""With a HTTP client and the trusted roots: one per process, and most processes ask nobody."""


def rakit(pengaturan: Pengaturan, pabrik: Pabrik) -> Wadah:
    """Return the process's container with every adapter behind its port; used by the API, workers and commands."""
    pasang()
    wadah = Wadah(
        pengaturan=pengaturan,
        pabrik_sesi=pabrik,
        sandi=Sandi(*pengaturan.enkripsi.kunci),
        objek=toko_objek(pengaturan),
    )
    KunciProses.sandi = wadah.sandi
    dukcapil = cache(lambda: _klien_dukcapil(pengaturan.dukcapil, kuota=kuota_bersama(wadah)))
    wadah.pasang(KependudukanPort, lambda _sesi, _wadah: dukcapil())
    pemuat.pasang(wadah)
    smtp = PengirimSmtp(pengaturan.surel)
    wadah.pasang(PengirimSurel, lambda _sesi, _wadah: smtp)
    wadah.pasang(PembaruCek, PembaruCekBansos.rakit)
    # No access to the real sources exists: outside production simulators stand in, in production none is connected.
    pemeriksa = Pemeriksa(pengaturan.pengecualian, {} if pengaturan.is_produksi else simulasi())
    wadah.pasang(PemeriksaPengecualianPort, lambda _sesi, _wadah: pemeriksa)
    wadah.pasang(TemuanPort, PencatatTemuan.rakit)
    wadah.pasang(PemakaiWilayah, PengalihanService.rakit)
    wadah.pasang(PengikutDesa, PasanganPindah.rakit)
    wadah.pasang(PengikutPindah, Penempatan.rakit)
    wadah.pasang(KeanggotaanPort, KeanggotaanService.rakit)
    wadah.pasang(TerdaftarPort, PembacaTerdaftar.rakit)
    wadah.pasang(CalonPort, PencariCalon.rakit)
    wadah.pasang(PemadananPort, Pemadanan)
    return wadah


@asynccontextmanager
async def wadah_sendiri(pengaturan: Pengaturan, *, nama: str, pekerja: bool = False) -> AsyncIterator[Wadah]:
    """Open this process's engine (`nama` is what the database's activity list shows) and lend its container."""
    mesin = buat_mesin(pengaturan.database_url.get_secret_value(), pengaturan.db, nama=nama, pekerja=pekerja)
    try:
        yield rakit(pengaturan, buat_pabrik(mesin))
    finally:
        await mesin.dispose()


def toko_objek(pengaturan: Pengaturan) -> obstore.store.ObjectStore:
    """Return the object store: the S3 bucket when one is named, else the local folder."""
    o = pengaturan.objek
    if o.s3_bucket is None:
        o.folder.mkdir(parents=True, exist_ok=True)
        return obstore.store.LocalStore(o.folder)
    return obstore.store.S3Store(
        o.s3_bucket,
        endpoint=o.s3_endpoint,
        region=o.s3_region,
        access_key_id=o.s3_kunci_akses.get_secret_value() if o.s3_kunci_akses else None,
        secret_access_key=o.s3_rahasia.get_secret_value() if o.s3_rahasia else None,
        virtual_hosted_style_request=False,
        client_options={"allow_http": (o.s3_endpoint or "").startswith("http://")},
    )
