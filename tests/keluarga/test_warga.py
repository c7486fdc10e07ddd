"""What a citizen sees of his own family."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.perubahan import PerubahanService
from tests.conftest import Masuk
from tests.keluarga.pembantu import HARI_INI, jejak, keluarga_baru, kode, koreksi, ubah
from tests.pabrik.keluarga import DESA, anggota, nik, subjek

# -- the citizen


async def test_a_citizen_sees_his_family_with_only_his_own_number(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    isi = subjek(anggota())
    keluarga = await keluarga_baru(sesi, wadah, isi)
    warga = await masuk(Jabatan.WARGA, nik=isi.nik)
    jawab = await warga.get("/v1/warga/keluarga")
    assert (jawab.status_code, jawab.headers["ETag"], jawab.json()["ref"]) == (200, '"v1"', keluarga.ref.teks)
    diri, anak = jawab.json()["anggota"]
    assert (diri["nik"], diri["telepon"]) == (isi.nik, isi.telepon)
    assert (anak["nik"], anak["nama_ibu"]) == ("3204************", None)
    assert str(isi.no_kk) not in jawab.text
    (catatan,) = await jejak(sesi, "keluarga:data:dibaca")
    assert catatan.pelaku_id == warga.pelaku.akun_id


async def test_a_citizen_without_family_gets_404(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    tanpa_nik = await masuk(Jabatan.WARGA)
    tak_dikenal = await masuk(Jabatan.WARGA, nik=nik())
    keluarga = await keluarga_baru(sesi, wadah)
    kepala = keluarga.aktif[0]
    await PerubahanService.rakit(sesi, wadah).tandai_meninggal(kepala.ref, hari_ini(), None)
    almarhum = await masuk(Jabatan.WARGA, nik=kepala.nik)
    for klien in (tanpa_nik, tak_dikenal, almarhum):
        assert kode(await klien.get("/v1/warga/keluarga")) == (404, "keluarga-tidak-ditemukan")


async def test_a_citizen_reads_in_words_what_happened_to_his_family(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    isi = subjek(anggota(nama="Ani"), anggota(nama="Ina"))
    keluarga = await keluarga_baru(sesi, wadah, isi)
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    _, ani, ina = sorted(keluarga.aktif, key=lambda a: (a.nama != "Budi Santoso", a.nama))
    await ubah(operator, keluarga, "LAHIR", nama="Bayi", jenis_kelamin="L")
    salah = await ubah(operator, keluarga, "MENINGGAL", anggota=ani.ref.teks)
    await koreksi(operator, keluarga, salah.json()["ref"])
    await ubah(operator, keluarga, "PINDAH_KELUAR", anggota=[ina.ref.teks], alasan="LUAR_NEGERI")
    await ubah(operator, keluarga, "IDENTITAS", alamat="Kp. Baru", kosongkan=["no_kk"])
    warga = await masuk(Jabatan.WARGA, nik=isi.nik)
    jawab = await warga.get("/v1/warga/keluarga")
    riwayat = jawab.json()["riwayat"]
    assert [r["kalimat"]["id"] for r in riwayat][:5] == [
        "Data keluarga diubah: nomor KK, alamat.",
        "Ina pindah ke luar negeri.",
        "Koreksi: Ani tercatat sebagai anggota keluarga.",
        "Ani meninggal.",
        "Bayi lahir.",
    ]
    assert riwayat[2]["kalimat"]["en"] == "Correction: Ani was recorded as a member."
    assert (riwayat[0]["oleh"], riwayat[0]["tanggal"], riwayat[-1]["oleh"]) == ("OPERATOR_DESA", HARI_INI, None)
    assert str(isi.no_kk) not in jawab.text
