"""Usulan that wait for a decree, with the family in the registry and a place in a run; decrees and members."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.crypto import Tujuan
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.desil.alur import StatusPutaran, TahapHitung
from app.desil.models import CAKUPAN_NASIONAL, BatasDesil, Putaran, PutaranBerlaku, SkorKeluarga
from app.desil.peringkat import AturanSeri
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.penetapan.keanggotaan import KeanggotaanService
from app.penetapan.models import SK
from app.penetapan.penempatan import Orang
from app.penetapan.status import StatusSK
from app.usulan.models import Usulan
from app.usulan.status import AksiUsulan, JenisUsulan, StatusUsulan, SubjenisUsulan
from tests.pabrik import desil as pabrik_desil
from tests.pabrik.usulan import langkah, nik_uji, no_kk_uji, subjek, usulan

PERIODE = pabrik_desil.PERIODE
PENETAP = Pelaku(id_baru(), Jabatan.PENETAP)


async def putaran_sah(sesi: AsyncSession) -> Putaran:
    """A confirmed run in force, without its computation; places are written beside it."""
    model = await pabrik_desil.model(sesi)
    satu = Putaran(
        id=id_baru(),
        periode=PERIODE,
        model_id=model.id,
        aturan_seri=AturanSeri.TERMISKIN,
        status=StatusPutaran.DISAHKAN,
        tahap=TahapHitung.SELESAI,
        dibuat_at=now(),
        disahkan_at=now(),
    )
    sesi.add(satu)
    await sesi.flush()
    satu.rantai = [satu.nomor]
    # Cut-offs under which a score of 3000 is in decile 3, in every scope.
    sama = {"keluarga": 10, "orang": 20, "batas": [k * 1000 + 500 for k in range(1, 10)]}
    sesi.add_all(BatasDesil(putaran_id=satu.id, kode=kode, **sama) for kode in ("nasional", "32", "32.04"))
    sesi.add(PutaranBerlaku(cakupan=CAKUPAN_NASIONAL, putaran_id=satu.id, sejak_at=now()))
    await sesi.flush()
    return satu


@dataclass(frozen=True)
class Antre:
    """A usulan in PEMERINGKATAN, its subject, and the NIK of everybody in the family."""

    usulan: Usulan
    subjek: dict[str, Any]

    @property
    def orang(self) -> Ref:
        """The subject as a person."""
        assert self.usulan.individu_id is not None
        return Ref(self.usulan.keluarga_id, self.usulan.individu_id)


@dataclass
class PabrikPenetapan:
    """Makes what a decree needs, on one session."""

    sesi: AsyncSession
    wadah: Wadah
    putaran: Putaran

    async def antre(
        self,
        *,
        desil: int | None = 2,
        jenis: JenisUsulan = JenisUsulan.BARU,
        subjenis: SubjenisUsulan | None = None,
        periode: str = PERIODE,
        keluarga_id: UUID | None = None,
        **isi: Any,
    ) -> Antre:
        """Add a usulan that waits, its family registered and placed at `desil` (None: it could not be ranked)."""
        orang = subjek(**isi)
        baru = await usulan(self.sesi, self.wadah, status=StatusUsulan.PEMERINGKATAN, keluarga_id=keluarga_id, **orang)
        baru.jenis, baru.subjenis, baru.periode = jenis, subjenis, periode
        service = KeluargaService.rakit(self.sesi, self.wadah)
        baru.individu_id = await service.daftarkan(Subjek.model_validate(orang), baru.keluarga_id, None)
        disetujui = langkah(baru, AksiUsulan.SETUJUI_VALIDASI, id_baru())
        disetujui.ke = StatusUsulan.SIAP_DISAHKAN
        self.sesi.add(disetujui)
        if desil is not None and keluarga_id is None:
            self.sesi.add(_skor(baru.keluarga_id, self.putaran, desil))
        await self.sesi.flush()
        return Antre(baru, orang)

    async def anggota(self, antre: Antre) -> Ref:
        """Make the subject a member, as an earlier decree would have."""
        nik = self.wadah.sandi.indeks(Tujuan.NIK, antre.subjek["nik"])
        lahir = Subjek.model_validate(antre.subjek).tanggal_lahir
        orang = Orang(antre.orang, nik, antre.subjek["nama"], lahir, antre.subjek["kode_desa"])
        await daftarkan(self.sesi, self.wadah, orang, putaran_id=self.putaran.id)
        return antre.orang


async def daftarkan(sesi: AsyncSession, wadah: Wadah, *orang: Orang, putaran_id: UUID | None = None) -> None:
    """Make these persons members by an earlier decree."""
    sk = SK(
        id=id_baru(),
        kode=f"SK-{id_baru()}",
        nomor=f"{id_baru()}",
        tanggal=hari_ini(),
        periode=PERIODE,
        putaran_id=putaran_id or id_baru(),
        model="uji",
        ambang_desil=4,
        status=StatusSK.BERLAKU,
        sidik="0" * 64,
        jumlah=1,
        jumlah_ditetapkan=1,
        jumlah_tidak_ditetapkan=0,
        jumlah_menunggu=0,
        penyiap_id=id_baru(),
        disiapkan_at=now(),
    )
    sesi.add(sk)
    await sesi.flush()
    await KeanggotaanService.rakit(sesi, wadah).daftarkan(orang, sk.id, PENETAP)


async def tempatkan(sesi: AsyncSession, keluarga_id: UUID, putaran: Putaran, desil: int) -> None:
    """Give a family a place in a run."""
    sesi.add(_skor(keluarga_id, putaran, desil))
    await sesi.flush()


def keluarga_dua(**tetap: Any) -> dict[str, Any]:
    """A head and his wife, both with a NIK."""
    istri = {
        "nik": nik_uji(),
        "nama": "Siti Nurhaliza",
        "tempat_lahir": "Bandung",
        "tanggal_lahir": "1992-02-02",
        "jenis_kelamin": "P",
        "hubungan": "ISTRI_SUAMI",
    }
    return {"nik": nik_uji(), "no_kk": no_kk_uji(), "nama": "Wawan Lestari", "anggota": [istri], **tetap}


def isi_sk(putaran: Putaran, **tetap: Any) -> dict[str, Any]:
    """The body that prepares a decree."""
    return {
        "nomor": f"{id_baru()}/HUK/2026",
        "tanggal": hari_ini().isoformat(),
        "periode": PERIODE,
        "putaran_id": str(putaran.id),
    } | tetap


async def siapkan(klien: httpx.AsyncClient, putaran: Putaran, **tetap: Any) -> dict[str, Any]:
    """Prepare a decree through HTTP."""
    jawab = await klien.post("/v1/admin/sk", json=isi_sk(putaran, **tetap))
    assert jawab.status_code == 201, jawab.text
    hasil: dict[str, Any] = jawab.json()
    return hasil


async def tanda_tangani(klien: httpx.AsyncClient, sk: dict[str, Any], **tajuk: str) -> httpx.Response:
    """Sign a decree through HTTP."""
    return await klien.post(f"/v1/admin/sk/{sk['kode']}/tanda-tangani", json={"sidik": sk["sidik"]}, headers=tajuk)


def _skor(keluarga_id: UUID, putaran: Putaran, desil: int) -> SkorKeluarga:
    return SkorKeluarga(
        putaran_no=putaran.nomor, keluarga_id=keluarga_id, skor=desil * 1000, versi=1, kabkota=3204, bobot=2
    )


def urutan(data: Sequence[dict[str, Any]]) -> list[tuple[int, str]]:
    """Return desil and decision of each row of a list."""
    return [(d["desil"], d["putusan"]) for d in data]
