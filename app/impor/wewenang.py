"""Who may go on with an import, and who may set its day right."""

from app.core.peran import Pelaku
from app.core.workflow import AksiTersedia
from app.impor.alur import AKHIR
from app.impor.errors import RalatImporBerjalan
from app.impor.kode import TindakanImpor
from app.impor.models import Impor, RalatImpor
from app.keluarga.ralat_hari import RalatHariService
from app.wilayah.lingkup import Lingkup


def is_lingkup_tetap(impor: Impor, pelaku: Pelaku | None) -> bool:
    """Return whether the importer is today what he was when he announced the file; rows are judged by that scope."""
    if pelaku is None or pelaku.jabatan.value != impor.jabatan:
        return False
    return sorted(wilayah_kini(pelaku)) == sorted(impor.wilayah)


def wilayah_kini(pelaku: Pelaku) -> list[str]:
    """Return the regions with which somebody announces a file; none are the nation's."""
    return [] if pelaku.is_nasional else list(pelaku.wilayah)


def is_tercakup(impor: Impor, pelaku: Pelaku) -> bool:
    """Return whether somebody has all the regions in which an import wrote; one without regions wrote anywhere."""
    lingkup = Lingkup.dari(pelaku)
    return lingkup.is_nasional or (bool(impor.wilayah) and all(lingkup.memuat(w) for w in impor.wilayah))


async def ralat_tersedia(
    impor: Impor, pelaku: Pelaku, ralat: RalatImpor | None, hari: RalatHariService
) -> list[AksiTersedia[TindakanImpor]]:
    """Return the correction of the day where the import has ended, its regions are the caller's and families bear it.

    Whether each of the families is his to change is looked at when he orders it: there may be millions.
    """
    if impor.status not in AKHIR or not is_tercakup(impor, pelaku) or not await hari.ada(impor.id):
        return []
    is_jalan = ralat is not None and ralat.selesai_at is None and ralat.terhenti_at is None
    return [AksiTersedia(TindakanImpor.RALAT_TANGGAL, RalatImporBerjalan.judul if is_jalan else None)]
