"""How a contest is decided over HTTP: grant, refusal, separation of duties, queue and files."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.sanggah.models import Sanggah
from tests.pabrik.verval import PDF
from tests.sanggah.conftest import LAPORAN, PELAPOR, TUJUAN, P, Perkara, W, baik
from tests.usulan.pembantu import PETUGAS, hapus, kirim


async def baris(sesi: AsyncSession, perkara: Perkara) -> Sanggah:
    sesi.expire_all()
    return (await sesi.scalars(select(Sanggah).where(Sanggah.id == perkara.id))).one()


# -- setujui


async def test_nothing_is_granted_without_visit_and_before_the_person_could_answer(
    perkara: Perkara, sesi: AsyncSession
) -> None:
    baik(await perkara.ajukan(), 201)
    assert (await perkara.setujui()).json()["kode"] == "transisi-ditolak"
    baik(await perkara.tugaskan())
    assert (await perkara.setujui()).json()["syarat"] == "sudah_dikunjungi"
    baik(await perkara.foto(), 201)
    baik(await perkara.kunjungi("TIDAK_TERBUKTI"))
    assert (await perkara.setujui()).json()["syarat"] == "kunjungan_mendukung"
    baik(await perkara.kunjungi("TERBUKTI"))
    assert (await perkara.setujui()).json()["syarat"] == "tanggapan_selesai"
    satu = await baris(sesi, perkara)
    assert satu.diverifikasi_at is not None
    satu.diverifikasi_at -= timedelta(days=7)
    await sesi.commit()
    assert baik(await perkara.setujui())["status"] == "DISETUJUI"


async def test_a_granted_contest_sends_a_removal_with_the_visits_evidence(perkara: Perkara) -> None:
    await perkara.sampai()
    isi = baik(await perkara.setujui())
    assert (isi["status"], isi["tenggat_date"], isi["aksi_tersedia"]) == ("DISETUJUI", None, [])
    operator = await perkara.masuk(Jabatan.OPERATOR_DESA, ("32.04.05.2001",))
    jawab = await operator.get(f"/v1/petugas/usulan/{isi['usulan_ref']}", params={"tujuan": "memeriksa kelengkapan"})
    usulan = baik(jawab)
    assert (usulan["jenis"], usulan["subjenis"], usulan["status"]) == ("HAPUS", "MAMPU", "DIAJUKAN")
    assert [x["jenis"] for x in usulan["lampiran"]] == ["FOTO_RUMAH_DEPAN"]
    tentang = baik(await perkara.sasaran.get(f"{W}/tentang-saya/{perkara.id}"))
    assert tentang["usulan_ref"] == isi["usulan_ref"]
    milik = baik(await perkara.pelapor.get(f"{W}/{perkara.id}"))
    assert (milik["status"], "usulan_ref" in milik) == ("DISETUJUI", False)


@pytest.mark.parametrize(
    ("kode", "subjenis", "bukti"),
    [
        ("GANDA", "GANDA", "FOTO_KK"),
        ("MENINGGAL", "MENINGGAL", "SURAT_KETERANGAN_KEMATIAN"),
        ("PINDAH", "PINDAH", "SURAT_PERNYATAAN"),
        ("TIDAK_DIKENAL", "TIDAK_DITEMUKAN", "SURAT_PERNYATAAN"),
    ],
)
async def test_the_kind_of_removal_fits_what_was_contested(
    perkara: Perkara, kode: str, subjenis: str, bukti: str
) -> None:
    await perkara.sampai(jenis=bukti, kode_alasan=kode)
    bertanggal = subjenis in {"MENINGGAL", "PINDAH"}
    tanggal: dict[str, Any] = {"tanggal_peristiwa": hari_ini().isoformat()}
    salah = await perkara.setujui(**{} if bertanggal else tanggal)
    assert (salah.status_code, salah.json()["kode"]) == (422, "subjenis-tidak-sesuai")
    isi = baik(await perkara.setujui(**tanggal if bertanggal else {}))
    operator = await perkara.masuk(Jabatan.OPERATOR_DESA, ("32.04.05.2001",))
    jawab = await operator.get(f"/v1/petugas/usulan/{isi['usulan_ref']}", params={"tujuan": "memeriksa kelengkapan"})
    assert baik(jawab)["subjenis"] == subjenis


async def test_a_removal_without_its_evidence_is_not_made(perkara: Perkara) -> None:
    await perkara.sampai(jenis="LAINNYA")
    jawab = await perkara.setujui()
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "lampiran_wajib")
    assert baik(await perkara.verifikator.get(f"{P}/{perkara.id}", params=TUJUAN))["status"] == "DIVERIFIKASI"


async def test_two_neighbours_contests_of_one_person_come_to_one_removal(perkara: Perkara) -> None:
    await perkara.sampai()
    satu, pelapor = perkara.id, perkara.pelapor
    perkara.pelapor = await perkara.masuk(Jabatan.WARGA, nik="3204051212880094")
    await perkara.sampai()
    dua = baik(await perkara.setujui())["usulan_ref"]
    perkara.id, perkara.pelapor = satu, pelapor
    assert baik(await perkara.setujui())["usulan_ref"] == dua


async def test_a_removal_that_is_open_already_keeps_the_contest_waiting(perkara: Perkara) -> None:
    operator = await perkara.masuk(Jabatan.OPERATOR_DESA, ("32.04.05.2001",))
    await kirim(operator, PETUGAS, hapus(orang={"anggota": perkara.rumah.kepala.teks}))
    await perkara.sampai()
    jawab = await perkara.setujui()
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "tanpa_usulan_terbuka")
    assert jawab.json()["kode_alasan"] == "USULAN_GANDA"


# -- tolak


async def test_a_refusal_tells_the_reporter_why_and_the_person_that_nothing_changes(perkara: Perkara) -> None:
    await perkara.sampai("TIDAK_TERBUKTI")
    jawab = await perkara.verifikator.post(f"{P}/{perkara.id}/tolak", json={})
    assert jawab.json()["kode"] == "alasan-wajib"
    assert "SANGGAH_TIDAK_TERBUKTI" in jawab.json()["kode_berlaku"]
    assert (await perkara.tolak("ASN_TNI_POLRI")).json()["kode"] == "alasan-tidak-berlaku"
    assert baik(await perkara.tolak())["status"] == "DITOLAK"
    akhir = baik(await perkara.pelapor.get(f"{W}/{perkara.id}"))["riwayat"][-1]
    assert akhir["kode_alasan"] == "SANGGAH_TIDAK_TERBUKTI"
    assert akhir["penjelasan"]
    assert akhir["langkah_berikutnya"]
    tentang = baik(await perkara.sasaran.get(f"{W}/tentang-saya/{perkara.id}"))
    assert (tentang["status"], tentang["teks_status"]["en"]) == ("DITOLAK", "Refused; the data stay as they are")
    assert tentang["riwayat"][-1]["penjelasan"] is None
    assert (await perkara.setujui()).json()["kode"] == "transisi-ditolak"


async def test_a_refusal_needs_a_visit_too(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    assert (await perkara.tolak()).json()["kode"] == "transisi-ditolak"
    baik(await perkara.tugaskan())
    assert (await perkara.tolak()).json()["syarat"] == "sudah_dikunjungi"


# -- separation of duties


async def test_who_is_related_to_a_side_does_not_act_nor_learn_who_reported(perkara: Perkara) -> None:
    await perkara.sampai()
    keluarga = (
        {"nik": str(perkara.rumah.subjek.anggota[0].nik)},
        {"no_kk": str(perkara.rumah.subjek.no_kk)},
        {"no_kk": PELAPOR["no_kk"]},
        {"nik": PELAPOR["nik"]},
    )
    for diri in keluarga:
        klien = await perkara.masuk(Jabatan.VERIFIKATOR, **diri)
        for jawab in (
            await perkara.setujui(klien),
            await perkara.tolak(klien=klien),
            await perkara.tugaskan(klien, "tugaskan-ulang"),
            await klien.get(f"{P}/{perkara.id}/pelapor", params=TUJUAN),
        ):
            assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukan_terkait"), diri
        isi = baik(await klien.get(f"{P}/{perkara.id}", params=TUJUAN))
        assert (isi["penjelasan"], isi["lampiran"]) == (None, [])
        assert {x["penjelasan"] for x in isi["riwayat"]} == {None}


async def test_who_visited_does_not_decide_after_he_became_verifikator(perkara: Perkara) -> None:
    await perkara.sampai()
    diri = await perkara.masuk(Jabatan.VERIFIKATOR, akun_id=perkara.pencacah.pelaku.akun_id)
    for jawab in (await perkara.setujui(diri), await perkara.tolak(klien=diri)):
        assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukan_pencacah")


async def test_other_offices_and_areas_find_nothing(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    luar = await perkara.masuk(Jabatan.VERIFIKATOR, ("33.01",))
    tiada = await luar.get(f"{P}/{id_baru()}", params=TUJUAN)
    for jawab in (
        await luar.get(f"{P}/{perkara.id}", params=TUJUAN),
        await luar.get(f"{P}/{perkara.id}/pelapor", params=TUJUAN),
        await luar.get(f"{P}/{perkara.id}/calon-petugas"),
        await perkara.tugaskan(luar),
        await perkara.setujui(luar),
        await perkara.tolak(klien=luar),
    ):
        assert (jawab.status_code, jawab.json()["kode"]) == (404, tiada.json()["kode"])
    assert baik(await luar.get(P))["data"] == []
    desa = await perkara.masuk(Jabatan.OPERATOR_DESA, ("32.04.05.2001",))
    for jalur, kueri in ((P, {}), (f"{P}/{perkara.id}", TUJUAN), (f"{P}/{perkara.id}/pelapor", TUJUAN)):
        assert (await desa.get(jalur, params=kueri)).status_code == 403


# -- the queue


async def test_the_queue_shows_the_oldest_first_and_can_be_narrowed(perkara: Perkara, sesi: AsyncSession) -> None:
    baik(await perkara.ajukan(), 201)
    satu = perkara.id
    perkara.pelapor = await perkara.masuk(Jabatan.WARGA, nik="3204051212880094")
    baik(await perkara.ajukan(), 201)
    dua = perkara.id
    baik(await perkara.tugaskan())

    async def lihat(**saring: Any) -> list[str]:
        return [s["id"] for s in baik(await perkara.verifikator.get(P, params=saring))["data"]]

    assert await lihat() == [satu, dua]
    assert await lihat(status="DITERUSKAN") == [satu]
    assert await lihat(status="DITOLAK") == []
    assert await lihat(enumerator_id=str(perkara.pencacah.pelaku.akun_id)) == [dua]
    assert await lihat(lewat_tenggat=True) == []
    baris_dua = await baris(sesi, perkara)
    baris_dua.tenggat_date = hari_ini() - timedelta(days=1)
    await sesi.commit()
    assert await lihat(lewat_tenggat=True) == [dua]
    halaman = baik(await perkara.verifikator.get(P, params={"batas": 1}))
    lanjut = {"batas": 1, "kursor": halaman["halaman"]["berikutnya"]}
    assert await lihat(**lanjut) == [dua]


async def test_files_are_few_and_each_side_opens_its_own(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    jalur = f"{W}/{perkara.id}/lampiran"

    async def kirim() -> int:
        return (await perkara.pelapor.post(jalur, files={"berkas": ("x.pdf", PDF)})).status_code

    assert [await kirim() for _ in range(11)] == [201] * 10 + [409]
    milik = baik(await perkara.pelapor.get(f"{W}/{perkara.id}"))
    assert milik["penjelasan"] == LAPORAN
    satu = milik["lampiran"][0]["id"]
    assert (await perkara.pelapor.get(f"{jalur}/{satu}")).status_code == 200
    assert (await perkara.sasaran.get(f"{jalur}/{satu}")).status_code == 404
    baik(await perkara.tugaskan())
    assert (await perkara.pencacah.get(f"{P}/{perkara.id}/lampiran/{satu}", params=TUJUAN)).status_code == 404
    assert (await perkara.verifikator.get(f"{P}/{perkara.id}/lampiran/{satu}", params=TUJUAN)).status_code == 200
    assert (await perkara.pelapor.get(f"{jalur}/{id_baru()}")).json()["kode"] == "lampiran-sanggah-tidak-ditemukan"
