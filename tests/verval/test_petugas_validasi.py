"""The match with Dukcapil and the decisions of validation, through HTTP and through the job."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from app.audit.models import JejakAudit
from app.core.ids import Ref, id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.kependudukan.ports import JawabanKependudukan, KependudukanPort, LayananGagal, SebabGagal, TidakDitemukan
from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.status import AksiUsulan, JenisUsulan, SubjenisUsulan
from app.usulan.status import StatusUsulan as S
from app.verval.models import PadanLog
from app.verval.padan import COBA_MAKS, padankan_usulan
from app.verval.pengecualian import periksa_usulan
from app.verval.status import StatusPenugasan
from tests.conftest import Klien, Masuk
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import nik, subjek
from tests.verval.conftest import Pencacah, Segar, aksi, lampirkan_bukti, potret, tugaskan

ORANG = subjek()
SALAH = pabrik.resmi(ORANG, nama="SULASTRI", nama_ibu=None)


@pytest.fixture
async def usulan(sesi: AsyncSession, wadah: Wadah) -> Usulan:
    """A visited usulan on the verifikator's desk."""
    return await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS, isi=ORANG)


async def padankan(wadah: Wadah, dukcapil: pabrik.DukcapilPalsu, usulan: Usulan, jawaban: JawabanKependudukan) -> None:
    dukcapil.jawaban = jawaban
    await padankan_usulan(wadah, usulan.ref)


async def hasil(klien: Klien, usulan: Usulan) -> Any:
    return (await klien.get(f"/v1/petugas/usulan/{usulan.ref}/padan")).json()


async def test_a_match_opens_the_way_to_the_signature(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    jawab = await aksi(verifikator, usulan, "setujui-validasi")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "padan")
    assert not [x for x in ("/padan", "padankan", "kecualian-adminduk") if x not in jawab.json()["detail"]]
    assert jawab.json()["kode_alasan"] == "TIDAK_PADAN_DUKCAPIL"
    await padankan(wadah, dukcapil, usulan, pabrik.resmi(ORANG))
    assert dukcapil.ditanya == [ORANG.nik]
    assert (await hasil(verifikator, usulan))["hasil"] == "PADAN"
    await periksa_usulan(wadah, usulan.ref)
    jawab = await aksi(verifikator, usulan, "setujui-validasi")
    assert (jawab.status_code, jawab.json()["status"]) == (200, "SIAP_DISAHKAN")
    assert jawab.headers["ETag"] == '"v2"'


async def test_a_mismatch_moves_the_case_and_names_fields_never_values(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu, sesi: AsyncSession, segar: Segar
) -> None:
    await padankan(wadah, dukcapil, usulan, SALAH)
    assert (await segar(usulan)).status is S.TIDAK_PADAN
    padan = await hasil(verifikator, usulan)
    assert (padan["hasil"], padan["riwayat"][0]["beda"]) == ("TIDAK_PADAN", ["NAMA"])
    assert "SULASTRI" not in str(padan)
    langkah = (await sesi.scalars(select(RiwayatUsulan).where(RiwayatUsulan.usulan_id == usulan.id))).one()
    assert (langkah.aksi, langkah.pelaku_id, langkah.kode_alasan) == (
        AksiUsulan.NYATAKAN_TIDAK_PADAN,
        None,
        "TIDAK_PADAN_DUKCAPIL",
    )
    isi = wadah.sandi.buka(usulan.kunci_data, langkah.isi or b"", "usulan", usulan.id)
    assert isi["penjelasan"].endswith("Bagian yang belum cocok: nama.")


@pytest.mark.parametrize(
    ("jawaban", "tampak", "status"),
    [
        (TidakDitemukan(), "NIK_TIDAK_DITEMUKAN", S.TIDAK_PADAN),
        (pabrik.resmi(ORANG, meninggal=True), "MENINGGAL", S.VALIDASI_DINSOS),
        (LayananGagal(SebabGagal.JAWABAN_ANEH), "TUNDA", S.VALIDASI_DINSOS),
        (pabrik.resmi(ORANG, tanggal_lahir=date(1990, 1, 2), nama_ibu=None), "TIDAK_PADAN", S.TIDAK_PADAN),
    ],
)
async def test_no_other_answer_opens_it(
    verifikator: Klien,
    usulan: Usulan,
    wadah: Wadah,
    dukcapil: pabrik.DukcapilPalsu,
    segar: Segar,
    jawaban: JawabanKependudukan,
    tampak: str,
    status: S,
) -> None:
    await padankan(wadah, dukcapil, usulan, jawaban)
    assert (await hasil(verifikator, usulan))["hasil"] == tampak
    assert (await segar(usulan)).status is status
    jawab = await aksi(verifikator, usulan, "setujui-validasi")
    assert jawab.status_code == 409
    assert jawab.json()["kode"] in {"syarat-tidak-terpenuhi", "transisi-ditolak"}


async def test_a_changed_family_card_is_only_a_warning(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    await padankan(wadah, dukcapil, usulan, pabrik.resmi(ORANG, no_kk="3204050707159999"))
    padan = await hasil(verifikator, usulan)
    assert (padan["hasil"], padan["riwayat"][0]["peringatan"]) == ("PADAN", ["KK_BERUBAH"])


async def test_a_failing_service_takes_no_definite_answer_away_and_is_asked_again_so_often(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu, sesi: AsyncSession
) -> None:
    await padankan(wadah, dukcapil, usulan, pabrik.resmi(ORANG))
    dukcapil.jawaban = LayananGagal(SebabGagal.WAKTU_HABIS)
    for ke in (1, COBA_MAKS):
        await jalankan(wadah, "verval.padankan", {"ref": usulan.ref.teks, "ke": ke, "oleh": str(id_baru())})
    padan = await hasil(verifikator, usulan)
    assert (padan["hasil"], [r["sebab"] for r in padan["riwayat"]]) == ("PADAN", ["WAKTU_HABIS", "WAKTU_HABIS", None])
    antre = await sesi.scalars(text("SELECT payload FROM pgqueuer WHERE entrypoint = 'verval.padankan'"))
    assert [b'"ke": 2' in p for p in antre] == [True]


async def test_no_outage_is_long_enough_to_hide_a_match(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    await padankan(wadah, dukcapil, usulan, pabrik.resmi(ORANG))
    for _ in range(21):
        await padankan(wadah, dukcapil, usulan, LayananGagal(SebabGagal.WAKTU_HABIS))
    padan = await hasil(verifikator, usulan)
    assert (padan["hasil"], {r["hasil"] for r in padan["riwayat"]}) == ("PADAN", {"TUNDA"})
    await periksa_usulan(wadah, usulan.ref)
    assert (await aksi(verifikator, usulan, "setujui-validasi")).status_code == 200


async def test_a_person_without_nik_cannot_match_and_nobody_is_asked(
    sesi: AsyncSession, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu, segar: Segar
) -> None:
    usulan = await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS, isi=subjek(nik=None))
    await padankan_usulan(wadah, usulan.ref)
    assert dukcapil.ditanya == []
    assert (await segar(usulan)).status is S.TIDAK_PADAN


async def test_a_death_proves_a_removal_for_that_reason(
    verifikator: Klien, sesi: AsyncSession, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    usulan = await pabrik.usulan(
        sesi, wadah, S.VALIDASI_DINSOS, isi=ORANG, jenis=JenisUsulan.HAPUS, subjenis=SubjenisUsulan.MENINGGAL
    )
    await padankan(wadah, dukcapil, usulan, pabrik.resmi(ORANG, meninggal=True))
    await periksa_usulan(wadah, usulan.ref)
    assert (await aksi(verifikator, usulan, "setujui-validasi")).json()["status"] == "SIAP_DISAHKAN"


async def test_after_dukcapil_repaired_its_record_the_case_goes_on(
    verifikator: Klien, usulan: Usulan, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu, masuk: Masuk
) -> None:
    await padankan(wadah, dukcapil, usulan, SALAH)
    disdukcapil = await masuk(Jabatan.DISDUKCAPIL, ("32.04",))
    jawab = await aksi(disdukcapil, usulan, "padankan-ulang")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "padan")
    await padankan(wadah, dukcapil, usulan, pabrik.resmi(ORANG))
    await periksa_usulan(wadah, usulan.ref)
    jawab = await aksi(disdukcapil, usulan, "padankan-ulang")
    assert (jawab.status_code, jawab.json()["status"]) == (200, "VALIDASI_DINSOS")
    assert (await aksi(verifikator, usulan, "setujui-validasi")).status_code == 200


async def test_a_corrected_identity_needs_a_match_of_its_own(
    operator: Klien, verifikator: Klien, usulan: Usulan, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    await padankan(wadah, dukcapil, usulan, SALAH)
    versi = (await operator.get(f"/v1/petugas/usulan/{usulan.ref}?tujuan=perbaikan")).headers["ETag"]
    baru = ORANG.model_dump(mode="json") | {"nama": "Sulastri", "nama_ibu": None}
    jawab = await operator.patch(f"/v1/petugas/usulan/{usulan.ref}", json={"subjek": baru}, headers={"If-Match": versi})
    assert jawab.status_code == 200, jawab.text
    assert (await hasil(operator, usulan))["hasil"] == "BELUM"
    await padankan_usulan(wadah, usulan.ref)
    assert (await hasil(operator, usulan))["hasil"] == "PADAN"
    assert (await aksi(operator, usulan, "padankan-ulang")).json()["status"] == "VALIDASI_DINSOS"


async def test_an_answer_that_comes_too_late_decides_nothing(
    usulan: Usulan, wadah: Wadah, sesi: AsyncSession, verifikator: Klien
) -> None:
    class Lambat(pabrik.DukcapilPalsu):
        @override
        async def padankan(self, nik: str) -> JawabanKependudukan:
            await aksi(verifikator, usulan, "tolak", {"alasan": pabrik.alasan("ASN_TNI_POLRI")})
            return await super().padankan(nik)

    await lampirkan_bukti(verifikator, usulan)
    lambat = Lambat(SALAH)
    wadah.pasang(KependudukanPort, lambda _s, _w: lambat)
    await padankan_usulan(wadah, usulan.ref)
    assert len((await sesi.scalars(select(PadanLog))).all()) == 1
    await padankan_usulan(wadah, usulan.ref)
    assert len(lambat.ditanya) == 1


async def test_a_question_is_queued_counted_and_recorded(
    verifikator: Klien, usulan: Usulan, sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    jawab = await aksi(verifikator, usulan, "padankan")
    assert (jawab.status_code, jawab.json()) == (202, {"ref": str(usulan.ref)})
    assert jawab.headers["Location"] == f"/v1/petugas/usulan/{usulan.ref}/padan"
    assert (await hasil(verifikator, usulan)) == {"hasil": "BELUM", "riwayat": []}
    jejak = {j.kejadian: j for j in await sesi.scalars(select(JejakAudit))}
    assert jejak["verval:padan:diminta"].subjek == [usulan.nik_indeks]
    assert jejak["verval:padan:dibaca"].is_baca
    monkeypatch.setattr("app.verval.padan._BATAS_PERMINTAAN", 1)
    assert (await aksi(verifikator, usulan, "padankan")).status_code == 429


@pytest.mark.parametrize("status", [S.SIAP_DISAHKAN, S.VERVAL_DITUGASKAN])
async def test_only_a_case_that_waits_for_a_match_is_asked_about(
    verifikator: Klien, sesi: AsyncSession, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu, status: S
) -> None:
    usulan = await pabrik.usulan(sesi, wadah, status)
    jawab = await aksi(verifikator, usulan, "padankan")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "belum-dapat-dipadankan")
    await padankan_usulan(wadah, usulan.ref)
    assert dukcapil.ditanya == []


@pytest.mark.parametrize(
    ("nama", "kode", "status"),
    [("kembalikan", "PERLU_KUNJUNGAN_ULANG", "DIKEMBALIKAN"), ("tolak", "ASN_TNI_POLRI", "DITOLAK")],
)
async def test_a_negative_decision_needs_a_reason_of_its_own_list(
    verifikator: Klien, usulan: Usulan, nama: str, kode: str, status: str
) -> None:
    await lampirkan_bukti(verifikator, usulan)
    lain = {"sasaran": "PETUGAS"} if nama == "kembalikan" else {}
    galat = [
        (await aksi(verifikator, usulan, nama, lain | isi)).json()["kode"]
        for isi in (
            {},
            {"alasan": pabrik.alasan("DINILAI_MAMPU")},
            {"alasan": pabrik.alasan(kode) | {"penjelasan": "pendek"}},
        )
    ]
    assert galat == ["alasan-wajib", "alasan-tidak-berlaku", "isian-tidak-sah"]
    jawab = await aksi(verifikator, usulan, nama, lain | {"alasan": pabrik.alasan(kode)})
    assert (jawab.status_code, jawab.json()["status"]) == (200, status)


async def test_a_return_names_whom_and_lands_there(verifikator: Klien, usulan: Usulan) -> None:
    isi = {"alasan": pabrik.alasan("FOTO_TIDAK_SESUAI")}
    assert (await aksi(verifikator, usulan, "kembalikan", isi)).status_code == 422
    jawab = await aksi(verifikator, usulan, "kembalikan", isi | {"sasaran": "DESA"})
    assert jawab.json()["sasaran_kembali"] == "DESA"


async def test_who_visited_prepared_or_is_the_case_does_not_judge_it(
    verifikator: Klien,
    pencacah: Pencacah,
    sesi: AsyncSession,
    wadah: Wadah,
    dukcapil: pabrik.DukcapilPalsu,
    masuk: Masuk,
) -> None:
    penulis = await masuk(Jabatan.VERIFIKATOR, ("32.04",))
    diri = await masuk(Jabatan.VERIFIKATOR, ("32.04",), nik=ORANG.nik)
    serumah = await masuk(Jabatan.VERIFIKATOR, ("32.04",), no_kk=ORANG.no_kk)
    usulan = await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH, isi=ORANG, penyunting=(penulis.pelaku.akun_id,))
    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur)
    assert (await pencacah.klien.post(f"{jalur}/kunjungan", json=pabrik.kunjungan())).status_code == 201
    await padankan(wadah, dukcapil, usulan, pabrik.resmi(ORANG))
    await periksa_usulan(wadah, usulan.ref)
    naik_jabatan = await masuk(Jabatan.VERIFIKATOR, ("32.04",), akun_id=pencacah.akun_id)
    tolak = {"alasan": pabrik.alasan("ASN_TNI_POLRI")}
    kembali = {"alasan": pabrik.alasan("FOTO_TIDAK_SESUAI"), "sasaran": "DESA"}
    for orang in (penulis, diri, serumah, naik_jabatan):
        for nama, isi in (("setujui-validasi", None), ("tolak", tolak), ("kembalikan", kembali)):
            jawab = await aksi(orang, usulan, nama, isi)
            assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas"), nama
    assert (await aksi(verifikator, usulan, "setujui-validasi")).status_code == 200


async def test_an_enumerator_who_was_assigned_and_failed_does_not_judge_either(
    verifikator: Klien, pencacah: Pencacah, usulan: Usulan, sesi: AsyncSession, masuk: Masuk
) -> None:
    sesi.add(
        pabrik.penugasan(usulan, pencacah.akun_id, StatusPenugasan.GAGAL),
    )
    await sesi.commit()
    naik_jabatan = await masuk(Jabatan.VERIFIKATOR, ("32.04",), akun_id=pencacah.akun_id)
    jawab = await aksi(naik_jabatan, usulan, "tolak", {"alasan": pabrik.alasan("ASN_TNI_POLRI")})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukan_pencacah")


async def test_a_second_account_of_the_same_person_judges_no_more_than_the_first(
    usulan: Usulan, sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    satu, dua = nik(), nik()
    pengusul = await masuk(Jabatan.WARGA, nik=satu)
    usulan.penyunting_ids = [pengusul.pelaku.akun_id]
    pencacah_id = await pabrik.enumerator(sesi, wadah, nik=dua)
    sesi.add(pabrik.penugasan(usulan, pencacah_id, StatusPenugasan.GAGAL))
    await sesi.commit()
    tolak = {"alasan": pabrik.alasan("ASN_TNI_POLRI")}
    for punya, syarat in ((satu, "bukan_pengolah"), (dua, "bukan_pencacah")):
        hakim = await masuk(Jabatan.VERIFIKATOR, nik=punya)
        jawab = await aksi(hakim, usulan, "tolak", tolak)
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")
        assert jawab.json()["syarat"] == syarat


async def test_other_regions_see_404_and_other_positions_403(usulan: Usulan, masuk: Masuk) -> None:
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    tolak = {"alasan": pabrik.alasan("ASN_TNI_POLRI")}
    kembali = tolak | {"sasaran": "DESA"}
    semua = {"setujui-validasi": None, "tolak": tolak, "kembalikan": kembali, "padankan": None}
    for nama, isi in semua.items():
        jawab = await aksi(asing, usulan, nama, isi)
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "usulan-tidak-ditemukan")
        for jabatan in (Jabatan.KEPALA_OPD, Jabatan.ENUMERATOR, Jabatan.PUSAT):
            assert (await aksi(await masuk(jabatan, ("32.04",)), usulan, nama, isi)).status_code == 403
    assert (await asing.get(f"/v1/petugas/usulan/{usulan.ref}/padan")).status_code == 404
    assert (await asing.get(f"/v1/petugas/usulan/{Ref.nihil()}/padan")).status_code == 404
    dukcapil = await masuk(Jabatan.DISDUKCAPIL, ("32.17",))
    assert (await aksi(dukcapil, usulan, "padankan-ulang")).status_code == 404
