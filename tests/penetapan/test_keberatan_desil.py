"""A decree takes nothing from a family for a desil to which it has objected and got no answer (UU 27/2022 ps 10)."""

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.ids import id_baru
from app.core.wadah import Wadah
from app.desil.models import SkorKeluarga
from app.keberatan.buku import BukuKeberatan
from app.keberatan.models import KeberatanDesil
from app.keberatan.status import StatusKeberatanDesil as S
from app.penetapan.models import Keanggotaan
from app.penetapan.putusan import Calon, Keputusan, tahan
from app.penetapan.status import LANJUTAN, Putusan
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan
from tests.conftest import Klien
from tests.pabrik.penetapan import Antre, PabrikPenetapan, siapkan, tanda_tangani


async def keberatan(pabrik: PabrikPenetapan, antre: Antre, status: S = S.DIAJUKAN, **isi: Any) -> KeberatanDesil:
    baris_id = id_baru()
    segel = BukuKeberatan.rakit(pabrik.sesi, pabrik.wadah).segel(baris_id, {"penjelasan": "-"})
    nilai: dict[str, Any] = {
        "keluarga_id": antre.usulan.keluarga_id,
        "id": baris_id,
        "individu_id": antre.orang.id,
        "putaran_id": pabrik.putaran.id,
        "kode_desa": antre.usulan.kode_desa,
        "status": status,
        "alasan_kode": "DESIL_DATA_SALAH",
        "tenggat_date": hari_ini(),
        "pengaju_id": id_baru(),
        "pengingat_ke": 0,
        "created_at": now(),
        "versi": 1,
    }
    satu = KeberatanDesil(**nilai | segel | isi)
    pabrik.sesi.add(satu)
    await pabrik.sesi.flush()
    return satu


async def putusan(admin: Klien, sk: dict[str, Any]) -> dict[str, tuple[str, str | None]]:
    data = (await admin.get(f"/v1/admin/sk/{sk['kode']}/daftar")).json()["data"]
    return {d["usulan"]: (d["baris"], d["alasan_kode"]) for d in data}


async def test_a_family_outside_the_target_is_not_refused_before_its_objection_is_settled(
    pabrik: PabrikPenetapan, admin: Klien
) -> None:
    luar, terbuka, diterima, ditolak, dalam = [await pabrik.antre(desil=d) for d in (9, 9, 9, 9, 2)]
    await keberatan(pabrik, terbuka)
    await keberatan(pabrik, diterima, S.DITERIMA)
    await keberatan(pabrik, ditolak, S.DITOLAK)
    await keberatan(pabrik, dalam)
    hasil = await putusan(admin, await siapkan(admin, pabrik.putaran))
    assert {r: b for r, (b, _) in hasil.items()} == {
        luar.usulan.ref.teks: "TIDAK_DITETAPKAN",
        ditolak.usulan.ref.teks: "TIDAK_DITETAPKAN",
        dalam.usulan.ref.teks: "BARU",
    }


async def test_a_grant_against_an_older_ranking_no_longer_holds(pabrik: PabrikPenetapan, admin: Klien) -> None:
    lama, terbuka, acuan = [await pabrik.antre(desil=d) for d in (9, 9, 2)]
    await keberatan(pabrik, lama, S.DITERIMA, putaran_id=id_baru())
    await keberatan(pabrik, terbuka, putaran_id=id_baru())
    hasil = await putusan(admin, await siapkan(admin, pabrik.putaran))
    assert set(hasil) == {lama.usulan.ref.teks, acuan.usulan.ref.teks}


async def test_a_member_who_objected_is_carried_on_and_the_list_says_why(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession
) -> None:
    antre = await pabrik.antre(desil=2)
    lama = await siapkan(admin, pabrik.putaran)
    assert (await tanda_tangani(penetap, lama)).status_code == 200
    geser = update(SkorKeluarga).where(SkorKeluarga.keluarga_id == antre.usulan.keluarga_id)
    await sesi.execute(geser.values(skor=8000))
    await keberatan(pabrik, antre)
    sk = await siapkan(admin, pabrik.putaran, mengganti=lama["kode"], bawa_lanjut=True)
    assert [*(await putusan(admin, sk)).values()] == [("BERUBAH", "KEBERATAN_DESIL_TERBUKA")]
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    kini = select(Keanggotaan.status).where(Keanggotaan.individu_id == antre.orang.id, Keanggotaan.sampai_at.is_(None))
    assert await sesi.scalar(kini) == "TERDAFTAR"


async def test_an_objection_after_the_list_was_made_stops_the_signature(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    antre = await pabrik.antre(desil=9)
    sk = await siapkan(admin, pabrik.putaran)
    await keberatan(pabrik, antre)
    jawab = await tanda_tangani(penetap, sk)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "daftar-sk-berubah")
    assert jawab.json()["usulan"] == [antre.usulan.ref.teks]
    cari = select(Usulan.status).where(Usulan.id == antre.usulan.id)
    assert await sesi.scalar(cari) == StatusUsulan.PEMERINGKATAN


def test_what_the_desil_does_not_decide_stands() -> None:
    c = Calon(id_baru(), id_baru(), id_baru(), "HAPUS", 9, 1)
    keluar = Keputusan(c, Putusan.DIKELUARKAN, "DINILAI_MAMPU")
    assert tahan(keluar) is keluar
    ya = Keputusan(c, Putusan.DITETAPKAN)
    assert tahan(ya) is ya
    tunggu = Keputusan(c, Putusan.DAFTAR_TUNGGU, "KUOTA_PENUH")
    assert tahan(tunggu) is tunggu
    lanjut = Calon(c.usulan_id, c.keluarga_id, c.individu_id, LANJUTAN, 9, 1)
    dibawa = tahan(Keputusan(lanjut, Putusan.DIKELUARKAN, "DESIL_DI_LUAR_SASARAN"))
    assert dibawa == Keputusan(lanjut, Putusan.DIPERBARUI, "KEBERATAN_DESIL_TERBUKA")
    assert tahan(Keputusan(c, Putusan.TIDAK_DITETAPKAN, "DESIL_DI_LUAR_SASARAN")) is None
