"""Who contests is not told: not to the person, not to the village, not by the trail, the news, or a file."""

import json
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import hari_ini
from app.core.crypto import Tujuan
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.notifikasi.models import KotakKeluar
from app.sanggah.models import Sanggah
from tests.conftest import Klien
from tests.pabrik.verval import PDF
from tests.sanggah.conftest import LAPORAN, PELAPOR, TUJUAN, P, Perkara, W, baik

USULAN = "/v1/petugas/usulan"
KOTAK = "notifikasi"


def rahasia(perkara: Perkara) -> set[str]:
    """What would tell: name, numbers, account, address and words of the reporter."""
    diri = perkara.pelapor.pelaku
    return {*PELAPOR.values(), str(diri.akun_id), str(diri.nik_indeks), "pelapor@contoh.id", LAPORAN, "warung saya"}


async def kumpulkan(klien: Klien, *jalur: tuple[str, dict[str, Any]]) -> str:
    """Every byte of these answers, headers included; only what one may read at all is asked for."""
    hasil = []
    for satu, kueri in jalur:
        jawab = await klien.get(satu, params=kueri)
        assert jawab.status_code == 200, (satu, jawab.text)
        hasil.append(str(jawab.headers) + jawab.text)
    return "\n".join(hasil)


async def jalan_penuh(perkara: Perkara) -> str:
    """A contest with evidence of its reporter, answered and granted; the reference of the removal."""
    baik(await perkara.ajukan(), 201)
    lampiran = f"{W}/{perkara.id}/lampiran"
    baik(await perkara.pelapor.post(lampiran, files={"berkas": ("warung saya.pdf", PDF)}), 201)
    baik(await perkara.tugaskan(arahan="Periksa kepemilikan kendaraan"))
    baik(await perkara.foto(), 201)
    baik(await perkara.kunjungi())
    baik(await perkara.tanggapi())
    baik(await perkara.verifikator.get(f"{P}/{perkara.id}/pelapor", params=TUJUAN))
    return str(baik(await perkara.setujui())["usulan_ref"])


async def test_no_answer_to_the_person_or_the_village_holds_a_byte_of_the_reporter(perkara: Perkara) -> None:
    ref = await jalan_penuh(perkara)
    penuh = {"batas": 200}
    usulan_saya = f"/v1/warga/usulan/{ref}"
    sasaran = await kumpulkan(
        perkara.sasaran,
        (f"{W}/tentang-saya", {}),
        (f"{W}/tentang-saya/{perkara.id}", {}),
        (W, {}),
        ("/v1/warga/saya/akses", penuh),
        (f"/v1/warga/{KOTAK}", penuh),
        (usulan_saya, {}),
        (f"{usulan_saya}/riwayat", {}),
    )
    desa = await perkara.masuk(Jabatan.OPERATOR_DESA, ("32.04.05.2001",))
    village = await kumpulkan(
        desa,
        (USULAN, {}),
        (f"{USULAN}/{ref}", {"tujuan": "memeriksa kelengkapan"}),
        (f"{USULAN}/{ref}/riwayat", {}),
        (f"/v1/petugas/{KOTAK}", penuh),
    )
    pencacah = await kumpulkan(
        perkara.pencacah, (P, {"status": "DISETUJUI"}), (f"{P}/{perkara.id}", TUJUAN), (f"/v1/petugas/{KOTAK}", penuh)
    )
    # The kab/kota reads what he wrote, and who he is only by its own operation.
    kabkota = await kumpulkan(perkara.verifikator, (P, {"status": "DISETUJUI"}), (f"{P}/{perkara.id}", TUJUAN))
    for kata in rahasia(perkara):
        assert kata not in sasaran, kata
        assert kata not in village, kata
        assert kata not in pencacah, kata
        assert kata not in kabkota or kata in {LAPORAN, "warung saya"}, kata
    assert perkara.id in sasaran
    assert (await perkara.sasaran.get(f"{W}/{perkara.id}")).status_code == 404
    assert (await perkara.sasaran.post(f"{W}/{perkara.id}/batalkan")).status_code == 404


async def test_the_trail_of_the_person_shows_the_contest_as_the_systems_and_the_administrator_can_trace_it(
    perkara: Perkara, sesi: AsyncSession
) -> None:
    baik(await perkara.ajukan(), 201)
    baik(await perkara.pelapor.post(f"{W}/{perkara.id}/batalkan"))
    akses = baik(await perkara.sasaran.get("/v1/warga/saya/akses"))["data"]
    milik = [(a["kejadian"], a["jabatan"], a["wilayah"]) for a in akses if a["kejadian"].startswith("sanggah:")]
    assert milik == [("sanggah:status:diubah", None, [])] * 3
    sendiri = await sesi.scalars(
        select(JejakAudit).where(
            JejakAudit.objek == f"sanggah/{perkara.id}", JejakAudit.pelaku_id == perkara.pelapor.pelaku.akun_id
        )
    )
    jejak = list(sendiri)
    assert [j.rincian["aksi"] for j in jejak] == ["ajukan", "batalkan"]
    assert [j.subjek for j in jejak] == [[], []]
    cari = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "sanggah:calon:dicari"))).one()
    assert (cari.subjek, cari.rincian) == ([], {"jumlah": 1})


async def test_the_kabkota_reads_the_reporter_for_a_purpose_and_only_he_sees_that(perkara: Perkara) -> None:
    baik(await perkara.ajukan(), 201)
    jalur = f"{P}/{perkara.id}/pelapor"
    assert (await perkara.verifikator.get(jalur)).status_code == 422
    isi = baik(await perkara.verifikator.get(jalur, params=TUJUAN))
    assert isi == {"id": perkara.id, "nama": PELAPOR["nama"], "kode_desa": "32.04.05.2001"}
    milik = baik(await perkara.pelapor.get("/v1/warga/saya/akses"))["data"]
    dibaca = [a for a in milik if a["kejadian"] == "sanggah:pelapor:dibaca"]
    assert [(a["jabatan"], a["tujuan"]) for a in dibaca] == [("VERIFIKATOR", "PENGADUAN")]
    lain = baik(await perkara.sasaran.get("/v1/warga/saya/akses"))["data"]
    assert "sanggah:pelapor:dibaca" not in {a["kejadian"] for a in lain}
    for jabatan in (Jabatan.ENUMERATOR, Jabatan.OPERATOR_DESA, Jabatan.OPERATOR_KABKOTA, Jabatan.PUSAT):
        klien = await perkara.masuk(jabatan, ("32.04.05.2001",))
        assert (await klien.get(jalur, params=TUJUAN)).status_code == 403


async def test_the_words_lie_sealed_and_no_number_of_the_reporter_stands_in_the_tables(
    perkara: Perkara, sesi: AsyncSession, wadah: Wadah
) -> None:
    await jalan_penuh(perkara)
    sesi.expire_all()
    satu = (await sesi.scalars(select(Sanggah))).one()
    polos = json.dumps({k: repr(v) for k, v in vars(satu).items()})
    assert LAPORAN not in polos
    assert PELAPOR["nik"] not in polos
    assert str(wadah.sandi.indeks(Tujuan.NIK, PELAPOR["nik"])) not in polos
    assert wadah.sandi.buka(satu.kunci_data, satu.isi, "sanggah", satu.id)["penjelasan"] == LAPORAN


async def test_both_sides_are_told_of_every_step_by_inbox_and_mail(perkara: Perkara, sesi: AsyncSession) -> None:
    await perkara.sampai("TIDAK_TERBUKTI")
    baik(await perkara.tolak())

    async def kabar(klien: Klien) -> list[str]:
        data = baik(await klien.get(f"/v1/warga/{KOTAK}", params={"batas": 200}))["data"]
        milik = [k for k in data if k["jenis"] == "SANGGAH"]
        assert {k["objek"] for k in milik} == {f"sanggah/{perkara.id}"}
        return [k["isi"]["en"] for k in reversed(milik)]

    pelapor, sasaran = await kabar(perkara.pelapor), await kabar(perkara.sasaran)
    assert [len(pelapor), len(sasaran)] == [4, 5]
    assert pelapor[0] == "Sent to the social office; to be assigned."
    assert pelapor[-1].startswith("Refused; the data stay as they are.\n")
    assert all(s.startswith("What is contested: Found to own a car. ") for s in sasaran)
    assert sasaran[-1].endswith("Refused; the data stay as they are.")
    surat = await sesi.scalars(select(KotakKeluar).where(KotakKeluar.templat == "kabar"))
    assert len(list(surat)) == len(pelapor) + len(sasaran)


@pytest.mark.parametrize("status", ["DITERUSKAN", "DIVERIFIKASI", "DISETUJUI", "DITOLAK", "DIBATALKAN", "DIAJUKAN"])
async def test_every_state_is_explained_in_the_references(perkara: Perkara, status: str) -> None:
    butir = baik(await perkara.pelapor.get("/v1/publik/referensi/status-sanggah"))["butir"]
    satu = next(b for b in butir if b["kode"] == status)
    assert satu["teks"]["id"]
    assert satu["teks"]["en"]


async def test_who_left_the_family_learns_of_no_contest_about_it_but_of_his_own(perkara: Perkara) -> None:
    """S1: the index of numbers still names the family that somebody has left; its affairs are no longer his."""
    baik(await perkara.ajukan(), 201)
    baik(await perkara.tugaskan())
    milik, kepala = perkara.rumah, perkara.rumah.kepala
    anak = await perkara.masuk(Jabatan.WARGA, nik=str(milik.subjek.anggota[0].nik))
    satu = f"{W}/tentang-saya/{perkara.id}"
    baik(await anak.get(satu))
    for orang in (milik.anak, kepala):
        jalur = f"/v1/petugas/keluarga/{Ref(kepala.keluarga_id, kepala.keluarga_id)}/anggota/{orang}/tutup"
        isi = {"alasan": "PINDAH", "tanggal": hari_ini().isoformat()}
        baik(await perkara.verifikator.post(jalur, json=isi))
        assert (await anak.get(satu)).status_code == 404
        assert perkara.id not in (await anak.get(f"{W}/tentang-saya")).text
        assert (await perkara.tanggapi(anak)).json()["kode"] == "sanggah-tidak-ditemukan"
        baik(await perkara.sasaran.get(satu))
    baik(await perkara.tanggapi())
