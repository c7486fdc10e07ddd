"""A corpus of answers: one is believed, everything else is not."""

import json
from datetime import date
from typing import Any

import pytest

from app.integrasi.dukcapil.schemas import urai_jawaban
from app.kependudukan.ports import DataKependudukan, LayananGagal, SebabGagal, TidakDitemukan

NIK = "3204054201900001"
ORANG: dict[str, Any] = {
    "NIK": NIK,
    "NO_KK": "3204050101900001",
    "NAMA_LGKP": "SITI AMINAH",
    "TGL_LHR": "1990-01-02",
    "JENIS_KLMIN": "Perempuan",
    "NAMA_LGKP_IBU": "KARTINI",
    "PDDK_AKH": "SLTP/SEDERAJAT",
}


def isi(**ganti: object) -> bytes:
    return json.dumps({"content": [{**ORANG, **ganti}]}).encode()


def test_a_clean_record_about_the_asked_nik_is_believed() -> None:
    data = urai_jawaban(NIK, isi())
    assert isinstance(data, DataKependudukan)
    assert data.identitas.tanggal_lahir == date(1990, 1, 2)
    assert data.identitas.jenis_kelamin == "P"
    assert not data.is_meninggal
    assert NIK not in repr(data)


def test_the_dead_are_flagged_and_an_empty_mother_is_unknown() -> None:
    data = urai_jawaban(NIK, isi(STATUS_HIDUP="Meninggal", NAMA_LGKP_IBU=""))
    assert isinstance(data, DataKependudukan)
    assert data.is_meninggal
    assert data.identitas.nama_ibu is None


def test_only_the_agreed_sentence_means_not_found() -> None:
    assert urai_jawaban(NIK, b'{"RESPON": "Data Tidak Ditemukan"}') == TidakDitemukan()
    assert urai_jawaban(NIK, b'{"RESPON": "data tidak ditemukan ", "content": []}') == TidakDitemukan()


def test_a_quota_sentence_is_a_quota() -> None:
    assert urai_jawaban(NIK, b'{"RESPON": "Kuota Akses Habis"}') == LayananGagal(SebabGagal.KUOTA_HABIS)


def test_somebody_else_is_not_believed() -> None:
    assert urai_jawaban(NIK, isi(NIK="3204054201900002")) == LayananGagal(SebabGagal.NIK_LAIN)


@pytest.mark.parametrize(
    "badan",
    [
        b"",
        b"null",
        b"true",
        b"[]",
        b"{}",
        b'"Data Tidak Ditemukan"',
        b"<html>Data Ditemukan</html>",
        b'{"content": []}',
        b'{"content": null}',
        b'{"content": {}}',
        b'{"content": [null]}',
        b'{"content": [{}]}',
        b'{"RESPON": null}',
        b'{"RESPON": 404}',
        b'{"RESPON": ""}',
        b'{"RESPON": "Data Ditemukan"}',
        b'{"RESPONSE_CODE": "05", "RESPON": "Kesalahan Internal"}',
        b'{"RESPON": "Sesuai"}',
        b"\xff\xfe",
        isi()[:-1],
        isi(NIK=int(NIK)),
        isi(NIK=NIK + "\n"),
        isi(NIK="3204"),
        isi(NO_KK=""),
        isi(NAMA_LGKP=""),
        isi(NAMA_LGKP=None),
        isi(NAMA_LGKP="A" * 201),
        isi(NAMA_LGKP=["SITI AMINAH"]),
        isi(TGL_LHR="1990-02-30"),
        isi(TGL_LHR="02-01-1990"),
        isi(TGL_LHR=None),
        isi(TGL_LHR="9" * 400),
        isi(JENIS_KLMIN="?"),
        isi(JENIS_KLMIN=None),
        json.dumps({"content": [ORANG, ORANG]}).encode(),
        json.dumps({"content": [ORANG], "RESPON": "Data Tidak Ditemukan"}).encode(),
        b"[" * 20_000,
    ],
)
def test_anything_odd_is_a_failure_of_the_service(badan: bytes) -> None:
    assert urai_jawaban(NIK, badan) == LayananGagal(SebabGagal.JAWABAN_ANEH)
