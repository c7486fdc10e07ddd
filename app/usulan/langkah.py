"""One step of a usulan as history and audit trail hold it, its deadline, and the check of its reason."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final

from app.config import Tenggat
from app.core.clock import hari_ini
from app.core.crypto import Sandi
from app.core.ids import id_baru
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.workflow import Transition
from app.referensi import katalog
from app.referensi.errors import AlasanTidakBerlaku
from app.referensi.pemeriksa import periksa_alasan
from app.usulan.baris import KolomRiwayat, Perkara
from app.usulan.models import Usulan
from app.usulan.status import AksiUsulan, JenisUsulan, StatusUsulan
from app.usulan.subjek_usulan import segel_langkah
from app.usulan.syarat import FaktaUsulan

Panah = Transition[StatusUsulan, AksiUsulan, FaktaUsulan]
_PROGRAM: Final = "PROGRAM"


def segel(
    sandi: Sandi, usulan: Usulan, alasan: AlasanMasuk | None, rincian: Mapping[str, Any] | None = None
) -> bytes | None:
    """Return the sealed words of a step; None when it says none."""
    isi = dict(rincian or {})
    if alasan:
        isi |= {"penjelasan": alasan.penjelasan, "langkah_berikutnya": alasan.langkah_berikutnya}
    return segel_langkah(sandi, usulan, isi)


def kolom(
    usulan: Perkara,
    panah: Panah,
    pelaku: Pelaku | None,
    dari: StatusUsulan | None,
    alasan: AlasanMasuk | None,
    isi: bytes | None,
    saat: datetime,
) -> KolomRiwayat:
    """Return the row of the history, by column; `isi` are its words, sealed under the usulan's data key."""
    return KolomRiwayat(
        usulan.keluarga_id,
        id_baru(),
        usulan.id,
        panah.aksi,
        dari,
        panah.ke,
        pelaku.akun_id if pelaku else None,
        pelaku.jabatan if pelaku else None,
        alasan.kode if alasan else None,
        isi,
        saat,
    )


def ringkas(panah: Panah, dari: StatusUsulan | None, alasan: AlasanMasuk | None) -> dict[str, object]:
    """Return the step in codes, for the audit trail."""
    return {
        "aksi": panah.aksi.value,
        "dari": dari.value if dari else None,
        "ke": panah.ke.value,
        "kode_alasan": alasan.kode if alasan else None,
    }


def isian(panah: Panah, rincian: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the columns that a step fills from its words: what is asked for stands on the case until answered."""
    if panah.aksi is not AksiUsulan.MINTA_LENGKAPI or rincian is None:
        return {}
    return {"butir_kurang": [{"butir": str(b), "terjawab": False} for b in rincian["butir"]]}


def batas(tenggat: Tenggat, panah: Panah) -> date | None:
    """Return the day by which the next step is due; None where no deadline runs."""
    return hari_ini() + timedelta(days=getattr(tenggat, panah.tenggat)) if panah.tenggat else None


def pastikan_alasan(panah: Panah, alasan: AlasanMasuk | None, usulan: Iterable[Perkara]) -> None:
    """Check the reason against the catalogue; a programme's reason refuses only what asks for nothing but programmes.

    Raises:
        AlasanWajib: the arrow demands one.
        AlasanTidakBerlaku: the code is not one of this action, or not of this usulan.
    """
    aksi = f"usulan.{panah.aksi}"
    periksa_alasan(alasan, aksi, is_wajib=panah.alasan)
    if alasan is None or panah.aksi is not AksiUsulan.TOLAK or all(map(_is_permintaan_program, usulan)):
        return
    if katalog.alasan(alasan.kode).keluarga == _PROGRAM:
        kode = [k for k in katalog.alasan_untuk(aksi) if katalog.alasan(k).keluarga != _PROGRAM]
        raise AlasanTidakBerlaku(kode_berlaku=kode)


def _is_permintaan_program(usulan: Perkara) -> bool:
    return usulan.jenis is JenisUsulan.BARU and bool(usulan.program)
