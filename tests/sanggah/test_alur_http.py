"""Each arrow of a contest over HTTP, and each of its refusals."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.sanggah.models import Sanggah
from tests.conftest import Klien
from tests.pabrik.verval import PDF
from tests.sanggah.conftest import ALASAN, PELAPOR, TUJUAN, P, Perkara, W, baik, calon, laporan


async def baris(sesi: AsyncSession, perkara: Perkara) -> Sanggah:
    sesi.expire_all()
    return (await sesi.scalars(select(Sanggah).where(Sanggah.id == perkara.id))).one()


async def aksi_saya(klien: Klien, perkara: Perkara) -> dict[str, object]:
    isi = baik(await klien.get(f"{P}/{perkara.id}", params=TUJUAN))
    return {a["aksi"]: a["ditolak_karena"] for a in isi["aksi_tersedia"]}


# -- ajukan, teruskan


async def test_a_neighbour_chooses_a_masked_name_and_the_contest_reaches_the_kabkota_at_once(perkara: Perkara) -> None:
    data = baik(await perkara.pelapor.post(f"{W}/calon/cari", json={"nama": "Budi Santoso"}))["data"]
    assert [x["nama_samar"] for x in data] == ["B**I S*****O"]
    jawab = await perkara.ajukan(calon=data[0]["calon"])
    isi = baik(jawab, 201)
    assert jawab.headers["Location"] == f"{W}/{perkara.id}"
    assert (isi["status"], isi["nama_samar"], isi["kode_alasan"]) == ("DITERUSKAN", "B**I S*****O", ALASAN)
    assert [x["aksi"] for x in isi["riwayat"]] == ["ajukan", "teruskan"]
    assert [a["aksi"] for a in isi["aksi_tersedia"]] == ["batalkan"]
    antrean = baik(await perkara.verifikator.get(P))["data"]
    assert [(s["id"], s["nama"], s["umur_hari"]) for s in antrean] == [(perkara.id, "Budi Santoso", 0)]
    assert antrean[0]["tenggat_date"] == (hari_ini() + timedelta(days=3)).isoformat()


async def test_a_number_counts_only_with_its_name_and_in_the_own_village(perkara: Perkara) -> None:
    """The answers say no more than the public lookup: an unknown number, another name and another village are one."""
    nik = perkara.rumah.nik
    luar = await perkara.masuk(Jabatan.WARGA, nik="3204051212880095", kode_desa="32.04.05.2002")
    anak = perkara.rumah.subjek.anggota[0]
    for klien, isi in (
        (perkara.pelapor, {"nik": nik, "nama": "Orang Lain"}),
        (perkara.pelapor, {"nik": "3204050101910077", "nama": "Budi Santoso"}),
        (luar, {"nik": nik, "nama": "Budi Santoso"}),
    ):
        jawab = await klien.post(W, json=laporan(**isi))
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "sasaran-tidak-ditemukan")
    jawab = await luar.post(W, json=laporan(nik=str(anak.nik), nama=anak.nama))
    assert jawab.json()["kode"] == "sasaran-tidak-ditemukan"
    assert baik(await luar.post(f"{W}/calon/cari", json={"nama": "Budi Santoso"}))["data"] == []
    assert baik(await perkara.ajukan(nik=nik, nama="Budi Santoso"), 201)["status"] == "DITERUSKAN"


async def test_a_line_of_a_search_is_of_use_to_its_account_alone(perkara: Perkara) -> None:
    lain = await perkara.masuk(Jabatan.WARGA, nik="3204051212880096")
    for kata in (await calon(lain), "bukan-kata-kami", "x"):
        assert (await perkara.ajukan(calon=kata)).json()["kode"] == "sasaran-tidak-ditemukan"


async def test_whoever_is_not_registered_cannot_be_contested(perkara: Perkara) -> None:
    kata = await calon(perkara.pelapor)
    pusat = await perkara.masuk(Jabatan.PUSAT)
    jalur = f"/v1/petugas/keanggotaan/{perkara.rumah.kepala}"
    versi = (await pusat.get(jalur)).headers.get("ETag", '"v1"')
    isi = {
        "alasan": {
            "kode": "NIK_GANDA",
            "penjelasan": "NIK ini dipakai dua orang, ditidurkan dahulu",
            "langkah_berikutnya": "Perbaiki data di Disdukcapil",
        }
    }
    baik(await pusat.post(f"{jalur}/tidurkan", json=isi, headers={"If-Match": versi}))
    assert (await perkara.ajukan(calon=kata)).json()["kode"] == "sasaran-tidak-ditemukan"


async def test_nobody_contests_himself_or_his_own_family(perkara: Perkara) -> None:
    isi = laporan(nik=perkara.rumah.nik, nama="Budi Santoso")
    sekartu = await perkara.masuk(Jabatan.WARGA, nik="3204051212880097", no_kk=str(perkara.rumah.subjek.no_kk))
    for klien in (perkara.sasaran, sekartu):
        jawab = await klien.post(W, json=isi)
        assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukan_keluarga_sendiri")
        assert "HAPUS" in jawab.json()["detail"]


async def test_a_contest_needs_a_statement_a_number_and_a_listed_reason(perkara: Perkara) -> None:
    jawab = await perkara.ajukan(pernyataan_disetujui=False)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "pernyataan_disetujui")
    assert (await perkara.ajukan(kode_alasan="KUOTA_PENUH")).json()["kode"] == "alasan-tidak-berlaku"
    assert (await perkara.ajukan(penjelasan="pendek")).status_code == 422
    dua = await perkara.pelapor.post(W, json=laporan(calon="x", nik=perkara.rumah.nik, nama="Budi Santoso"))
    assert dua.status_code == 422
    tanpa = await perkara.masuk(Jabatan.WARGA)
    jawab = await tanpa.post(W, json=laporan(nik=perkara.rumah.nik, nama="Budi Santoso"))
    assert jawab.json()["syarat"] == "akun_terverifikasi"


async def test_one_contest_of_a_person_is_open_at_a_time(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    satu = perkara.id
    jawab = await perkara.ajukan()
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "sanggah-sudah-ada")
    perkara.id = satu
    baik(await perkara.pelapor.post(f"{W}/{satu}/batalkan"))
    baik(await perkara.ajukan(), 201)
    assert perkara.id != satu


async def test_searches_and_contests_of_one_account_are_counted(perkara: Perkara) -> None:
    kata = await calon(perkara.pelapor)
    for _ in range(3):
        baik(await perkara.ajukan(calon=kata), 201)
        baik(await perkara.pelapor.post(f"{W}/{perkara.id}/batalkan"))
    jawab = await perkara.ajukan(calon=kata)
    assert (jawab.status_code, jawab.json()["kode"]) == (429, "terlalu-sering")
    for _ in range(19):
        baik(await perkara.pelapor.post(f"{W}/calon/cari", json={"nama": "Siapa Saja"}))
    assert (await perkara.pelapor.post(f"{W}/calon/cari", json={"nama": "Siapa Saja"})).status_code == 429


# -- batalkan


async def test_the_reporter_withdraws_until_somebody_is_assigned(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    jalur = f"{W}/{perkara.id}/batalkan"
    assert (await perkara.sasaran.post(jalur)).status_code == 404
    assert (await perkara.pelapor.post(jalur, headers={"If-Match": '"v9"'})).status_code == 412
    isi = baik(await perkara.pelapor.post(jalur))
    assert (isi["status"], isi["aksi_tersedia"]) == ("DIBATALKAN", [])
    assert (await perkara.tugaskan()).json()["kode"] == "transisi-ditolak"
    baik(await perkara.ajukan(), 201)
    baik(await perkara.tugaskan())
    jawab = await perkara.pelapor.post(f"{W}/{perkara.id}/batalkan")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "transisi-ditolak")


# -- tugaskan, tugaskan ulang


async def test_the_kabkota_assigns_an_enumerator_of_the_area_with_an_instruction(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    calon_petugas = baik(await perkara.verifikator.get(f"{P}/{perkara.id}/calon-petugas"))["data"]
    assert str(perkara.pencacah.pelaku.akun_id) in [c["akun_id"] for c in calon_petugas]
    isi = baik(await perkara.tugaskan(arahan="Periksa kepemilikan kendaraan"))
    assert (isi["status"], isi["enumerator_id"]) == ("DIVERIFIKASI", str(perkara.pencacah.pelaku.akun_id))
    assert isi["tenggat_date"] == (hari_ini() + timedelta(days=30)).isoformat()
    assert set(await aksi_saya(perkara.verifikator, perkara)) == {"tugaskan_ulang", "setujui", "tolak"}
    lihat = baik(await perkara.pencacah.get(f"{P}/{perkara.id}", params=TUJUAN))
    assert [x["arahan"] for x in lihat["riwayat"] if x["aksi"] == "tugaskan"] == ["Periksa kepemilikan kendaraan"]
    assert (lihat["nama"], lihat["alamat"]) == ("Budi Santoso", perkara.rumah.subjek.alamat)
    assert (await perkara.tugaskan()).json()["kode"] == "transisi-ditolak"


async def test_who_may_not_visit_is_not_assigned(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    tak_layak = (
        await perkara.masuk(Jabatan.ENUMERATOR, ("33.01",)),
        await perkara.masuk(Jabatan.PSM, ("32.04.05.2001",)),
        await perkara.masuk(Jabatan.ENUMERATOR, ("32.04.05",), nik="3204051212880098", no_kk=PELAPOR["no_kk"]),
        await perkara.masuk(Jabatan.ENUMERATOR, ("32.04.05",), nik=str(perkara.rumah.subjek.anggota[0].nik)),
    )
    for siapa in (*(k.pelaku.akun_id for k in tak_layak), id_baru()):
        jawab = await perkara.tugaskan(enumerator_id=str(siapa))
        assert (jawab.status_code, jawab.json()["syarat"]) == (409, "pencacah_layak")
    calon_petugas = baik(await perkara.verifikator.get(f"{P}/{perkara.id}/calon-petugas"))["data"]
    assert not {str(k.pelaku.akun_id) for k in tak_layak} & {c["akun_id"] for c in calon_petugas}


async def test_another_enumerator_may_be_sent_and_the_visit_before_counts_no_more(perkara: Perkara) -> None:
    await perkara.sampai("TIDAK_TERBUKTI")
    lain = await perkara.masuk(Jabatan.ENUMERATOR, ("32.04.05",))
    isi = baik(await perkara.tugaskan(aksi="tugaskan-ulang", enumerator_id=str(lain.pelaku.akun_id)))
    assert (isi["status"], isi["hasil_kunjungan"], isi["dikunjungi_date"]) == ("DIVERIFIKASI", None, None)
    assert (await perkara.tolak()).json()["syarat"] == "sudah_dikunjungi"
    assert (await perkara.kunjungi()).status_code == 404
    assert (await perkara.kunjungi(klien=lain)).json()["syarat"] == "berfoto"
    baik(await perkara.foto(klien=lain), 201)
    assert baik(await perkara.kunjungi(klien=lain))["hasil_kunjungan"] == "TERBUKTI"
    baik(await perkara.setujui())


# -- catat kunjungan


async def test_a_visit_has_a_day_a_note_and_a_photo(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    baik(await perkara.tugaskan())
    assert (await perkara.kunjungi()).json()["syarat"] == "berfoto"
    baik(await perkara.foto(), 201)
    kemarin, besok = (hari_ini() + timedelta(days=n) for n in (-1, 1))
    assert (await perkara.kunjungi(tanggal=kemarin.isoformat())).json()["syarat"] == "tanggal_wajar"
    assert (await perkara.kunjungi(tanggal=besok.isoformat())).status_code == 422
    assert (await perkara.kunjungi(catatan="pendek")).status_code == 422
    isi = baik(await perkara.kunjungi())
    assert (isi["hasil_kunjungan"], isi["dikunjungi_date"]) == ("TERBUKTI", hari_ini().isoformat())
    langkah = next(x for x in isi["riwayat"] if x["aksi"] == "catat_kunjungan")
    assert (langkah["hasil"], langkah["tanggal_kunjungan"]) == ("TERBUKTI", hari_ini().isoformat())
    assert "STNK" in langkah["catatan"]


async def test_only_the_assigned_enumerator_sees_and_visits(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    jalur = f"{P}/{perkara.id}"
    assert (await perkara.pencacah.get(jalur, params=TUJUAN)).status_code == 404
    baik(await perkara.tugaskan())
    lain = await perkara.masuk(Jabatan.ENUMERATOR, ("32.04.05",))
    assert (await lain.get(jalur, params=TUJUAN)).status_code == 404
    assert (await perkara.kunjungi(klien=lain)).status_code == 404
    assert (await perkara.foto(klien=lain)).status_code == 404
    assert baik(await lain.get(P))["data"] == []
    assert [s["id"] for s in baik(await perkara.pencacah.get(P))["data"]] == [perkara.id]
    assert (await perkara.kunjungi(klien=perkara.verifikator)).json()["kode"] == "jabatan-tidak-berwenang"


# -- tanggapi


async def test_the_contested_family_answers_with_evidence_while_it_is_verified(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    assert (await perkara.tanggapi()).json()["kode"] == "transisi-ditolak"
    lampiran: dict[str, Any] = {"url": f"{W}/{perkara.id}/lampiran", "files": {"berkas": ("x.pdf", PDF)}}
    assert (await perkara.sasaran.post(**lampiran)).json()["kode"] == "sanggah-tertutup"
    baik(await perkara.tugaskan())
    satu = baik(await perkara.sasaran.get(f"{W}/tentang-saya/{perkara.id}"))
    assert satu["batas_tanggapan"] == (hari_ini() + timedelta(days=7)).isoformat()
    assert [a["aksi"] for a in satu["aksi_tersedia"]] == ["tanggapi"]
    bukti = baik(await perkara.sasaran.post(**lampiran), 201)
    isi = baik(await perkara.tanggapi())
    assert isi["ditanggapi_at"]
    assert "majikan" in isi["riwayat"][-1]["penjelasan"]
    dibaca = baik(await perkara.verifikator.get(f"{P}/{perkara.id}", params=TUJUAN))
    assert "majikan" in dibaca["riwayat"][-1]["penjelasan"]
    berkas = f"{P}/{perkara.id}/lampiran/{bukti['id']}"
    assert (await perkara.verifikator.get(berkas, params=TUJUAN)).content.startswith(b"%PDF")
    for klien in (perkara.pelapor, await perkara.masuk(Jabatan.WARGA, nik="3204051212880099")):
        assert (await perkara.tanggapi(klien)).status_code == 404
        assert (await klien.get(f"{W}/{perkara.id}/lampiran/{bukti['id']}")).status_code == 404
