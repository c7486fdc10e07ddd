"""A decree is about the person who was validated: who is exchanged, corrected or added afterwards is not in it."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.crypto import Tujuan
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.alur import StatusPutaran, TahapHitung
from app.desil.models import Putaran
from app.desil.peringkat import AturanSeri
from app.desil.repository import DesilRepository
from app.keluarga.kode import JenisKelamin
from app.keluarga.peristiwa import Lahir
from app.keluarga.perubahan import PerubahanService
from app.penetapan.arsip import ArsipSK
from app.penetapan.kecocokan import Tercocokkan
from app.penetapan.models import Keanggotaan, SKKeluarga
from app.penetapan.putusan import Keputusan
from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.status import JenisUsulan, StatusUsulan, SubjenisUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik.penetapan import Antre, PabrikPenetapan, isi_sk, keluarga_dua, siapkan, tanda_tangani, tempatkan
from tests.pabrik.usulan import nik_uji

PERUBAHAN: Mapping[str, dict[str, Any]] = {
    "nik": {"nik": None},
    "nama": {"nama": "Orang Lain Sama Sekali"},
    "tanggal_lahir": {"tanggal_lahir": "1971-03-04"},
    "jenis_kelamin": {"jenis_kelamin": "P"},
}


def alamat(antre: Antre) -> str:
    k = Ref(antre.usulan.keluarga_id, antre.usulan.keluarga_id)
    return f"/v1/petugas/keluarga/{k}/anggota"


async def ubah(masuk: Masuk, antre: Antre, isi: dict[str, Any], orang: Ref | None = None) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    baca = await klien.get(alamat(antre).removesuffix("/anggota"), params={"tujuan": "PERBAIKAN_DATA"})
    jawab = await klien.patch(
        f"{alamat(antre)}/{orang or antre.orang}", json=isi, headers={"If-Match": baca.headers["etag"]}
    )
    assert jawab.status_code == 200, jawab.text


async def alasan_terakhir(sesi: AsyncSession, antre: Antre) -> str | None:
    cari = select(RiwayatUsulan.kode_alasan).where(RiwayatUsulan.usulan_id == antre.usulan.id)
    return (await sesi.scalars(cari.order_by(RiwayatUsulan.id.desc()).limit(1))).one()


async def status(sesi: AsyncSession, antre: Antre) -> StatusUsulan:
    cari = select(Usulan).where(Usulan.id == antre.usulan.id).execution_options(populate_existing=True)
    return (await sesi.scalars(cari)).one().status


async def jumlah_anggota(sesi: AsyncSession, wadah: Wadah, nik: str) -> int:
    cari = select(func.count()).select_from(Keanggotaan)
    return await sesi.scalar(cari.where(Keanggotaan.nik_indeks == wadah.sandi.indeks(Tujuan.NIK, nik))) or 0


@pytest.mark.parametrize("bidang", PERUBAHAN)
async def test_a_person_changed_after_the_match_is_left_out_with_a_reason(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah, bidang: str
) -> None:
    tetap, tukar = await pabrik.antre(), await pabrik.antre()
    baru = nik_uji()
    await ubah(masuk, tukar, {"nik": baru} if bidang == "nik" else PERUBAHAN[bidang])
    sk = await siapkan(admin, pabrik.putaran)
    assert sk["jumlah"] == 1
    assert (await status(sesi, tukar), await alasan_terakhir(sesi, tukar)) == (
        StatusUsulan.PEMERINGKATAN,
        "IDENTITAS_BERUBAH",
    )
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    assert await status(sesi, tukar) is StatusUsulan.PEMERINGKATAN
    assert await jumlah_anggota(sesi, wadah, tetap.subjek["nik"]) == 1
    assert [await jumlah_anggota(sesi, wadah, n) for n in (baru, tukar.subjek["nik"])] == [0, 0]


async def test_who_is_corrected_back_is_in_the_next_decree(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, masuk: Masuk, sesi: AsyncSession
) -> None:
    tukar = await pabrik.antre()
    await ubah(masuk, tukar, {"nama": "Salah Ketik"})
    kosong = await admin.post("/v1/admin/sk", json=isi_sk(pabrik.putaran))
    assert (kosong.status_code, kosong.json()["syarat"]) == (409, "daftar_tidak_kosong")
    await ubah(masuk, tukar, {"nama": tukar.subjek["nama"]})
    assert (await tanda_tangani(penetap, await siapkan(admin, pabrik.putaran))).status_code == 200
    assert await status(sesi, tukar) is StatusUsulan.DITETAPKAN


async def test_a_person_changed_after_the_preparation_stops_the_signature(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, masuk: Masuk, sesi: AsyncSession
) -> None:
    tetap, tukar = await pabrik.antre(), await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran)
    await ubah(masuk, tukar, {"nik": nik_uji()})
    jawab = await tanda_tangani(penetap, sk)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "daftar-sk-berubah")
    assert jawab.json()["usulan"] == [tukar.usulan.ref.teks]
    assert await status(sesi, tetap) is StatusUsulan.PEMERINGKATAN


async def test_a_copy_of_somebody_else_is_not_signed(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exchanged while the list was copied and back before the signature: the copy itself is compared."""
    asli = ArsipSK.salin

    def salin(arsip: ArsipSK, sk_id: UUID, urutan: int, keputusan: Keputusan, cocok: Tercocokkan) -> SKKeluarga:
        orang = tuple(replace(a, nama="Orang Lain") for a in cocok.orang)
        return asli(arsip, sk_id, urutan, keputusan, Tercocokkan(cocok.keluarga, orang))

    antre = await pabrik.antre()
    monkeypatch.setattr(ArsipSK, "salin", salin)
    jawab = await tanda_tangani(penetap, await siapkan(admin, pabrik.putaran))
    assert (jawab.status_code, jawab.json()["usulan"]) == (409, [antre.usulan.ref.teks])


async def test_a_subject_who_left_the_family_is_left_out_but_may_be_taken_out(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, masuk: Masuk, sesi: AsyncSession
) -> None:
    pergi = await pabrik.antre()
    hapus = await pabrik.antre(jenis=JenisUsulan.HAPUS, subjenis=SubjenisUsulan.MENINGGAL)
    await pabrik.anggota(hapus)
    klien = await masuk(Jabatan.VERIFIKATOR)
    for a, alasan in ((pergi, "PINDAH"), (hapus, "MENINGGAL")):
        tutup = {"alasan": alasan, "tanggal": hari_ini().isoformat()}
        assert (await klien.post(f"{alamat(a)}/{a.orang}/tutup", json=tutup)).status_code == 200
    sk = await siapkan(admin, pabrik.putaran)
    assert sk["jumlah"] == 1
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    kini = (await sesi.scalars(select(Keanggotaan).where(Keanggotaan.sampai_at.is_(None)))).all()
    assert [(k.individu_id, k.status) for k in kini] == [(hapus.orang.id, "NONAKTIF")]


async def test_who_moved_into_another_family_is_not_removed_by_the_one_that_he_left(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, masuk: Masuk, sesi: AsyncSession
) -> None:
    """B.9: neither when the list is made nor when it is signed."""
    dahulu, nanti, lain = [await pabrik.antre(jenis=JenisUsulan.HAPUS, subjenis=SubjenisUsulan.MAMPU) for _ in range(3)]
    for a in (dahulu, nanti):
        await pabrik.anggota(a)
    klien = await masuk(Jabatan.VERIFIKATOR)

    async def pindah(dari: Antre) -> None:
        isi = {"ke": Ref(*[lain.usulan.keluarga_id] * 2).teks, "tanggal": hari_ini().isoformat(), "hubungan": "LAINNYA"}
        jawab = await klien.post(f"{alamat(dari)}/{dari.orang}/pindah", json=isi)
        assert jawab.status_code == 200, jawab.text

    await pindah(dahulu)
    sk = await siapkan(admin, pabrik.putaran)
    assert (sk["jumlah"], await alasan_terakhir(sesi, dahulu)) == (2, "IDENTITAS_BERUBAH")
    await pindah(nanti)
    jawab = await tanda_tangani(penetap, sk)
    assert (jawab.status_code, jawab.json()["usulan"]) == (409, [nanti.usulan.ref.teks])
    kini = (await sesi.scalars(select(Keanggotaan).where(Keanggotaan.sampai_at.is_(None)))).all()
    assert {(k.keluarga_id, k.status) for k in kini} == {(lain.usulan.keluarga_id, "TERDAFTAR")}
    assert {k.individu_id for k in kini} == {dahulu.orang.id, nanti.orang.id}


async def test_a_freed_number_that_somebody_else_bears_now_does_not_remove_him(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, masuk: Masuk, sesi: AsyncSession
) -> None:
    """A record by mistake gave its NIK back; the case about it finds the record and not the number's bearer."""
    keliru = await pabrik.antre(jenis=JenisUsulan.HAPUS, subjenis=SubjenisUsulan.GANDA)
    await pabrik.anggota(keliru)
    klien = await masuk(Jabatan.VERIFIKATOR)
    tutup = {"alasan": "SALAH_CATAT", "tanggal": hari_ini().isoformat()}
    assert (await klien.post(f"{alamat(keliru)}/{keliru.orang}/tutup", json=tutup)).status_code == 200
    sah = await pabrik.antre(nik=keliru.subjek["nik"])
    assert sah.orang.id != keliru.orang.id
    sk = await siapkan(admin, pabrik.putaran)
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    kini = (await sesi.scalars(select(Keanggotaan).where(Keanggotaan.sampai_at.is_(None)))).all()
    assert [(k.individu_id, k.status) for k in kini] == [(sah.orang.id, "TERDAFTAR")]


@pytest.mark.parametrize(
    ("kasus", "terdaftar"),
    [("sah", True), ("keluarga tak terdaftar", False), ("oleh petugas", False), ("lalu diubah", False)],
)
async def test_who_a_validated_correction_brings_into_a_registered_family_is_registered_with_it(
    pabrik: PabrikPenetapan,
    admin: Klien,
    penetap: Klien,
    masuk: Masuk,
    sesi: AsyncSession,
    wadah: Wadah,
    kasus: str,
    terdaftar: bool,
) -> None:
    antre = await pabrik.antre(jenis=JenisUsulan.PERBAIKAN, subjenis=SubjenisUsulan.ANGGOTA_KELUARGA)
    if kasus != "keluarga tak terdaftar":
        await pabrik.anggota(antre)
    lahir = Lahir(tanggal=hari_ini(), nama="Bayi Uji", jenis_kelamin=JenisKelamin.P)
    sumber = "petugas" if kasus == "oleh petugas" else str(antre.usulan.nomor)
    service = PerubahanService.rakit(sesi, wadah)
    ref = await service.terapkan(antre.usulan.keluarga_id, lahir, None, sumber=sumber)
    _, bayi = await service.anggota_masuk(ref)
    if kasus == "lalu diubah":
        await ubah(masuk, antre, {"nama": "Bukan Bayi"}, bayi.ref)
    sk = await siapkan(admin, pabrik.putaran)
    (baris,) = (await admin.get(f"/v1/admin/sk/{sk['kode']}/daftar")).json()["data"]
    assert ("Bayi Uji" in {a["nama"] for a in baris["anggota"]}) is (kasus in {"sah", "keluarga tak terdaftar"})
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    cari = select(Keanggotaan.status).where(
        Keanggotaan.individu_id == bayi.individu_id, Keanggotaan.sampai_at.is_(None)
    )
    assert list(await sesi.scalars(cari)) == (["TERDAFTAR"] if terdaftar else [])
    assert await status(sesi, antre) is StatusUsulan.DITETAPKAN


async def test_members_who_joined_or_became_others_after_the_validation_are_not_registered(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    antre = await pabrik.antre(**keluarga_dua())
    klien = await masuk(Jabatan.VERIFIKATOR)
    tamu = {
        "nik": nik_uji(),
        "nama": "Tamu Baru",
        "tempat_lahir": "Bandung",
        "tanggal_lahir": "1990-01-01",
        "jenis_kelamin": "L",
        "hubungan": "LAINNYA",
        "tanggal": hari_ini().isoformat(),
        "alasan": "PINDAH",
    }
    masuknya = await klien.post(alamat(antre), json=tamu)
    assert masuknya.status_code == 201, masuknya.text
    sk = await siapkan(admin, pabrik.putaran)
    daftar = (await admin.get(f"/v1/admin/sk/{sk['kode']}/daftar")).json()["data"]
    assert {a["nama"] for a in daftar[0]["anggota"]} == {"Wawan Lestari", "Siti Nurhaliza"}
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    assert await jumlah_anggota(sesi, wadah, tamu["nik"]) == 0


async def test_a_member_who_became_another_person_is_left_out_and_a_changed_role_does_no_harm(
    pabrik: PabrikPenetapan, admin: Klien, masuk: Masuk
) -> None:
    satu, dua = await pabrik.antre(**keluarga_dua()), await pabrik.antre(desil=3, **keluarga_dua())
    klien = await masuk(Jabatan.VERIFIKATOR)
    for antre, isi in ((satu, {"nik": nik_uji(), "nama": "Bukan Istri"}), (dua, {"hubungan": "LAINNYA"})):
        baca = await klien.get(alamat(antre).removesuffix("/anggota"), params={"tujuan": "PERBAIKAN_DATA"})
        istri = next(a["ref"] for a in baca.json()["anggota"] if a["nama"] == "Siti Nurhaliza")
        tajuk = {"If-Match": baca.headers["etag"]}
        assert (await klien.patch(f"{alamat(antre)}/{istri}", json=isi, headers=tajuk)).status_code == 200
    sk = await siapkan(admin, pabrik.putaran)
    daftar = (await admin.get(f"/v1/admin/sk/{sk['kode']}/daftar")).json()["data"]
    assert [{a["nama"] for a in d["anggota"]} for d in daftar] == [
        {"Wawan Lestari"},
        {"Wawan Lestari", "Siti Nurhaliza"},
    ]


async def test_a_family_whose_validation_nobody_finds_gives_its_subject_only(
    pabrik: PabrikPenetapan, admin: Klien, sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def kosong(*_: object) -> dict[Ref, object]:
        return {}

    await pabrik.antre(**keluarga_dua())
    monkeypatch.setattr("app.usulan.service.UsulanService.saat_aksi", kosong)
    sk = await siapkan(admin, pabrik.putaran)
    daftar = (await admin.get(f"/v1/admin/sk/{sk['kode']}/daftar")).json()["data"]
    assert {a["nama"] for a in daftar[0]["anggota"]} == {"Wawan Lestari"}


async def putaran_lain(pabrik: PabrikPenetapan, periode: str) -> Putaran:
    lain = Putaran(
        id=id_baru(),
        periode=periode,
        model_id=pabrik.putaran.model_id,
        aturan_seri=AturanSeri.TERMISKIN,
        status=StatusPutaran.DISAHKAN,
        tahap=TahapHitung.SELESAI,
        dibuat_at=now(),
        disahkan_at=now(),
    )
    pabrik.sesi.add(lain)
    await pabrik.sesi.flush()
    return lain


async def test_a_superseded_run_carries_no_decree(pabrik: PabrikPenetapan, admin: Klien) -> None:
    antre = await pabrik.antre(desil=9)
    lama = await putaran_lain(pabrik, "2025-01")
    await tempatkan(pabrik.sesi, antre.usulan.keluarga_id, lama, 1)
    jawab = await admin.post("/v1/admin/sk", json=isi_sk(lama))
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "putaran_berlaku")


async def test_a_run_superseded_after_the_preparation_stops_the_signature(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien
) -> None:
    await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran)
    await DesilRepository(pabrik.sesi).berlakukan(await putaran_lain(pabrik, "2026-12"), now())
    jawab = await tanda_tangani(penetap, sk)
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "putaran_berlaku")
    terlihat = (await penetap.get(f"/v1/admin/sk/{sk['kode']}")).json()["aksi_tersedia"]
    assert {a["aksi"]: bool(a["ditolak_karena"]) for a in terlihat} == {"tanda_tangani": True, "batalkan": False}
