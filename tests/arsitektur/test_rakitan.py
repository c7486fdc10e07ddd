"""Adapters are named by text, so that a worker imports those that it asks for; their types are held here."""

from pkgutil import resolve_name

from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker

from app.akun.ports import KeanggotaanPort
from app.cekbansos.calon import PencariCalon
from app.cekbansos.pembaru import PembaruCekBansos
from app.config import Pengaturan
from app.core.nanti import Nanti
from app.core.peran import PemuatPelaku
from app.core.wadah import Wadah
from app.duplikat.pindah import PasanganPindah
from app.keluarga.pengalihan import PengalihanService
from app.keluarga.ports import PengikutDesa, PengikutPindah, TemuanPort
from app.musyawarah.ports import TerdaftarPort
from app.penetapan.keanggotaan import KeanggotaanService
from app.penetapan.penempatan import Penempatan
from app.penetapan.ports import PembaruCek
from app.penetapan.terdaftar import PembacaTerdaftar
from app.rakitan import rakit
from app.sanggah.ports import CalonPort
from app.temuan.pencatat import PencatatTemuan
from app.usulan.ports import PemadananPort
from app.verval.padan import Pemadanan
from app.wilayah.ports import PemakaiWilayah


def bertipe(wadah: Wadah) -> Wadah:
    """Wire the adapters by what they are: here mypy sees that each is what its port asks for."""
    wadah.pasang(PembaruCek, PembaruCekBansos.rakit)
    wadah.pasang(TemuanPort, PencatatTemuan.rakit)
    wadah.pasang(PemakaiWilayah, PengalihanService.rakit)
    wadah.pasang(PengikutDesa, PasanganPindah.rakit)
    wadah.pasang(PengikutPindah, Penempatan.rakit)
    wadah.pasang(KeanggotaanPort, KeanggotaanService.rakit)
    wadah.pasang(TerdaftarPort, PembacaTerdaftar.rakit)
    wadah.pasang(CalonPort, PencariCalon.rakit)
    wadah.pasang(PemadananPort, Pemadanan)
    return wadah


def test_every_adapter_named_by_text_is_the_one_that_mypy_has_seen(pengaturan: Pengaturan) -> None:
    pabrik = async_sessionmaker[AsyncSession]()
    wadah = rakit(pengaturan, pabrik)
    bernama = {port: resolve_name(p.rujukan) for port, p in wadah._port.items() if isinstance(p, Nanti)}
    kosong = Wadah(pengaturan, pabrik, wadah.sandi, wadah.toko)
    assert bernama == bertipe(kosong)._port


def test_a_worker_believes_no_token(pengaturan: Pengaturan) -> None:
    pabrik = async_sessionmaker[AsyncSession]()
    assert PemuatPelaku in rakit(pengaturan, pabrik)._port
    assert PemuatPelaku not in rakit(pengaturan, pabrik, pekerja=True)._port
