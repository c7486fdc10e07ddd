"""What a meeting can say of a name, one by one through HTTP, and whom nobody needs to visit afterwards."""

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.referensi.katalog import ALASAN
from app.usulan.status import JenisLampiran, JenisUsulan, SubjenisUsulan
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.musyawarah.conftest import Segar, aksi, buat_musyawarah, catat, dijadwalkan, keputusan, putuskan
from tests.pabrik.usulan import usulan_pada

KODE = sorted(a.kode for a in ALASAN.values() if "usulan.tidak_sepakati" in a.aksi)


async def test_each_reason_of_a_meeting_ends_a_case(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    """T07b: one name for each reason; each proposer reads his own and the last day to object."""
    jalur, semua = await dijadwalkan(operator, sesi, wadah, len(KODE))
    warga = await masuk(Jabatan.WARGA)
    for usulan in semua:
        usulan.pengusul_id = warga.pelaku.akun_id
    await sesi.commit()
    await catat(operator, jalur)
    jawab = await putuskan(operator, jalur, *map(keputusan, semua, KODE))
    assert jawab.status_code == 200, jawab.text
    assert (await operator.post(f"{jalur}/finalkan-berita-acara")).status_code == 200
    for usulan, kode in zip(semua, KODE, strict=True):
        assert (await segar(usulan)).status is S.TIDAK_DISEPAKATI
        assert usulan.tenggat_date is not None
        langkah = (await warga.get(f"/v1/warga/usulan/{usulan.ref}/riwayat")).json()["data"][-1]
        assert (langkah["ke"], langkah["alasan"]["kode"]) == ("TIDAK_DISEPAKATI", kode)


async def test_a_death_with_a_certificate_goes_from_the_meeting_to_validation(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    """T06, T07a, T09b, T13: no home is visited for somebody whose death is proved."""
    jalur = await buat_musyawarah(operator)
    satu = await usulan_pada(
        sesi,
        wadah,
        S.LENGKAP,
        jenis=JenisUsulan.HAPUS,
        subjenis=SubjenisUsulan.MENINGGAL,
        lampiran=[JenisLampiran.AKTA_KEMATIAN],
    )
    jawab = await aksi(operator, satu, "jadwalkan-musyawarah", {"musyawarah_id": jalur.rsplit("/", 1)[1]})
    assert jawab.json()["status"] == "MASUK_MUSYAWARAH", jawab.text
    await catat(operator, jalur)
    await putuskan(operator, jalur, keputusan(satu))
    assert (await operator.post(f"{jalur}/finalkan-berita-acara")).status_code == 200
    assert (await segar(satu)).status is S.VALIDASI_DINSOS
    langkah = (await operator.get(f"/v1/petugas/usulan/{satu.ref}/riwayat")).json()["data"]
    assert [x["aksi"] for x in langkah[-3:]] == ["sepakati", "lewati_kunjungan", "mulai_validasi"]
