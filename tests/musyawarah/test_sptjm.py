"""T08: between two meetings the village head answers with his SPTJM, and the next meeting confirms it."""

import json
from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.musyawarah.conftest import Segar, aksi, buat_musyawarah, catat, keputusan, putuskan
from tests.pabrik import verval as pabrik


async def berlampiran(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> Usulan:
    """A complete usulan with its signed SPTJM."""
    usulan = await pabrik.usulan(sesi, wadah, S.LENGKAP)
    jawab = await operator.post(
        f"/v1/petugas/usulan/{usulan.ref}/lampiran", data={"jenis": "SPTJM"}, files={"berkas": ("s.pdf", pabrik.PDF)}
    )
    assert jawab.status_code == 201, jawab.text
    return usulan


async def disetujui(operator: Klien, kab: Klien, sesi: AsyncSession, wadah: Wadah) -> Usulan:
    usulan = await berlampiran(operator, sesi, wadah)
    jawab = await aksi(kab, usulan, "setujui-sptjm")
    assert jawab.status_code == 200, jawab.text
    return usulan


async def test_an_sptjm_waits_when_the_village_meets_soon(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """T08: an SPTJM counts only between two meetings."""
    kab = await masuk(Jabatan.OPERATOR_KABKOTA)
    usulan = await berlampiran(operator, sesi, wadah)
    jauh = hari_ini() + timedelta(days=wadah.pengaturan.musyawarah.sptjm_jeda_hari + 1)
    await buat_musyawarah(operator, tanggal=jauh.isoformat())
    dekat = await buat_musyawarah(operator)
    jawab = await aksi(kab, usulan, "setujui-sptjm")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "antar_musyawarah")
    assert (await operator.post(f"{dekat}/batalkan")).status_code == 200
    assert (await aksi(kab, usulan, "setujui-sptjm")).status_code == 200


async def test_the_next_meeting_confirms_what_was_agreed_by_sptjm(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    kab = await masuk(Jabatan.OPERATOR_KABKOTA)
    satu, dua = [await disetujui(operator, kab, sesi, wadah) for _ in range(2)]
    jalur = await buat_musyawarah(operator)
    daftar = (await operator.get(f"{jalur}/prelist?tujuan=musyawarah")).json()
    assert {b["ref"] for b in daftar["sptjm"]} == {str(satu.ref), str(dua.ref)}
    await catat(operator, jalur)
    jawab = await putuskan(operator, jalur, keputusan(satu))
    assert [(n["asal"], n["keputusan"]) for n in jawab.json()["nama"]] == [("SPTJM", "DISEPAKATI")]
    assert (await operator.post(f"{jalur}/finalkan-berita-acara")).json()["syarat"] == "sptjm_dikonfirmasi"
    await putuskan(operator, jalur, keputusan(dua, "DINILAI_MAMPU"))
    jawab = await operator.post(f"{jalur}/finalkan-berita-acara")
    assert jawab.status_code == 200, jawab.text
    assert {k["asal"] for k in json.loads(jawab.json()["isi"])["daftar_keputusan"]} == {"SPTJM"}
    assert [(await segar(u)).status for u in (satu, dua)] == [S.DISEPAKATI_MUSYAWARAH, S.TIDAK_DISEPAKATI]
    berikut = await buat_musyawarah(operator)
    assert (await operator.get(f"{berikut}/prelist?tujuan=musyawarah")).json()["sptjm"] == []


async def test_a_case_that_has_gone_on_is_only_recorded_as_not_confirmed(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    usulan = await disetujui(operator, await masuk(Jabatan.OPERATOR_KABKOTA), sesi, wadah)
    pencacah = await pabrik.enumerator(sesi, wadah)
    verifikator = await masuk(Jabatan.VERIFIKATOR, ("32.04",))
    await aksi(verifikator, usulan, "tugaskan-verval", {"enumerator_id": str(pencacah)})
    jalur = await buat_musyawarah(operator)
    await catat(operator, jalur)
    await putuskan(operator, jalur, keputusan(usulan, "TIDAK_DIKENAL"))
    assert (await operator.post(f"{jalur}/finalkan-berita-acara")).status_code == 200
    assert (await segar(usulan)).status is S.VERVAL_DITUGASKAN
    akhir = (await operator.get(f"{jalur}/prelist?tujuan=musyawarah")).json()
    assert (akhir["is_akhir"], akhir["sptjm"][0]["kode_alasan"]) == (True, "TIDAK_DIKENAL")


async def test_the_sptjm_is_printed_for_the_village_head_to_sign(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    usulan = await pabrik.usulan(sesi, wadah, S.LENGKAP)
    jalur = f"/v1/petugas/usulan/{usulan.ref}/sptjm/cetak?tujuan=ditandatangani"
    kosong = await operator.get(jalur)
    assert (kosong.status_code, kosong.headers["content-type"]) == (200, "application/pdf")
    rapat = await buat_musyawarah(operator)
    await catat(operator, rapat)
    versi = {"If-Match": (await operator.get(rapat)).headers["ETag"]}
    catatan = (await operator.get(rapat)).json()["catatan"] | {"is_tanpa_perubahan": True}
    await operator.patch(rapat, json={"catatan": catatan}, headers=versi)
    assert (await operator.post(f"{rapat}/finalkan-berita-acara")).status_code == 200
    assert (await operator.get(jalur)).content != kosong.content
    asing = await masuk(Jabatan.OPERATOR_DESA, ("32.17",))
    assert (await asing.get(jalur)).status_code == 404
