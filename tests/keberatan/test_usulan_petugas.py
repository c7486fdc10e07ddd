"""B.2: a person without part in the case answers an objection to a refusal; granted, the case is taken up again."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref, id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.keberatan.models_usulan import KeberatanUsulan
from app.usulan.models import Usulan, UsulanTerbuka
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, JenisLampiran, JenisUsulan, SasaranKembali, StatusUsulan, SubjenisUsulan
from app.usulan.syarat import FaktaUsulan
from tests.conftest import Klien, Masuk
from tests.keberatan.pembantu_usulan import ANTREAN, KATA, SAYA, TUJUAN, USULAN, ajukan, ditolak, jumlah_kabar
from tests.pabrik.usulan import alasan, langkah, nik_uji, no_kk_uji, usulan_pada
from tests.usulan.test_routers_warga import unggah

S, J, A, U = StatusUsulan, Jabatan, AksiUsulan, SubjenisUsulan
TERIMA = {"alasan": alasan("KEBERATAN_USULAN_PERLU_DIPERIKSA_ULANG")}
TOLAK = {"alasan": alasan("KEBERATAN_USULAN_TIDAK_TERBUKTI")}


@pytest.fixture
async def warga(masuk: Masuk) -> Klien:
    return await masuk(J.WARGA)


@pytest.fixture
async def verifikator(masuk: Masuk) -> Klien:
    return await masuk(J.VERIFIKATOR)


async def lanjutan(sesi: AsyncSession, jawab: Any) -> Usulan:
    """The case that a granted objection opened."""
    assert jawab.status_code == 200, jawab.text
    ref = Ref.urai(jawab.json()["jawaban"]["usulan_lanjutan"])
    return (await sesi.scalars(select(Usulan).where(Usulan.id == ref.id))).one()


async def test_the_queue_shows_no_words_and_ends_at_the_officers_regions(
    warga: Klien, verifikator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await ajukan(warga, await ditolak(sesi, wadah, warga))
    antre = await verifikator.get(ANTREAN)
    assert [k["ref"] for k in antre.json()["data"]] == [satu["ref"]]
    assert KATA not in antre.text
    luar = await masuk(J.VERIFIKATOR, ("32.73",))
    assert (await luar.get(ANTREAN, params={"status": "DIAJUKAN"})).json()["data"] == []
    for jawab in (
        await luar.get(f"{ANTREAN}/{satu['ref']}", params=TUJUAN),
        await luar.post(f"{ANTREAN}/{satu['ref']}/terima", json=TERIMA),
        await luar.post(f"{ANTREAN}/{satu['ref']}/tolak", json=TOLAK),
        await luar.get(f"{ANTREAN}/{satu['ref']}/lampiran/{id_baru()}", params=TUJUAN),
        await verifikator.get(f"{ANTREAN}/{Ref(id_baru(), id_baru())}", params=TUJUAN),
    ):
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "keberatan-usulan-tidak-ada")
    desa = await masuk(J.OPERATOR_DESA, ("32.04.05.2001",))
    assert (await desa.post(f"{ANTREAN}/{satu['ref']}/terima", json=TERIMA)).status_code == 403


async def test_a_refused_objection_gives_reason_and_next_step_and_is_answered_once(
    warga: Klien, verifikator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await ajukan(warga, await ditolak(sesi, wadah, warga))
    jalur = f"{ANTREAN}/{satu['ref']}"
    dibaca = (await verifikator.get(jalur, params=TUJUAN)).json()
    assert dibaca["penjelasan"] == KATA
    assert {a["aksi"]: a["ditolak_karena"] for a in dibaca["aksi_tersedia"]} == {"terima": None, "tolak": None}
    tanpa = await verifikator.post(f"{jalur}/tolak", json={})
    assert (tanpa.status_code, tanpa.json()["kode"]) == (422, "alasan-wajib")
    lain = await verifikator.post(f"{jalur}/tolak", json=TERIMA)
    assert (lain.status_code, lain.json()["kode"]) == (422, "alasan-tidak-berlaku")
    pendek = {"alasan": TOLAK["alasan"] | {"penjelasan": "Tidak cukup"}}
    assert (await verifikator.post(f"{jalur}/tolak", json=pendek)).status_code == 422
    assert (await verifikator.post(f"{jalur}/tolak", json=TOLAK)).json()["status"] == "DITOLAK"
    lagi = await verifikator.post(f"{jalur}/terima", json=TERIMA)
    assert (lagi.status_code, lagi.json()["kode"]) == (409, "transisi-ditolak")
    balas = (await warga.get(f"{SAYA}/{satu['ref']}")).json()["jawaban"]
    assert balas["alasan"]["kode"] == "KEBERATAN_USULAN_TIDAK_TERBUKTI"
    assert (balas["penjelasan"], balas["langkah_berikutnya"]) == (
        TOLAK["alasan"]["penjelasan"],
        TOLAK["alasan"]["langkah_berikutnya"],
    )
    assert balas["usulan_lanjutan"] is None
    assert await jumlah_kabar(sesi, warga) == 2


async def test_who_refused_does_not_answer_under_any_account_and_another_or_the_head_does(
    warga: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    nik = nik_uji()
    penolak, kembaran = await masuk(J.VERIFIKATOR, nik=nik), await masuk(J.KEPALA_OPD, nik=nik)
    kasus = await ditolak(sesi, wadah, warga)
    sesi.add(langkah(kasus, A.TOLAK, penolak.pelaku.akun_id))
    await sesi.commit()
    jalur = f"{ANTREAN}/{(await ajukan(warga, kasus))['ref']}"
    for klien in (penolak, kembaran):
        jawab = await klien.post(f"{jalur}/tolak", json=TOLAK)
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")
        assert jawab.json()["syarat"] == "bukan_pengolah"
        dibaca = (await klien.get(jalur, params=TUJUAN)).json()
        assert all(a["ditolak_karena"] for a in dibaca["aksi_tersedia"])
    kepala = await masuk(J.KEPALA_OPD)
    assert (await kepala.post(f"{jalur}/tolak", json=TOLAK)).status_code == 200


async def test_nobody_answers_for_his_own_family(warga: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    no_kk = no_kk_uji()
    satu = await ajukan(warga, await ditolak(sesi, wadah, warga, no_kk=no_kk))
    kerabat = await masuk(J.VERIFIKATOR, no_kk=no_kk)
    jawab = await kerabat.post(f"{ANTREAN}/{satu['ref']}/terima", json=TERIMA)
    assert (jawab.json()["kode"], jawab.json()["syarat"]) == ("pemisahan-tugas", "bukan_perkara_sendiri")


async def test_what_the_meeting_refused_goes_back_to_the_meeting_as_a_new_case(
    warga: Klien, verifikator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    kasus = await ditolak(sesi, wadah, warga, S.TIDAK_DISEPAKATI)
    satu = await ajukan(warga, kasus)
    baru = await lanjutan(sesi, await verifikator.post(f"{ANTREAN}/{satu['ref']}/terima", json=TERIMA))
    assert (baru.status, baru.usulan_asal, baru.nik_indeks) == (S.LENGKAP, kasus.ref, kasus.nik_indeks)
    assert (baru.pengusul_id, baru.penyunting_ids) == (kasus.pengusul_id, kasus.penyunting_ids)
    assert baru.nomor not in {None, kasus.nomor}
    await sesi.refresh(kasus)
    assert kasus.status is S.TIDAK_DISEPAKATI
    pegang = (await sesi.scalars(select(UsulanTerbuka.usulan_id))).all()
    assert pegang == [baru.id]
    dibaca = (await warga.get(f"{USULAN}/{baru.ref}")).json()
    lama = (await warga.get(f"{USULAN}/{kasus.ref}")).json()
    assert dibaca["subjek"] == lama["subjek"]
    assert [x["jenis"] for x in dibaca["lampiran"]] == [x["jenis"] for x in lama["lampiran"]]
    assert (dibaca["usulan_asal"], dibaca["keberatan_sampai"]) == (str(kasus.ref), None)
    riwayat = (await warga.get(f"{USULAN}/{baru.ref}/riwayat")).json()["data"]
    assert [(r["aksi"], r["dari"], r["ke"]) for r in riwayat] == [("buka_kembali", None, "LENGKAP")]


@pytest.mark.parametrize("status", [S.DITOLAK, S.TIDAK_DITETAPKAN])
async def test_what_was_refused_after_the_agreement_is_visited_anew(
    warga: Klien, verifikator: Klien, sesi: AsyncSession, wadah: Wadah, status: StatusUsulan
) -> None:
    kasus = await ditolak(sesi, wadah, warga, status)
    satu = await ajukan(warga, kasus)
    baru = await lanjutan(sesi, await verifikator.post(f"{ANTREAN}/{satu['ref']}/terima", json=TERIMA))
    assert (baru.status, baru.registri_id, baru.individu_id) == (
        S.DISEPAKATI_MUSYAWARAH,
        kasus.registri_id,
        kasus.individu_id,
    )
    assert baru.tenggat_date is not None
    riwayat = (await warga.get(f"{USULAN}/{baru.ref}/riwayat")).json()["data"]
    assert [r["aksi"] for r in riwayat] == ["buka_kembali", "lewati_musyawarah"]


@pytest.mark.parametrize(
    ("jenis", "subjenis", "lampiran", "ke"),
    [
        (JenisUsulan.PERBAIKAN, U.SOSIAL_EKONOMI, [], S.DISEPAKATI_MUSYAWARAH),
        (JenisUsulan.PERBAIKAN, U.PEMBARUAN_DESIL, [], S.DISEPAKATI_MUSYAWARAH),
        (JenisUsulan.HAPUS, U.MENINGGAL, [JenisLampiran.AKTA_KEMATIAN], S.VALIDASI_DINSOS),
        (JenisUsulan.HAPUS, U.MAMPU, [], S.DISEPAKATI_MUSYAWARAH),
    ],
)
async def test_a_case_about_somebody_on_file_takes_him_from_the_registry_again(
    warga: Klien,
    verifikator: Klien,
    sesi: AsyncSession,
    wadah: Wadah,
    jenis: JenisUsulan,
    subjenis: SubjenisUsulan,
    lampiran: list[JenisLampiran],
    ke: StatusUsulan,
) -> None:
    kasus = await ditolak(sesi, wadah, warga, jenis=jenis, subjenis=subjenis, lampiran=lampiran)
    satu = await ajukan(warga, kasus)
    baru = await lanjutan(sesi, await verifikator.post(f"{ANTREAN}/{satu['ref']}/terima", json=TERIMA))
    assert (baru.status, baru.individu_id, baru.nik_asal) == (ke, kasus.individu_id, kasus.nik_indeks)


async def test_a_replaced_paper_of_the_new_case_stays_with_the_refused_one(
    masuk: Masuk, verifikator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    desa = await masuk(J.OPERATOR_DESA, ("32.04.05.2001",))
    warga = await masuk(J.WARGA)
    kasus = await ditolak(sesi, wadah, warga, S.DRAF, lampiran=())
    await unggah(warga, str(kasus.ref), JenisLampiran.FOTO_KTP)
    await sesi.execute(update(Usulan).where(Usulan.id == kasus.id).values(status=S.TIDAK_DISEPAKATI))
    await sesi.commit()
    satu = await ajukan(warga, kasus)
    baru = await lanjutan(sesi, await verifikator.post(f"{ANTREAN}/{satu['ref']}/terima", json=TERIMA))
    kembali = {"status": S.DIKEMBALIKAN, "sasaran_kembali": SasaranKembali.DESA}
    await sesi.execute(update(Usulan).where(Usulan.id == baru.id).values(kembali))
    await sesi.commit()
    await unggah(desa, str(baru.ref), JenisLampiran.FOTO_KTP, akar="/v1/petugas/usulan")
    lama = (await warga.get(f"{USULAN}/{kasus.ref}")).json()["lampiran"]
    assert (await warga.get(f"{USULAN}/{kasus.ref}/lampiran/{lama[0]['id']}")).status_code == 200


async def test_a_case_is_not_taken_up_beside_an_open_one_and_the_objection_waits(
    warga: Klien, verifikator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    nik = nik_uji()
    kasus = await ditolak(sesi, wadah, warga, S.TIDAK_DISEPAKATI, nik=nik)
    satu = await ajukan(warga, kasus)
    await usulan_pada(sesi, wadah, S.DIAJUKAN, nik=nik)
    await sesi.commit()
    jalur = f"{ANTREAN}/{satu['ref']}"
    jawab = await verifikator.post(f"{jalur}/terima", json=TERIMA)
    assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "USULAN_GANDA")
    assert (await verifikator.get(jalur, params=TUJUAN)).json()["status"] == "DIAJUKAN"
    tolak = {"alasan": alasan("KEBERATAN_USULAN_TIDAK_DIPERLUKAN")}
    assert (await verifikator.post(f"{jalur}/tolak", json=tolak)).status_code == 200


async def test_the_refusal_tells_until_when_one_may_object(
    warga: Klien, sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    kasus = await usulan_pada(sesi, wadah, S.MASUK_MUSYAWARAH, pengusul_id=warga.pelaku.akun_id)
    desa = await masuk(J.OPERATOR_DESA, ("32.04.05.2001",))
    await UsulanService.rakit(sesi, wadah).pindahkan_massal(
        [kasus.ref],
        A.TIDAK_SEPAKATI,
        desa.pelaku,
        alasan=AlasanMasuk(**alasan("DINILAI_MAMPU")),
        fakta=FaktaUsulan(is_berita_acara_final=True),
    )
    await sesi.commit()
    sampai = hari_ini() + timedelta(days=wadah.pengaturan.tenggat.hari_keberatan)
    kotak = (await warga.get("/v1/warga/notifikasi")).json()["data"]
    assert f"Hak keberatan sampai {sampai:%d-%m-%Y}" in str(kotak)
    assert (await warga.get(f"{USULAN}/{kasus.ref}")).json()["keberatan_sampai"] == sampai.isoformat()


@pytest.mark.parametrize(("sisa", "kali"), [(6, 0), (5, 1), (1, 2), (0, 2), (-1, 3)])
async def test_the_officers_are_reminded_before_the_day_and_their_head_after_it(
    warga: Klien, masuk: Masuk, verifikator: Klien, sesi: AsyncSession, wadah: Wadah, sisa: int, kali: int
) -> None:
    kepala = await masuk(J.KEPALA_OPD)
    satu = await ajukan(warga, await ditolak(sesi, wadah, warga))
    await sesi.execute(update(KeberatanUsulan).values(tenggat_date=hari_ini() + timedelta(days=sisa)))
    await sesi.commit()
    for _ in range(2):
        await jalankan(wadah, "keberatan.tenggat", {})
    assert (await jumlah_kabar(sesi, verifikator), await jumlah_kabar(sesi, kepala)) == (kali, int(sisa < 0))
    assert (await warga.get(f"{SAYA}/{satu['ref']}")).json()["status"] == "DIAJUKAN"
