"""The list on the table: prelist awal and akhir, marks by RT/RW, and the usulan that follow."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import hari_ini, now
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.service import KeluargaService
from app.penetapan.models import Keanggotaan
from app.penetapan.status import AksiKeanggotaan, StatusKeanggotaan
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.musyawarah.conftest import buat_musyawarah, catat, dijadwalkan, keputusan, putuskan
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import anggota, daftarkan, subjek

TUJUAN = "?tujuan=musyawarah%20desa"


async def terdaftar(sesi: AsyncSession, wadah: Wadah, *, kode_desa: str = pabrik.DESA, nama: str = "Pak Lama") -> Ref:
    """A registered head of a family of two."""
    isi = subjek(anggota(nama="Bu Lama"), nama=nama, kode_desa=kode_desa)
    ref = await daftarkan(sesi, wadah, isi)
    sesi.add(
        Keanggotaan(
            keluarga_id=ref.keluarga_id,
            id=id_baru(),
            individu_id=ref.id,
            kode_desa=kode_desa,
            status=StatusKeanggotaan.TERDAFTAR,
            aksi=AksiKeanggotaan.DAFTARKAN,
            mulai_at=now(),
        )
    )
    await sesi.commit()
    return ref


async def tandai(operator: Klien, jalur: str, orang: Ref, tanda: str | None, **lain: Any) -> httpx.Response:
    versi = {"If-Match": (await operator.get(jalur)).headers["ETag"]}
    isi = {"tanda": [{"orang": str(orang), "tanda": tanda} | lain]}
    return await operator.put(f"{jalur}/penandaan", json=isi, headers=versi)


async def test_prelist_awal_becomes_prelist_akhir(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    """B.4: the meeting starts from prelist awal and leaves prelist akhir."""
    jalur, (satu, dua) = await dijadwalkan(operator, sesi, wadah, 2)
    menunggu = await pabrik.usulan(sesi, wadah, S.LENGKAP)
    await pabrik.usulan(sesi, wadah, S.DIAJUKAN)
    awal = (await operator.get(f"{jalur}/prelist{TUJUAN}")).json()
    assert awal["is_akhir"] is False
    assert {b["ref"]: b["is_dijadwalkan"] for b in awal["usulan"]} == {
        str(satu.ref): True,
        str(dua.ref): True,
        str(menunggu.ref): False,
    }
    assert set(awal["usulan"][0]) == {
        *("ref", "nomor", "jenis", "subjenis", "status", "nama", "alamat", "is_dijadwalkan", "keputusan"),
        "kode_alasan",
    }
    await catat(operator, jalur)
    await putuskan(operator, jalur, keputusan(satu), keputusan(dua, "PINDAH"))
    assert (await operator.post(f"{jalur}/finalkan-berita-acara")).status_code == 200
    akhir = (await operator.get(f"{jalur}/prelist{TUJUAN}")).json()
    assert akhir["is_akhir"] is True
    assert {b["ref"]: (b["keputusan"], b["kode_alasan"]) for b in akhir["usulan"]} == {
        str(satu.ref): ("DISEPAKATI", None),
        str(dua.ref): ("TIDAK_DISEPAKATI", "PINDAH"),
    }


async def test_reading_and_printing_a_list_says_why_and_is_seen_by_those_on_it(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, (usulan,) = await dijadwalkan(operator, sesi, wadah, 1)
    orang = await terdaftar(sesi, wadah)
    await tandai(operator, jalur, orang, "PINDAH", catatan="ke Garut")
    assert (await operator.get(f"{jalur}/prelist")).status_code == 422
    await operator.get(f"{jalur}/prelist{TUJUAN}")
    cetak = await operator.get(f"{jalur}/prelist/cetak{TUJUAN}")
    assert cetak.headers["content-type"] == "application/pdf"
    assert cetak.content.startswith(b"%PDF")
    await catat(operator, jalur)
    await putuskan(operator, jalur, keputusan(usulan, "PINDAH", catatan="Sudah lama"))
    assert (await operator.post(f"{jalur}/finalkan-berita-acara")).status_code == 200
    assert (await operator.get(f"{jalur}/prelist/cetak{TUJUAN}")).status_code == 200
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian.like("musyawarah:prelist:%")))).all()
    assert [j.kejadian.rpartition(":")[2] for j in jejak] == ["dibaca", "dicetak", "dicetak"]
    assert all(usulan.nik_indeks in j.subjek and j.tujuan == "musyawarah desa" for j in jejak)


async def test_registered_families_are_listed_in_pages_for_the_periodic_check(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur = await buat_musyawarah(operator)
    ada = {str(Ref(r.keluarga_id, r.keluarga_id)) for r in [await terdaftar(sesi, wadah) for _ in range(3)]}
    await daftarkan(sesi, wadah)
    await terdaftar(sesi, wadah, kode_desa="32.04.05.2002")
    satu = (await operator.get(f"{jalur}/prelist/keluarga{TUJUAN}&batas=2")).json()
    kursor = satu["halaman"]["berikutnya"]
    dua = (await operator.get(f"{jalur}/prelist/keluarga{TUJUAN}&batas=2&kursor={kursor}")).json()
    semua = satu["data"] + dua["data"]
    assert {k["ref"] for k in semua} == ada
    assert [(a["nama"], a["tanda"]) for a in semua[0]["anggota"]] == [("Pak Lama", None), ("Bu Lama", None)]


async def test_a_cancelled_meeting_has_no_list(operator: Klien) -> None:
    jalur = await buat_musyawarah(operator)
    await operator.post(f"{jalur}/batalkan")
    for apa in ("prelist", "prelist/keluarga", "prelist/cetak"):
        jawab = await operator.get(f"{jalur}/{apa}{TUJUAN}")
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "transisi-ditolak")


async def test_a_mark_changes_nothing_and_can_be_taken_back(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    """B.4: RT/RW mark on the list: meninggal, pindah, tidak diketahui."""
    jalur = await buat_musyawarah(operator)
    orang = await terdaftar(sesi, wadah)
    jawab = await tandai(operator, jalur, orang, "PINDAH")
    assert [(t["nama"], t["tanda"], t["usulan_ref"]) for t in jawab.json()["data"]] == [("Pak Lama", "PINDAH", None)]
    jawab = await tandai(operator, jalur, orang, "MENINGGAL", catatan="Maret 2026")
    assert [(t["tanda"], t["catatan"]) for t in jawab.json()["data"]] == [("MENINGGAL", "Maret 2026")]
    keluarga = await KeluargaService.rakit(sesi, wadah).baca(orang.keluarga_id)
    assert len(keluarga.aktif) == 2
    assert (await tandai(operator, jalur, orang, None)).json()["data"] == []
    assert (await tandai(operator, jalur, orang, None)).json()["data"] == []


async def test_only_the_registered_of_this_village_are_marked(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur = await buat_musyawarah(operator)
    terdaftar_sini = await terdaftar(sesi, wadah)
    bukan = [
        await daftarkan(sesi, wadah),
        await terdaftar(sesi, wadah, kode_desa="32.04.05.2002"),
        Ref(terdaftar_sini.keluarga_id, id_baru()),
        Ref.nihil(),
    ]
    for orang in bukan:
        jawab = await tandai(operator, jalur, orang, "PINDAH")
        assert (jawab.status_code, jawab.json()["kode"]) == (422, "penandaan-tidak-sah")
    isi = {"tanda": [{"orang": str(terdaftar_sini), "tanda": "PINDAH"}]}
    assert (await operator.put(f"{jalur}/penandaan", json=isi)).status_code == 428
    assert (await operator.put(f"{jalur}/penandaan", json=isi, headers={"If-Match": '"v9"'})).status_code == 412


@pytest.mark.parametrize(
    ("tanda", "subjenis"),
    [("MENINGGAL", "MENINGGAL"), ("PINDAH", "PINDAH"), ("TIDAK_DIKENAL", "TIDAK_DITEMUKAN")],
)
async def test_a_mark_becomes_a_draft_to_take_the_person_out(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, tanda: str, subjenis: str
) -> None:
    jalur = await buat_musyawarah(operator)
    orang = await terdaftar(sesi, wadah)
    await tandai(operator, jalur, orang, tanda)
    await catat(operator, jalur)
    lanjut = f"{jalur}/tindak-lanjut/{orang}"
    isi = {} if tanda == "TIDAK_DIKENAL" else {"tanggal_peristiwa": hari_ini().isoformat()}
    jawab = await operator.post(lanjut, json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "transisi-ditolak")
    ba = await operator.post(f"{jalur}/finalkan-berita-acara")
    assert ba.status_code == 200, ba.text
    assert orang.teks in ba.json()["isi"]
    salah = {"tanggal_peristiwa": hari_ini().isoformat()} if not isi else {}
    assert (await operator.post(lanjut, json=salah)).json()["kode"] == "penandaan-tidak-sah"
    jawab = await operator.post(lanjut, json=isi)
    assert jawab.status_code == 201, jawab.text
    usulan = (await operator.get(f"{jawab.headers['Location']}?tujuan=melengkapi")).json()
    assert (usulan["jenis"], usulan["subjenis"], usulan["status"]) == ("HAPUS", subjenis, "DRAF")
    assert (await operator.post(lanjut, json=isi)).json()["kode"] == "tindak-lanjut-sudah-ada"
    daftar = (await operator.get(f"{jalur}/tindak-lanjut{TUJUAN}")).json()["data"]
    assert [t["usulan_ref"] for t in daftar] == [usulan["ref"]]
    jawab = await operator.post(f"{jalur}/tindak-lanjut/{Ref.nihil()}", json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "tanda-tidak-ditemukan")
    assert (await tandai(operator, jalur, orang, None)).status_code == 409


async def test_other_regions_and_positions_have_no_part_in_the_list(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur = await buat_musyawarah(operator)
    asing = await masuk(Jabatan.OPERATOR_DESA, ("32.17",))
    for apa in ("prelist", "prelist/keluarga", "prelist/cetak", "tindak-lanjut"):
        assert (await asing.get(f"{jalur}/{apa}{TUJUAN}")).status_code == 404
    tksk = await masuk(Jabatan.TKSK, ("32.04.05",))
    assert (await tksk.get(f"{jalur}/prelist{TUJUAN}")).status_code == 200
    assert (await tandai(tksk, jalur, Ref.nihil(), "PINDAH")).status_code == 403
