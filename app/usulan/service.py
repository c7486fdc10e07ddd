"""The engine of a usulan for every stage: move one, move many."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import replace
from itertools import islice
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from app.core.clock import now
from app.core.errors import DomainError
from app.core.etag import pastikan_versi
from app.core.ids import Ref
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.teks import Teks
from app.core.workflow import TransisiDitolak
from app.referensi.katalog import alasan as alasan_katalog
from app.usulan import fakta as fakta_baris
from app.usulan import langkah
from app.usulan.alur import ALUR_USULAN
from app.usulan.bacaan import MENGEMBALIKAN, BacaanUsulan, lingkup_dari
from app.usulan.baris import KolomRiwayat, Perkara
from app.usulan.errors import UsulanNotFound
from app.usulan.fakta_usulan import FaktaUsulan
from app.usulan.langkah import Panah
from app.usulan.models import Usulan
from app.usulan.penerapan import BEREFEK
from app.usulan.repository import terlihat
from app.usulan.status import TERTAHAN, AksiUsulan, JenisUsulan, StatusUsulan
from app.usulan.syarat import mewakili_desa
from app.wilayah.lingkup import Lingkup

POTONGAN: Final = 1_000
"""Rows that a mass move takes in one statement."""
KABAR_SEKALIGUS: Final = 100
"""Cases whose people are told in the transaction of a mass move; of more a job tells, queued with the move."""
_SUSULAN: Final = {
    StatusUsulan.LENGKAP: AksiUsulan.LEWATI_MUSYAWARAH,
    StatusUsulan.DISEPAKATI_MUSYAWARAH: AksiUsulan.LEWATI_KUNJUNGAN,
}
"""Stages that the system skips where the kind needs none: the arrow, by the state in which it is looked for."""


class UsulanService(BacaanUsulan):
    """Moves usulan along the table; nothing else changes their state.

    Every move is one transaction with its history, audit row, notification and the freed place of an ended case.
    """

    # -- moving

    async def move(
        self,
        ref: Ref,
        aksi: AksiUsulan,
        pelaku: Pelaku | None,
        *,
        alasan: AlasanMasuk | None = None,
        fakta: FaktaUsulan | None = None,
        lingkup: Lingkup | None = None,
        versi: int | None = None,
    ) -> Usulan:
        """Lock the usulan and take one arrow.

        Args:
            ref: which.
            aksi: the arrow.
            pelaku: who; None is the system.
            alasan: reason of a negative arrow, of the catalogue's codes for it.
            fakta: what the calling stage knows; usulan's own facts in it are overwritten.
            lingkup: the actor's regions when they are not those of his assignments (an enumerator's list).
            versi: the version that the caller read, if he said one.

        Raises:
            UsulanNotFound: unknown or out of scope.
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
            AlasanWajib, AlasanTidakBerlaku: reason missing, or not of this action.
            VersiBasi: changed since it was read.
        """
        usulan = await self.kunci(ref, pelaku, lingkup)
        return await self.jalankan(usulan, aksi, pelaku, alasan=alasan, fakta=fakta, lingkup=lingkup, versi=versi)

    async def kunci(self, ref: Ref, pelaku: Pelaku | None, lingkup: Lingkup | None = None) -> Usulan:
        """Return the usulan locked for change.

        Raises:
            UsulanNotFound: unknown or out of scope.
        """
        if usulan := await self.repo.lock(ref, pelaku, lingkup_dari(pelaku, lingkup)):
            return usulan
        raise UsulanNotFound

    async def jalankan(
        self,
        usulan: Usulan,
        aksi: AksiUsulan,
        pelaku: Pelaku | None,
        *,
        alasan: AlasanMasuk | None = None,
        fakta: FaktaUsulan | None = None,
        lingkup: Lingkup | None = None,
        versi: int | None = None,
        rincian: Mapping[str, Any] | None = None,
    ) -> Usulan:
        """Take one arrow of a usulan that this transaction has locked; `rincian` goes into the history in words."""
        jabatan, dari = pelaku.jabatan if pelaku else None, usulan.status
        lengkap = await self.fakta(usulan, pelaku, fakta, lingkup=lingkup, aksi=aksi)
        panah = ALUR_USULAN.periksa(dari, aksi, jabatan, lengkap)
        langkah.pastikan_alasan(panah, alasan, [usulan])
        pastikan_versi(versi, usulan.versi)
        gagal = await self._penerapan.terapkan(usulan, aksi, self.rincian(usulan)) if aksi in BEREFEK else None
        if gagal is not None and aksi is AksiUsulan.KIRIM:
            return await self._tahan(usulan, panah, gagal)
        nilai = self._nilai(panah, alasan, pelaku) | langkah.isian(panah, rincian)
        if aksi in MENGEMBALIKAN:
            nilai["sasaran_kembali"] = lengkap.sasaran_kembali
        subjek = self.subjek(usulan)
        if panah.ke is StatusUsulan.DISEPAKATI_MUSYAWARAH and usulan.individu_id is None:
            lokasi = await self.keluarga.sepakati(subjek, usulan.keluarga_id, pelaku)
            nilai["registri_id"], nilai["individu_id"] = lokasi
        if not await self.repo.pindahkan([usulan], panah.dari, nilai):
            raise TransisiDitolak(status_sekarang=dari, aksi_tersedia=[])
        if panah.ke in ALUR_USULAN.akhir:
            await self.repo.lepas([usulan])
        if gagal is not None:
            rincian = {**(rincian or {}), "registri": gagal.kode}
        await self.catat(usulan, panah, pelaku, dari=dari, alasan=alasan, rincian=rincian)
        await self._kabar.kabari(usulan, subjek, self.rincian(usulan), alasan)
        await self._lewati(usulan, panah)
        return usulan

    async def _tahan(self, usulan: Usulan, panah: Panah, gagal: DomainError) -> Usulan:
        """Leave a signed correction where it is and say why the registry cannot take it; said once, not at each try."""
        if usulan.is_tertahan:
            return usulan
        acuan = alasan_katalog(TERTAHAN)
        alasan = AlasanMasuk(
            kode=TERTAHAN, penjelasan=f"{acuan.teks.id}: {gagal.judul.id}.", langkah_berikutnya=acuan.langkah.id
        )
        usulan.kode_alasan, usulan.updated_at = TERTAHAN, now()
        usulan.versi += 1
        tetap = replace(panah, ke=usulan.status)
        await self.catat(usulan, tetap, None, dari=usulan.status, alasan=alasan, rincian={"registri": gagal.kode})
        await self._kabar.kabari(usulan, self.subjek(usulan), self.rincian(usulan), alasan)
        return usulan

    async def kirim_tertahan(self, setelah: UUID | None, sebanyak: int) -> UUID | None:
        """Try once more to send some corrections that the registry could not take; return where to go on, or None."""
        refs = await self.repo.tertahan(setelah, sebanyak)
        for ref in refs:
            await self.move(ref, AksiUsulan.KIRIM, None)
        return refs[-1].id if refs else None

    async def _lewati(self, usulan: Usulan, panah: Panah) -> None:
        """Let the system go on in the same transaction past a stage that this kind of case does not need."""
        if panah.aksi is AksiUsulan.LEWATI_KUNJUNGAN:
            await self.jalankan(usulan, AksiUsulan.MULAI_VALIDASI, None)
            await self._registri.padan.minta(usulan.ref)
        elif panah.ke is StatusUsulan.DIAJUKAN:
            # Advice for who checks the papers, long before the answer decides anything.
            await self._registri.padan.minta(usulan.ref)
        elif usulan.jenis is not JenisUsulan.BARU and (aksi := _SUSULAN.get(panah.ke)):
            fakta = await self.fakta(usulan, None, aksi=aksi)
            if ALUR_USULAN[aksi].syarat[0].periksa(fakta) is None:
                await self.jalankan(usulan, aksi, None)

    async def catat(
        self,
        usulan: Usulan,
        panah: Panah,
        pelaku: Pelaku | None,
        *,
        dari: StatusUsulan | None,
        alasan: AlasanMasuk | None = None,
        rincian: Mapping[str, Any] | None = None,
    ) -> None:
        """Write the step into the history and the audit trail."""
        isi = langkah.segel(self.sandi, usulan, alasan, rincian)
        await self.repo.catat(langkah.kolom(usulan, panah, pelaku, dari, alasan, isi, now()))
        await self.jejak.catat(
            "usulan:status:diubah",
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            rincian=langkah.ringkas(panah, dari, alasan),
        )

    async def kabari_pihak(self, usulan: Usulan, status: Teks, keterangan: Teks) -> None:
        """Tell proposer and subject some news of a case that a later stage has, in the inbox and by e-mail."""
        await self._kabar.sampaikan(usulan, self.subjek(usulan), self.rincian(usulan), status, keterangan)

    async def minta_padan(self, usulan: Usulan) -> None:
        """Have the civil registry asked about a case; the answer comes with a job."""
        await self._registri.padan.minta(usulan.ref)

    async def pindahkan_massal(
        self,
        refs: Collection[Ref],
        aksi: AksiUsulan,
        pelaku: Pelaku | None,
        *,
        alasan: AlasanMasuk | None = None,
        fakta: FaktaUsulan | None = None,
        lingkup: Lingkup | None = None,
    ) -> int:
        """Take the same arrow, with the same reason, for many usulan: all of them or none; return how many.

        Rows are compared and swapped 1,000 at a time, so each is moved once even against a simultaneous single move. A
        PERBAIKAN that the registry cannot take is not sent; it says why and holds nobody else up.

        Raises:
            As `move`; `ref` names the first usulan that refused, and a lost race is `TransisiDitolak`.
        """
        panah, batas, jumlah = ALUR_USULAN[aksi], lingkup_dari(pelaku, lingkup), 0
        antrean = iter(sorted(set(refs), key=attrgetter("keluarga_id.int", "id.int")))
        riwayat: list[KolomRiwayat] = []
        async with self.repo.daftar_panjang() if len(refs) > KABAR_SEKALIGUS else nullcontext():
            while potongan := list(islice(antrean, POTONGAN)):
                sendiri = await self._satu_satu(potongan, panah, batas)
                for ref in sendiri:
                    usulan = await self.move(ref, aksi, pelaku, alasan=alasan, fakta=fakta, lingkup=lingkup)
                    jumlah += usulan.status is panah.ke
                if bersama := [r for r in potongan if r not in sendiri] if sendiri else potongan:
                    riwayat += await self._pindahkan(bersama, panah, pelaku, alasan, fakta or FaktaUsulan(), batas)
        await self.repo.riwayat_massal(riwayat)
        return jumlah + len(riwayat)

    async def _satu_satu(self, refs: Sequence[Ref], panah: Panah, lingkup: Lingkup) -> list[Ref]:
        """Return those that change the registry with this arrow, so are moved one by one."""
        if panah.ke is StatusUsulan.DISEPAKATI_MUSYAWARAH:
            return [*refs]
        if (jenis := BEREFEK.get(panah.aksi)) is None:
            return []
        ada = {u.id: u.jenis for u in await self.repo.banyak(refs, terlihat(None, lingkup))}
        return [r for r in refs if ada.get(r.id) is jenis]

    async def _pindahkan(
        self,
        refs: Sequence[Ref],
        panah: Panah,
        pelaku: Pelaku | None,
        alasan: AlasanMasuk | None,
        luar: FaktaUsulan,
        lingkup: Lingkup,
    ) -> list[KolomRiwayat]:
        """Take the arrow for all of these, and return the steps, which are still to be written."""
        # Of many a job tells, and without a reason nothing is sealed: then the sealed parts need not be read.
        is_ringan = alasan is None and len(refs) > KABAR_SEKALIGUS
        penuh = [] if is_ringan else await self.repo.banyak(refs, terlihat(pelaku, lingkup))
        baris: Sequence[Perkara] = penuh or await self.repo.perkara(refs, terlihat(pelaku, lingkup))
        if len(baris) != len(refs):
            raise UsulanNotFound
        await self._uji_semua(baris, panah, pelaku, luar, lingkup)
        langkah.pastikan_alasan(panah, alasan, baris)
        dari = {usulan.id: usulan.status for usulan in baris}
        if not await self.repo.pindahkan(baris, panah.dari, self._nilai(panah, alasan, pelaku)):
            raise TransisiDitolak(status_sekarang=None, aksi_tersedia=[])
        if panah.ke in ALUR_USULAN.akhir:
            await self.repo.lepas(baris)
        kata, saat = {u.id: langkah.segel(self.sandi, u, alasan) for u in penuh}, now()
        riwayat = [langkah.kolom(u, panah, pelaku, dari[u.id], alasan, kata.get(u.id), saat) for u in baris]
        await self.jejak.catat(
            "usulan:status:diubah_massal",
            pelaku=pelaku,
            objek="usulan",
            subjek=[nik for u in baris for nik in u.subjek_audit],
            rincian={**langkah.ringkas(panah, None, alasan), "usulan": [str(u.id) for u in baris]},
        )
        if is_ringan:
            await self._kabar.tunda([u.ref for u in baris], panah.ke)
        for usulan in penuh:
            await self._kabar.kabari(usulan, self.subjek(usulan), self.rincian(usulan), alasan)
        return riwayat

    def _nilai(self, panah: Panah, alasan: AlasanMasuk | None, pelaku: Pelaku | None) -> dict[str, Any]:
        """Return what every step writes."""
        sekarang = now()
        is_wakil = pelaku is not None and pelaku.jabatan is Jabatan.OPERATOR_KABKOTA and mewakili_desa in panah.syarat
        return {
            "status": panah.ke,
            "status_at": sekarang,
            "updated_at": sekarang,
            "tenggat_date": langkah.batas(self._tenggat, panah),
            "pengingat_ke": 0,
            "pengingat_date": None,
            "sasaran_kembali": None,
            "kode_alasan": alasan.kode if alasan else None,
            **({"is_mewakili_desa": True} if is_wakil else {}),
        }

    async def kabari_langkah(self, refs: Collection[Ref], ke: StatusUsulan) -> None:
        """Tell of a step that many took together; where a case has gone since then is told with that step."""
        for usulan in await self.repo.banyak(refs, terlihat(None, Lingkup.nasional())):
            await self._kabar.kabari(usulan, self.subjek(usulan), self.rincian(usulan), None, ke=ke)

    async def _uji_semua(
        self, baris: Sequence[Perkara], panah: Panah, pelaku: Pelaku | None, luar: FaktaUsulan, lingkup: Lingkup
    ) -> None:
        """Ask the guards about every one; those of the same facts are asked once, for guards know nothing else."""
        akun_ids = await self._akun.seorang(pelaku) if pelaku else frozenset()
        riwayat = await self.repo.aksi_pelaku(baris, akun_ids)
        desa = {u.kode_desa for u in baris} if mewakili_desa in panah.syarat else set[str]()
        wewenang = {kode: await self.is_wewenang_desa(kode, pelaku) for kode in desa}
        lolos: set[tuple[object, ...]] = set()
        for usulan in baris:
            milik = fakta_baris.dari_baris(usulan, pelaku, lingkup, akun_ids) | {
                "aksi_pelaku": riwayat[usulan.id],
                "is_wewenang_desa": wewenang.get(usulan.kode_desa),
            }
            sidik = (usulan.status, *milik.values())
            if sidik in lolos:
                continue
            try:
                lengkap = replace(luar, **milik)
                ALUR_USULAN.periksa(usulan.status, panah.aksi, pelaku.jabatan if pelaku else None, lengkap)
            except DomainError as galat:
                galat.tambahan["ref"] = usulan.ref.teks
                raise
            lolos.add(sidik)
