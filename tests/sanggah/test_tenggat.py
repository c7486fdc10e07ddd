"""Overdue contests: whoever has to move them on hears of it, and nobody else."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import hari_ini
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.sanggah.models import Sanggah
from app.sanggah.tugas import tenggat
from tests.conftest import Klien, Masuk
from tests.sanggah.conftest import Perkara, baik

JUDUL = "Sanggah melewati batas waktu"


async def kabar(klien: Klien) -> list[str]:
    """What the officer reads of overdue contests."""
    data = (await klien.get("/v1/petugas/notifikasi")).json()["data"]
    return [k["isi"]["id"].partition("batas: ")[2] for k in data if k["judul"]["id"] == JUDUL]


async def lewat(sesi: AsyncSession, hari: int = 1) -> None:
    await sesi.execute(update(Sanggah).values(tenggat_date=hari_ini() - timedelta(days=hari)))
    await sesi.commit()


async def test_nobody_hears_of_a_contest_on_its_last_day(perkara: Perkara, sesi: AsyncSession, wadah: Wadah) -> None:
    baik(await perkara.ajukan(), 201)
    await lewat(sesi, 0)
    await tenggat(wadah, {})
    assert await kabar(perkara.verifikator) == []


async def test_the_kabkota_hears_of_every_overdue_contest_and_the_enumerator_of_his_visits(
    perkara: Perkara, sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    lain = await masuk(Jabatan.VERIFIKATOR, ("32.73",), surel="lain@contoh.id")
    baik(await perkara.ajukan(), 201)
    await lewat(sesi)
    await tenggat(wadah, {})
    assert (len(await kabar(perkara.verifikator)), await kabar(perkara.pencacah)) == (1, [])
    baik(await perkara.tugaskan())
    await lewat(sesi)
    await tenggat(wadah, {})
    assert (len(await kabar(perkara.verifikator)), len(await kabar(perkara.pencacah))) == (2, 1)
    assert all(k.endswith(": 1.") for k in await kabar(perkara.verifikator))
    baik(await perkara.foto(), 201)
    baik(await perkara.kunjungi())
    await lewat(sesi)
    await tenggat(wadah, {})
    assert (len(await kabar(perkara.verifikator)), len(await kabar(perkara.pencacah))) == (3, 1)
    assert await kabar(lain) == []


async def test_a_decided_contest_is_overdue_no_more(perkara: Perkara, sesi: AsyncSession, wadah: Wadah) -> None:
    await perkara.sampai("TIDAK_TERBUKTI")
    baik(await perkara.tolak())
    await lewat(sesi)
    await tenggat(wadah, {})
    assert await kabar(perkara.verifikator) == []


async def test_who_asks_for_enumerators_is_on_record(perkara: Perkara, sesi: AsyncSession) -> None:
    baik(await perkara.ajukan(), 201)
    baik(await perkara.verifikator.get(f"/v1/petugas/sanggah/{perkara.id}/calon-petugas"))
    jejak = select(JejakAudit.pelaku_id).where(JejakAudit.kejadian == "sanggah:calon_petugas:dibaca")
    assert (await sesi.scalars(jejak)).all() == [perkara.verifikator.pelaku.akun_id]
