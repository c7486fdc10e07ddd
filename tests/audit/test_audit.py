"""Who may read the trail, and what a citizen learns of it."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.crypto import Tujuan
from app.core.ids import id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from tests.conftest import Masuk

NIK, LAIN = "3204051503900007", "3204051503900008"


async def catat(sesi: AsyncSession, wadah: Wadah) -> Pelaku:
    petugas = Pelaku(id_baru(), Jabatan.VERIFIKATOR, ("32.04",), "Petugas Uji")
    subjek = [wadah.sandi.indeks(Tujuan.NIK, n) for n in (NIK, LAIN)]
    jejak = Jejak(sesi)
    await jejak.catat("keluarga:data:dibaca", pelaku=petugas, objek="keluarga/1", subjek=subjek, tujuan="verifikasi")
    await jejak.catat("keluarga:data:diubah", pelaku=None, objek="keluarga/2", subjek=subjek[1:])
    await sesi.commit()
    return petugas


async def test_a_citizen_sees_who_looked_in_which_office_and_why_but_no_name(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    await catat(sesi, wadah)
    jawab = await (await masuk(Jabatan.WARGA, nik=NIK)).get("/v1/warga/saya/akses")
    (baris,) = jawab.json()["data"]
    assert baris.pop("pada_at")
    assert baris == {
        "kejadian": "keluarga:data:dibaca",
        "jabatan": "VERIFIKATOR",
        "wilayah": ["32.04"],
        "tujuan": "verifikasi",
    }
    assert jawab.headers["cache-control"] == "no-store"


async def test_an_account_without_a_nik_is_told_so(masuk: Masuk) -> None:
    jawab = await (await masuk(Jabatan.WARGA)).get("/v1/warga/saya/akses")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "identitas-belum-terhubung")


async def test_the_trail_is_searched_by_actor_or_object_and_the_search_leaves_a_row(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    petugas = await catat(sesi, wadah)
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    menurut_pelaku = (await admin.get(f"/v1/admin/audit?pelaku_id={petugas.akun_id}")).json()["data"]
    assert [b["objek"] for b in menurut_pelaku] == ["keluarga/1"]
    menurut_objek = (await admin.get("/v1/admin/audit?objek=keluarga/2")).json()["data"]
    assert [b["kejadian"] for b in menurut_objek] == ["keluarga:data:diubah"]
    assert menurut_objek[0]["jabatan"] is None
    pencarian = (await admin.get("/v1/admin/audit?objek=jejak_audit")).json()["data"]
    assert [b["pelaku_id"] for b in pencarian] == [str(admin.pelaku.akun_id)] * 3


async def test_nobody_else_reads_the_trail(masuk: Masuk) -> None:
    for jabatan in (Jabatan.ADMIN_KABKOTA, Jabatan.PENETAP, Jabatan.PUSAT, Jabatan.WARGA):
        assert (await (await masuk(jabatan)).get("/v1/admin/audit")).status_code == 403
