"""A survey that was just written is what its family reads, placed on the cut-offs in force."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil import pmt
from app.desil.model_pmt import baca_artefak
from app.desil.peringkat import desil
from app.desil.repository import DesilRepository
from app.keluarga.instrumen import KodeInstrumen
from app.keluarga.kanonik import turunkan
from app.usulan.status import StatusUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import desil as pabrik
from tests.pabrik import verval as pabrik_verval
from tests.pabrik.keluarga import subjek
from tests.verval.conftest import Pencacah, pencacah, potret, tugaskan, verifikator

__all__ = ["pencacah", "verifikator"]  # fixtures


async def test_a_family_reads_its_provisional_decile_at_once_after_a_survey(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, verifikator: Klien, pencacah: Pencacah
) -> None:
    orang = subjek()
    usulan = await pabrik_verval.usulan(sesi, wadah, StatusUsulan.DISEPAKATI_MUSYAWARAH, isi=orang)
    await pabrik.kanonik(sesi, usulan.keluarga_id, luas_kapita=20)
    await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 100 * n, "aset_mobil": n % 2} for n in range(1, 41)])
    putaran = await pabrik.putaran(sesi, wadah)
    warga = await masuk(Jabatan.WARGA, nik=str(orang.nik))
    dulu = (await warga.get("/v1/warga/desil")).json()
    assert (dulu["status"], dulu["data_tanggal"]) == ("FINAL", pabrik.TANGGAL.isoformat())

    jalur = await tugaskan(verifikator, usulan, pencacah)
    await potret(pencacah, jalur)
    isi = pabrik_verval.kunjungan()
    assert (await pencacah.klien.post(f"{jalur}/kunjungan", json=isi)).status_code == 201

    kini = (await warga.get("/v1/warga/desil")).json()
    model = await pabrik.model(sesi)
    nilai = turunkan(KodeInstrumen.REGSOSEK2022K, isi["jawaban"], kode_desa=pabrik.DESA)
    skor = pmt.skor(baca_artefak(model), pabrik.DESA, nilai).skor
    assert skor is not None
    batas = await DesilRepository(sesi).batas(putaran.id, ["nasional", "32", "32.04"])
    assert kini["status"] == "SEMENTARA"
    assert kini["data_tanggal"] == kini["data_tanggal_tertua"] is not None
    assert kini["desil"] == {
        "nasional": desil(skor, batas["nasional"]),
        "provinsi": desil(skor, batas["32"]),
        "kabkota": desil(skor, batas["32.04"]),
    }
    assert kini["desil"]["nasional"] != dulu["desil"]["nasional"], "the survey found another house"
    assert kini["perubahan"]["desil_sebelum"] == dulu["desil"]["nasional"]
    assert [s["kode"] for s in kini["perubahan"]["sebab"]] == ["DATA_BERUBAH"]
    assert kini["putaran"] == dulu["putaran"]
