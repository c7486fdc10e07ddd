"""Assigning and visiting through HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import StatusAkun
from app.akun.models import PenugasanWilayah
from app.audit.models import JejakAudit
from app.core.clock import hari_ini, now
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.models import Keluarga
from app.keluarga.service import KeluargaService
from app.usulan.models import Usulan
from app.usulan.status import SasaranKembali
from app.usulan.status import StatusUsulan as S
from app.verval.models import Kunjungan, Penarikan, Penugasan
from app.verval.status import JenisFoto
from tests.conftest import Klien, Masuk
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import anggota, isian, orang, subjek
from tests.versi import pastikan_berversi
from tests.verval.conftest import FOTO, Pencacah, Segar, aksi, potret, tugaskan


@pytest.fixture
async def usulan(sesi: AsyncSession, wadah: Wadah) -> Usulan:
    """An agreed usulan that waits for a visit."""
    return await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH, isi=subjek(anggota()))


async def gagal(sesi: AsyncSession, pencacah: Pencacah, usulan: Usulan, jalur: str, *, hari: int = 3) -> Any:
    """Report a failure after attempts on the last days, of an assignment as old as that."""
    await sesi.execute(update(Penugasan).values(ditugaskan_at=now() - timedelta(days=hari - 1)))
    for n in range(hari):
        isi = {"tanggal": (hari_ini() - timedelta(days=n)).isoformat(), "sebab": "RESPONDEN_TIDAK_DITEMUI"}
        assert (await pencacah.klien.post(f"{jalur}/percobaan", json=isi)).status_code == 201
    return await aksi(
        pencacah.klien, usulan, "laporkan-gagal-kunjungan", {"alasan": pabrik.alasan("RESPONDEN_TIDAK_DITEMUI")}
    )


async def test_a_visit_takes_the_usulan_to_validation_and_queues_its_match(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur)
    jawab = await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan())
    assert jawab.status_code == 201, jawab.text
    assert jawab.json()["status"] == "VALIDASI_DINSOS"
    assert jawab.headers["Location"] == f"/v1/petugas/usulan/{usulan.ref}"
    assert (await segar(usulan)).status is S.VALIDASI_DINSOS
    tersimpan = await KeluargaService.rakit(sesi, wadah).jawaban_terakhir(usulan.keluarga_id)
    assert tersimpan is not None
    assert str(tersimpan.id) == jawab.json()["jawaban_id"]
    antre = await sesi.scalar(text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'verval.padankan'"))
    assert antre == 1
    assert (await pencacah.klien.get("/v1/petugas/penugasan")).json()["data"] == []
    assert (await pencacah.klien.get(jalur)).status_code == 404


async def test_place_and_respondent_are_sealed(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur)
    await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan(responden="Ibu Khas"))
    baris = (await sesi.scalars(select(Kunjungan))).one()
    assert b"Khas" not in baris.isi
    isi = wadah.sandi.buka(baris.kunci_data, baris.isi, "kunjungan", baris.id)
    assert isi == {"lintang": -6.9401, "bujur": 107.7501, "akurasi_m": 8.5, "responden": "Ibu Khas"}


async def test_the_enumerator_reads_what_he_needs_and_the_subject_can_see_it(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    tugas = (await pencacah.klien.get(jalur)).json()
    assert tugas["nomor_usulan"] == usulan.nomor
    assert [a["hubungan"] for a in tugas["anggota"]] == ["KEPALA_KELUARGA", "ANAK"]
    assert tugas["anggota"][0]["nik_tersamar"].startswith("3204***")
    assert tugas["anggota"][0]["individu_id"] == str(usulan.individu_id)
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "verval:tugas:dibaca"))).one()
    assert (jejak.pelaku_id, jejak.subjek) == (pencacah.akun_id, [usulan.nik_indeks])


async def test_bad_answers_are_named_one_by_one_and_nothing_is_kept(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession, segar: Segar
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur)
    rusak = isian(orang(p409=1, p407=200), keluarga={"303": 99})
    jawab = await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan(jawaban=rusak))
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "jawaban-tidak-sah")
    assert {"keluarga.303", "individu.baru-1.407"} <= {r["lokasi"] for r in jawab.json()["rincian"]}
    isi, bahasa = pabrik.kunjungan(jawaban=rusak), {"Accept-Language": "en"}
    inggris = await pencacah.klien.post(f"{jalur}/kunjungan", json=isi, headers=bahasa)
    for a, b in zip(jawab.json()["rincian"], inggris.json()["rincian"], strict=True):
        assert not {a["pesan"], a["saran"]} & {b["pesan"], b["saran"]}
    assert (await segar(usulan)).status is S.VERVAL_DITUGASKAN
    assert (await sesi.scalars(select(Kunjungan))).all() == []


BUKAN_KUNJUNGAN: list[tuple[dict[str, Any], str]] = [
    ({"jawaban": isian(keluarga={"205": 4})}, "jawaban-tidak-sah"),
    ({"jawaban": {"kepala": {}, "keluarga": {"205": 4}, "individu": {}}}, "hasil-pendataan-tidak-sesuai"),
    ({"jawaban": {}}, "jawaban-tidak-sah"),
    ({"instrumen": "SENSUS1930"}, "jawaban-tidak-sah"),
    ({"selesai_at": (now() + timedelta(hours=1)).isoformat()}, "tanggal-tidak-sah"),
    ({"mulai_at": (now() - timedelta(hours=1)).isoformat()}, "tanggal-tidak-sah"),
    ({"selesai_at": (now() - timedelta(days=9)).isoformat()}, "isian-tidak-sah"),
    ({"mulai_at": "2026-11-21T08:00:00"}, "isian-tidak-sah"),
    ({"lintang": 52.0}, "isian-tidak-sah"),
    ({"bujur": 4.9}, "isian-tidak-sah"),
    ({"akurasi_m": 0}, "isian-tidak-sah"),
    ({"lintang": None}, "isian-tidak-sah"),
    ({"enumerator_id": "x"}, "isian-tidak-sah"),
]


async def test_visits_that_are_none(verifikator: Klien, pencacah: Pencacah, usulan: Usulan, segar: Segar) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur)
    for ganti, kode in BUKAN_KUNJUNGAN:
        jawab = await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan(**ganti))
        assert (jawab.status_code, jawab.json()["kode"]) == (422, kode), ganti
    assert (await segar(usulan)).status is S.VERVAL_DITUGASKAN


async def test_each_required_photo_is_required(verifikator: Klien, pencacah: Pencacah, usulan: Usulan) -> None:
    """T10: photos of family card, front, inside and respondent; roof, floor and wall are wanted only."""
    jalur = await tugaskan(verifikator, usulan, pencacah)
    for jenis in (JenisFoto.KK, JenisFoto.RUMAH_DEPAN, JenisFoto.RUMAH_DALAM, JenisFoto.RESPONDEN):
        jawab = await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan())
        assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukti_kunjungan_lengkap")
        await potret(pencacah, jalur, jenis)
    assert (await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan())).status_code == 201


async def test_a_repeated_send_gets_the_first_receipt_and_another_one_is_refused(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur)
    isi, kunci = pabrik.kunjungan(), {"Idempotency-Key": "kunjungan-perangkat-1"}
    satu = await pencacah.klien.post(f"{jalur}/kunjungan", json=isi, headers=kunci)
    dua = await pencacah.klien.post(f"{jalur}/kunjungan", json=isi, headers=kunci)
    assert (satu.status_code, dua.status_code, satu.content) == (201, 201, dua.content)
    tiga = await pencacah.klien.post(f"{jalur}/kunjungan", json=isi)
    assert (tiga.status_code, tiga.json()["status_sekarang"]) == (409, "SELESAI")


async def test_a_closed_assignment_takes_nothing_more(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await gagal(sesi, pencacah, usulan, jalur)
    jawaban = [
        await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan()),
        await pencacah.klien.post(f"{jalur}/foto", data={"jenis": "KK"}, files={"berkas": ("x", FOTO)}),
        await pencacah.klien.post(f"{jalur}/percobaan", json={"tanggal": "2026-01-01", "sebab": "RESPONDEN_MENOLAK"}),
        await aksi(pencacah.klien, usulan, "laporkan-gagal-kunjungan", {"alasan": pabrik.alasan("RESPONDEN_MENOLAK")}),
    ]
    assert [(j.status_code, j.json()["kode"]) for j in jawaban] == [(409, "transisi-ditolak")] * 4


async def test_three_days_make_a_failed_visit_and_two_rounds_close_the_case(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    jawab = await gagal(sesi, pencacah, usulan, jalur)
    assert (jawab.status_code, jawab.json()["status"]) == (200, "VERVAL_GAGAL")
    tutup = {"alasan": pabrik.alasan("RESPONDEN_TIDAK_DITEMUI")}
    jawab = await aksi(verifikator, usulan, "tutup-gagal-kunjungan", tutup)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "putaran_habis")
    jalur = await tugaskan(verifikator, usulan, pencacah, "tugaskan-ulang")
    assert (await gagal(sesi, pencacah, usulan, jalur)).status_code == 200
    jawab = await aksi(verifikator, usulan, "tugaskan-ulang", {"enumerator_id": str(pencacah.akun_id)})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "putaran_tersisa")
    jawab = await aksi(verifikator, usulan, "tutup-gagal-kunjungan", {})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "alasan-wajib")
    jawab = await aksi(verifikator, usulan, "tutup-gagal-kunjungan", tutup)
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DITOLAK")


async def test_two_days_are_not_enough(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    jawab = await gagal(sesi, pencacah, usulan, jalur, hari=2)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "percobaan_cukup")


async def test_one_attempt_a_day_and_none_in_the_future_or_before_the_assignment(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    isi = {"tanggal": hari_ini().isoformat(), "sebab": "RESPONDEN_MENOLAK", "catatan": "Pagi"}
    assert (await pencacah.klien.post(f"{jalur}/percobaan", json=isi)).status_code == 201
    jawab = await pencacah.klien.post(f"{jalur}/percobaan", json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "percobaan-sudah-tercatat")
    for hari in (1, -1):
        isi["tanggal"] = (hari_ini() + timedelta(days=hari)).isoformat()
        jawab = await pencacah.klien.post(f"{jalur}/percobaan", json=isi)
        assert (jawab.status_code, jawab.json()["kode"]) == (422, "tanggal-tidak-sah")
    assert len((await pencacah.klien.get(jalur)).json()["percobaan"]) == 1


async def test_another_enumerator_finds_nothing(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, masuk: Masuk
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    lain = await masuk(Jabatan.ENUMERATOR, ("32.04",))
    jawaban = [
        await lain.get(jalur),
        await lain.post(f"{jalur}/kunjungan", json=pabrik.kunjungan()),
        await lain.post(f"{jalur}/foto", data={"jenis": "KK"}, files={"berkas": ("x", FOTO)}),
        await lain.post(f"{jalur}/percobaan", json={"tanggal": "2026-01-01", "sebab": "RESPONDEN_MENOLAK"}),
        await lain.get(f"/v1/petugas/penugasan/{Ref(id_baru(), id_baru())}"),
        await lain.get("/v1/petugas/penugasan/apa-saja"),
    ]
    assert [(j.status_code, j.json()["kode"]) for j in jawaban] == [(404, "penugasan-tidak-ditemukan")] * 6
    jawab = await aksi(lain, usulan, "laporkan-gagal-kunjungan", {"alasan": pabrik.alasan("RESPONDEN_MENOLAK")})
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "usulan-tidak-ditemukan")


async def test_photos_are_for_the_assigned_enumerator_and_examining_officers_of_the_area(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, masuk: Masuk, sesi: AsyncSession
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    jawab = await pencacah.klien.post(f"{jalur}/foto", data={"jenis": "KK"}, files={"berkas": ("x.jpg", FOTO)})
    letak = jawab.headers["Location"]
    assert (await pencacah.klien.get(letak)).headers["content-type"] == "image/jpeg"
    assert (await verifikator.get(letak)).status_code == 200
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "verval:foto:dibaca"))).all()
    assert [(j.subjek, bool(j.tujuan)) for j in jejak] == [([usulan.nik_indeks], True)] * 2
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    lain = await masuk(Jabatan.ENUMERATOR, ("32.04",))
    tiada = [await asing.get(letak), await lain.get(letak), await verifikator.get(f"{jalur}/foto/{id_baru()}")]
    assert [t.status_code for t in tiada] == [404] * 3
    await gagal(sesi, pencacah, usulan, jalur)
    assert (await pencacah.klien.get(letak)).status_code == 404


async def test_twenty_photos_are_enough(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.verval.survei_foto.FOTO_MAKS", 1)
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur, JenisFoto.KK)
    jawab = await pencacah.klien.post(f"{jalur}/foto", data={"jenis": "KK"}, files={"berkas": ("x", FOTO)})
    assert jawab.json()["kode"] == "lampiran-terlalu-banyak"


@pytest.mark.parametrize(
    "ganti",
    [
        {"jabatan": Jabatan.TKSK},
        {"status": StatusAkun.NONAKTIF},
        {"wilayah": ("32.04.06",)},
        {"nik": "DIRI"},
        {"nik": "ANAK"},
        {"no_kk": "SAMA"},
    ],
    ids=str,
)
async def test_who_may_not_visit(verifikator: Klien, sesi: AsyncSession, wadah: Wadah, ganti: dict[str, Any]) -> None:
    anak = anggota()
    diri = subjek(anak)
    kasus = await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH, isi=diri)
    nyata = {"DIRI": diri.nik, "ANAK": anak.nik, "SAMA": diri.no_kk}
    isi: dict[str, Any] = {k: nyata.get(v, v) for k, v in ganti.items() if k != "wilayah"}
    akun_id = await pabrik.enumerator(sesi, wadah, *ganti.get("wilayah", ()), **isi)
    jawab = await aksi(verifikator, kasus, "tugaskan-verval", {"enumerator_id": str(akun_id)})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "pencacah_layak")


async def test_candidates_are_who_may_be_assigned_least_loaded_first(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    kasus = await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH, isi=(diri := subjek()))
    await tugaskan(verifikator, usulan, pencacah)
    lowong = await pabrik.enumerator(sesi, wadah, pabrik.DESA)
    await pabrik.enumerator(sesi, wadah, "32.04.06")
    await pabrik.enumerator(sesi, wadah, no_kk=diri.no_kk)
    await pabrik.enumerator(sesi, wadah, jabatan=Jabatan.TKSK)
    daftar = (await verifikator.get(f"/v1/petugas/usulan/{kasus.ref}/calon-enumerator")).json()["data"]
    assert [(d["akun_id"], d["beban"]) for d in daftar] == [(str(lowong), 0), (str(pencacah.akun_id), 1)]
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    assert (await asing.get(f"/v1/petugas/usulan/{kasus.ref}/calon-enumerator")).status_code == 404


async def test_nobody_is_not_assigned_and_a_full_load_takes_no_more(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    jawab = await aksi(verifikator, usulan, "tugaskan-verval", {"enumerator_id": str(id_baru())})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "pencacah_layak")
    monkeypatch.setattr(wadah.pengaturan.batas, "beban_enumerator", 0)
    jawab = await aksi(verifikator, usulan, "tugaskan-verval", {"enumerator_id": str(pencacah.akun_id)})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "beban_tersedia")


async def test_a_returned_case_is_visited_again_and_its_rounds_begin_anew(
    verifikator: Klien, pencacah: Pencacah, sesi: AsyncSession, wadah: Wadah
) -> None:
    kasus = await pabrik.usulan(sesi, wadah, S.DIKEMBALIKAN, sasaran=SasaranKembali.PETUGAS)
    await tugaskan(verifikator, kasus, pencacah, "kunjungi-ulang")
    desa = await pabrik.usulan(sesi, wadah, S.DIKEMBALIKAN, sasaran=SasaranKembali.DESA)
    jawab = await aksi(verifikator, desa, "kunjungi-ulang", {"enumerator_id": str(pencacah.akun_id)})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "kembali_ke_petugas")


async def test_other_regions_and_other_positions_assign_nobody(
    usulan: Usulan, pencacah: Pencacah, masuk: Masuk
) -> None:
    isi = {"enumerator_id": str(pencacah.akun_id)}
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    for nama in ("tugaskan-verval", "tugaskan-ulang", "kunjungi-ulang"):
        jawab = await aksi(asing, usulan, nama, isi)
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "usulan-tidak-ditemukan")
    assert (await aksi(asing, usulan, "tutup-gagal-kunjungan", {})).status_code == 404
    for jabatan in (Jabatan.OPERATOR_DESA, Jabatan.KEPALA_OPD, Jabatan.ENUMERATOR):
        assert (await aksi(await masuk(jabatan, ("32.04",)), usulan, "tugaskan-verval", isi)).status_code == 403


async def test_a_withdrawn_assignment_goes_to_another_enumerator_and_is_no_failed_round(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession, wadah: Wadah, masuk: Masuk, segar: Segar
) -> None:
    """T12: the VERIFIKATOR withdraws with a reason, the case stays assigned and takes another enumerator."""
    jalur = await tugaskan(verifikator, usulan, pencacah)
    lain = await pabrik.enumerator(sesi, wadah)
    jawab = await aksi(verifikator, usulan, "tugaskan-ulang", {"enumerator_id": str(lain)})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "tanpa_penugasan_aktif")
    isi = {"alasan": pabrik.alasan("PETUGAS_BERHALANGAN")}
    jawab = await verifikator.post(f"{jalur}/tarik", json=isi)
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DITARIK")
    assert (await verifikator.post(f"{jalur}/tarik", json=isi)).json()["kode"] == "transisi-ditolak"
    assert (await pencacah.klien.get(jalur)).status_code == 404
    assert (await segar(usulan)).status is S.VERVAL_DITUGASKAN
    jawab = await aksi(verifikator, usulan, "tugaskan-ulang", {"enumerator_id": str(lain)})
    assert jawab.status_code == 200, jawab.text
    baris = (await sesi.scalars(select(Penarikan))).one()
    assert (baris.kode_alasan, b"bertentangan" in baris.isi) == ("PETUGAS_BERHALANGAN", False)


async def test_a_withdrawal_needs_its_own_reason_and_the_area(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, masuk: Masuk
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    assert (await verifikator.post(f"{jalur}/tarik", json={})).json()["kode"] == "alasan-wajib"
    salah = {"alasan": pabrik.alasan("RESPONDEN_MENOLAK")}
    assert (await verifikator.post(f"{jalur}/tarik", json=salah)).json()["kode"] == "alasan-tidak-berlaku"
    isi = {"alasan": pabrik.alasan("BEBAN_DIALIHKAN")}
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    assert (await asing.post(f"{jalur}/tarik", json=isi)).json()["kode"] == "penugasan-tidak-ditemukan"
    assert (await pencacah.klien.post(f"{jalur}/tarik", json=isi)).status_code == 403


async def test_who_lost_the_area_lost_the_assignment(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession
) -> None:
    """A.3: the area is looked at when he writes, not when he was assigned."""
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur)
    await sesi.execute(update(PenugasanWilayah).values(kode_wilayah="32.17"))
    jawaban = [
        await pencacah.klien.get(jalur),
        await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan()),
        await pencacah.klien.post(f"{jalur}/foto", data={"jenis": "KK"}, files={"berkas": ("x", FOTO)}),
    ]
    assert [j.json()["kode"] for j in jawaban] == ["penugasan-tidak-ditemukan"] * 3
    assert (await pencacah.klien.get("/v1/petugas/penugasan")).json()["data"] == []


async def test_a_family_that_moved_since_the_agreement_is_not_visited_in_the_old_village(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession, segar: Segar
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur)
    await sesi.execute(update(Keluarga).values(kode_desa="32.04.05.2002"))
    jawab = await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan())
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "keluarga-pindah-desa")
    assert (await segar(usulan)).status is S.VERVAL_DITUGASKAN


async def test_a_withdrawal_may_name_the_version_that_was_read(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan
) -> None:
    jalur = await tugaskan(verifikator, usulan, pencacah)
    dibaca = (await pencacah.klien.get(jalur)).headers["ETag"]
    (antre,) = (await verifikator.get("/v1/petugas/lapangan/antrean")).json()["data"]
    assert dibaca == f'"v{antre["versi"]}"'
    isi = {"alasan": pabrik.alasan("PETUGAS_BERHALANGAN")}
    jawab = await pastikan_berversi(verifikator, jalur, "tarik", dibaca, isi)
    assert jawab.headers["ETag"] == f'"v{jawab.json()["versi"]}"'
