"""Final minutes are corrected only by others that name them."""

import hashlib
import json
from typing import Any

import httpx
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.musyawarah.conftest import FOTO, Segar, aksi, catat, dijadwalkan, keputusan, putuskan
from tests.pabrik import verval as pabrik

ALASAN = "Nama kedua tercatat setuju karena salah tulis"


async def final(operator: Klien, sesi: AsyncSession, wadah: Wadah, *putusan: str | None) -> tuple[str, list[Usulan]]:
    """A meeting that is over; per name None is agreed, else the reason of its refusal."""
    jalur, semua = await dijadwalkan(operator, sesi, wadah, len(putusan))
    await catat(operator, jalur)
    await putuskan(operator, jalur, *(keputusan(u, k) for u, k in zip(semua, putusan, strict=True)))
    jawab = await operator.post(f"{jalur}/finalkan-berita-acara")
    assert jawab.status_code == 200, jawab.text
    return jalur, semua


async def lampirkan_lembar(operator: Klien, jalur: str) -> None:
    jawab = await operator.post(f"{jalur}/lampiran", data={"jenis": "KOREKSI"}, files={"berkas": ("x", FOTO)})
    assert jawab.status_code == 201, jawab.text


async def koreksi(operator: Klien, jalur: str, **isi: Any) -> httpx.Response:
    return await operator.post(f"{jalur}/koreksi-berita-acara", json={"alasan": ALASAN} | isi)


async def test_an_agreement_by_mistake_is_taken_back_and_the_old_letter_reads_replaced(
    operator: Klien, klien: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    """B.4: immutable after FINAL; corrections by a new BA that refers to the old one."""
    jalur, (satu, dua) = await final(operator, sesi, wadah, None, None)
    lama = (await operator.get(f"{jalur}/berita-acara")).json()
    await lampirkan_lembar(operator, jalur)
    jawab = await koreksi(operator, jalur, keputusan=[keputusan(dua, "TIDAK_DIKENAL")])
    assert jawab.status_code == 200, jawab.text
    baru = jawab.json()
    assert (baru["revisi"], baru["mengganti"], baru["alasan"]) == (1, lama["nomor"], ALASAN)
    assert baru["sidik"] == hashlib.sha256(baru["isi"].encode()).hexdigest()
    isi = json.loads(baru["isi"])
    assert isi["mengganti"] == {"nomor": lama["nomor"], "sidik": lama["sidik"]}
    assert [(await segar(u)).status for u in (satu, dua)] == [S.DISEPAKATI_MUSYAWARAH, S.TIDAK_DISEPAKATI]
    assert (await operator.get(f"{jalur}/berita-acara?revisi=0")).json() == lama
    assert (await operator.get(f"{jalur}/berita-acara")).json() == baru
    publik = (await klien.get(f"/v1/publik/surat/{lama['surat_kode']}")).json()
    assert (publik["keadaan"], publik["diganti_oleh"]) == ("DIGANTI", baru["surat_kode"])
    publik = (await klien.get(f"/v1/publik/surat/{baru['surat_kode']}")).json()
    assert (publik["keadaan"], publik["sidik_isi"]) == ("BERLAKU", baru["sidik"])


async def test_attendance_is_corrected_without_touching_a_usulan(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    jalur, (usulan,) = await final(operator, sesi, wadah, None)
    await lampirkan_lembar(operator, jalur)
    jawab = await koreksi(operator, jalur, catatan={"tempat": "Balai RW 03"})
    assert json.loads(jawab.json()["isi"])["musyawarah"]["tempat"] == "Balai RW 03"
    assert (await operator.get(jalur)).json()["tempat"] == "Balai RW 03"
    assert (await segar(usulan)).status is S.DISEPAKATI_MUSYAWARAH


async def test_what_a_correction_may_not_do(operator: Klien, sesi: AsyncSession, wadah: Wadah, masuk: Masuk) -> None:
    jalur, (jalan, tolak) = await final(operator, sesi, wadah, None, "PINDAH")
    setuju = [keputusan(tolak)]
    assert (await koreksi(operator, jalur, keputusan=setuju)).json()["syarat"] == "koreksi_sah"
    tanpa_lembar = await koreksi(operator, jalur, catatan={"tempat": "X"})
    assert tanpa_lembar.json()["syarat"] == "lembar_koreksi_ada"
    await lampirkan_lembar(operator, jalur)
    sepi = {"hadir": {"rt": _unsur(0), "rw": _unsur(0), "lain": []}}
    asing = await pabrik.usulan(sesi, wadah, S.LENGKAP)
    for isi, status, kode in (
        ({"catatan": {}}, 422, "isian-tidak-sah"),
        ({"keputusan": setuju, "alasan": "pendek"}, 422, "isian-tidak-sah"),
        ({"keputusan": [keputusan(asing)]}, 422, "keputusan-tidak-sah"),
        ({"keputusan": [keputusan(tolak, "GANDA")]}, 409, "syarat-tidak-terpenuhi"),
        ({"keputusan": [keputusan(jalan) | {"keputusan": "TIDAK_DISEPAKATI"}]}, 422, "keputusan-tidak-sah"),
        ({"catatan": sepi}, 409, "syarat-tidak-terpenuhi"),
    ):
        jawab = await koreksi(operator, jalur, **isi)
        assert (jawab.status_code, jawab.json()["kode"]) == (status, kode), isi
    verifikator = await masuk(Jabatan.VERIFIKATOR, ("32.04",))
    pencacah = await pabrik.enumerator(sesi, wadah)
    jawab = await aksi(verifikator, jalan, "tugaskan-verval", {"enumerator_id": str(pencacah)})
    assert jawab.status_code == 200, jawab.text
    jawab = await koreksi(operator, jalur, keputusan=[keputusan(jalan, "GANDA")])
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "koreksi_sah")
    assert (await operator.get(f"{jalur}/berita-acara")).json()["revisi"] == 0


def _unsur(hadir: int) -> dict[str, int]:
    return {"total": 10, "diundang": 10, "hadir_l": hadir, "hadir_p": 0}


async def test_each_correction_has_a_signed_sheet_and_a_fresh_version(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, _ = await final(operator, sesi, wadah, None)
    await lampirkan_lembar(operator, jalur)
    basi = await operator.post(
        f"{jalur}/koreksi-berita-acara",
        json={"alasan": ALASAN, "catatan": {"tempat": "A"}},
        headers={"If-Match": '"v1"'},
    )
    assert basi.status_code == 412
    assert (await koreksi(operator, jalur, catatan={"tempat": "A"})).status_code == 200
    assert (await koreksi(operator, jalur, catatan={"tempat": "B"})).json()["syarat"] == "lembar_koreksi_ada"
    await lampirkan_lembar(operator, jalur)
    assert (await koreksi(operator, jalur, catatan={"tempat": "B"})).json()["revisi"] == 2


async def test_minutes_that_are_not_final_have_nothing_to_correct(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, _ = await dijadwalkan(operator, sesi, wadah, 1)
    jawab = await koreksi(operator, jalur, catatan={"tempat": "A"})
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "transisi-ditolak")
    jawab = await operator.post(f"{jalur}/lampiran", data={"jenis": "KOREKSI"}, files={"berkas": ("x", FOTO)})
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "transisi-ditolak")
