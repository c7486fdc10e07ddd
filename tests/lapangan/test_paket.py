"""The package of an enumerator: what is in it, what is not sent twice, and who may have it."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import now
from app.core.wadah import Wadah
from app.keluarga.instrumen import KodeInstrumen
from app.keluarga.models import Keluarga
from app.lapangan.models import Perangkat
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from app.verval.models import Penugasan
from tests.conftest import Klien
from tests.lapangan.conftest import (
    PERANGKAT,
    Pencacah,
    item,
    kirim,
    kunjungan,
    potret,
    ref,
    sebagai_ref,
    tarik,
    tugaskan,
)
from tests.pabrik import verval as pabrik

PAKET = "/v1/petugas/lapangan/paket"


async def tuakan(sesi: AsyncSession, jam: int = 1) -> None:
    """Let assignments and families be older by so many hours."""
    lama = now() - timedelta(hours=jam)
    await sesi.execute(update(Penugasan).values(ditugaskan_at=lama))
    await sesi.execute(update(Keluarga).values(updated_at=lama))


async def test_the_package_has_what_a_day_without_a_network_needs(
    pencacah: Pencacah, tugas: str, usulan: Usulan, sesi: AsyncSession, wadah: Wadah
) -> None:
    paket = (await pencacah.klien.get(PAKET)).json()
    (satu,) = paket["data"]
    assert satu["tugas"]["penugasan"]["ref"] == ref(tugas)
    assert satu["tugas"]["anggota"][0]["nik_tersamar"].startswith("3204***")
    assert (satu["keluarga_versi"], satu["draf"], satu["jawaban_terakhir"]) == (1, None, None)
    assert paket["foto_wajib"] == ["KK", "RUMAH_DEPAN", "RUMAH_DALAM", "RESPONDEN"]
    assert {"ATAP", "LANTAI", "DINDING"} < set(paket["foto_diminta"])
    assert [i["kode"] for i in paket["instrumen"]] == [*(k.value for k in KodeInstrumen), "KUESIONER_KRITERIA"]
    assert paket["batas"]["percobaan_min"] == wadah.pengaturan.tenggat.percobaan_kunjungan_min
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "lapangan:paket:dibaca"))).one()
    assert usulan.nik_indeks in jejak.subjek
    assert jejak.rincian == {"penugasan": [str(sebagai_ref(tugas).id)]}


async def test_last_answers_and_the_draft_come_along(
    pencacah: Pencacah, tugas: str, verifikator: Klien, usulan: Usulan, sesi: AsyncSession
) -> None:
    await potret(pencacah, tugas)
    await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan()))
    await sesi.execute(update(Usulan).values(status=S.DIKEMBALIKAN, sasaran_kembali="PETUGAS"))
    await sesi.refresh(usulan)
    lagi = await tugaskan(verifikator, usulan, pencacah, "kunjungi-ulang")
    await kirim(pencacah.klien, item("UPDATE", lagi, {"responden": "Ibu"}))
    (satu,) = (await pencacah.klien.get(PAKET)).json()["data"]
    assert satu["jawaban_terakhir"]["instrumen"] == "REGSOSEK2022K"
    assert satu["jawaban_terakhir"]["isi"]["keluarga"]["205"] == 1
    assert (satu["draf"]["isi"], satu["draf"]["versi"]) == ({"responden": "Ibu"}, 1)


async def test_an_unchanged_package_is_not_sent_again_and_not_recorded_as_read(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession
) -> None:
    jawab = await pencacah.klien.get(PAKET)
    assert jawab.headers["Cache-Control"] == "no-store"
    sama = await pencacah.klien.get(PAKET, headers={"If-None-Match": jawab.headers["ETag"]})
    assert (sama.status_code, sama.content, sama.headers["ETag"]) == (304, b"", jawab.headers["ETag"])
    dibaca = select(func.count()).where(JejakAudit.kejadian == "lapangan:paket:dibaca")
    assert await sesi.scalar(dibaca) == 1
    await kirim(pencacah.klien, item("UPDATE", tugas, {}))
    baru = await pencacah.klien.get(PAKET, headers={"If-None-Match": jawab.headers["ETag"]})
    assert baru.status_code == 200


async def test_only_changes_since_the_last_package_and_what_was_closed(
    pencacah: Pencacah, tugas: str, verifikator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    await tuakan(sesi)
    waktu = (await pencacah.klien.get(PAKET)).json()["waktu_server"]
    sejak = (datetime.fromisoformat(waktu) + timedelta(minutes=3)).isoformat()
    paket = (await pencacah.klien.get(PAKET, params={"sejak": sejak})).json()
    assert (paket["data"], paket["ditutup"]) == ([], [])
    sejak = (datetime.fromisoformat(waktu) - timedelta(minutes=10)).isoformat()
    kasus = await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH)
    lain = await tugaskan(verifikator, kasus, pencacah)
    (satu,) = (await pencacah.klien.get(PAKET, params={"sejak": sejak})).json()["data"]
    assert satu["tugas"]["penugasan"]["ref"] == ref(lain)
    await tarik(verifikator, tugas)
    paket = (await pencacah.klien.get(PAKET, params={"sejak": sejak})).json()
    assert paket["ditutup"] == [{"ref": ref(tugas), "status": "DITARIK"}]


async def test_new_answers_of_an_old_family_are_a_change(
    pencacah: Pencacah, tugas: str, verifikator: Klien, usulan: Usulan, sesi: AsyncSession
) -> None:
    await potret(pencacah, tugas)
    await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan()))
    await sesi.execute(update(Usulan).values(status=S.DIKEMBALIKAN, sasaran_kembali="PETUGAS"))
    await sesi.refresh(usulan)
    await tugaskan(verifikator, usulan, pencacah, "kunjungi-ulang")
    await tuakan(sesi, 9)
    sejak = (now() - timedelta(hours=1)).isoformat()
    assert len((await pencacah.klien.get(PAKET, params={"sejak": sejak})).json()["data"]) == 1


async def test_the_package_comes_in_pages(
    pencacah: Pencacah, tugas: str, verifikator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    lain = await tugaskan(verifikator, await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH), pencacah)
    satu = (await pencacah.klien.get(PAKET, params={"batas": 1})).json()
    dua = (await pencacah.klien.get(PAKET, params={"batas": 1, "kursor": satu["halaman"]["berikutnya"]})).json()
    refs = [k["tugas"]["penugasan"]["ref"] for k in (*satu["data"], *dua["data"])]
    assert (refs, dua["halaman"]["berikutnya"]) == ([ref(tugas), ref(lain)], None)


async def test_a_case_that_needs_no_visit_any_more_is_left_out(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession
) -> None:
    await sesi.execute(update(Usulan).values(status=S.KEDALUWARSA))
    paket = (await pencacah.klien.get(PAKET)).json()
    assert (paket["data"], paket["ditutup"]) == ([], [{"ref": ref(tugas), "status": "DITARIK"}])
    (hasil,) = await kirim(pencacah.klien, item("SUBMIT", tugas, kunjungan()))
    assert (hasil["kode"], hasil["is_disimpan"]) == ("transisi-ditolak", True)
    assert (await kirim(pencacah.klien, item("PERCOBAAN", tugas, {})))[0]["kode"] == "isi-item-tidak-sah"


async def test_the_devices_clock_is_kept_with_its_package(pencacah: Pencacah, tugas: str, sesi: AsyncSession) -> None:
    for lewat in (0, 1):
        jam = (now() - timedelta(days=lewat)).isoformat()
        await pencacah.klien.get(PAKET, params={"perangkat": str(PERANGKAT), "jam": jam})
    baris = (await sesi.scalars(select(Perangkat))).one()
    assert baris.paket_at - baris.jam_paket > timedelta(hours=23)


async def test_a_questionnaire_is_taken_once(pencacah: Pencacah, verifikator: Klien) -> None:
    paket = (await pencacah.klien.get(PAKET)).json()
    for satu in paket["instrumen"]:
        jawab = await pencacah.klien.get(satu["alamat"])
        assert (jawab.json()["sidik"], jawab.json()["isi"]["kode"]) == (satu["sidik"], satu["kode"])
        sama = await pencacah.klien.get(satu["alamat"], headers={"If-None-Match": jawab.headers["ETag"]})
        assert sama.status_code == 304
    jawab = await pencacah.klien.get("/v1/petugas/lapangan/instrumen/SENSUS1930")
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "instrumen-tidak-ditemukan")


@pytest.mark.parametrize("params", [{"sejak": "kemarin"}, {"jam": "x"}, {"apa": "1"}], ids=str)
async def test_bad_parameters_are_named(pencacah: Pencacah, params: dict[str, str]) -> None:
    jawab = await pencacah.klien.get(PAKET, params=params)
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "isian-tidak-sah")


async def test_only_enumerators_take_a_package(verifikator: Klien, klien: Klien) -> None:
    assert (await verifikator.get(PAKET)).status_code == 403
    assert (await klien.get(PAKET)).status_code == 401
