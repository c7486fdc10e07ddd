"""Every desk of the chain in the order of the process; a person acts through HTTP, the clock and queues as jobs."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref, id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.demo.periode import buka_periode
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.service import KeluargaService
from app.kependudukan.ports import KependudukanPort
from app.penetapan.penempatan import Orang
from app.periode.jendela import kode_periode
from app.usulan import subjek_usulan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.verval.padan import padankan_usulan
from app.verval.pengecualian import periksa_usulan
from tests.conftest import Klien, Masuk
from tests.musyawarah.conftest import buat_musyawarah, catat, keputusan, putuskan
from tests.pabrik import desil as pabrik_desil
from tests.pabrik import usulan as pabrik_usulan
from tests.pabrik import verval as pabrik
from tests.pabrik.penetapan import daftarkan, tanda_tangani
from tests.usulan.pembantu import PERIKSA, PETUGAS, Rumah, kirim, rumah
from tests.verval.conftest import Pencacah, aksi, potret, tugaskan

J = Jabatan
PERIODE = kode_periode(hari_ini())


@dataclass
class Perjalanan:
    """One case on its way, with an officer of its own at every desk."""

    masuk: Masuk
    sesi: AsyncSession
    wadah: Wadah
    dukcapil: pabrik.DukcapilPalsu
    operator: Klien
    rumah: Rumah
    warga: Klien
    usulan: Usulan = field(init=False)

    async def petugas(self, jabatan: Jabatan) -> Klien:
        """Somebody new in this position."""
        return await self.masuk(jabatan, ("32.04",))

    async def ajukan(self, isi: dict[str, Any], klien: Klien | None = None, akar: str = PETUGAS) -> None:
        """Draft with its papers and send."""
        ref = Ref.urai((await kirim(klien or self.operator, akar, isi))["ref"])
        self.usulan = await UsulanService.rakit(self.sesi, self.wadah).kunci(ref, None)

    async def kirim(self, url: str, **isi: Any) -> None:
        """Send a draft that exists."""
        ref = Ref.urai(_baik(await self.warga.post(f"{url}/ajukan", json=isi))["ref"])
        self.usulan = await UsulanService.rakit(self.sesi, self.wadah).kunci(ref, None)

    async def langkah(self, klien: Klien, nama: str, isi: Any = None) -> str:
        """Take one action; where the case stands then."""
        jawab = await aksi(klien, self.usulan, nama, isi)
        return str(_baik(jawab)["status"])

    async def lengkap(self) -> str:
        """The village ticks its checklist."""
        return await self.langkah(self.operator, "tetapkan-lengkap", PERIKSA)

    async def musyawarah(self) -> None:
        """The village meets, agrees and closes its minutes."""
        jalur = await buat_musyawarah(self.operator)
        await self.langkah(self.operator, "jadwalkan-musyawarah", {"musyawarah_id": jalur.rsplit("/", 1)[1]})
        await catat(self.operator, jalur)
        _baik(await putuskan(self.operator, jalur, keputusan(self.usulan)))
        _baik(await self.operator.post(f"{jalur}/finalkan-berita-acara"))

    async def kunjungan(self, **isi: Any) -> None:
        """An enumerator is assigned and visits."""
        akun_id = await pabrik.enumerator(self.sesi, self.wadah)
        pencacah = Pencacah(akun_id, await self.masuk(J.ENUMERATOR, ("32.04.05",), akun_id=akun_id))
        jalur = await tugaskan(await self.petugas(J.VERIFIKATOR), self.usulan, pencacah)
        await potret(pencacah, jalur)
        jawab = await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan(**isi))
        assert _baik(jawab, 201)["status"] == "VALIDASI_DINSOS"

    async def validasi(self, *, meninggal: bool = False) -> None:
        """Dukcapil and the other sources are asked, then somebody agrees who had no hand in the case."""
        diusulkan = subjek_usulan.buka(self.wadah.sandi, self.usulan)
        self.dukcapil.jawaban = pabrik.resmi(diusulkan, meninggal=meninggal)
        await padankan_usulan(self.wadah, self.usulan.ref)
        await periksa_usulan(self.wadah, self.usulan.ref)
        validator = await self.petugas(J.VERIFIKATOR)
        assert await self.langkah(validator, "setujui-validasi") == "SIAP_DISAHKAN"

    async def pengesahan(self) -> None:
        """The head of the office signs a batch with its letter; the queue sends it on."""
        kepala = await self.petugas(J.KEPALA_OPD)
        isi = {"kode_kabkota": "32.04", "periode": PERIODE, "usulan": [str(self.usulan.ref)]}
        batch = _baik(await kepala.post("/v1/petugas/pengesahan", json=isi), 201)["id"]
        jalur = f"/v1/petugas/pengesahan/{batch}"
        surat = {"nomor": "460/12/Dinsos", "tanggal": hari_ini().isoformat(), "jumlah_bnba": 1}
        versi = {"If-Match": (await kepala.get(jalur)).headers["ETag"]}
        _baik(await kepala.put(f"{jalur}/surat", data=surat, files={"berkas": ("s.pdf", pabrik.PDF)}, headers=versi))
        _baik(await kepala.post(f"{jalur}/tanda-tangani-pengesahan"))
        await jalankan(self.wadah, "verval.kirim", {"pengesahan_id": batch})

    async def putuskan(self) -> dict[str, Any]:
        """Rank all families, prepare a decree and sign it; the decree."""
        admin, penetap = await self.masuk(J.ADMIN_PUSAT), await self.masuk(J.PENETAP)
        await pabrik_desil.model(self.sesi)
        putaran = UUID(_baik(await admin.post("/v1/admin/desil/putaran", json={"periode": PERIODE}), 201)["id"])
        jalur = f"/v1/admin/desil/putaran/{putaran}"
        _baik(await admin.post(f"{jalur}/hitung"), 202)
        await pabrik_desil.kerjakan(self.wadah, putaran)
        await jalankan(self.wadah, "desil.antre_usulan", {"putaran_id": str(putaran)})
        _baik(await admin.post(f"{jalur}/tinjau"))
        _baik(await penetap.post(f"{jalur}/sahkan"))
        isi = {"nomor": f"{id_baru()}/HUK", "tanggal": hari_ini().isoformat(), "periode": PERIODE}
        sk = _baik(await admin.post("/v1/admin/sk", json=isi | {"putaran_id": str(putaran)}), 201)
        return _baik(await tanda_tangani(penetap, sk))

    async def sampai_sk(self, *, meninggal: bool = False) -> str:
        """From validation to the signed decree; where the case ends."""
        await self.validasi(meninggal=meninggal)
        await self.pengesahan()
        await self.putuskan()
        await self.sesi.refresh(self.usulan)
        return str(self.usulan.status)

    async def keanggotaan(self, orang: Ref | None = None) -> dict[str, Any]:
        """What PUSAT reads of a membership; by default the head's."""
        pusat = await self.masuk(J.PUSAT)
        return _baik(await pusat.get(f"/v1/petugas/keanggotaan/{orang or self.rumah.kepala}"))

    async def keluarga(self, keluarga_id: UUID | None = None) -> KeluargaLengkap:
        """The family on file now."""
        self.sesi.expunge_all()
        return await KeluargaService.rakit(self.sesi, self.wadah).baca(keluarga_id or self.rumah.kepala.keluarga_id)

    async def riwayat(self) -> list[str]:
        """The steps of the case."""
        jawab = await self.operator.get(f"{PETUGAS}/{self.usulan.ref}/riwayat")
        return [x["aksi"] for x in _baik(jawab)["data"]]

    async def kabar(self) -> list[dict[str, Any]]:
        """The subject's inbox, newest first."""
        data: list[dict[str, Any]] = _baik(await self.warga.get("/v1/warga/notifikasi", params={"batas": 200}))["data"]
        return data


async def berangkat(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> Perjalanan:
    """A head and his child on file, members by an earlier decree, and the head's account."""
    await buka_periode(wadah)
    milik = await rumah(sesi, wadah)
    dukcapil = pabrik.DukcapilPalsu()
    wadah.pasang(KependudukanPort, lambda _s, _w: dukcapil)
    operator = await masuk(
        J.OPERATOR_DESA, (pabrik.DESA,), nik=pabrik_usulan.nik_uji(), no_kk=pabrik_usulan.no_kk_uji()
    )
    warga = await masuk(J.WARGA, nik=milik.nik, no_kk=str(milik.subjek.no_kk), surel="budi@contoh.id")
    keluarga = await KeluargaService.rakit(sesi, wadah).baca(milik.kepala.keluarga_id)
    anggota = [Orang(a.ref, a.nik_hmac, a.nama, a.tanggal_lahir, keluarga.kode_desa) for a in keluarga.aktif]
    await daftarkan(sesi, wadah, *anggota)
    return Perjalanan(masuk, sesi, wadah, dukcapil, operator, milik, warga)


def _baik(jawab: httpx.Response, status: int = 200) -> dict[str, Any]:
    assert jawab.status_code == status, jawab.text
    isi: dict[str, Any] = jawab.json()
    return isi
