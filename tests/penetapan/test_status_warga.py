"""A citizen reads his own standing: registered or not, desil with its reasons, open usulan, what to do."""

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.crypto import Tujuan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.penetapan.models import Keanggotaan
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik.desil import kanonik, putaran
from tests.pabrik.penetapan import Antre, PabrikPenetapan, siapkan, tanda_tangani
from tests.pabrik.usulan import nik_uji


async def warga(masuk: Masuk, antre: Antre) -> Klien:
    return await masuk(Jabatan.WARGA, nik=antre.subjek["nik"])


async def test_somebody_unknown_reads_what_to_do(pabrik: PabrikPenetapan, masuk: Masuk) -> None:
    for klien in (await masuk(Jabatan.WARGA, nik=nik_uji()), await masuk(Jabatan.WARGA)):
        isi = (await klien.get("/v1/warga/status")).json()
        assert (isi["terdaftar"], isi["status"], isi["desil"], isi["faktor"], isi["usulan"]) == (
            False,
            None,
            None,
            [],
            [],
        )
        assert isi["keterangan"]["id"] == "Belum terdaftar"
        assert "BARU" in isi["langkah"][0]["id"]


async def test_an_open_usulan_is_shown_until_it_ends(pabrik: PabrikPenetapan, masuk: Masuk, sesi: AsyncSession) -> None:
    antre = await pabrik.antre(desil=None)
    klien = await warga(masuk, antre)
    isi = (await klien.get("/v1/warga/status")).json()
    assert [u["status"] for u in isi["usulan"]] == ["PEMERINGKATAN"]
    assert isi["usulan"][0]["ref"] == antre.usulan.ref.teks
    assert "berjalan" in isi["langkah"][0]["id"]
    await sesi.execute(update(Usulan).values(status=StatusUsulan.TIDAK_DITETAPKAN))
    assert (await klien.get("/v1/warga/status")).json()["usulan"] == []


async def test_a_registered_citizen_reads_decree_desil_and_factors(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, admin: Klien, penetap: Klien
) -> None:
    pabrik = PabrikPenetapan(sesi, wadah, await putaran(sesi, wadah, sampai="siapkan"))
    antre = await pabrik.antre(desil=None)
    await kanonik(sesi, antre.usulan.keluarga_id)
    pabrik.putaran = await putaran(sesi, wadah, "2026-12")
    sk = await siapkan(admin, pabrik.putaran)
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    isi = (await (await warga(masuk, antre)).get("/v1/warga/status")).json()
    assert (isi["terdaftar"], isi["status"], isi["sk"]) == (True, "TERDAFTAR", sk["kode"])
    assert isi["desil"]["nasional"] == 1
    assert "demonstrasi" in isi["desil"]["model"]
    assert isi["desil"]["putaran_id"] == str(pabrik.putaran.id)
    assert 3 <= len(isi["faktor"]) <= 5
    assert any("PEMBARUAN_DESIL" in t["id"] for t in isi["langkah"])
    assert any("keberatan" in t["id"] for t in isi["langkah"])


@pytest.mark.parametrize(
    ("status", "terdaftar"), [("AKAN_DINONAKTIFKAN", True), ("DITIDURKAN", False), ("NONAKTIF", False)]
)
async def test_a_threatened_membership_comes_first(
    pabrik: PabrikPenetapan, masuk: Masuk, sesi: AsyncSession, status: str, terdaftar: bool
) -> None:
    antre = await pabrik.antre(desil=None)
    await pabrik.anggota(antre)
    await sesi.execute(update(Keanggotaan).values(status=status, alasan_kode="GANDA"))
    isi = (await (await warga(masuk, antre)).get("/v1/warga/status")).json()
    assert (isi["terdaftar"], isi["status"], isi["alasan_kode"]) == (terdaftar, status, "GANDA")
    assert "Dinas Sosial" in isi["langkah"][0]["id"]


async def test_the_reading_is_in_the_access_log(
    pabrik: PabrikPenetapan, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    antre = await pabrik.antre(desil=None)
    await (await warga(masuk, antre)).get("/v1/warga/status")
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "penetapan:status:dibaca"))).one()
    assert jejak.subjek == [wadah.sandi.indeks(Tujuan.NIK, antre.subjek["nik"])]


@pytest.mark.parametrize("jabatan", [Jabatan.PUSAT, Jabatan.ADMIN_PUSAT, Jabatan.INTEGRASI])
async def test_others_have_no_such_page(masuk: Masuk, jabatan: Jabatan) -> None:
    assert (await (await masuk(jabatan)).get("/v1/warga/status")).status_code == 403
