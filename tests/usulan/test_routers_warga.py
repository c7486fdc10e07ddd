"""A citizen's proposals, through HTTP."""

from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.ports import KeanggotaanPort
from app.audit.models import JejakAudit
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import RiwayatUsulan, UsulanTerbuka
from app.usulan.status import StatusUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import usulan as pabrik
from tests.pabrik.gambar import foto
from tests.pabrik.wilayah import DESA, DESA_LAIN

AKAR = "/v1/warga/usulan"
S = StatusUsulan


@pytest.fixture
async def warga(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.WARGA, nik=pabrik.nik_uji())


async def draf(warga: Klien, **isi: Any) -> dict[str, Any]:
    jawab = await warga.post(AKAR, json={"subjek": pabrik.subjek(**isi), **pabrik.PERNYATAAN})
    assert jawab.status_code == 201, jawab.text
    hasil: dict[str, Any] = jawab.json()
    return hasil


async def unggah(klien: Klien, ref: str, jenis: str, isi: bytes | None = None, akar: str = AKAR) -> dict[str, Any]:
    jawab = await klien.post(
        f"{akar}/{ref}/lampiran", data={"jenis": jenis}, files={"berkas": ("x.jpg", isi or foto(), "image/jpeg")}
    )
    assert jawab.status_code == 201, jawab.text
    return {**jawab.json(), "etag": jawab.headers["etag"], "location": jawab.headers["location"]}


async def test_a_citizen_drafts_attaches_and_sends(warga: Klien, sesi: AsyncSession) -> None:
    buat = await warga.post(AKAR, json={"subjek": pabrik.subjek(), **pabrik.PERNYATAAN})
    isi = buat.json()
    assert buat.headers["location"] == f"{AKAR}/{isi['ref']}"
    assert buat.headers["etag"] == '"v1"'
    assert isi["status"] == "DRAF"
    assert isi["nomor"] is None
    kurang = {a["aksi"]: a["ditolak_karena"] for a in isi["aksi_tersedia"]}
    assert "Foto KTP" in kurang["ajukan"]["id"]
    assert kurang["batalkan"] is None
    for jenis in ("FOTO_KTP", "FOTO_KK", "FOTO_RUMAH_DEPAN"):
        await unggah(warga, isi["ref"], jenis)
    kirim = await warga.post(f"{AKAR}/{isi['ref']}/ajukan")
    assert kirim.status_code == 200, kirim.text
    hasil = kirim.json()
    assert hasil["status"] == "DIAJUKAN"
    assert hasil["nomor"].startswith("USL-32.04.05-")
    assert hasil["periode"]
    assert hasil["tenggat_date"]
    assert kirim.headers["etag"] == f'"v{hasil["versi"]}"'
    assert {x["jenis"] for x in hasil["lampiran"]} == {"FOTO_KTP", "FOTO_KK", "FOTO_RUMAH_DEPAN"}
    jumlah = await sesi.scalar(select(func.count()).where(JejakAudit.kejadian == "usulan:status:diubah"))
    assert jumlah == 2


async def test_a_number_is_never_given_twice(warga: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    nomor = set()
    for _ in range(3):
        satu = await pabrik.usulan(sesi, wadah, pengusul_id=warga.pelaku.akun_id)
        nomor.add((await warga.post(f"{AKAR}/{satu.ref}/ajukan")).json()["nomor"])
    assert len(nomor) == 3


@pytest.mark.parametrize(
    ("ganti", "lokasi"),
    [
        ({"nik": "12.3"}, "body.subjek.nik"),
        ({"nik": "3204050101900000"}, "body.subjek.nik"),
        ({"no_kk": "32040532139000011"}, "body.subjek.no_kk"),
        ({"tanggal_lahir": "2999-01-01"}, "body.subjek.tanggal_lahir"),
        ({"kode_desa": "32.04"}, "body.subjek.kode_desa"),
        ({"golongan_darah": "golongan-rahasia"}, "body.subjek"),
    ],
    ids=["short NIK", "serial 0000", "No KK", "future birth", "not a village", "unknown field"],
)
async def test_bad_input_is_refused_and_never_repeated(warga: Klien, ganti: dict[str, str], lokasi: str) -> None:
    jawab = await warga.post(AKAR, json={"subjek": pabrik.subjek(**ganti)})
    assert jawab.status_code == 422
    assert [r["lokasi"] for r in jawab.json()["rincian"]] == [lokasi]
    assert next(iter(ganti.values())) not in jawab.text


async def test_an_unknown_village_and_an_unknown_kind_are_refused(warga: Klien) -> None:
    jawab = await warga.post(AKAR, json={"subjek": pabrik.subjek(kode_desa="32.04.05.2999")})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "wilayah-tidak-dikenal")
    jawab = await warga.post(AKAR, json={"jenis": "PINDAH", "subjek": pabrik.subjek()})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "isian-tidak-sah")


async def test_only_people_of_the_own_village_are_proposed(warga: Klien, sesi: AsyncSession) -> None:
    jawab = await warga.post(AKAR, json={"subjek": pabrik.subjek(kode_desa=str(DESA_LAIN))})
    assert jawab.status_code == 409
    assert jawab.json()["kode_alasan"] == "BEDA_WILAYAH"
    assert await sesi.scalar(select(func.count()).select_from(UsulanTerbuka)) == 0


async def test_the_same_person_is_sent_once_and_a_draft_blocks_nobody(
    warga: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    nik, lain = pabrik.nik_uji(), await masuk(Jabatan.WARGA)
    satu, dua = [await pabrik.usulan(sesi, wadah, nik=nik, pengusul_id=w.pelaku.akun_id) for w in (warga, lain)]
    assert (await lain.post(f"{AKAR}/{dua.ref}/ajukan")).json()["status"] == "DIAJUKAN"
    jawab = await warga.post(f"{AKAR}/{satu.ref}/ajukan")
    assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "USULAN_GANDA")
    assert (await lain.post(f"{AKAR}/{dua.ref}/batalkan")).json()["status"] == "DIBATALKAN"
    assert (await warga.post(f"{AKAR}/{satu.ref}/ajukan")).json()["status"] == "DIAJUKAN"


@pytest.mark.parametrize(
    ("usulan", "syarat"),
    [
        ({"pernyataan": False}, "pernyataan_disetujui"),
        ({"lampiran": ()}, "lampiran_wajib"),
        ({"nik": None}, "nik_ada"),
        ({"no_kk": None}, "no_kk_ada"),
    ],
    ids=["no statement", "no photos", "no NIK", "no No KK"],
)
async def test_an_incomplete_draft_is_not_sent(
    warga: Klien, sesi: AsyncSession, wadah: Wadah, usulan: dict[str, Any], syarat: str
) -> None:
    satu = await pabrik.usulan(sesi, wadah, pengusul_id=warga.pelaku.akun_id, **usulan)
    jawab = await warga.post(f"{AKAR}/{satu.ref}/ajukan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, syarat)
    assert jawab.json()["status_sekarang"] == "DRAF"


async def test_a_registered_person_is_not_proposed_as_new(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    class Terdaftar:
        async def is_terdaftar(self, nik_indeks: Any) -> bool:
            return True

    wadah.pasang(KeanggotaanPort, lambda _s, _w: Terdaftar())
    nik = pabrik.nik_uji()
    diri = await masuk(Jabatan.WARGA, nik=nik)
    satu = await pabrik.usulan(sesi, wadah, pengusul_id=diri.pelaku.akun_id, nik=nik)
    jawab = await diri.post(f"{AKAR}/{satu.ref}/ajukan")
    assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "SUDAH_TERDAFTAR")


async def test_who_moved_away_before_sending_is_refused(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    warga = await masuk(Jabatan.WARGA, kode_desa=str(DESA_LAIN))
    satu = await pabrik.usulan(sesi, wadah, pengusul_id=warga.pelaku.akun_id, kode_desa=str(DESA))
    jawab = await warga.post(f"{AKAR}/{satu.ref}/ajukan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "satu_desa")


async def test_a_draft_is_changed_by_its_version(warga: Klien) -> None:
    isi = await draf(warga)
    url = f"{AKAR}/{isi['ref']}"
    baru = pabrik.subjek(**{k: isi["subjek"][k] for k in ("nik", "no_kk")}, nama="Nama Baru")
    assert (await warga.patch(url, json={"subjek": baru})).status_code == 428
    assert (await warga.patch(url, json={"subjek": baru}, headers={"If-Match": '"v7"'})).status_code == 412
    jawab = await warga.patch(url, json={"subjek": baru}, headers={"If-Match": '"v1"'})
    assert jawab.status_code == 200, jawab.text
    assert jawab.json()["subjek"]["nama"] == "Nama Baru"
    assert jawab.headers["etag"] == '"v2"'
    jawab = await warga.patch(url, json={"pernyataan_disetujui": False}, headers={"If-Match": '"v2"'})
    assert jawab.json()["pernyataan_disetujui"] is False
    assert jawab.json()["subjek"]["nama"] == "Nama Baru"


async def test_correcting_a_sent_nik_frees_the_wrong_person_and_takes_the_right_one(
    warga: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.PERLU_DILENGKAPI, pengusul_id=warga.pelaku.akun_id)
    lain = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN, nik=(ambil := pabrik.nik_uji()))
    url, kepala = f"{AKAR}/{satu.ref}", {"If-Match": '"v1"'}
    subjek = (await warga.get(url)).json()["subjek"]
    jawab = await warga.patch(url, json={"subjek": subjek | {"nik": ambil}}, headers=kepala)
    assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "USULAN_GANDA")
    jawab = await warga.patch(url, json={"subjek": subjek | {"nik": pabrik.nik_uji()}}, headers=kepala)
    assert jawab.status_code == 200, jawab.text
    await sesi.refresh(satu)
    terbuka = (await sesi.scalars(select(UsulanTerbuka.nik_hmac))).all()
    assert set(terbuka) == {satu.nik_indeks, lain.nik_indeks}


async def test_a_draft_does_not_leave_the_village_nor_take_an_unknown_one(warga: Klien) -> None:
    isi = await draf(warga)
    for desa, status in ((str(DESA_LAIN), 409), ("32.04.05.2999", 422)):
        jawab = await warga.patch(
            f"{AKAR}/{isi['ref']}",
            json={"subjek": isi["subjek"] | {"kode_desa": desa}},
            headers={"If-Match": '"v1"'},
        )
        assert jawab.status_code == status


async def test_what_was_sent_is_locked(warga: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN, pengusul_id=warga.pelaku.akun_id)
    url, kepala = f"{AKAR}/{satu.ref}", {"If-Match": '"v1"'}
    lampiran = (await warga.get(url)).json()["lampiran"][0]["id"]
    for jawab in (
        await warga.patch(url, json={"pernyataan_disetujui": False}, headers=kepala),
        await warga.delete(f"{url}/lampiran/{lampiran}", headers=kepala),
        await warga.post(f"{url}/lampiran", data={"jenis": "SKTM"}, files={"berkas": foto()}),
    ):
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "usulan-terkunci")
        assert jawab.json()["status_sekarang"] == "DIAJUKAN"


async def test_asked_items_are_answered_one_by_one(
    warga: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN, pengusul_id=warga.pelaku.akun_id)
    operator = await masuk(Jabatan.OPERATOR_DESA, (str(DESA),))
    minta = {"alasan": pabrik.alasan("KTP_TIDAK_TERBACA"), "butir": ["FOTO_KTP", "ALAMAT", "NAMA_IBU"]}
    assert (await operator.post(f"/v1/petugas/usulan/{satu.ref}/minta-lengkapi", json=minta)).status_code == 200
    url = f"{AKAR}/{satu.ref}"
    jawab = await warga.post(f"{url}/lengkapi", json={})
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "butir_kurang_terjawab")
    await unggah(warga, satu.ref.teks, "FOTO_KTP")
    isi = (await warga.get(url)).json()
    subjek = isi["subjek"] | {"alamat": "Jl. Baru 2 RT 03 RW 04"}
    isi = (await warga.patch(url, json={"subjek": subjek}, headers={"If-Match": f'"v{isi["versi"]}"'})).json()
    assert {b["butir"]: b["terjawab"] for b in isi["butir_kurang"]} == {
        "FOTO_KTP": True,
        "ALAMAT": True,
        "NAMA_IBU": False,
    }
    jawab = await warga.post(
        f"{url}/lengkapi", json={"tanggapan": [{"butir": "NAMA_IBU", "jawaban": "Sudah benar sesuai kartu keluarga"}]}
    )
    assert jawab.json()["status"] == "DIAJUKAN", jawab.text
    langkah = (await warga.get(f"{url}/riwayat")).json()["data"]
    assert [x["aksi"] for x in langkah] == ["buat", "minta_lengkapi", "lengkapi"]
    assert langkah[1]["alasan"]["teks"]["en"] == "The photo of the KTP cannot be read"
    assert langkah[1]["alasan"]["langkah_berikutnya"] == "Ikuti petunjuk petugas"
    assert langkah[1]["butir"] == ["FOTO_KTP", "ALAMAT", "NAMA_IBU"]
    assert langkah[1]["jabatan"] == "OPERATOR_DESA"


async def test_a_photo_of_the_same_kind_replaces_the_old_one(warga: Klien) -> None:
    isi = await draf(warga)
    lama = await unggah(warga, isi["ref"], "FOTO_KTP")
    baru = await unggah(warga, isi["ref"], "FOTO_KTP")
    assert (await warga.get(lama["location"])).status_code == 404
    buka = await warga.get(baru["location"])
    assert buka.headers["content-type"] == "image/jpeg"
    assert buka.headers["content-disposition"] == 'attachment; filename="foto-ktp.jpg"'
    hapus = await warga.delete(baru["location"], headers={"If-Match": baru["etag"]})
    assert hapus.status_code == 204
    assert (await warga.delete(baru["location"], headers={"If-Match": '"v4"'})).status_code == 404
    assert (await warga.get(f"{AKAR}/{isi['ref']}")).json()["lampiran"] == []


async def test_deleting_names_the_version(warga: Klien) -> None:
    isi = await draf(warga)
    satu = await unggah(warga, isi["ref"], "LAINNYA")
    assert (await warga.delete(satu["location"])).status_code == 428
    assert (await warga.delete(satu["location"], headers={"If-Match": '"v1"'})).status_code == 412


async def test_papers_may_be_pdf_and_photos_may_not(warga: Klien) -> None:
    ref = (await draf(warga))["ref"]
    pdf = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    sktm = await unggah(warga, ref, "SKTM", pdf)
    assert (await warga.get(sktm["location"])).headers["content-type"] == "application/pdf"
    for isi in (pdf, b"bukan gambar"):
        jawab = await warga.post(
            f"{AKAR}/{ref}/lampiran", data={"jenis": "FOTO_KTP"}, files={"berkas": ("x.jpg", isi, "image/jpeg")}
        )
        assert (jawab.status_code, jawab.json()["kode"]) == (422, "berkas-bukan-gambar")


async def test_a_usulan_takes_twenty_attachments(warga: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    penuh = ["LAINNYA"] * 20
    satu = await pabrik.usulan(sesi, wadah, pengusul_id=warga.pelaku.akun_id, lampiran=penuh)  # type: ignore[arg-type]
    jawab = await warga.post(
        f"{AKAR}/{satu.ref}/lampiran", data={"jenis": "LAINNYA"}, files={"berkas": ("x.jpg", foto(), "image/jpeg")}
    )
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "terlalu-banyak-lampiran")


async def test_strangers_see_nothing_and_learn_nothing(warga: Klien, masuk: Masuk) -> None:
    ref = (await draf(warga))["ref"]
    lain = await masuk(Jabatan.WARGA, nik=pabrik.nik_uji())
    bukan = Ref.nihil().teks
    for akhir in ("", "/riwayat"):
        dilarang, tiada = await lain.get(f"{AKAR}/{ref}{akhir}"), await lain.get(f"{AKAR}/{bukan}{akhir}")
        assert dilarang.status_code == tiada.status_code == 404
        tanpa = {"instance", "id_permintaan"}
        assert {k: v for k, v in dilarang.json().items() if k not in tanpa} == {
            k: v for k, v in tiada.json().items() if k not in tanpa
        }
    assert (await lain.post(f"{AKAR}/{ref}/batalkan")).status_code == 404
    assert (await lain.get(AKAR)).json()["data"] == []


async def test_the_subject_reads_what_was_sent_about_him_but_moves_nothing(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    nik = pabrik.nik_uji()
    subjek = await masuk(Jabatan.WARGA, nik=nik)
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN, nik=nik)
    assert [b["ref"] for b in (await subjek.get(AKAR)).json()["data"]] == [satu.ref.teks]
    assert (await subjek.get(f"{AKAR}/{satu.ref}")).json()["subjek"]["nik"] == nik
    jawab = await subjek.post(f"{AKAR}/{satu.ref}/batalkan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "pengusul")


async def test_a_strangers_draft_about_me_is_not_mine_to_see(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    nik = pabrik.nik_uji()
    subjek = await masuk(Jabatan.WARGA, nik=nik)
    satu = await pabrik.usulan(sesi, wadah, nik=nik)
    assert (await subjek.get(f"{AKAR}/{satu.ref}")).status_code == 404
    assert (await subjek.get(AKAR)).json()["data"] == []


async def test_pages_follow_one_another(warga: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    semua = [await pabrik.usulan(sesi, wadah, pengusul_id=warga.pelaku.akun_id, lampiran=()) for _ in range(3)]
    satu = (await warga.get(AKAR, params={"batas": 2})).json()
    dua = (await warga.get(AKAR, params={"batas": 2, "kursor": satu["halaman"]["berikutnya"]})).json()
    assert [b["ref"] for b in satu["data"] + dua["data"]] == [u.ref.teks for u in reversed(semua)]
    assert dua["halaman"]["berikutnya"] is None
    assert "ajukan" in satu["data"][0]["aksi_tersedia"]


async def test_after_the_deliberation_began_it_is_not_withdrawn(warga: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.MASUK_MUSYAWARAH, pengusul_id=warga.pelaku.akun_id)
    jawab = await warga.post(f"{AKAR}/{satu.ref}/batalkan")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "transisi-ditolak")
    assert jawab.json()["status_sekarang"] == "MASUK_MUSYAWARAH"


async def test_a_stale_version_does_not_send(warga: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, pengusul_id=warga.pelaku.akun_id)
    jawab = await warga.post(f"{AKAR}/{satu.ref}/ajukan", headers={"If-Match": '"v9"'})
    assert jawab.status_code == 412
    assert (await warga.get(f"{AKAR}/{satu.ref}")).json()["status"] == "DRAF"


async def test_a_repeated_request_has_one_effect(warga: Klien, sesi: AsyncSession) -> None:
    kepala, isi = {"Idempotency-Key": "ulang-12345"}, {"subjek": pabrik.subjek()}
    satu, dua = [await warga.post(AKAR, json=isi, headers=kepala) for _ in range(2)]
    assert satu.status_code == dua.status_code == 201
    assert satu.content == dua.content
    assert await sesi.scalar(select(func.count()).select_from(RiwayatUsulan)) == 1
    lain = await warga.post(AKAR, json={"subjek": pabrik.subjek()}, headers=kepala)
    assert (lain.status_code, lain.json()["kode"]) == (422, "kunci-idempotensi-dipakai-lain")


async def test_an_officer_has_no_place_in_the_citizens_branch(masuk: Masuk) -> None:
    petugas = await masuk(Jabatan.OPERATOR_DESA, (str(DESA),))
    assert (await petugas.post(AKAR, json={"subjek": pabrik.subjek()})).status_code == 403
