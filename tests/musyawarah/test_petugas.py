"""The village meeting through HTTP."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.musyawarah.status import BERKAS_WAJIB
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.musyawarah.conftest import FOTO, Segar, aksi, buat_musyawarah, catat, dijadwalkan, keputusan, putuskan
from tests.pabrik import musyawarah as rapat
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import subjek
from tests.pabrik.wilayah import DESA_LAIN
from tests.versi import pastikan_berversi


async def test_a_meeting_with_three_names_is_closed_at_once(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    jalur, (satu, dua, tiga) = await dijadwalkan(operator, sesi, wadah, 3)
    await catat(operator, jalur)
    jawab = await putuskan(
        operator, jalur, keputusan(satu), keputusan(dua, catatan="Rumah kontrak"), keputusan(tiga, "DINILAI_MAMPU")
    )
    assert jawab.status_code == 200
    assert jawab.json()["aksi_tersedia"][0] == {"aksi": "finalkan_berita_acara", "ditolak_karena": None}
    jawab = await operator.post(f"{jalur}/finalkan-berita-acara")
    assert jawab.status_code == 200, jawab.text
    ba = jawab.json()
    assert ba["nomor"] == f"BA-32.04.05.2001-{hari_ini().year}-001"
    assert ba["sidik"] == hashlib.sha256(ba["isi"].encode()).hexdigest()
    assert len(json.loads(ba["isi"])["daftar_keputusan"]) == 3
    assert [(await segar(u)).status for u in (satu, dua, tiga)] == [
        S.DISEPAKATI_MUSYAWARAH,
        S.DISEPAKATI_MUSYAWARAH,
        S.TIDAK_DISEPAKATI,
    ]
    assert satu.individu_id is not None
    assert (await operator.get(f"{jalur}/berita-acara")).json() == ba


async def test_no_nik_and_no_name_of_a_subject_is_in_the_minutes(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    orang = subjek(nama="Nama Yang Khas")
    jalur = await buat_musyawarah(operator)
    usulan = await pabrik.usulan(sesi, wadah, S.LENGKAP, isi=orang)
    await aksi(operator, usulan, "jadwalkan-musyawarah", {"musyawarah_id": jalur.rsplit("/", 1)[1]})
    await catat(operator, jalur)
    await putuskan(operator, jalur, keputusan(usulan))
    isi = (await operator.post(f"{jalur}/finalkan-berita-acara")).json()["isi"]
    assert orang.nik is not None
    assert orang.nik not in isi
    assert "Khas" not in isi


async def test_minutes_wait_for_every_name(operator: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar) -> None:
    jalur, (satu, dua) = await dijadwalkan(operator, sesi, wadah, 2)
    await catat(operator, jalur)
    await putuskan(operator, jalur, keputusan(satu))
    jawab = await operator.post(f"{jalur}/finalkan-berita-acara")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "semua_nama_diputus")
    assert [(await segar(u)).status for u in (satu, dua)] == [S.MASUK_MUSYAWARAH] * 2
    assert (await operator.get(f"{jalur}/berita-acara")).status_code == 404


async def test_minutes_wait_for_what_they_must_show(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur, (usulan,) = await dijadwalkan(operator, sesi, wadah, 1)
    await putuskan(operator, jalur, keputusan(usulan))

    async def kurang() -> str:
        jawab = await operator.post(f"{jalur}/finalkan-berita-acara")
        return str(jawab.json()["syarat"]) if jawab.status_code == 409 else ""

    c = rapat.CATATAN
    sepi = {"hadir": c["hadir"] | {"rt": c["hadir"]["rt"] | {"hadir_l": 5, "hadir_p": 0}}}
    for isi, syarat in (
        ({}, "hadir_tercatat"),
        ({"pimpinan": c["pimpinan"]}, "hadir_tercatat"),
        (sepi, "kuorum_tercapai"),
        ({"hadir": c["hadir"]}, "indikator_dipakai"),
        ({"indikator": c["indikator"]}, "catatan_lengkap"),
        ({"catatan": c["catatan"]}, "bertanda_tangan"),
        ({"penandatangan": c["penandatangan"][:1]}, "bertanda_tangan"),
        ({"penandatangan": c["penandatangan"]}, "berkas_lengkap"),
    ):
        versi = {"If-Match": (await operator.get(jalur)).headers["ETag"]}
        assert (await operator.patch(jalur, json=isi, headers=versi)).status_code == 200
        assert await kurang() == syarat
    for jenis in sorted(BERKAS_WAJIB):
        assert await kurang() == "berkas_lengkap"
        await operator.post(f"{jalur}/lampiran", data={"jenis": jenis}, files={"berkas": ("x", FOTO)})
    assert await kurang() == ""


async def test_a_meeting_without_names_or_in_the_future_is_not_closed(operator: Klien) -> None:
    jalur = await buat_musyawarah(operator)
    assert (await operator.post(f"{jalur}/finalkan-berita-acara")).json()["syarat"] == "ada_nama"
    besok = await buat_musyawarah(operator, tanggal=(hari_ini() + timedelta(days=1)).isoformat())
    assert (await operator.post(f"{besok}/finalkan-berita-acara")).json()["syarat"] == "sudah_berlangsung"


async def test_final_minutes_take_no_change_of_any_kind(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur, (usulan,) = await dijadwalkan(operator, sesi, wadah, 1)
    await catat(operator, jalur)
    await putuskan(operator, jalur, keputusan(usulan))
    assert (await operator.post(f"{jalur}/finalkan-berita-acara")).status_code == 200
    versi = {"If-Match": (await operator.get(jalur)).headers["ETag"]}
    jawaban = [
        await operator.post(f"{jalur}/finalkan-berita-acara"),
        await operator.post(f"{jalur}/batalkan"),
        await operator.patch(jalur, json={"tempat": "Lain"}, headers=versi),
        await putuskan(operator, jalur, keputusan(usulan, "PINDAH")),
        await operator.post(f"{jalur}/lampiran", data={"jenis": "FOTO"}, files={"berkas": ("x", FOTO)}),
    ]
    assert [(j.status_code, j.json()["kode"]) for j in jawaban] == [(409, "transisi-ditolak")] * 5


@pytest.mark.parametrize("perintah", ["UPDATE berita_acara SET isi = '{}'", "DELETE FROM berita_acara"])
async def test_the_database_refuses_to_change_minutes(sesi: AsyncSession, perintah: str) -> None:
    with pytest.raises(DBAPIError, match="permission denied"):
        await sesi.execute(text(perintah))


async def test_each_desa_counts_its_minutes(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    nomor = []
    for _ in range(2):
        jalur, (usulan,) = await dijadwalkan(operator, sesi, wadah, 1)
        await catat(operator, jalur)
        await putuskan(operator, jalur, keputusan(usulan))
        nomor.append((await operator.post(f"{jalur}/finalkan-berita-acara")).json()["nomor"][-3:])
    assert nomor == ["001", "002"]


async def test_a_stale_version_does_not_close_the_minutes(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur, _ = await dijadwalkan(operator, sesi, wadah, 1)
    assert (await operator.post(f"{jalur}/finalkan-berita-acara", headers={"If-Match": '"v1"'})).status_code == 412
    assert (await operator.patch(jalur, json={"tempat": "X"}, headers={"If-Match": '"v1"'})).status_code == 412
    assert (await operator.patch(jalur, json={"tempat": "X"})).status_code == 428


BUKAN_MUSYAWARAH: list[tuple[dict[str, Any], int, str]] = [
    ({"tanggal": "2026-01-01"}, 422, "tanggal-musyawarah-tidak-sah"),
    ({"kode_desa": "32.04.05.2999"}, 422, "wilayah-tidak-dikenal"),
    ({"kode_desa": "32.04.05"}, 422, "isian-tidak-sah"),
    ({"jenis": "MUSKEL"}, 422, "jenis-musyawarah-tidak-sesuai"),
    ({"jenis": "RAPAT"}, 422, "isian-tidak-sah"),
    ({"status": "FINAL"}, 422, "isian-tidak-sah"),
]


async def test_what_a_meeting_may_not_be(masuk: Masuk) -> None:
    operator = await masuk(Jabatan.OPERATOR_DESA, ("32.04",))
    for ganti, status, kode in BUKAN_MUSYAWARAH:
        jawab = await operator.post("/v1/petugas/musyawarah", json=rapat.musyawarah(**ganti))
        assert (jawab.status_code, jawab.json()["kode"]) == (status, kode), ganti


async def test_a_meeting_is_not_moved_into_the_past(operator: Klien) -> None:
    jalur = await buat_musyawarah(operator)
    kemarin = (hari_ini() - timedelta(days=1)).isoformat()
    jawab = await operator.patch(jalur, json={"tanggal": kemarin}, headers={"If-Match": '"v1"'})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "tanggal-musyawarah-tidak-sah")
    besok = (hari_ini() + timedelta(days=1)).isoformat()
    jawab = await operator.patch(jalur, json={"tanggal": besok}, headers={"If-Match": '"v1"'})
    assert (jawab.status_code, jawab.json()["tanggal"], jawab.headers["ETag"]) == (200, besok, '"v2"')


async def test_attendance_must_be_possible(operator: Klien) -> None:
    jalur = await buat_musyawarah(operator)
    catatan = rapat.CATATAN["hadir"]
    for hadir in ({"hadir_l": 11}, {"diundang": 50}, {"hadir_p": -1}):
        isi = {"hadir": catatan | {"rw": catatan["rw"] | hadir}}
        jawab = await operator.patch(jalur, json=isi, headers={"If-Match": '"v1"'})
        assert jawab.status_code == 422, hadir
    dua_kali = {"hadir": catatan | {"lain": [{"unsur": "PSM", "hadir_l": 1, "hadir_p": 0}] * 2}}
    assert (await operator.patch(jalur, json=dua_kali, headers={"If-Match": '"v1"'})).status_code == 422


async def test_a_meeting_is_cancelled_while_nobody_waits_for_it(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur = await buat_musyawarah(operator)
    jawab = await operator.post(f"{jalur}/batalkan")
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DIBATALKAN")
    jalur, _ = await dijadwalkan(operator, sesi, wadah, 1)
    assert (await operator.post(f"{jalur}/batalkan")).json()["syarat"] == "tanpa_nama"


async def test_a_usulan_goes_only_to_an_open_meeting_of_its_desa(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    operator = await masuk(Jabatan.OPERATOR_DESA, ("32.04.05",))
    usulan = await pabrik.usulan(sesi, wadah, S.LENGKAP)
    lain = (await buat_musyawarah(operator, kode_desa=str(DESA_LAIN))).rsplit("/", 1)[1]
    batal = await buat_musyawarah(operator)
    await operator.post(f"{batal}/batalkan")
    for tujuan in (lain, batal.rsplit("/", 1)[1], str(id_baru())):
        jawab = await aksi(operator, usulan, "jadwalkan-musyawarah", {"musyawarah_id": tujuan})
        assert (jawab.status_code, jawab.json()["syarat"]) == (409, "musyawarah_terbuka")


BUKAN_KEPUTUSAN: list[tuple[dict[str, Any], str]] = [
    ({"keputusan": "TIDAK_DISEPAKATI"}, "keputusan-tidak-sah"),
    ({"keputusan": "DISEPAKATI", "alasan": pabrik.alasan("PINDAH")}, "keputusan-tidak-sah"),
    ({"keputusan": "TIDAK_DISEPAKATI", "alasan": pabrik.alasan("KTP_TIDAK_TERBACA")}, "alasan-tidak-berlaku"),
    ({"keputusan": "TIDAK_DISEPAKATI", "alasan": pabrik.alasan("X")}, "isian-tidak-sah"),
    ({"keputusan": "DITUNDA"}, "isian-tidak-sah"),
]


async def test_decisions_that_are_none(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur, (usulan,) = await dijadwalkan(operator, sesi, wadah, 1)
    for isi, kode in BUKAN_KEPUTUSAN:
        jawab = await putuskan(operator, jalur, {"ref": str(usulan.ref), **isi})
        assert (jawab.status_code, jawab.json()["kode"]) == (422, kode), isi


async def test_a_name_that_is_not_on_the_list_is_not_decided(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur, _ = await dijadwalkan(operator, sesi, wadah, 1)
    asing = await pabrik.usulan(sesi, wadah, S.LENGKAP)
    for ref in (str(asing.ref), "bukan-ref", str(Ref.nihil())):
        jawab = await putuskan(operator, jalur, {"ref": ref, "keputusan": "DISEPAKATI"})
        assert (jawab.status_code, jawab.json()["kode"]) == (422, "keputusan-tidak-sah")


async def test_a_decision_may_be_changed_until_the_end(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur, (usulan,) = await dijadwalkan(operator, sesi, wadah, 1)
    await putuskan(operator, jalur, keputusan(usulan, "PINDAH"))
    jawab = await putuskan(operator, jalur, keputusan(usulan))
    assert [(n["keputusan"], n["alasan"]) for n in jawab.json()["nama"]] == [("DISEPAKATI", None)]


KELURAHAN = "32.73.01.1001"


@pytest.mark.parametrize(
    ("desa", "jenis", "status"),
    [
        (pabrik.DESA, "MUSDES", 201),
        (pabrik.DESA, "MUSKEL", 422),
        (pabrik.DESA, "FKP", 201),
        (KELURAHAN, "MUSDES", 422),
        (KELURAHAN, "MUSKEL", 201),
        (KELURAHAN, "FKP", 201),
    ],
)
async def test_a_desa_holds_musdes_a_kelurahan_muskel_and_both_fkp(
    masuk: Masuk, desa: str, jenis: str, status: int
) -> None:
    """B.4: musdes, muskel, and FKP as the form that checks the list before enumeration."""
    operator = await masuk(Jabatan.OPERATOR_DESA, (desa,))
    isi = rapat.musyawarah(kode_desa=desa, jenis=jenis)
    assert (await operator.post("/v1/petugas/musyawarah", json=isi)).status_code == status


async def test_a_checked_list_without_change_makes_minutes_without_a_name(operator: Klien) -> None:
    """B.4: the periodic meeting, also when nothing had to change."""
    jalur = await buat_musyawarah(operator, jenis="FKP")
    await catat(operator, jalur)
    assert (await operator.post(f"{jalur}/finalkan-berita-acara")).json()["syarat"] == "ada_nama"
    versi = {"If-Match": (await operator.get(jalur)).headers["ETag"]}
    isi = {"catatan": rapat.CATATAN["catatan"] | {"is_tanpa_perubahan": True}}
    assert (await operator.patch(jalur, json=isi, headers=versi)).status_code == 200
    jawab = await operator.post(f"{jalur}/finalkan-berita-acara")
    assert json.loads(jawab.json()["isi"])["daftar_keputusan"] == []


async def test_the_printed_minutes_are_a_letter_that_anybody_can_check(
    operator: Klien, klien: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, (usulan,) = await dijadwalkan(operator, sesi, wadah, 1)
    assert (await operator.get(f"{jalur}/berita-acara/pdf")).status_code == 404
    await catat(operator, jalur)
    await putuskan(operator, jalur, keputusan(usulan, "PINDAH"))
    ba = (await operator.post(f"{jalur}/finalkan-berita-acara")).json()
    pdf = await operator.get(f"{jalur}/berita-acara/pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    surat = (await klien.get(f"/v1/publik/surat/{ba['surat_kode']}")).json()
    assert (surat["jenis"], surat["nomor"], surat["sidik_isi"]) == ("BERITA_ACARA", ba["nomor"], ba["sidik"])
    assert surat["sidik"] == hashlib.sha256(pdf.content).hexdigest()


async def test_indicators_come_from_the_list_or_say_so_in_words(operator: Klien) -> None:
    jalur = await buat_musyawarah(operator)
    for isi, status in (
        ([{"kode": "LAINNYA"}], 422),
        ([{"kode": "BUKAN_INDIKATOR"}], 422),
        (["Kondisi rumah"], 422),
        ([{"kode": "PEKERJAAN"}, {"kode": "LAINNYA", "uraian": "Kesepakatan RT"}], 200),
    ):
        jawab = await operator.patch(jalur, json={"indikator": isi}, headers={"If-Match": '"v1"'})
        assert jawab.status_code == status, isi


async def test_other_regions_see_404_everywhere(operator: Klien, masuk: Masuk) -> None:
    jalur = await buat_musyawarah(operator)
    asing = await masuk(Jabatan.OPERATOR_DESA, ("32.17.01.2001",))
    versi = {"If-Match": '"v1"'}
    jawaban = [
        await asing.get(jalur),
        await asing.patch(jalur, json={"tempat": "X"}, headers=versi),
        await asing.put(
            f"{jalur}/keputusan",
            json={"keputusan": [{"ref": str(Ref.nihil()), "keputusan": "DISEPAKATI"}]},
            headers=versi,
        ),
        await asing.post(f"{jalur}/batalkan"),
        await asing.post(f"{jalur}/finalkan-berita-acara"),
        await asing.get(f"{jalur}/berita-acara"),
        await asing.post(f"{jalur}/lampiran", data={"jenis": "FOTO"}, files={"berkas": ("a.jpg", FOTO)}),
        await asing.post("/v1/petugas/musyawarah", json=rapat.musyawarah()),
        await asing.get(f"/v1/petugas/musyawarah/{id_baru()}"),
    ]
    assert [(j.status_code, j.json()["kode"]) for j in jawaban] == [(404, "musyawarah-tidak-ditemukan")] * 9
    assert (await asing.get("/v1/petugas/musyawarah")).json()["data"] == []


@pytest.mark.parametrize("jabatan", [Jabatan.VERIFIKATOR, Jabatan.KEPALA_OPD, Jabatan.ENUMERATOR, Jabatan.TKSK])
async def test_only_the_village_operator_changes_a_meeting(operator: Klien, masuk: Masuk, jabatan: Jabatan) -> None:
    jalur = await buat_musyawarah(operator)
    lain = await masuk(jabatan, ("32.04",))
    jawaban = [
        await lain.post("/v1/petugas/musyawarah", json=rapat.musyawarah()),
        await lain.post(f"{jalur}/finalkan-berita-acara"),
        await lain.post(f"{jalur}/batalkan"),
        await lain.patch(jalur, json={"tempat": "X"}, headers={"If-Match": '"v1"'}),
    ]
    assert [j.status_code for j in jawaban] == [403] * 4
    assert (await lain.get(jalur)).status_code == (403 if jabatan is Jabatan.ENUMERATOR else 200)


async def test_meetings_are_listed_by_day_and_desa(masuk: Masuk) -> None:
    operator = await masuk(Jabatan.OPERATOR_DESA, ("32.04.05",))
    besok = (hari_ini() + timedelta(days=1)).isoformat()
    for ganti in ({}, {"tanggal": besok}, {"kode_desa": str(DESA_LAIN)}):
        await buat_musyawarah(operator, **ganti)
    satu = (await operator.get("/v1/petugas/musyawarah?batas=2")).json()
    assert satu["data"][0]["tanggal"] == besok
    dua = (await operator.get(f"/v1/petugas/musyawarah?batas=2&kursor={satu['halaman']['berikutnya']}")).json()
    assert len(satu["data"] + dua["data"]) == 3
    desa = (await operator.get(f"/v1/petugas/musyawarah?kode_desa={DESA_LAIN}")).json()["data"]
    assert [d["kode_desa"] for d in desa] == [str(DESA_LAIN)]


async def test_an_sptjm_agrees_a_usulan_between_two_meetings_through_somebody_else_than_who_attached_it(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    usulan = await pabrik.usulan(sesi, wadah, S.LENGKAP)
    jawab = await aksi(operator, usulan, "setujui-sptjm")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "sptjm_terlampir")
    jawab = await operator.post(
        f"/v1/petugas/usulan/{usulan.ref}/lampiran", data={"jenis": "SPTJM"}, files={"berkas": ("s.pdf", pabrik.PDF)}
    )
    assert jawab.status_code == 201, jawab.text
    jawab = await aksi(operator, usulan, "setujui-sptjm")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukan_penyusun")
    jawab = await aksi(await masuk(Jabatan.OPERATOR_KABKOTA), usulan, "setujui-sptjm")
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DISEPAKATI_MUSYAWARAH")
    assert jawab.json()["individu_id"] is not None


async def test_a_cancellation_may_name_the_version_that_was_read(operator: Klien) -> None:
    jalur = await buat_musyawarah(operator)
    await pastikan_berversi(operator, jalur, "batalkan", (await operator.get(jalur)).headers["ETag"])
