"""A region whose people carry canaries, the objects about them, and everybody who may come asking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.identitas import Identitas
from app.core.ids import Ref
from app.core.peran import NASIONAL, PERAN_JABATAN, Jabatan, Peran
from app.core.wadah import Wadah
from app.usulan.status import StatusUsulan
from app.verval.status import StatusPenugasan
from tests.conftest import Klien, Masuk
from tests.pabrik import desil as pabrik_desil
from tests.pabrik import keluarga as pabrik_keluarga
from tests.pabrik import usulan as pabrik_usulan
from tests.pabrik import verval as pabrik_verval
from tests.pabrik.akun import akun_aktif
from tests.pabrik.musyawarah import musyawarah
from tests.pabrik.sanggah import sanggah
from tests.pabrik.temuan import temuan

J = Jabatan
DESA, LUAR = "32.04.05.2001", "33.01"
NIK, NO_KK, NIK_LAIN = "3204051707770041", "3204051808090042", "3204051909910043"
NIK_PELAPOR = "3204051211880099"
KENARI = (NIK, NO_KK, "Kenarisatu", "Kenaridua", "Gang Kenari", "081277700041", "kenari@contoh.id")
"""Strings that stand in every personal column of the region: number, card, names, address, phone, e-mail."""


@dataclass
class Dunia:
    """Who asks, and what is there."""

    orang: dict[str, Klien] = field(default_factory=dict)
    objek: dict[str, str] = field(default_factory=dict)

    def nilai(self, jalur: str, parameter: str) -> str | None:
        """Return what stands for a path's parameter here; None where the region has no such object."""
        for awal in sorted(self.objek, key=len, reverse=True):
            if jalur.startswith(awal) and parameter == _PARAMETER.get(awal, "ref"):
                return self.objek[awal]
        return None


_PARAMETER: Mapping[str, str] = {
    "/v1/petugas/musyawarah/": "musyawarah_id",
    "/v1/petugas/pengesahan/": "pengesahan_id",
    "/v1/petugas/ppks/": "entri_id",
    "/v1/petugas/ekspor/": "ekspor_id",
    "/v1/petugas/sanggah/": "sanggah_id",
    "/v1/warga/sanggah/": "sanggah_id",
    "/v1/petugas/akun/": "akun_id",
    "/v1/admin/akun/": "akun_id",
    "/v1/admin/desil/model/": "model_id",
    "/v1/admin/desil/putaran/": "putaran_id",
}


def tiada(parameter: str, jalur: str) -> str:
    """Return what never exists, in the parameter's form; the reference of a family has its id twice."""
    if parameter == "ref" and jalur.startswith("/v1/petugas/keluarga/"):
        return Ref(satu := uuid4(), satu).teks
    if parameter in {"ref", "anggota", "perubahan", "orang"}:
        return Ref(uuid4(), uuid4()).teks
    return {"kode": "32.04.05.2001", "nama": "alasan", "jenis": "ktp", "ke": "32.04.05.2002"}.get(
        parameter, str(uuid4())
    )


async def bangun(sesi: AsyncSession, wadah: Wadah, masuk: Masuk) -> Dunia:
    """Fill the region and let everybody log in."""
    dunia = Dunia()
    ibu = pabrik_keluarga.anggota(nama="Kenaridua Ibu", nik=NIK_LAIN, tanggal_lahir=date(1991, 9, 19))
    subjek = pabrik_keluarga.subjek(
        ibu,
        nik=NIK,
        no_kk=NO_KK,
        nama="Kenarisatu",
        tanggal_lahir=date(1977, 7, 17),
        alamat="Gang Kenari 7",
        nama_ibu="Kenaridua",
        telepon="081277700041",
        surel="kenari@contoh.id",
    )
    keluarga = await pabrik_keluarga.daftarkan(sesi, wadah, subjek)
    await _peringkat(dunia, sesi, wadah, keluarga)
    await sesi.commit()
    await _orang(dunia, masuk)
    pelapor = await masuk(J.WARGA, nama="Pelapor Rahasia", nik=NIK_PELAPOR)
    await _objek(dunia, sesi, wadah, keluarga, pelapor)
    return dunia


async def _peringkat(dunia: Dunia, sesi: AsyncSession, wadah: Wadah, keluarga: Ref) -> None:
    """Put a run in force that ranked the family, but not one beside it: the floor of its house is not known."""
    lain = await pabrik_keluarga.daftarkan(sesi, wadah, pabrik_keluarga.subjek(nama="Kenarisatu Tetangga"))
    await pabrik_desil.kanonik(sesi, keluarga.keluarga_id, kode_desa=DESA)
    await pabrik_desil.kanonik(sesi, lain.keluarga_id, kode_desa=DESA, lantai=None)
    putaran = await pabrik_desil.putaran(sesi, wadah)
    dunia.objek |= {"/v1/admin/desil/model/": str(putaran.model_id), "/v1/admin/desil/putaran/": str(putaran.id)}


async def _orang(dunia: Dunia, masuk: Masuk) -> None:
    dunia.orang["WARGA/diri"] = await masuk(J.WARGA, nik=NIK, no_kk=NO_KK, nama="Kenarisatu")
    dunia.orang["WARGA/lain"] = await masuk(J.WARGA, nama="Orang Lain", nik="3204051211880077")
    for jabatan in J:
        if jabatan is J.WARGA:
            continue
        if PERAN_JABATAN[jabatan] is not Peran.WARGA and (jabatan in NASIONAL or jabatan is J.INTEGRASI):
            cakupan = frozenset({"status"}) if jabatan is J.INTEGRASI else frozenset()
            dunia.orang[str(jabatan)] = await masuk(jabatan, nama=f"Pejabat {jabatan}", cakupan=cakupan)
            continue
        dunia.orang[f"{jabatan}/dalam"] = await masuk(jabatan, (DESA[:5],), nama=f"Pejabat {jabatan}")
        dunia.orang[f"{jabatan}/luar"] = await masuk(jabatan, (LUAR,), nama=f"Pejabat {jabatan} jauh")


async def _objek(dunia: Dunia, sesi: AsyncSession, wadah: Wadah, keluarga: Ref, pelapor: Klien) -> None:
    diri, pencacah = dunia.orang["WARGA/diri"].pelaku, dunia.orang["ENUMERATOR/dalam"].pelaku
    isi: dict[str, Any] = {"nik": NIK, "no_kk": NO_KK, "nama": "Kenarisatu", "alamat": "Gang Kenari 7"}
    kasus = await pabrik_usulan.usulan(
        sesi, wadah, status=StatusUsulan.DIAJUKAN, pengusul_id=diri.akun_id, tanggal_lahir="1977-07-17", **isi
    )
    kunjungan = await pabrik_verval.usulan(sesi, wadah, StatusUsulan.VERVAL_DITUGASKAN)
    tugas = pabrik_verval.penugasan(kunjungan, pencacah.akun_id, StatusPenugasan.AKTIF)
    sesi.add(tugas)
    siap = await pabrik_usulan.usulan_pada(sesi, wadah, StatusUsulan.SIAP_DISAHKAN)
    satu_temuan = await temuan(sesi, wadah, keluarga)
    satu_sanggah = await sanggah(sesi, wadah, keluarga, pelapor.pelaku.akun_id, pencacah.akun_id)
    sanggah_id = str(satu_sanggah.id)
    await sesi.commit()
    menunggu = await akun_aktif(
        wadah,
        J.WARGA,
        identitas=Identitas(nik=NIK_LAIN, alamat="Gang Kenari 7"),
        nama="Kenaridua Ibu",
        kode_desa=DESA,
        status=StatusAkun.MENUNGGU_VERIFIKASI,
    )
    dunia.objek |= {
        "/v1/petugas/usulan/": kasus.ref.teks,
        "/v1/warga/usulan/": kasus.ref.teks,
        "/v1/petugas/keluarga/": Ref(keluarga.keluarga_id, keluarga.keluarga_id).teks,
        "/v1/petugas/penugasan/": Ref(tugas.keluarga_id, tugas.id).teks,
        "/v1/petugas/temuan/": satu_temuan.teks,
        "/v1/warga/temuan/": satu_temuan.teks,
        "/v1/petugas/sanggah/": sanggah_id,
        "/v1/warga/sanggah/": sanggah_id,
        "/v1/petugas/akun/": str(menunggu.id),
        "/v1/admin/akun/": str(dunia.orang["OPERATOR_DESA/dalam"].pelaku.akun_id),
    }
    rapat = await dunia.orang["OPERATOR_DESA/dalam"].post("/v1/petugas/musyawarah", json=musyawarah())
    batch = await dunia.orang["KEPALA_OPD/dalam"].post(
        "/v1/petugas/pengesahan", json={"kode_kabkota": "32.04", "periode": siap.periode, "usulan": [siap.ref.teks]}
    )
    entri = await dunia.orang["PSM/dalam"].post("/v1/petugas/ppks", json=_entri())
    ekspor = await dunia.orang["VERIFIKATOR/dalam"].post("/v1/petugas/ekspor", json=_EKSPOR)
    for jalur, jawab in (("musyawarah", rapat), ("pengesahan", batch), ("ppks", entri), ("ekspor", ekspor)):
        assert jawab.status_code in {201, 202}, jawab.text
        dunia.objek[f"/v1/petugas/{jalur}/"] = str(UUID(jawab.json()["id"]))


_EKSPOR = {"himpunan": "BNBA", "kode_wilayah": DESA, "bentuk": "CSV", "tujuan": "PELAPORAN", "dasar": "460/1"}


def _entri() -> dict[str, object]:
    return {
        "kategori": "PPKS",
        "jenis": "GELANDANGAN",
        "kode_desa": DESA,
        "ditemukan_date": "2026-01-05",
        "nama": "Kenarisatu",
        "nik": NIK,
        "lokasi": "Gang Kenari 7",
        "keterangan": "Sering terlihat di Gang Kenari",
    }
