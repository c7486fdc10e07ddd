"""The minutes as bytes: anybody can compute the digest again, and no NIK or name of a subject is in them."""

import hashlib
import json
from dataclasses import replace
from datetime import date, time

import pytest

from app.core.clock import now
from app.core.ids import id_baru
from app.musyawarah.berita_acara import Bahan, lembar, nomor_berita_acara, susun
from app.musyawarah.models import Musyawarah, MusyawarahBerkas, MusyawarahUsulan
from app.musyawarah.status import (
    AsalNama,
    JenisBerkasMusyawarah,
    JenisMusyawarah,
    Keputusan,
    StatusMusyawarah,
)
from app.surat.cetak import cetak
from app.surat.jenis import JenisSurat
from tests.pabrik.musyawarah import CATATAN
from tests.pabrik.verval import DESA, alasan


@pytest.fixture
def bahan() -> Bahan:
    rapat = Musyawarah(
        id=id_baru(),
        kode_desa=DESA,
        jenis=JenisMusyawarah.MUSDES,
        status=StatusMusyawarah.FINAL,
        tanggal=date(2026, 11, 21),
        waktu_mulai=time(9),
        waktu_selesai=None,
        tempat="Aula — “Balai” Désa",
        pimpinan=CATATAN["pimpinan"],
        hadir=CATATAN["hadir"],
        indikator=CATATAN["indikator"],
        penandatangan=CATATAN["penandatangan"],
        catatan=CATATAN["catatan"],
    )
    nama = [
        MusyawarahUsulan(
            usulan_id=id_baru(),
            keluarga_id=id_baru(),
            nomor="USL-1",
            asal=AsalNama.JADWAL,
            keputusan=Keputusan.DISEPAKATI,
        ),
        MusyawarahUsulan(
            usulan_id=id_baru(),
            keluarga_id=id_baru(),
            nomor="USL-2",
            asal=AsalNama.SPTJM,
            keputusan=Keputusan.TIDAK_DISEPAKATI,
            alasan=alasan("DINILAI_MAMPU"),
        ),
    ]
    berkas = [MusyawarahBerkas(berkas_id=id_baru(), jenis=JenisBerkasMusyawarah.FOTO, created_at=now())]
    return Bahan("BA-1", rapat, nama, berkas)


def test_the_digest_is_that_of_the_text(bahan: Bahan) -> None:
    naskah = susun(bahan)
    assert naskah.sidik == hashlib.sha256(naskah.isi.encode()).hexdigest()


def test_the_text_is_canonical(bahan: Bahan) -> None:
    naskah = susun(bahan)
    isi = json.loads(naskah.isi)
    assert json.dumps(isi, ensure_ascii=False, sort_keys=True, separators=(",", ":")) == naskah.isi
    assert susun(bahan) == naskah


def test_every_name_and_decision_is_in_it(bahan: Bahan) -> None:
    daftar = json.loads(susun(bahan).isi)["daftar_keputusan"]
    assert [(d["nomor"], d["keputusan"]) for d in daftar] == [("USL-1", "DISEPAKATI"), ("USL-2", "TIDAK_DISEPAKATI")]
    assert daftar[1]["alasan"]["kode"] == "DINILAI_MAMPU"


def test_any_change_changes_the_digest(bahan: Bahan) -> None:
    lama = susun(bahan).sidik
    bahan.musyawarah.tempat = "Tempat lain"
    assert susun(bahan).sidik != lama


def test_the_number_names_desa_year_and_order() -> None:
    assert nomor_berita_acara(DESA, 2026, 3) == "BA-32.04.05.2001-2026-003"


def test_the_printed_minutes_speak_in_words(bahan: Bahan) -> None:
    isi = lembar(bahan)
    assert isi["nama_jenis"] == "Musyawarah Desa"
    assert isi["indikator"] == ["Kondisi rumah", "Kesepakatan RT"]
    assert isi["hadir_lain"][0]["nama"] == "Pekerja sosial masyarakat"
    assert isi["jumlah"] == {"semua": 2, "setuju": 1, "tolak": 1}
    assert isi["daftar_keputusan"][1]["catatan"] == "Konfirmasi SPTJM."


async def test_minutes_that_the_kab_kota_kept_say_so_in_print(bahan: Bahan) -> None:
    kop, pada = {"kop": ["Pemerintah Kabupaten Bandung", "Desa Cileunyi Kulon"]}, now()
    sendiri, wakil = (lembar(replace(bahan, is_mewakili_desa=w)) for w in (False, True))
    assert (sendiri["mewakili_desa"], wakil["mewakili_desa"]) == (False, True)
    biasa = await cetak(JenisSurat.BERITA_ACARA, kop | sendiri, pada=pada)
    assert biasa == await cetak(JenisSurat.BERITA_ACARA, kop | sendiri, pada=pada)
    assert biasa != await cetak(JenisSurat.BERITA_ACARA, kop | wakil, pada=pada)
