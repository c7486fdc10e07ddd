"""Batches, the letter and the signature through HTTP, and the job that sends what was signed."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import hari_ini
from app.core.ids import Ref, id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.status import AksiUsulan
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import nik, subjek
from tests.pabrik.usulan import langkah
from tests.pabrik.wilayah import DESA_KAB_LAIN
from tests.versi import pastikan_berversi
from tests.verval.conftest import Segar, aksi

AKAR = "/v1/petugas/pengesahan"
KEMBALI = {"alasan": pabrik.alasan("DIKEMBALIKAN_OPD"), "sasaran": "DESA"}


async def siap(sesi: AsyncSession, wadah: Wadah, jumlah: int, **lain: Any) -> list[Usulan]:
    return [await pabrik.usulan(sesi, wadah, S.SIAP_DISAHKAN, **lain) for _ in range(jumlah)]


async def susun(kepala: Klien, semua: list[Usulan], **ganti: Any) -> httpx.Response:
    isi = {"kode_kabkota": "32.04", "periode": "2026-11", "usulan": [str(u.ref) for u in semua]} | ganti
    return await kepala.post(AKAR, json=isi)


async def surati(kepala: Klien, jalur: str, jumlah: int, **ganti: Any) -> httpx.Response:
    isi: dict[str, Any] = {"nomor": "460/12/Dinsos", "tanggal": hari_ini().isoformat(), "jumlah_bnba": jumlah} | ganti
    versi = (await kepala.get(jalur)).headers["ETag"]
    berkas = {"berkas": ("surat.pdf", isi.pop("pdf", pabrik.PDF))}
    return await kepala.put(f"{jalur}/surat", data=isi, files=berkas, headers={"If-Match": versi})


async def nyatakan(kepala: Klien, jalur: str, jumlah: int) -> httpx.Response:
    versi = (await kepala.get(jalur)).headers["ETag"]
    return await kepala.put(f"{jalur}/jumlah", json={"jumlah_bnba": jumlah}, headers={"If-Match": versi})


async def test_a_signed_batch_is_endorsed_at_once_and_sent_by_the_job(
    kepala: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    semua = await siap(sesi, wadah, 3)
    jawab = await susun(kepala, semua)
    assert jawab.status_code == 201, jawab.text
    jalur = jawab.headers["Location"]
    jawab = await surati(kepala, jalur, 3)
    assert (jawab.status_code, jawab.json()["nomor_surat"], jawab.headers["ETag"]) == (200, "460/12/Dinsos", '"v2"')
    rinci = (await kepala.get(jalur)).json()
    assert sorted(rinci["usulan"]) == sorted(str(u.ref) for u in semua)
    assert {a["aksi"]: a["ditolak_karena"] for a in rinci["aksi_tersedia"]} == {
        "tanda_tangani_pengesahan": None,
        "batalkan": None,
    }
    jawab = await kepala.post(f"{jalur}/tanda-tangani-pengesahan")
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DITANDATANGANI")
    assert [(await segar(u)).status for u in semua] == [S.DISAHKAN] * 3
    antre = await sesi.scalar(text("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'verval.kirim'"))
    assert antre == 1
    for _ in range(2):
        await jalankan(wadah, "verval.kirim", {"pengesahan_id": rinci["id"]})
        assert [(await segar(u)).status for u in semua] == [S.DIKIRIM] * 3


async def test_the_job_goes_on_in_portions(
    kepala: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.verval.pengesahan_tanda.KIRIM_SEKALIGUS", 2)
    semua = await siap(sesi, wadah, 3)
    jalur = (await susun(kepala, semua)).headers["Location"]
    await surati(kepala, jalur, 3)
    await kepala.post(f"{jalur}/tanda-tangani-pengesahan")
    await jalankan(wadah, "verval.kirim", {"pengesahan_id": jalur.rsplit("/", 1)[1]})
    assert [(await segar(u)).status for u in semua] == [S.DIKIRIM] * 3


async def test_the_letter_must_exist_and_count_the_names(kepala: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur = (await susun(kepala, await siap(sesi, wadah, 2))).headers["Location"]
    jawab = await kepala.post(f"{jalur}/tanda-tangani-pengesahan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "surat_lengkap")
    await surati(kepala, jalur, 3)
    jawab = await kepala.post(f"{jalur}/tanda-tangani-pengesahan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "jumlah_cocok")


BUKAN_SURAT: list[tuple[dict[str, Any], str]] = [
    ({"tanggal": (hari_ini() + timedelta(days=1)).isoformat()}, "tanggal-tidak-sah"),
    ({"pdf": b"bukan pdf"}, "berkas-bukan-pdf"),
    ({"nomor": " "}, "isian-tidak-sah"),
    ({"jumlah_bnba": 0}, "isian-tidak-sah"),
]


async def test_letters_that_are_none(kepala: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur = (await susun(kepala, await siap(sesi, wadah, 1))).headers["Location"]
    for ganti, kode in BUKAN_SURAT:
        jawab = await surati(kepala, jalur, 1, **ganti)
        assert (jawab.status_code, jawab.json()["kode"]) == (422, kode), ganti
    assert (await kepala.get(f"{jalur}/surat")).json()["kode"] == "lampiran-verval-tidak-ditemukan"


async def test_the_letter_is_handed_out_as_it_came(kepala: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    semua = await siap(sesi, wadah, 2)
    jalur = (await susun(kepala, semua)).headers["Location"]
    await surati(kepala, jalur, 2)
    unduh = await kepala.get(f"{jalur}/surat")
    assert (unduh.headers["content-type"], unduh.content) == ("application/pdf", pabrik.PDF)
    jejak = await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "verval:pengesahan:surat:dibaca"))
    assert set(jejak.one().subjek) == {u.nik_indeks for u in semua}


async def test_a_batch_takes_only_what_is_ready_here_and_in_no_other_batch(
    kepala: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    (baik,) = await siap(sesi, wadah, 1)
    (jauh,) = await siap(sesi, wadah, 1, isi=subjek(kode_desa=DESA_KAB_LAIN))
    lain = await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS)
    for salah in (lain, jauh):
        jawab = await susun(kepala, [baik, salah])
        assert (jawab.status_code, jawab.json()["kode"], jawab.json()["jumlah"]) == (
            409,
            "usulan-tidak-siap-disahkan",
            1,
        )
    assert (await susun(kepala, [baik], usulan=[str(baik.ref), "bukan-ref"])).json()["jumlah"] == 1
    assert (await susun(kepala, [baik, baik])).status_code == 201
    assert (await susun(kepala, [baik])).json()["kode"] == "usulan-tidak-siap-disahkan"
    assert (await susun(kepala, [])).status_code == 422


async def test_a_withdrawn_batch_sets_its_names_free(kepala: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    semua = await siap(sesi, wadah, 2)
    jalur = (await susun(kepala, semua)).headers["Location"]
    assert (await kepala.post(f"{jalur}/batalkan")).json()["status"] == "DIBATALKAN"
    assert (await susun(kepala, semua)).status_code == 201
    for tindak in ("batalkan", "tanda-tangani-pengesahan"):
        assert (await kepala.post(f"{jalur}/{tindak}")).json()["kode"] == "transisi-ditolak"
    assert (await surati(kepala, jalur, 2)).json()["kode"] == "transisi-ditolak"


async def test_a_single_name_goes_back_and_leaves_its_batch(
    kepala: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    """T14b, T20: a name goes back although the letter is attached; then its count must be attested again."""
    satu, dua = await siap(sesi, wadah, 2)
    jalur = (await susun(kepala, [satu, dua])).headers["Location"]
    await surati(kepala, jalur, 2)
    jawab = await aksi(kepala, satu, "kembalikan-dari-pengesahan", {"sasaran": "DESA"})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "alasan-wajib")
    jawab = await aksi(kepala, satu, "kembalikan-dari-pengesahan", KEMBALI)
    assert (jawab.status_code, jawab.json()["status"]) == (200, "DIKEMBALIKAN")
    assert (await kepala.get(jalur)).json()["usulan"] == [str(dua.ref)]
    jawab = await kepala.post(f"{jalur}/tanda-tangani-pengesahan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "jumlah_cocok")
    assert (await nyatakan(kepala, jalur, 1)).json()["jumlah_bnba"] == 1
    assert (await kepala.post(f"{jalur}/tanda-tangani-pengesahan")).status_code == 200
    assert [(await segar(u)).status for u in (satu, dua)] == [S.DIKEMBALIKAN, S.DISAHKAN]
    lagi = await aksi(kepala, dua, "kembalikan-dari-pengesahan", KEMBALI)
    assert (lagi.status_code, lagi.json()["kode"]) == (409, "syarat-tidak-terpenuhi")


async def test_a_name_outside_any_batch_goes_back_too(kepala: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    (satu,) = await siap(sesi, wadah, 1)
    assert (await aksi(kepala, satu, "kembalikan-dari-pengesahan", KEMBALI)).status_code == 200


async def test_who_worked_on_a_case_or_is_in_it_does_not_sign_it(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, segar: Segar
) -> None:
    orang = subjek()
    penulis = await masuk(Jabatan.KEPALA_OPD, ("32.04",))
    diri = await masuk(Jabatan.KEPALA_OPD, ("32.04",), nik=orang.nik)
    lain = nik()
    pemeriksa = await masuk(Jabatan.VERIFIKATOR, nik=lain)
    naik_jabatan = await masuk(Jabatan.KEPALA_OPD, nik=lain)
    for pejabat in (penulis, diri, naik_jabatan):
        semua = [
            *await siap(sesi, wadah, 1),
            *await siap(sesi, wadah, 1, isi=orang, penyunting=(penulis.pelaku.akun_id,)),
        ]
        sesi.add(langkah(semua[1], AksiUsulan.SETUJUI_VALIDASI, pemeriksa.pelaku.akun_id))
        await sesi.commit()
        jalur = (await susun(pejabat, semua)).headers["Location"]
        await surati(pejabat, jalur, 2)
        jawab = await pejabat.post(f"{jalur}/tanda-tangani-pengesahan")
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "pemisahan-tugas")
        assert [(await segar(u)).status for u in semua] == [S.SIAP_DISAHKAN] * 2
        assert (await pejabat.get(jalur)).json()["status"] == "DISUSUN"


async def test_one_letter_signs_one_batch(kepala: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    for status in (200, 409):
        jalur = (await susun(kepala, await siap(sesi, wadah, 1))).headers["Location"]
        await surati(kepala, jalur, 1)
        assert (await kepala.post(f"{jalur}/tanda-tangani-pengesahan")).status_code == status


async def test_a_stale_version_is_not_signed(kepala: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur = (await susun(kepala, await siap(sesi, wadah, 1))).headers["Location"]
    await surati(kepala, jalur, 1)
    basi = {"If-Match": '"v1"'}
    assert (await kepala.post(f"{jalur}/tanda-tangani-pengesahan", headers=basi)).status_code == 412


async def test_other_regions_see_404_and_other_positions_403(
    kepala: Klien, sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    semua = await siap(sesi, wadah, 1)
    jalur = (await susun(kepala, semua)).headers["Location"]
    asing = await masuk(Jabatan.KEPALA_OPD, ("32.17",))
    surat = {"nomor": "1", "tanggal": "2026-01-01", "jumlah_bnba": 1}
    jawaban = [
        await asing.get(jalur),
        await asing.get(f"{jalur}/surat"),
        await asing.put(
            f"{jalur}/surat", data=surat, files={"berkas": ("s", pabrik.PDF)}, headers={"If-Match": '"v1"'}
        ),
        await asing.post(f"{jalur}/tanda-tangani-pengesahan"),
        await asing.post(f"{jalur}/batalkan"),
        await asing.get(f"{AKAR}/{id_baru()}"),
        await susun(asing, semua),
    ]
    assert [(j.status_code, j.json()["kode"]) for j in jawaban] == [(404, "pengesahan-tidak-ditemukan")] * 7
    assert (await aksi(asing, semua[0], "kembalikan-dari-pengesahan", KEMBALI)).status_code == 404
    nihil = await kepala.post(f"/v1/petugas/usulan/{Ref.nihil()}/kembalikan-dari-pengesahan", json=KEMBALI)
    assert nihil.status_code == 404
    assert (await asing.get(AKAR)).json()["data"] == []
    assert [d["id"] for d in (await kepala.get(AKAR)).json()["data"]] == [jalur.rsplit("/", 1)[1]]
    for jabatan in (Jabatan.VERIFIKATOR, Jabatan.OPERATOR_DESA):
        lain = await masuk(jabatan, ("32.04",))
        assert (await susun(lain, semua)).status_code == 403
        assert (await lain.post(f"{jalur}/tanda-tangani-pengesahan")).status_code == 403
        assert (await lain.post(f"{jalur}/batalkan")).status_code == 403


async def test_a_withdrawal_may_name_the_version_that_was_read(kepala: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur = (await susun(kepala, await siap(sesi, wadah, 1))).headers["Location"]
    await pastikan_berversi(kepala, jalur, "batalkan", (await kepala.get(jalur)).headers["ETag"])
