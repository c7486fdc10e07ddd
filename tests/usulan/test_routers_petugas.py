"""Officers and usulan, until a case is complete: through HTTP."""

from collections.abc import Mapping
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.status import AksiUsulan, JenisLampiran, SasaranKembali, StatusUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import usulan as pabrik
from tests.pabrik.gambar import foto
from tests.pabrik.indeks import kini
from tests.pabrik.wilayah import DESA, DESA_KAB_LAIN, DESA_LAIN

AKAR = "/v1/petugas/usulan"
S, J = StatusUsulan, Jabatan
TUJUAN = {"tujuan": "memeriksa kelengkapan"}
PERIKSA = dict.fromkeys(("ktp_terbaca", "kk_terbaca", "foto_rumah_sesuai", "nik_kk_sesuai", "domisili_sesuai"), True)
LENGKAP = {"daftar_periksa": PERIKSA}
MINTA = {"alasan": pabrik.alasan("KTP_TIDAK_TERBACA"), "butir": ["FOTO_KTP"]}


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(J.OPERATOR_DESA, (str(DESA),), nik=pabrik.nik_uji(), no_kk=pabrik.no_kk_uji())


async def unggah(klien: Klien, ref: str, jenis: str) -> str:
    """Attach a photo and return its path."""
    jawab = await klien.post(
        f"{AKAR}/{ref}/lampiran", data={"jenis": jenis}, files={"berkas": ("x.jpg", foto(), "image/jpeg")}
    )
    assert jawab.status_code == 201, jawab.text
    return jawab.headers["location"]


async def test_the_village_enters_somebody_and_completes_the_case(operator: Klien) -> None:
    jawab = await operator.post(AKAR, json={"subjek": pabrik.subjek(), **pabrik.PERNYATAAN})
    isi = jawab.json()
    assert (jawab.status_code, isi["pengusul_jabatan"], isi["atas_nama"]) == (201, "OPERATOR_DESA", None)
    lampiran = [await unggah(operator, isi["ref"], j) for j in ("FOTO_KTP", "FOTO_KK", "FOTO_RUMAH_DEPAN")]
    assert (await operator.get(lampiran[0], params=TUJUAN)).content[:2] == b"\xff\xd8"
    assert (await operator.post(f"{AKAR}/{isi['ref']}/ajukan")).json()["status"] == "DIAJUKAN"
    selesai = await operator.post(f"{AKAR}/{isi['ref']}/tetapkan-lengkap", json=LENGKAP)
    assert selesai.json()["status"] == "LENGKAP", selesai.text
    assert [a["aksi"] for a in selesai.json()["aksi_tersedia"]] == [
        "batalkan",
        "jadwalkan_musyawarah",
        "setujui_sptjm",
    ]


async def test_the_kab_kota_acts_for_a_village_without_operator_and_it_is_marked(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """F15: six of ten villages had no operator."""
    kabkota = await masuk(J.OPERATOR_KABKOTA)
    assert (await kabkota.post(AKAR, json={"subjek": pabrik.subjek()})).json()["mewakili_desa"] is True
    satu, dua = [await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN) for _ in range(2)]
    hasil = (await kabkota.post(f"{AKAR}/{satu.ref}/tetapkan-lengkap", json=LENGKAP)).json()
    assert (hasil["status"], hasil["mewakili_desa"]) == ("LENGKAP", True)
    await masuk(J.OPERATOR_DESA, (str(DESA),))
    assert (await kabkota.post(AKAR, json={"subjek": pabrik.subjek()})).json()["mewakili_desa"] is False
    jawab = await kabkota.post(f"{AKAR}/{dua.ref}/tetapkan-lengkap", json=LENGKAP)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "mewakili_desa")


async def test_the_kab_kota_corrects_what_was_returned_to_a_village_without_operator(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """F15, T15a."""
    kabkota = await masuk(J.OPERATOR_KABKOTA)
    satu, dua = [
        await pabrik.usulan(sesi, wadah, status=S.DIKEMBALIKAN, sasaran_kembali=SasaranKembali.DESA) for _ in range(2)
    ]
    hasil = (await kabkota.post(f"{AKAR}/{satu.ref}/perbaiki-berkas")).json()
    assert (hasil["status"], hasil["mewakili_desa"]) == ("LENGKAP", True)
    await masuk(J.OPERATOR_DESA, (str(DESA),))
    jawab = await kabkota.post(f"{AKAR}/{dua.ref}/perbaiki-berkas")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "mewakili_desa")


async def test_nobody_enters_people_outside_his_area(operator: Klien) -> None:
    for desa in (DESA_LAIN, DESA_KAB_LAIN):
        jawab = await operator.post(AKAR, json={"subjek": pabrik.subjek(kode_desa=str(desa))})
        assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "BEDA_WILAYAH")


async def test_no_officer_proposes_himself_or_his_family(masuk: Masuk) -> None:
    nik, no_kk = pabrik.nik_uji(), pabrik.no_kk_uji()
    operator = await masuk(J.OPERATOR_DESA, (str(DESA),), nik=nik, no_kk=no_kk)
    istri = {
        "nik": nik,
        "nama": "Istri Uji",
        "tanggal_lahir": "1991-01-01",
        "jenis_kelamin": "P",
        "hubungan": "ISTRI_SUAMI",
    }
    for isi in ({"nik": nik}, {"no_kk": no_kk}, {"anggota": [istri]}):
        jawab = await operator.post(AKAR, json={"subjek": pabrik.subjek(**isi)})
        assert (jawab.status_code, jawab.json().get("syarat")) == (409, "bukan_perkara_sendiri"), jawab.text


@pytest.mark.parametrize("jabatan", [j for j in J if j not in {J.WARGA, J.OPERATOR_DESA, J.OPERATOR_KABKOTA}])
async def test_other_positions_and_roles_enter_nothing(masuk: Masuk, jabatan: Jabatan) -> None:
    jawab = await (await masuk(jabatan)).post(AKAR, json={"subjek": pabrik.subjek()})
    assert jawab.status_code == 403


async def test_an_officer_sees_his_area_but_no_citizens_draft(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    draf = await pabrik.usulan(sesi, wadah)
    luar = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN, kode_desa=str(DESA_LAIN))
    bukan = (await operator.get(f"{AKAR}/{Ref.nihil()}", params=TUJUAN)).json()
    for ref in (draf.ref, luar.ref, "karangan"):
        jawab = await operator.get(f"{AKAR}/{ref}", params=TUJUAN)
        assert jawab.status_code == 404
        assert tanpa_penanda(jawab.json()) == tanpa_penanda(bukan)


def tanpa_penanda(isi: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in isi.items() if k not in {"instance", "id_permintaan"}}


async def test_the_answer_outside_the_area_is_the_same_for_every_operation(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN)
    lain = await masuk(J.OPERATOR_DESA, (str(DESA_KAB_LAIN),))
    badan = {"minta-lengkapi": MINTA, "tetapkan-lengkap": LENGKAP, "lengkapi": {}}
    for aksi in ("ajukan", "minta-lengkapi", "tetapkan-lengkap", "perbaiki-berkas", "lengkapi", "batalkan"):
        ada = await lain.post(f"{AKAR}/{satu.ref}/{aksi}", json=badan.get(aksi))
        tiada = await lain.post(f"{AKAR}/{Ref.nihil()}/{aksi}", json=badan.get(aksi))
        assert ada.status_code == 404, aksi
        assert tanpa_penanda(ada.json()) == tanpa_penanda(tiada.json())
    for ref in (satu.ref, Ref.nihil()):
        assert (await lain.get(f"{AKAR}/{ref}/riwayat")).status_code == 404
        ubah = await lain.patch(f"{AKAR}/{ref}", json={}, headers={"If-Match": '"v1"'})
        assert ubah.status_code == 404
        unggah = await lain.post(
            f"{AKAR}/{ref}/lampiran", data={"jenis": "SKTM"}, files={"berkas": ("x.jpg", foto(), "image/jpeg")}
        )
        assert unggah.status_code == 404


async def test_reading_needs_a_purpose_and_the_person_sees_it(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN)
    assert (await operator.get(f"{AKAR}/{satu.ref}")).status_code == 422
    jawab = await operator.get(f"{AKAR}/{satu.ref}", params=TUJUAN)
    assert jawab.headers["etag"] == '"v1"'
    assert jawab.json()["subjek"]["nama"] == "Sumber Uji"
    assert (await operator.get(f"{AKAR}/{satu.ref}/riwayat")).json()["data"][0]["aksi"] == "buat"
    baca = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "usulan:usulan:dibaca"))).all()
    assert {x.tujuan for x in baca} == {TUJUAN["tujuan"], None}
    assert all(kini(x.subjek) == kini([satu.nik_indeks]) for x in baca)


async def test_an_enumerator_does_not_browse_cases(masuk: Masuk) -> None:
    pencacah = await masuk(J.ENUMERATOR)
    assert (await pencacah.get(AKAR, params={"status": "DIAJUKAN"})).status_code == 403


async def test_the_work_list_shows_one_state_of_the_area_oldest_first(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    kabkota = await masuk(J.OPERATOR_KABKOTA)
    satu, dua = [await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN) for _ in range(2)]
    await pabrik.usulan(sesi, wadah, status=S.LENGKAP)
    await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN, kode_desa=str(DESA_KAB_LAIN))
    muka = (await kabkota.get(AKAR, params={"status": "DIAJUKAN", "batas": 1})).json()
    lanjut = {"status": "DIAJUKAN", "batas": 1, "kursor": muka["halaman"]["berikutnya"]}
    belakang = (await kabkota.get(AKAR, params=lanjut)).json()
    assert [b["ref"] for b in muka["data"] + belakang["data"]] == [satu.ref.teks, dua.ref.teks]
    assert muka["data"][0]["nama"] == "Sumber Uji"
    assert muka["data"][0]["aksi_tersedia"] == ["minta_lengkapi", "tetapkan_lengkap", "batalkan"]
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "usulan:daftar:dibaca"))).all()
    assert [kini(x.subjek) for x in jejak] == [kini([satu.nik_indeks]), kini([dua.nik_indeks])]
    await pabrik.usulan(sesi, wadah, status=S.DITOLAK)
    semua = [b["status"] for b in (await kabkota.get(AKAR)).json()["data"]]
    assert semua == ["DIAJUKAN", "DIAJUKAN", "LENGKAP"]
    assert (await kabkota.get(AKAR, params={"status": "KARANGAN"})).status_code == 422
    salah = await kabkota.get(AKAR, params={**lanjut, "status": "LENGKAP"})
    assert (salah.status_code, salah.json()["kode"]) == (422, "kursor-tidak-sah")


@pytest.mark.parametrize(
    ("isi", "status", "kode"),
    [
        ({"butir": ["FOTO_KTP"]}, 422, "alasan-wajib"),
        ({"alasan": pabrik.alasan("KENDARAAN_RODA_4"), "butir": ["FOTO_KTP"]}, 422, "alasan-tidak-berlaku"),
        ({"alasan": pabrik.alasan("KTP_TIDAK_TERBACA")}, 409, "syarat-tidak-terpenuhi"),
        ({"alasan": pabrik.alasan("KTP_TIDAK_TERBACA"), "butir": ["SIDIK_JARI"]}, 422, "isian-tidak-sah"),
        (
            {"alasan": pabrik.alasan("KTP_TIDAK_TERBACA") | {"penjelasan": "pendek"}, "butir": ["FOTO_KTP"]},
            422,
            "isian-tidak-sah",
        ),
    ],
    ids=["no reason", "another action's reason", "no item", "unknown item", "short explanation"],
)
async def test_sending_back_needs_a_valid_reason_and_items(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, isi: dict[str, Any], status: int, kode: str
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN)
    jawab = await operator.post(f"{AKAR}/{satu.ref}/minta-lengkapi", json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (status, kode)
    assert (await operator.get(f"{AKAR}/{satu.ref}", params=TUJUAN)).json()["status"] == "DIAJUKAN"


async def test_one_false_item_of_the_checklist_keeps_the_case(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN)
    periksa = {"daftar_periksa": PERIKSA | {"domisili_sesuai": False}}
    jawab = await operator.post(f"{AKAR}/{satu.ref}/tetapkan-lengkap", json=periksa)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "daftar_periksa_terpenuhi")
    assert ": `domisili_sesuai`." in jawab.json()["detail"]
    kosong = await operator.post(f"{AKAR}/{satu.ref}/tetapkan-lengkap", json={"daftar_periksa": {}})
    assert [b for b in PERIKSA if f"`{b}`" not in kosong.json()["detail"]] == []


@pytest.mark.parametrize("isi", [{}, {"alasan": pabrik.alasan("KTP_TIDAK_TERBACA")}])
async def test_sending_back_nothing_names_the_field_that_is_empty(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, isi: dict[str, Any]
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN)
    jawab = await operator.post(f"{AKAR}/{satu.ref}/minta-lengkapi", json=isi)
    assert "`butir`" in jawab.json()["detail"]


@pytest.mark.parametrize("aksi", ["tetapkan-lengkap", "minta-lengkapi"])
async def test_an_officer_does_not_check_his_own_case(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, aksi: str
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN)
    satu.nik_indeks = operator.pelaku.nik_indeks
    await sesi.flush()
    jawab = await operator.post(f"{AKAR}/{satu.ref}/{aksi}", json=LENGKAP if aksi == "tetapkan-lengkap" else MINTA)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")


async def test_only_the_village_declares_complete(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN)
    for jabatan in (J.PSM, J.VERIFIKATOR, J.PUSAT):
        jawab = await (await masuk(jabatan)).post(f"{AKAR}/{satu.ref}/tetapkan-lengkap", json=LENGKAP)
        assert (jawab.status_code, jawab.json()["kode"]) == (403, "jabatan-tidak-berwenang")


async def test_a_state_without_the_arrow_answers_what_is_possible(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.LENGKAP)
    jawab = await operator.post(f"{AKAR}/{satu.ref}/tetapkan-lengkap", json=LENGKAP)
    isi = jawab.json()
    assert (jawab.status_code, isi["kode"], isi["status_sekarang"]) == (409, "transisi-ditolak", "LENGKAP")
    assert set(isi["aksi_tersedia"]) == {"batalkan", "jadwalkan_musyawarah", "setujui_sptjm"}


async def test_a_colleague_goes_on_with_the_offices_proposal_but_not_with_a_citizens(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    kantor = await pabrik.usulan(sesi, wadah, pengusul_jabatan=J.OPERATOR_DESA)
    kepala = {"If-Match": '"v1"'}
    ubah = await operator.patch(f"{AKAR}/{kantor.ref}", json={"pernyataan_disetujui": True}, headers=kepala)
    assert ubah.status_code == 200
    assert (await operator.post(f"{AKAR}/{kantor.ref}/ajukan")).json()["status"] == "DIAJUKAN"
    warga = await pabrik.usulan(sesi, wadah, status=S.PERLU_DILENGKAPI)
    assert (await operator.patch(f"{AKAR}/{warga.ref}", json={}, headers=kepala)).status_code == 409
    jawab = await operator.post(f"{AKAR}/{warga.ref}/batalkan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "pengusul")


async def test_the_office_completes_what_was_asked_of_it(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.PERLU_DILENGKAPI, pengusul_jabatan=J.OPERATOR_DESA)
    assert (await operator.post(f"{AKAR}/{satu.ref}/lengkapi", json={})).json()["status"] == "DIAJUKAN"
    assert (await operator.post(f"{AKAR}/{satu.ref}/batalkan")).json()["status"] == "DIBATALKAN"


@pytest.mark.parametrize(
    ("status", "sasaran", "boleh"),
    [
        (S.DIKEMBALIKAN, SasaranKembali.DESA, True),
        (S.DIKEMBALIKAN, SasaranKembali.PETUGAS, False),
        (S.TIDAK_PADAN, None, True),
        (S.VALIDASI_DINSOS, None, False),
    ],
)
async def test_the_village_corrects_what_came_back_to_it(
    operator: Klien,
    sesi: AsyncSession,
    wadah: Wadah,
    status: StatusUsulan,
    sasaran: SasaranKembali | None,
    boleh: bool,
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=status, sasaran_kembali=sasaran)
    isi = (await operator.get(f"{AKAR}/{satu.ref}", params=TUJUAN)).json()["subjek"]
    ubah = await operator.patch(
        f"{AKAR}/{satu.ref}", json={"subjek": isi | {"nama": "Nama Betul"}}, headers={"If-Match": '"v1"'}
    )
    assert ubah.status_code == (200 if boleh else 409), ubah.text
    await sesi.refresh(satu)
    assert (operator.pelaku.akun_id in satu.penyunting_ids) is boleh


async def test_a_corrected_case_passes_the_deliberation_again(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIKEMBALIKAN, sasaran_kembali=SasaranKembali.DESA)
    jawab = await operator.post(f"{AKAR}/{satu.ref}/perbaiki-berkas")
    assert (jawab.json()["status"], jawab.json()["sasaran_kembali"]) == ("LENGKAP", None)
    lain = await pabrik.usulan(sesi, wadah, status=S.DIKEMBALIKAN, sasaran_kembali=SasaranKembali.PETUGAS)
    jawab = await operator.post(f"{AKAR}/{lain.ref}/perbaiki-berkas")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "kembali_ke_desa")


async def test_a_signed_sptjm_joins_a_complete_case_and_nothing_else_does(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.LENGKAP)
    for jenis, status in ((JenisLampiran.SPTJM, 201), (JenisLampiran.FOTO_KTP, 409)):
        jawab = await operator.post(
            f"{AKAR}/{satu.ref}/lampiran",
            data={"jenis": jenis.value},
            files={"berkas": ("x.jpg", foto(), "image/jpeg")},
        )
        assert jawab.status_code == status


async def test_an_attachment_of_a_draft_is_deleted_by_the_office(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, pengusul_jabatan=J.OPERATOR_DESA)
    lampiran = (await operator.get(f"{AKAR}/{satu.ref}", params=TUJUAN)).json()["lampiran"][0]["id"]
    url = f"{AKAR}/{satu.ref}/lampiran/{lampiran}"
    assert (await operator.delete(url, headers={"If-Match": '"v1"'})).status_code == 204
    assert (await operator.get(url, params=TUJUAN)).status_code == 404


async def test_a_reason_where_none_belongs_is_refused(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, pengusul_jabatan=J.OPERATOR_DESA)
    isi = {"alasan": pabrik.alasan("KTP_TIDAK_TERBACA")}
    jawab = await operator.post(f"{AKAR}/{satu.ref}/batalkan", json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "isian-tidak-sah")


def test_the_table_has_no_silent_action() -> None:
    assert {a.value for a in AksiUsulan} == {a.name.lower() for a in AksiUsulan}
