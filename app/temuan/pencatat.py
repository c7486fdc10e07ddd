"""Writing findings and their steps; also the registry's `TemuanPort`.

It needs no service of the registry, because the registry itself calls it.
"""

import json
from collections.abc import Collection, Mapping
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.crypto import Sandi, Tujuan
from app.core.ids import Ref, id_baru
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.keluarga.ports import TemuanRegistri
from app.referensi.pemeriksa import periksa_alasan
from app.temuan.alur import ALUR_TEMUAN, FaktaTemuan
from app.temuan.entitas import TemuanBaru
from app.temuan.models import RiwayatTemuan, Temuan
from app.temuan.repository import TemuanRepository
from app.temuan.status import BELUM_DIPUTUS, AksiTemuan, JenisTemuan, StatusTemuan, SumberTemuan

TABEL: Final = "temuan"
_YAKIN: Final = 100
_USANG: Final = FaktaTemuan(is_data_usang=True)
_IKUT: Final = (
    *("individu_id", "jenis", "kelompok", "sumber", "data_date", "keyakinan", "sidik", "kunci_data", "isi"),
    *("lain_keluarga_id", "lain_individu_id", "status", "status_at", "dicatat_oleh", "ditemukan_at", "versi"),
)


class PencatatTemuan:
    """Adds findings, moves them along their table, and lets them follow who moves."""

    def __init__(self, repo: TemuanRepository, jejak: Jejak, sandi: Sandi) -> None:
        self.repo = repo
        self.jejak = jejak
        self.sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service, and as the registry's port."""
        return cls(TemuanRepository(sesi), Jejak(sesi), wadah.sandi)

    async def catat(
        self,
        baru: TemuanBaru,
        pelaku: Pelaku | None,
        *,
        aksi: AksiTemuan = AksiTemuan.TEMUKAN,
        subjek: Collection[UUID] = (),
    ) -> tuple[UUID, bool]:
        """Keep a finding; return its id and whether it is open anew.

        What the family has already, whether open or decided, stays as it is.

        `subjek` are the NIK indexes of who is concerned, for the audit trail.
        """
        temuan_id, saat = id_baru(), now()
        segel = self.sandi.segel(dict(baru.isi), TABEL, temuan_id)
        sidik_ = sidik(self.sandi, baru)
        nilai = {
            "keluarga_id": baru.keluarga_id,
            "id": temuan_id,
            "individu_id": baru.individu_id,
            "kode_desa": baru.kode_desa,
            "jenis": baru.jenis,
            "kelompok": baru.jenis.kelompok,
            "sumber": baru.sumber,
            "data_date": baru.tanggal,
            "keyakinan": baru.keyakinan,
            "sidik": sidik_,
            "kunci_data": segel.kunci_data,
            "isi": segel.isi,
            "lain_keluarga_id": baru.lain.keluarga_id if baru.lain else None,
            "lain_individu_id": baru.lain.id if baru.lain else None,
            "status": StatusTemuan.TERBUKA,
            "status_at": saat,
            "dicatat_oleh": pelaku.akun_id if pelaku else None,
            "ditemukan_at": saat,
            "versi": 1,
        }
        is_baru = await self.repo.sisip(nilai)
        temuan = await self.repo.serupa(baru.keluarga_id, sidik_)
        if is_baru:
            await self._tulis(temuan, aksi, pelaku, dari=None, subjek=subjek)
            return temuan_id, True
        temuan.data_date = max(temuan.data_date, baru.tanggal)
        is_lagi = temuan.status is StatusTemuan.KEDALUWARSA
        if is_lagi:
            await self.pindah(temuan, AksiTemuan.TEMUKAN_LAGI, None, FaktaTemuan(), subjek=subjek)
        return temuan.id, is_lagi

    async def pindah(
        self,
        temuan: Temuan,
        aksi: AksiTemuan,
        pelaku: Pelaku | None,
        fakta: FaktaTemuan,
        *,
        alasan: AlasanMasuk | None = None,
        isi: Mapping[str, Any] | None = None,
        subjek: Collection[UUID] = (),
    ) -> None:
        """Take one arrow of a locked finding and write it down; `isi` is what was said, in words.

        Raises:
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing, or of another action.
        """
        dari, jabatan = temuan.status, pelaku.jabatan if pelaku else None
        panah = ALUR_TEMUAN.periksa(dari, aksi, jabatan, fakta)
        periksa_alasan(alasan, f"temuan.{aksi}", is_wajib=panah.alasan)
        ALUR_TEMUAN.apply(temuan, aksi, jabatan, fakta)
        temuan.status_at = now()
        temuan.versi += 1
        await self._tulis(temuan, aksi, pelaku, dari=dari, alasan=alasan, isi=isi, subjek=subjek)

    async def usangkan(self, temuan: Temuan, sebab: str) -> bool:
        """Let a finding lapse because its data are old or withdrawn; False when it is past that."""
        if temuan.status not in ALUR_TEMUAN[AksiTemuan.KEDALUWARSAKAN].dari:
            return False
        await self.pindah(temuan, AksiTemuan.KEDALUWARSAKAN, None, _USANG, isi={"penjelasan": sebab})
        return True

    def buka(self, temuan: Temuan) -> dict[str, Any]:
        """Return what the source said; empty for findings of the registry itself."""
        if temuan.kunci_data is None or temuan.isi is None:
            return {}
        return self.sandi.buka(temuan.kunci_data, temuan.isi, TABEL, temuan.id)

    def buka_langkah(self, temuan: Temuan, langkah: RiwayatTemuan) -> dict[str, Any]:
        """Return what a step says in words; empty when it says nothing."""
        if temuan.kunci_data is None or langkah.isi is None:
            return {}
        return self.sandi.buka(temuan.kunci_data, langkah.isi, TABEL, temuan.id)

    # -- the registry's port

    async def temukan(self, temuan: TemuanRegistri) -> None:
        """Keep what the registry itself found about two persons."""
        baru = TemuanBaru(
            JenisTemuan(temuan.jenis.value),
            temuan.keluarga_id,
            temuan.individu_id,
            temuan.kode_desa,
            SumberTemuan.REGISTRI,
            hari_ini(),
            _YAKIN,
            {},
            Ref(*temuan.lain),
        )
        await self.catat(baru, None, subjek=[temuan.nik_indeks] if temuan.nik_indeks else [])

    async def ikuti_orang(self, individu_id: UUID, asal: UUID, tujuan: UUID, kode_desa: str) -> None:
        """Let the findings about a person go on in the family that he has entered, as they stand."""
        for lama in await self.repo.tentang_orang(asal, individu_id):
            nilai = {n: getattr(lama, n) for n in _IKUT} | {
                "keluarga_id": tujuan,
                "id": lama.id,
                "kode_desa": kode_desa,
            }
            if lama.status in BELUM_DIPUTUS:
                await self.usangkan(lama, "Orangnya pindah keluarga; temuan dilanjutkan di keluarga barunya.")
            if await self.repo.sisip(nilai):
                baru = await self.repo.serupa(tujuan, lama.sidik)
                await self._tulis(baru, AksiTemuan.TEMUKAN, None, dari=None)

    async def ikuti_desa(self, keluarga_id: UUID, kode_desa: str) -> None:
        """Let the findings of a family follow it into another village."""
        await self.repo.pindah_desa(keluarga_id, kode_desa)

    # -- steps

    async def _tulis(
        self,
        temuan: Temuan,
        aksi: AksiTemuan,
        pelaku: Pelaku | None,
        *,
        dari: StatusTemuan | None,
        alasan: AlasanMasuk | None = None,
        isi: Mapping[str, Any] | None = None,
        subjek: Collection[UUID] = (),
    ) -> None:
        kata = dict(isi or {})
        if alasan:
            kata |= {"penjelasan": alasan.penjelasan, "langkah_berikutnya": alasan.langkah_berikutnya}
        if kata and temuan.kunci_data is None:
            temuan.kunci_data = self.sandi.segel({}, TABEL, temuan.id).kunci_data
        tertutup = None
        if kata and temuan.kunci_data is not None:
            tertutup = self.sandi.segel_ulang(temuan.kunci_data, kata, TABEL, temuan.id)
        await self.repo.tambah(
            RiwayatTemuan(
                keluarga_id=temuan.keluarga_id,
                id=id_baru(),
                temuan_id=temuan.id,
                aksi=aksi,
                dari=dari,
                ke=temuan.status,
                pelaku_id=pelaku.akun_id if pelaku else None,
                jabatan=pelaku.jabatan if pelaku else None,
                kode_alasan=alasan.kode if alasan else None,
                isi=tertutup,
                created_at=now(),
            )
        )
        await self.jejak.catat(
            "temuan:status:diubah",
            pelaku=pelaku,
            objek=f"temuan/{temuan.id}",
            subjek=list(subjek),
            keluarga_id=temuan.keluarga_id,
            rincian={
                "jenis": temuan.jenis.value,
                "sumber": temuan.sumber.value,
                "aksi": aksi.value,
                "ke": temuan.status.value,
                "kode_alasan": alasan.kode if alasan else None,
            },
        )


def sidik(sandi: Sandi, baru: TemuanBaru) -> UUID:
    """Return the keyed digest of what is said: source, kind, person, the other person and the value."""
    lain = baru.lain.teks if baru.lain else ""
    isi = json.dumps(dict(baru.isi), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    bagian = (baru.sumber, baru.jenis, str(baru.individu_id), lain, isi)
    return sandi.indeks(Tujuan.TEMUAN, "|".join(bagian))
