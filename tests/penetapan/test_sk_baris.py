"""T21 and the kinds of rows: new, kept, changed, removed, waiting, not registered; pull day, jobs, letter, counts."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.jobs import jalankan
from app.core.wadah import Wadah
from app.desil.models import SkorKeluarga
from app.penetapan.models import SK, Keanggotaan, SKCalon
from app.penetapan.pengerjaan import TUGAS_LAKSANAKAN, TUGAS_SUSUN, TUGAS_TERBITKAN
from app.penetapan.status import StatusKeanggotaan as K
from app.penetapan.tutup_sel import BarisRekap, tutup, tutup_jumlah
from app.periode.models import Periode
from app.usulan.models import RiwayatUsulan, Usulan
from app.usulan.status import AksiUsulan, JenisUsulan, StatusUsulan, SubjenisUsulan
from tests.conftest import Klien
from tests.pabrik import desil as pabrik_desil
from tests.pabrik.penetapan import PERIODE, Antre, PabrikPenetapan, isi_sk, keluarga_dua, siapkan, tanda_tangani

S = StatusUsulan


async def daftar(klien: httpx.AsyncClient, sk: dict[str, Any]) -> list[dict[str, Any]]:
    data: list[dict[str, Any]] = (await klien.get(f"/v1/admin/sk/{sk['kode']}/daftar?batas=200")).json()["data"]
    return data


async def status(sesi: AsyncSession, antre: Antre) -> StatusUsulan:
    cari = select(Usulan).where(Usulan.id == antre.usulan.id).execution_options(populate_existing=True)
    return (await sesi.scalars(cari)).one().status


async def sk_id(sesi: AsyncSession, sk: dict[str, Any]) -> str:
    return str(await sesi.scalar(select(SK.id).where(SK.kode == sk["kode"])))


async def terbit(pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, **isi: Any) -> dict[str, Any]:
    sk = await siapkan(admin, pabrik.putaran, **isi)
    jawab = await tanda_tangani(penetap, sk)
    assert jawab.status_code == 200, jawab.text
    hasil: dict[str, Any] = jawab.json()
    return hasil


async def test_a_correction_that_changes_nothing_is_kept_and_one_that_does_is_changed(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession
) -> None:
    """TETAP and BERUBAH are computed against the decree in force."""
    satu, dua = await pabrik.antre(desil=2), await pabrik.antre(desil=2)
    await terbit(pabrik, admin, penetap)
    for a in (satu, dua):
        await sesi.execute(
            update(Usulan).where(Usulan.id == a.usulan.id).values(status=S.PEMERINGKATAN, jenis=JenisUsulan.PERBAIKAN)
        )
    await sesi.execute(update(SkorKeluarga).where(SkorKeluarga.keluarga_id == dua.usulan.keluarga_id).values(skor=3000))
    sk = await terbit(pabrik, admin, penetap)
    baris = {d["usulan"]: d["baris"] for d in await daftar(penetap, sk)}
    assert baris == {satu.usulan.ref.teks: "TETAP", dua.usulan.ref.teks: "BERUBAH"}
    assert (sk["jumlah_tetap"], sk["jumlah_berubah"], sk["jumlah_ditetapkan"]) == (1, 1, 0)
    assert [await status(sesi, a) for a in (satu, dua)] == [S.DITETAPKAN] * 2


async def test_a_replacing_decree_carries_members_on_changes_them_or_lets_them_go(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession
) -> None:
    """Each kind of row in one decree; who is over the threshold is given notice."""
    tetap, berubah, luar = [await pabrik.antre(desil=2, **keluarga_dua()) for _ in range(3)]
    lama = await terbit(pabrik, admin, penetap)
    for a, desil in ((berubah, 3), (luar, 7)):
        skor = update(SkorKeluarga).where(SkorKeluarga.keluarga_id == a.usulan.keluarga_id)
        await sesi.execute(skor.values(skor=desil * 1000))
    baru, tunggu, tolak = [await pabrik.antre(desil=d) for d in (1, 4, 9)]
    hapus = await pabrik.antre(desil=5, jenis=JenisUsulan.HAPUS, subjenis=SubjenisUsulan.PINDAH)
    await pabrik.anggota(hapus)
    sk = await terbit(pabrik, admin, penetap, mengganti=lama["kode"], bawa_lanjut=True, kuota=1)
    baris = {d["usulan"]: (d["baris"], d["alasan_kode"]) for d in await daftar(penetap, sk)}
    assert baris == {
        baru.usulan.ref.teks: ("BARU", None),
        tetap.usulan.ref.teks: ("TETAP", None),
        berubah.usulan.ref.teks: ("BERUBAH", None),
        tunggu.usulan.ref.teks: ("DAFTAR_TUNGGU", "KUOTA_PENUH"),
        hapus.usulan.ref.teks: ("DIHAPUS", "PINDAH"),
        luar.usulan.ref.teks: ("DIHAPUS", "DESIL_DI_LUAR_SASARAN"),
        tolak.usulan.ref.teks: ("TIDAK_DITETAPKAN", "DESIL_DI_LUAR_SASARAN"),
    }
    kini = select(Keanggotaan).where(Keanggotaan.sampai_at.is_(None)).execution_options(populate_existing=True)
    menurut: dict[Any, list[Keanggotaan]] = {}
    for k in await sesi.scalars(kini):
        menurut.setdefault(k.keluarga_id, []).append(k)
    baru_id = await sesi.scalar(select(SK.id).where(SK.kode == sk["kode"]))
    for a in (tetap, berubah):
        assert [(k.status, k.aksi, k.sk_id) for k in menurut[a.usulan.keluarga_id]] == [
            (K.TERDAFTAR, "lanjutkan", baru_id)
        ] * 2
    assert {(k.status, k.alasan_kode) for k in menurut[luar.usulan.keluarga_id]} == {
        (K.AKAN_DINONAKTIFKAN, "DESIL_DI_LUAR_SASARAN")
    }
    tanpa = await admin.post("/v1/admin/sk", json=isi_sk(pabrik.putaran, bawa_lanjut=True))
    assert tanpa.status_code == 422


async def test_no_list_is_made_before_the_pull_day_nor_of_what_came_after_the_cut_off(
    pabrik: PabrikPenetapan, admin: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """B.7: pull on the 18th; what was signed after the 17th counts for the next period and is not in the list."""
    await pabrik_desil.periode(sesi, wadah)
    dalam, telat = await pabrik.antre(), await pabrik.antre(periode="2026-12")
    besok = hari_ini() + timedelta(days=1)
    tarik = [{"nama": "PENARIKAN", "mulai": besok.isoformat(), "selesai": besok.isoformat()}]
    await sesi.execute(update(Periode).where(Periode.kode == PERIODE).values(isi_jendela=tarik))
    jawab = await admin.post("/v1/admin/sk", json=isi_sk(pabrik.putaran))
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "penarikan_tiba")
    await sesi.execute(update(Periode).where(Periode.kode == PERIODE).values(isi_jendela=[]))
    isi = await daftar(admin, await siapkan(admin, pabrik.putaran))
    assert [d["usulan"] for d in isi] == [dalam.usulan.ref.teks]
    assert telat.usulan.periode == "2026-12"


# -- jobs


@pytest.fixture
def pendek(wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two rows are long already, and a portion holds two."""
    monkeypatch.setattr(wadah.pengaturan.penetapan, "sekaligus", 1)
    monkeypatch.setattr(wadah.pengaturan.penetapan, "potongan", 2)


@pytest.mark.usefixtures("pendek")
async def test_a_long_list_is_made_and_carried_out_by_jobs(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    semua = [await pabrik.antre(desil=d) for d in (3, 1, 2, 7, 4)]
    sk = await siapkan(admin, pabrik.putaran, kuota=3)
    assert (sk["status"], sk["tahap"], sk["jumlah"]) == ("DISUSUN", "KUMPUL", 0)
    belum = await tanda_tangani(penetap, sk | {"sidik": "0" * 64})
    assert (belum.status_code, belum.json()["kode"]) == (409, "transisi-ditolak")
    kedua = await admin.post("/v1/admin/sk", json=isi_sk(pabrik.putaran))
    assert kedua.json()["kode"] == "rancangan-sk-masih-ada"
    muatan = {"sk_id": await sk_id(sesi, sk)}
    for _ in range(2):
        await jalankan(wadah, TUGAS_SUSUN, muatan)
    sk = (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()
    assert (sk["status"], sk["jumlah"], sk["jumlah_ditetapkan"], sk["jumlah_menunggu"]) == ("RANCANGAN", 5, 3, 1)
    assert await sesi.scalar(select(func.count()).select_from(SKCalon)) == 0
    jawab = await tanda_tangani(penetap, sk)
    assert (jawab.status_code, jawab.json()["status"], jawab.json()["tahap"]) == (200, "DITANDATANGANI", "PERIKSA")
    for _ in range(2):
        await jalankan(wadah, TUGAS_LAKSANAKAN, muatan)
    sk = (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()
    assert (sk["status"], sk["tahap"], sk["jumlah_terlaksana"], sk["jumlah_tertahan"]) == ("BERLAKU", "SELESAI", 5, 0)
    harap = [S.DITETAPKAN, S.DITETAPKAN, S.DITETAPKAN, S.TIDAK_DITETAPKAN, S.PEMERINGKATAN]
    assert [await status(sesi, a) for a in semua] == harap
    assert await sesi.scalar(select(func.count()).select_from(Keanggotaan)) == 3


@pytest.mark.usefixtures("pendek")
async def test_an_empty_long_list_falls(
    pabrik: PabrikPenetapan, admin: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    for _ in range(2):
        await pabrik.antre(desil=None)
    sk = await siapkan(admin, pabrik.putaran)
    await jalankan(wadah, TUGAS_SUSUN, {"sk_id": await sk_id(sesi, sk)})
    assert (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()["status"] == "DIBATALKAN"


@pytest.mark.usefixtures("pendek")
async def test_who_moved_on_between_list_and_force_makes_the_list_a_draft_again(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """ADR 0021 for a long list: checked after the signature, before it is in force; the draft names the usulan."""
    satu, _ = await pabrik.antre(), await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran)
    muatan = {"sk_id": await sk_id(sesi, sk)}
    await jalankan(wadah, TUGAS_SUSUN, muatan)
    sk = (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    await sesi.execute(update(Usulan).where(Usulan.id == satu.usulan.id).values(status=S.DITOLAK))
    await jalankan(wadah, TUGAS_LAKSANAKAN, muatan)
    sk = (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()
    assert (sk["status"], sk["tertahan"], sk["ditandatangani_at"]) == ("RANCANGAN", [satu.usulan.ref.teks], None)
    assert sk["riwayat"][-1]["aksi"] == "kembalikan_tanda_tangan"
    assert await sesi.scalar(select(func.count()).select_from(Keanggotaan)) == 0


@pytest.mark.usefixtures("pendek")
async def test_who_changes_while_the_decree_is_carried_out_is_held(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu, dua = await pabrik.antre(), await pabrik.antre()
    sk = await siapkan(admin, pabrik.putaran)
    muatan = {"sk_id": await sk_id(sesi, sk)}
    await jalankan(wadah, TUGAS_SUSUN, muatan)
    sk = (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    await sesi.execute(update(SK).values(kemajuan={"tahap": "LAKSANA"}, status="BERLAKU"))
    asing = Antre((await pabrik.antre()).usulan, satu.subjek)
    await sesi.execute(update(Usulan).where(Usulan.id == satu.usulan.id).values(individu_id=asing.usulan.individu_id))
    await jalankan(wadah, TUGAS_LAKSANAKAN, muatan)
    sk = (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()
    assert (sk["jumlah_terlaksana"], sk["jumlah_tertahan"]) == (1, 1)
    assert [await status(sesi, a) for a in (satu, dua)] == [S.PEMERINGKATAN, S.DITETAPKAN]
    tahan = select(RiwayatUsulan.kode_alasan).where(
        RiwayatUsulan.usulan_id == satu.usulan.id, RiwayatUsulan.aksi == AksiUsulan.ANTRE_PERINGKAT
    )
    assert await sesi.scalar(tahan) == "IDENTITAS_BERUBAH"


@pytest.mark.usefixtures("pendek")
async def test_a_long_replacing_decree_takes_from_the_old_one_by_jobs(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    async def lewat_tugas(**isi: Any) -> dict[str, Any]:
        sk = await siapkan(admin, pabrik.putaran, **isi)
        muatan = {"sk_id": await sk_id(sesi, sk)}
        await jalankan(wadah, TUGAS_SUSUN, muatan)
        jawab = await tanda_tangani(penetap, (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json())
        assert jawab.status_code == 200, jawab.text
        await jalankan(wadah, TUGAS_LAKSANAKAN, muatan)
        hasil: dict[str, Any] = (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()
        return hasil

    lama = [await pabrik.antre(desil=2) for _ in range(3)]
    satu = await lewat_tugas()
    for _ in range(2):
        await pabrik.antre(desil=1)
    dua = await lewat_tugas(mengganti=satu["kode"])
    assert dua["status"] == "BERLAKU"
    kini = {
        k.individu_id: k.status
        for k in await sesi.scalars(
            select(Keanggotaan).where(Keanggotaan.sampai_at.is_(None)).execution_options(populate_existing=True)
        )
    }
    assert [kini[a.orang.id] for a in lama] == [K.AKAN_DINONAKTIFKAN] * 3
    for _ in range(2):
        await pabrik.antre(desil=3)
    tiga = await lewat_tugas(mengganti=dua["kode"], bawa_lanjut=True)
    assert (tiga["jumlah_ditetapkan"], tiga["jumlah_tetap"]) == (2, 2)


# -- publication


async def test_a_published_decree_has_its_letter_and_the_registrys_counts(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, klien: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """The SK history counts persons in families and outside: 'DTKS people' with non-family people beside them."""
    for _ in range(3):
        await pabrik.antre(**keluarga_dua())
    await pabrik.antre(no_kk=None)
    sk = await terbit(pabrik, admin, penetap)
    publik = (await klien.get("/v1/publik/sk")).json()["data"]
    assert [(p["kode"], p["orang_keluarga"], p["surat"]) for p in publik] == [(sk["kode"], None, None)]
    assert (await klien.get(f"/v1/publik/sk/{sk['kode']}/surat")).status_code == 404
    for _ in range(2):
        await jalankan(wadah, TUGAS_TERBITKAN, {"sk_id": await sk_id(sesi, sk)})
    publik = (await klien.get(f"/v1/publik/sk/{sk['kode']}")).json()
    assert (publik["orang_keluarga"], publik["orang_luar_keluarga"], publik["jumlah_ditetapkan"]) == (6, 1, 4)
    surat = await klien.get(f"/v1/publik/sk/{sk['kode']}/surat")
    assert (surat.status_code, surat.content[:5]) == (200, b"%PDF-")
    periksa = await klien.get(f"/v1/publik/surat/{publik['surat']}")
    assert periksa.status_code == 200, periksa.text
    await pabrik.antre()
    draf = await siapkan(admin, pabrik.putaran, periode="2026-12")
    for ujung in ("", "/rekap", "/surat"):
        assert (await klien.get(f"/v1/publik/sk/{draf['kode']}{ujung}")).status_code == 404


async def test_small_regions_are_covered_in_public_counts(
    pabrik: PabrikPenetapan, admin: Klien, penetap: Klien, klien: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    for kode, n in (("32.04.05.2001", 6), ("32.04.05.2002", 2), ("32.04.05.2003", 5)):
        for _ in range(n):
            await pabrik.antre(kode_desa=kode)
    sk = await terbit(pabrik, admin, penetap)
    await jalankan(wadah, TUGAS_TERBITKAN, {"sk_id": await sk_id(sesi, sk)})
    rekap = (await klien.get(f"/v1/publik/sk/{sk['kode']}/rekap?wilayah=32.04.05")).json()
    assert rekap["orang_keluarga"] == 13
    assert {b["kode"][-4:]: b["orang_keluarga"] for b in rekap["bagian"]} == {"2001": 6, "2002": None, "2003": None}
    nasional = (await klien.get(f"/v1/publik/sk/{sk['kode']}/rekap")).json()
    assert [(b["kode"], b["orang_keluarga"]) for b in nasional["bagian"]] == [("32", 13)]
    satu = (await klien.get(f"/v1/publik/sk/{sk['kode']}/rekap?wilayah=32.04.05.2002")).json()
    assert (satu["orang_keluarga"], satu["bagian"][0]["orang_keluarga"]) == (None, None)
    assert (await klien.get(f"/v1/publik/sk/{sk['kode']}/rekap?wilayah=32.4")).status_code == 422


@pytest.mark.parametrize(
    ("nilai", "harap"),
    [
        ([10, 3, 7], [10, None, None]),
        ([10, 3, 0], [None, None, 0]),
        ([3, 0, 0], [None, None, 0]),
        ([2, 4, 9], [None, None, 9]),
        ([5, 6], [5, 6]),
        ([4], [None]),
    ],
)
def test_no_covered_cell_follows_from_the_sum(nilai: list[int], harap: list[int | None]) -> None:
    hasil = tutup([BarisRekap(str(n), {"x": v}) for n, v in enumerate(nilai)])
    assert [b.nilai["x"] for b in hasil] == harap
    assert [tutup_jumlah(n) for n in (0, 1, 4, 5)] == [0, None, None, 5]
    assert tutup([]) == []
