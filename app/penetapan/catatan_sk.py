"""Every step of a decree goes through here: the table judges, history and audit are written with it."""

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.crypto import Sandi
from app.core.ids import id_baru
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.workflow import Transition
from app.penetapan.alur import ALUR_SK
from app.penetapan.models import SK, RiwayatSK
from app.penetapan.repository import PenetapanRepository
from app.penetapan.segel import segel_alasan
from app.penetapan.status import AksiSK, FaktaSK, StatusSK

Panah = Transition[StatusSK, AksiSK, FaktaSK]


class CatatanSK:
    """Moves decrees along their table."""

    def __init__(self, repo: PenetapanRepository, jejak: Jejak, sandi: Sandi) -> None:
        self._repo = repo
        self._jejak = jejak
        self._sandi = sandi

    async def pindah(
        self, sk: SK, aksi: AksiSK, pelaku: Pelaku | None, fakta: FaktaSK, alasan: AlasanMasuk | None = None
    ) -> None:
        """Take one arrow of a locked decree.

        Raises:
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
        """
        dari = sk.status
        panah = ALUR_SK.apply(sk, aksi, pelaku.jabatan if pelaku else None, fakta)
        await self.catat(sk, panah, dari, pelaku, alasan)

    async def catat(
        self, sk: SK, panah: Panah, dari: StatusSK | None, pelaku: Pelaku | None, alasan: AlasanMasuk | None = None
    ) -> None:
        """Write a step into the history and the audit trail."""
        baris_id = id_baru()
        await self._repo.tambah(
            RiwayatSK(
                id=baris_id,
                sk_id=sk.id,
                aksi=panah.aksi.value,
                dari=dari.value if dari else None,
                ke=panah.ke.value,
                pelaku_id=pelaku.akun_id if pelaku else None,
                alasan_kode=alasan.kode if alasan else None,
                created_at=now(),
                **segel_alasan(self._sandi, RiwayatSK.__tablename__, baris_id, alasan),
            )
        )
        await self._jejak.catat(
            "penetapan:sk:diubah",
            pelaku=pelaku,
            objek=f"sk/{sk.kode}",
            rincian={"aksi": panah.aksi.value, "ke": panah.ke.value, "jumlah": sk.jumlah, "sidik": sk.sidik},
        )
