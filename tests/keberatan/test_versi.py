"""Nobody answers or withdraws an objection that is not any more what he has read; evidence changes it too."""

from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.conftest import Klien, Masuk
from tests.keberatan import conftest as desil
from tests.keberatan import pembantu_usulan as usulan
from tests.keberatan.conftest import Keluarga
from tests.pabrik.gambar import foto
from tests.pabrik.usulan import alasan

TERIMA = {"alasan": alasan("DESIL_TERBUKTI_BERUBAH"), "tindak_lanjut": "PEMBARUAN_DESIL"}
TOLAK = {"alasan": alasan("DESIL_DATA_BENAR")}
TERIMA_USULAN = {"alasan": alasan("KEBERATAN_USULAN_PERLU_DIPERIKSA_ULANG")}
TOLAK_USULAN = {"alasan": alasan("KEBERATAN_USULAN_TIDAK_TERBUKTI")}


@dataclass
class Perkara:
    """An objection, where its citizen and where the officers find it, and the answers that it can get."""

    saya: str
    meja: str
    isi: dict[str, dict[str, Any]]


@pytest.fixture(params=["desil", "usulan"])
async def perkara(
    request: pytest.FixtureRequest, warga: Klien, keluarga: Keluarga, sesi: AsyncSession, wadah: Wadah
) -> Perkara:
    if request.param == "desil":
        ref = (await desil.ajukan(warga))["ref"]
        return Perkara(f"{desil.SAYA}/{ref}", f"{desil.ANTREAN}/{ref}", {"terima": TERIMA, "tolak": TOLAK})
    ref = (await usulan.ajukan(warga, await usulan.ditolak(sesi, wadah, warga)))["ref"]
    isi = {"terima": TERIMA_USULAN, "tolak": TOLAK_USULAN}
    return Perkara(f"{usulan.SAYA}/{ref}", f"{usulan.ANTREAN}/{ref}", isi)


@pytest.mark.parametrize("aksi", ["terima", "tolak"])
async def test_an_answer_to_what_has_changed_since_is_refused(
    warga: Klien, verifikator: Klien, perkara: Perkara, aksi: str
) -> None:
    dibaca = (await verifikator.get(perkara.meja, params=desil.TUJUAN)).headers["ETag"]
    bukti = await warga.post(f"{perkara.saya}/lampiran", files={"berkas": ("lantai", foto())})
    assert bukti.status_code == 201, bukti.text
    jalur, isi = f"{perkara.meja}/{aksi}", perkara.isi[aksi]
    basi = await verifikator.post(jalur, json=isi, headers={"If-Match": dibaca})
    assert (basi.status_code, basi.json()["kode"]) == (412, "versi-basi")
    kini = (await verifikator.get(perkara.meja, params=desil.TUJUAN)).headers["ETag"]
    assert kini != dibaca
    jawab = await verifikator.post(jalur, json=isi, headers={"If-Match": kini})
    assert jawab.status_code == 200, jawab.text
    assert jawab.headers["ETag"] == (await warga.get(perkara.saya)).headers["ETag"] != kini


async def test_a_withdrawal_of_what_has_changed_since_is_refused(warga: Klien, perkara: Perkara) -> None:
    dibaca = (await warga.get(perkara.saya)).headers["ETag"]
    await warga.post(f"{perkara.saya}/lampiran", files={"berkas": ("lantai", foto())})
    basi = await warga.post(f"{perkara.saya}/batalkan", headers={"If-Match": dibaca})
    assert (basi.status_code, basi.json()["kode"]) == (412, "versi-basi")
    jawab = await warga.post(f"{perkara.saya}/batalkan")
    assert (jawab.status_code, jawab.json()["status"]) == (200, "BATAL")
    assert jawab.headers["ETag"] == (await warga.get(perkara.saya)).headers["ETag"]


async def test_who_names_no_version_answers_what_stands_there(
    verifikator: Klien, perkara: Perkara, masuk: Masuk
) -> None:
    lain = await masuk(Jabatan.VERIFIKATOR)
    assert (await verifikator.post(f"{perkara.meja}/tolak", json=perkara.isi["tolak"])).status_code == 200
    lagi = await lain.post(f"{perkara.meja}/terima", json=perkara.isi["terima"], headers={"If-Match": '"v1"'})
    assert lagi.json()["kode"] == "transisi-ditolak"
