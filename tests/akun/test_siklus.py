"""A.6: DAFTAR → EMAIL_TERKONFIRMASI → MENUNGGU_VERIFIKASI → AKTIF | DITOLAK, with the civil registration's advice."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.alur import PERBAIKAN, StatusAkun
from app.akun.models import Akun
from app.akun.padan import TUGAS_PADAN, padankan_akun
from app.akun.registrasi import TUGAS_SURATI
from app.akun.tugas import hapus_pendaftaran
from app.core import clock
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.kependudukan.pemadanan import HasilPadan, Identitas, padankan_pendaftar
from app.kependudukan.ports import (
    DataKependudukan,
    JawabanKependudukan,
    KependudukanPort,
    LayananGagal,
    SebabGagal,
    TidakDitemukan,
)
from tests.akun.pembantu import hash_murah, kerjakan, surat
from tests.conftest import Klien, Masuk
from tests.pabrik.akun import nik_uji
from tests.pabrik.gambar import foto, foto_ber_gps

pytestmark = pytest.mark.anyio
NIK, KK = nik_uji(7), "3204051203150042"
DATA = {
    "nik": NIK,
    "no_kk": KK,
    "nama": "SITI CONTOH",
    "alamat": "Jl. Melati No. 7 RT 001 RW 002",
    "kode_desa": "32.04.05.2001",
    "surel": "siti@contoh.id",
    "telepon": "0812-3456-7890",
    "sandi": "kopi tubruk di beranda",
}
BUKU = {"tujuan": "Verifikasi akun"}


class Dukcapil:
    """Answers what the test wants, and counts."""

    def __init__(self) -> None:
        self.jawaban: JawabanKependudukan = DataKependudukan(NIK, Identitas("Siti Contoh", date(1990, 1, 1), KK))
        self.ditanya = 0

    async def padankan(self, nik: str) -> JawabanKependudukan:
        assert nik == NIK
        self.ditanya += 1
        return self.jawaban


@pytest.fixture
def dukcapil(wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> Dukcapil:
    hash_murah(monkeypatch)
    satu = Dukcapil()
    wadah.pasang(KependudukanPort, lambda _s, _w: satu)
    return satu


async def _daftar(klien: Klien, **ganti: Any) -> str:
    berkas = {"foto_ktp": ("ktp.jpg", foto_ber_gps()), "swafoto": ("aku.png", foto(jenis="PNG"))}
    jawab = await klien.post("/v1/publik/registrasi", data=DATA | ganti, files=berkas)
    assert jawab.status_code == 202
    return str(jawab.json()["tiket"])


async def _konfirmasi(klien: Klien, kode: str) -> httpx.Response:
    return await klien.post("/v1/publik/registrasi/konfirmasi", json={"kode": kode})


async def _menunggu(klien: Klien, wadah: Wadah, sesi: AsyncSession) -> UUID:
    """Bring a registration into the officer's queue, the civil registration asked."""
    await _daftar(klien)
    await kerjakan(wadah, TUGAS_SURATI)
    kode = (await surat(wadah, sesi, "konfirmasi_surel"))[-1].data["kode"]
    assert (await _konfirmasi(klien, kode)).status_code == 200
    await kerjakan(wadah, TUGAS_PADAN)
    id_ = await sesi.scalar(text("SELECT id FROM akun WHERE status = 'MENUNGGU_VERIFIKASI'"))
    return UUID(str(id_))


def _alasan(kode: str) -> dict[str, Any]:
    return {
        "alasan": {
            "kode": kode,
            "penjelasan": "Foto yang dikirim tidak dapat dipakai.",
            "langkah_berikutnya": "Ambil ulang",
        }
    }


async def _tolak(masuk: Masuk, wadah: Wadah, sesi: AsyncSession, akun_id: UUID, kode: str) -> str:
    petugas = await masuk(Jabatan.VERIFIKATOR)
    assert (await petugas.post(f"/v1/petugas/akun/{akun_id}/tolak", json=_alasan(kode))).status_code == 200
    return (await surat(wadah, sesi, "akun_ditolak"))[-1].data["perbaikan"]


def _kode_dari(teks: str) -> str:
    return teks.split("\n\n")[1].strip()


# -- the civil registration


async def test_the_officer_sees_that_the_civil_registration_agrees_and_approves(
    klien: Klien, masuk: Masuk, wadah: Wadah, sesi: AsyncSession, dukcapil: Dukcapil
) -> None:
    akun_id = await _menunggu(klien, wadah, sesi)
    petugas = await masuk(Jabatan.VERIFIKATOR)
    dibaca = (await petugas.get(f"/v1/petugas/akun/{akun_id}", params=BUKU)).json()
    assert (dibaca["padan"]["hasil"], dibaca["padan"]["skor_nama"], dibaca["padan"]["beda"]) == ("PADAN", 1000, [])
    assert (await petugas.post(f"/v1/petugas/akun/{akun_id}/setujui")).json()["status"] == "AKTIF"


@pytest.mark.parametrize(
    ("jawaban", "hasil", "beda"),
    [
        (DataKependudukan(NIK, Identitas("ORANG LAIN SEKALI", None, KK)), "TIDAK_PADAN", ["NAMA"]),
        (DataKependudukan(NIK, Identitas("SITI CONTO", None, "3204051203150099")), "PADAN", ["NO_KK"]),
        (DataKependudukan(NIK, Identitas("SITI CONTOH", None, KK), is_meninggal=True), "MENINGGAL", []),
        (TidakDitemukan(), "NIK_TIDAK_DITEMUKAN", ["NIK"]),
    ],
)
async def test_against_a_mismatch_an_approval_needs_words(
    klien: Klien,
    masuk: Masuk,
    wadah: Wadah,
    sesi: AsyncSession,
    dukcapil: Dukcapil,
    jawaban: JawabanKependudukan,
    hasil: str,
    beda: list[str],
) -> None:
    dukcapil.jawaban = jawaban
    akun_id = await _menunggu(klien, wadah, sesi)
    petugas = await masuk(Jabatan.VERIFIKATOR)
    dibaca = (await petugas.get(f"/v1/petugas/akun/{akun_id}", params=BUKU)).json()
    assert (dibaca["padan"]["hasil"], dibaca["padan"]["beda"]) == (hasil, beda)
    if hasil == "PADAN":
        assert dibaca["padan"]["peringatan"] == ["KK_BERUBAH"]
        return
    tolak = await petugas.post(f"/v1/petugas/akun/{akun_id}/setujui")
    assert (tolak.status_code, tolak.json()["syarat"]) == (409, "padan_jelas")
    assert tolak.json()["kode_alasan"] == "TIDAK_PADAN_DUKCAPIL"
    pendek = await petugas.post(f"/v1/petugas/akun/{akun_id}/setujui", json={"catatan": "cocok"})
    assert pendek.status_code == 422
    catatan = "KTP asli sudah diperiksa di kantor; data pusat keliru."
    assert (await petugas.post(f"/v1/petugas/akun/{akun_id}/setujui", json={"catatan": catatan})).status_code == 200
    riwayat = "SELECT penjelasan FROM riwayat_akun WHERE aksi = 'setujui'"
    assert await sesi.scalar(text(riwayat)) == catatan


async def test_a_silent_civil_registration_delays_nobody_and_hides_no_answer(
    klien: Klien, masuk: Masuk, wadah: Wadah, sesi: AsyncSession, dukcapil: Dukcapil
) -> None:
    dukcapil.jawaban = LayananGagal(SebabGagal.WAKTU_HABIS)
    akun_id = await _menunggu(klien, wadah, sesi)
    petugas = await masuk(Jabatan.VERIFIKATOR)
    alamat = f"/v1/petugas/akun/{akun_id}"
    assert (await petugas.get(alamat, params=BUKU)).json()["padan"]["hasil"] == "TUNDA"
    assert await sesi.scalar(text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'akun.padankan'")) == 1
    dukcapil.jawaban = TidakDitemukan()
    assert (await petugas.post(f"{alamat}/padankan")).status_code == 202
    await kerjakan(wadah, TUGAS_PADAN)
    dukcapil.jawaban = LayananGagal(SebabGagal.GALAT_LAYANAN)
    await padankan_akun(wadah, akun_id, 6)
    sesi.expire_all()
    assert (await petugas.get(alamat, params=BUKU)).json()["padan"]["hasil"] == "NIK_TIDAK_DITEMUKAN"
    assert await sesi.scalar(text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'akun.padankan'")) == 0
    hasil = [(await petugas.post(f"{alamat}/padankan")).status_code for _ in range(3)]
    assert hasil == [202, 202, 429]


async def test_only_a_waiting_registration_is_asked_about(
    klien: Klien, masuk: Masuk, wadah: Wadah, sesi: AsyncSession, dukcapil: Dukcapil
) -> None:
    akun_id = await _menunggu(klien, wadah, sesi)
    await _tolak(masuk, wadah, sesi, akun_id, "KTP_TERBALIK")
    ditanya = dukcapil.ditanya
    await padankan_akun(wadah, akun_id)
    assert dukcapil.ditanya == ditanya


@pytest.mark.parametrize(
    ("nama", "no_kk", "hasil"),
    [
        ("SITI CONTOH", KK, HasilPadan.PADAN),
        ("SITI CONTOH", "3204051203150099", HasilPadan.PADAN),
        ("SITI CONTO SARI", KK, HasilPadan.PADAN),
        ("SITI CONTO SARI", "3204051203150099", HasilPadan.TIDAK_PADAN),
        ("BAMBANG", KK, HasilPadan.TIDAK_PADAN),
    ],
)
def test_name_and_family_card_decide(nama: str, no_kk: str, hasil: HasilPadan) -> None:
    """A.6: NIK, No KK and name are matched; a changed No KK is forgiven to a name that agrees well."""
    putusan = padankan_pendaftar(Identitas("SITI CONTOH", no_kk=KK), Identitas(nama, no_kk=no_kk), is_meninggal=False)
    assert putusan.hasil is hasil


# -- the confirmation again


async def test_the_code_can_be_sent_again_four_times_and_to_its_own_address_only(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, dukcapil: Dukcapil
) -> None:
    tiket = await _daftar(klien)
    ulang = [await klien.post("/v1/publik/registrasi/kirim-ulang", json={"tiket": tiket}) for _ in range(6)]
    assert {j.status_code for j in ulang} == {202}
    await kerjakan(wadah, TUGAS_SURATI)
    kode = [s for s in await surat(wadah, sesi, "konfirmasi_surel") if s.kepada == "siti@contoh.id"]
    assert len(kode) == 5
    assert (await _konfirmasi(klien, kode[0].data["kode"])).status_code == 200
    assert (await _konfirmasi(klien, kode[3].data["kode"])).status_code == 422


@pytest.mark.parametrize("tiket", ["A" * 43, "bukan tiket", "é" * 20, "x" * 64])
async def test_a_ticket_that_is_not_ours_is_answered_alike(
    klien: Klien, wadah: Wadah, sesi: AsyncSession, dukcapil: Dukcapil, tiket: str
) -> None:
    jawab = await klien.post("/v1/publik/registrasi/kirim-ulang", json={"tiket": tiket})
    assert jawab.status_code == 202
    await kerjakan(wadah, TUGAS_SURATI)
    assert not await surat(wadah, sesi)


# -- after a refusal


@pytest.mark.parametrize("kode", sorted(PERBAIKAN))
async def test_a_refused_registration_is_mended_with_the_pictures_that_its_reason_asks_for(
    klien: Klien, masuk: Masuk, wadah: Wadah, sesi: AsyncSession, dukcapil: Dukcapil, kode: str
) -> None:
    akun_id = await _menunggu(klien, wadah, sesi)
    lama = await sesi.get_one(Akun, akun_id)
    sebelum = {"foto_ktp": lama.foto_ktp_id, "swafoto": lama.swafoto_id}
    rahasia = _kode_dari(await _tolak(masuk, wadah, sesi, akun_id, kode))
    kosong = await klien.post("/v1/publik/registrasi/perbaiki", data={"kode": rahasia})
    assert (kosong.status_code, kosong.json()["kode"]) == (422, "perbaikan-tidak-lengkap")
    assert kosong.json()["perlu"] == sorted(PERBAIKAN[kode])
    berkas = {nama: ("baru.png", foto(jenis="PNG")) for nama in PERBAIKAN[kode]}
    jawab = await klien.post("/v1/publik/registrasi/perbaiki", data={"kode": rahasia}, files=berkas)
    assert (jawab.status_code, jawab.json()["status"]) == (200, "MENUNGGU_VERIFIKASI")
    await sesi.refresh(lama)
    sesudah = {"foto_ktp": lama.foto_ktp_id, "swafoto": lama.swafoto_id}
    assert {n for n in sebelum if sebelum[n] != sesudah[n]} == PERBAIKAN[kode]
    lagi = await klien.post("/v1/publik/registrasi/perbaiki", data={"kode": rahasia}, files=berkas)
    assert (lagi.status_code, lagi.json()["kode"]) == (422, "kode-konfirmasi-tidak-sah")
    petugas = await masuk(Jabatan.VERIFIKATOR)
    assert (await petugas.post(f"/v1/petugas/akun/{akun_id}/setujui")).status_code == 200


@pytest.mark.parametrize("kode", ["DI_BAWAH_UMUR", "TIDAK_PADAN_DUKCAPIL"])
async def test_for_other_reasons_one_registers_anew_with_the_same_email(
    klien: Klien, masuk: Masuk, wadah: Wadah, sesi: AsyncSession, dukcapil: Dukcapil, kode: str
) -> None:
    akun_id = await _menunggu(klien, wadah, sesi)
    teks = await _tolak(masuk, wadah, sesi, akun_id, kode)
    assert "Daftarlah kembali" in teks
    assert await _menunggu(klien, wadah, sesi) != akun_id


async def test_a_code_to_mend_is_void_when_the_email_belongs_to_a_new_registration(
    klien: Klien, masuk: Masuk, wadah: Wadah, sesi: AsyncSession, dukcapil: Dukcapil
) -> None:
    akun_id = await _menunggu(klien, wadah, sesi)
    rahasia = _kode_dari(await _tolak(masuk, wadah, sesi, akun_id, "KTP_TERBALIK"))
    await _menunggu(klien, wadah, sesi)
    berkas = {"foto_ktp": ("baru.png", foto(jenis="PNG"))}
    jawab = await klien.post("/v1/publik/registrasi/perbaiki", data={"kode": rahasia}, files=berkas)
    assert jawab.json()["kode"] == "kode-konfirmasi-tidak-sah"


async def test_a_refused_registration_is_erased_in_the_end(
    klien: Klien,
    masuk: Masuk,
    wadah: Wadah,
    sesi: AsyncSession,
    dukcapil: Dukcapil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    akun_id = await _menunggu(klien, wadah, sesi)
    await _tolak(masuk, wadah, sesi, akun_id, "FOTO_TIDAK_JELAS")
    await hapus_pendaftaran(wadah, {"akun_id": str(akun_id)})
    assert await sesi.scalar(text("SELECT status FROM akun WHERE id = :id"), {"id": akun_id}) == StatusAkun.DITOLAK
    nanti = clock.now() + timedelta(days=90, minutes=1)
    monkeypatch.setattr("app.akun.registrasi.now", lambda: nanti)
    await hapus_pendaftaran(wadah, {"akun_id": str(akun_id)})
    for tabel, kolom in (("akun", "id"), ("akun_indeks", "akun_id"), ("padan_akun", "akun_id")):
        assert await sesi.scalar(text(f"SELECT count(*) FROM {tabel} WHERE {kolom} = :id"), {"id": akun_id}) == 0
    foto_ = "SELECT count(*) FROM berkas_objek WHERE pemilik LIKE 'akun/%' AND kunci_data IS NOT NULL"
    assert await sesi.scalar(text(foto_)) == 0
