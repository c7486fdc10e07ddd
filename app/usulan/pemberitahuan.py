"""Telling the people concerned that their case has moved."""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.errors import AkunNotFound
from app.akun.service import AkunService
from app.core.crypto import Tujuan
from app.core.ids import Ref
from app.core.jobs import enqueue
from app.core.peran import Jabatan
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keluarga.subjek import Subjek
from app.notifikasi.kabar import JenisKabar, Kabar
from app.notifikasi.kotak_masuk import KotakMasukService
from app.notifikasi.service import NotifikasiService
from app.usulan.models import Usulan
from app.usulan.rincian import Penerima, Rincian
from app.usulan.status import StatusUsulan, teks_status

TEMPLAT = "usulan_berubah"
TUGAS_KABARI: Final = "usulan.kabari"


_DISEBUT: Final = Teks(
    "Usulan ini menyebut Anda atau NIK Anda dalam perubahan data. Bila Anda tidak mengetahuinya, segera hubungi "
    "kantor desa/kelurahan dan sebutkan nomor usulan ini.",
    "This proposal names you or your NIK in a change of data. If you do not know of it, turn to your village office "
    "soon and give the number of this proposal.",
)


class Pemberitahuan:
    """At every step a message to proposer and subject, in the inbox and by e-mail, committed with the step or not.

    The subject is the person on file: his account, and the address on file beside it, never one that a change brings.
    Who else is named, and who bears a NIK that a change writes, hears that much, and nothing of the others. An office
    that proposed finds the news in its officer's inbox; his work list tells the rest, so no e-mail.
    """

    def __init__(
        self,
        sesi: AsyncSession,
        akun: AkunService,
        kotak: KotakMasukService,
        notifikasi: NotifikasiService,
        wadah: Wadah,
    ) -> None:
        self._sesi = sesi
        self._akun = akun
        self._kotak = kotak
        self._notifikasi = notifikasi
        self._sandi = wadah.sandi
        self._tautan = wadah.pengaturan.surel.tautan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the notifier on this session."""
        return cls(
            sesi,
            AkunService.rakit(sesi, wadah),
            KotakMasukService.rakit(sesi, wadah),
            NotifikasiService.rakit(sesi, wadah),
            wadah,
        )

    async def tunda(self, refs: Collection[Ref], ke: StatusUsulan) -> None:
        """Have a job tell of a step that these took together, if and only if the step is committed."""
        await enqueue(self._sesi, TUGAS_KABARI, {"usulan": [r.teks for r in refs], "ke": ke.value})

    async def kabari(
        self,
        usulan: Usulan,
        subjek: Subjek,
        rincian: Rincian,
        alasan: AlasanMasuk | None,
        *,
        ke: StatusUsulan | None = None,
    ) -> None:
        """Tell where the case stands now, or where a step led (`ke`) that is told of later.

        Of a return or refusal why, what to do and until when one may object.
        """
        kata = f"{alasan.penjelasan}\n{alasan.langkah_berikutnya}" if alasan else ""
        hak = _hak_keberatan(usulan) if ke is None else Teks("", "")
        keterangan = Teks(f"{kata}\n{hak.id}".strip(), f"{kata}\n{hak.en}".strip())
        status = teks_status(ke or usulan.status, usulan.jenis, usulan.subjenis)
        akun, alamat = await self.sampaikan(usulan, subjek, rincian, status, keterangan)
        if rincian.disebut:
            await self._kabari_disebut(usulan, status, rincian.disebut, akun, alamat)

    async def sampaikan(
        self, usulan: Usulan, subjek: Subjek, rincian: Rincian, status: Teks, keterangan: Teks
    ) -> tuple[AbstractSet[UUID], Mapping[str, str]]:
        """Tell proposer and subject some news of the case; return which accounts and addresses have heard it."""
        akun = {usulan.pengusul_id, *(await self._akun.warga(usulan.nik_subjek) if usulan.nik_subjek else ())}
        await self._kotak.tulis(akun, _kabar(usulan, status, keterangan, f"usulan/{usulan.ref.teks}"))
        # The address on file: what a correction makes of it is only proposed.
        diri = rincian.asal or Penerima(nama=subjek.nama, surel=subjek.surel)
        kantor = set() if usulan.pengusul_jabatan is Jabatan.WARGA else {usulan.pengusul_id}
        alamat = await self._alamat([diri], akun - kantor)
        await self._surati(usulan, status, keterangan, alamat)
        return akun, alamat

    async def _kabari_disebut(
        self,
        usulan: Usulan,
        status: Teks,
        disebut: Collection[Penerima],
        akun: AbstractSet[UUID],
        alamat: Mapping[str, str],
    ) -> None:
        """Tell who is named that he is, unless `akun` and `alamat` have told him more already."""
        nik = [self._sandi.indeks(Tujuan.NIK, p.nik) for p in disebut if p.nik]
        mereka = {a for satu in (await self._akun.menurut_nik(nik)).values() for a in satu} - akun
        await self._kotak.tulis(mereka, _kabar(usulan, status, _DISEBUT, ""))
        lain = await self._alamat(disebut, mereka)
        await self._surati(usulan, status, _DISEBUT, {s: n for s, n in lain.items() if s not in alamat})

    async def _surati(self, usulan: Usulan, status: Teks, keterangan: Teks, alamat: Mapping[str, str]) -> None:
        data = {
            "nomor": usulan.nomor or "-",
            "status": status.id,
            "keterangan": keterangan.id,
            "tautan": self._tautan,
        }
        for surel, nama in alamat.items():
            await self._notifikasi.kirim_surel(surel, TEMPLAT, {"nama": nama, **data})

    async def _alamat(self, orang: Iterable[Penerima], akun_ids: Iterable[UUID]) -> dict[str, str]:
        """Return names by address: those of the persons, and those of the accounts."""
        alamat = {p.surel.lower(): p.nama for p in orang if p.surel}
        for akun_id in sorted(akun_ids):
            with suppress(AkunNotFound):
                akun = await self._akun.ambil(akun_id)
                if surel := self._akun.identitas(akun).surel:
                    alamat[surel.lower()] = akun.nama
        return alamat


def _hak_keberatan(usulan: Usulan) -> Teks:
    sampai = usulan.keberatan_sampai
    if sampai is None:
        return Teks("", "")
    return Teks(
        f"Hak keberatan sampai {sampai:%d-%m-%Y}.", f"You may object to this decision until {sampai.isoformat()}."
    )


def _kabar(usulan: Usulan, status: Teks, keterangan: Teks, objek: str) -> Kabar:
    nomor = usulan.nomor or "-"
    return Kabar(
        JenisKabar.USULAN,
        Teks("Perkembangan usulan", "News of a proposal"),
        Teks(
            f"Usulan {nomor}: {status.id}.\n{keterangan.id}".strip(),
            f"{nomor}: {status.en}.\n{keterangan.en}".strip(),
        ),
        objek,
    )
