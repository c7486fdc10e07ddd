"""Whether the person of a row is the one who was validated: nobody is exchanged between the match and the decree.

The subject of a usulan matched the civil registration, was visited and was signed for as its sealed snapshot says; the
snapshot cannot change after that, the family's rows can. So a decree takes a row only while the living person, and at
the signature the copied one, still equals the snapshot. A member who entered the family or whose identity was changed
after the validation was validated by nobody and is left out of the copy; unless a validated PERBAIKAN did it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final
from uuid import UUID

from app.core.crypto import Sandi, Tujuan
from app.core.ids import Ref
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.penetapan.snapshot import BarisSK
from app.usulan.models import Usulan
from app.usulan.penerapan import sumber_registri
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, JenisUsulan, SubjenisUsulan
from app.wilayah.nama import lipat

IDENTITAS_BERUBAH: Final = "IDENTITAS_BERUBAH"


@dataclass(frozen=True, slots=True)
class Tercocokkan:
    """A usulan whose subject is who was validated: his family as it was compared, and whom of it a decree copies."""

    keluarga: KeluargaLengkap
    orang: tuple[AnggotaLengkap, ...]


class Kecocokan:
    """Compares usulan with the registry."""

    def __init__(self, usulan: UsulanService, keluarga: KeluargaService, sandi: Sandi) -> None:
        self._usulan = usulan
        self._keluarga = keluarga
        self._sandi = sandi

    async def periksa(self, usulan: Sequence[Usulan]) -> dict[UUID, Tercocokkan]:
        """Return, by usulan, those whose subject the registry still holds as validated; the others are absent."""
        keluarga = await self._keluarga.baca_banyak({u.registri_id for u in usulan})
        sejak = await self._usulan.saat_aksi([u.ref for u in usulan], AksiUsulan.SETUJUI_VALIDASI)
        # Of several usulan in one family the latest validation counts: it is written last.
        urut = sorted((u for u in usulan if u.ref in sejak), key=lambda u: sejak[u.ref])
        batas = {u.registri_id: sejak[u.ref] for u in urut}
        berubah = await self._keluarga.identitas_berubah(batas, _sumber(urut))
        subjek = {u.id: diri for u in usulan if (diri := _diri(u, keluarga[u.registri_id]))}
        pindah = await self._keluarga.di_keluarga_lain({a.ref for a in subjek.values() if not a.is_aktif})
        hasil: dict[UUID, Tercocokkan] = {}
        for u in usulan:
            k = keluarga[u.registri_id]
            diri = subjek.get(u.id)
            if diri is None or diri.ref in pindah or not self._is_sama(u, milik := await self._bernomor(diri)):
                continue
            lain = (a for a in k.aktif if a.meninggal_date is None and a.individu_id != diri.individu_id)
            sah = [a for a in lain if k.keluarga_id in batas and a.ref not in berubah]
            hasil[u.id] = Tercocokkan(k, tuple(milik if a is diri else a for a in k.anggota if a is diri or a in sah))
        return hasil

    async def pendatang(self, usulan: Sequence[Usulan]) -> dict[UUID, set[UUID]]:
        """Return, by usulan, who entered the family by what these PERBAIKAN changed and is there as he entered.

        He was validated with the case that brings him, so its decree registers him with a registered family.
        """
        cocok = await self.periksa(usulan)
        sejak = await self._usulan.saat_aksi([u.ref for u in usulan], AksiUsulan.SETUJUI_VALIDASI)
        urut = [u for u in usulan if u.ref in sejak and u.id in cocok]
        masuk = await self._keluarga.masuk_lewat({u.registri_id: sejak[u.ref] for u in urut}, _sumber(urut))
        return {u.id: {a.individu_id for a in cocok[u.id].orang if a.ref in masuk} for u in urut}

    async def berbeda(self, usulan: Sequence[Usulan], baris: Mapping[UUID, BarisSK]) -> list[Ref]:
        """Return the usulan whose subject is no longer, or in the copied row never was, who was validated."""
        cocok = await self.periksa(usulan)
        return [u.ref for u in usulan if u.id not in cocok or not self._is_tersalin(u, baris[u.id])]

    async def berbeda_anggota(self, baris: Sequence[BarisSK]) -> list[Ref]:
        """Return the carried-on rows whose copied members are not all the living members that they were."""
        keluarga = await self._keluarga.baca_banyak({b.keluarga_id for b in baris})
        hasil = []
        for b in baris:
            k = keluarga.get(b.keluarga_id)
            kini = {
                (a.individu_id, a.nik, lipat(a.nama), a.tanggal_lahir)
                for a in (k.aktif if k else ())
                if a.meninggal_date is None
            }
            if not {(a.individu_id, a.nik, lipat(a.nama), a.tanggal_lahir) for a in b.anggota} <= kini:
                hasil.append(Ref(b.keluarga_id, b.usulan_id))
        return hasil

    async def _bernomor(self, orang: AnggotaLengkap) -> AnggotaLengkap:
        """Return who left with his NIK marked as somebody else's where it is by now; nobody is found by it then."""
        if orang.is_aktif or orang.nik_hmac is None:
            return orang
        letak = await self._keluarga.cari_indeks(orang.nik_hmac)
        is_lain = letak is not None and letak.individu_id != orang.individu_id
        return replace(orang, is_nik_ganda=True) if is_lain else orang

    def _is_sama(self, usulan: Usulan, orang: AnggotaLengkap) -> bool:
        subjek = self._usulan.subjek(usulan)
        tercatat = (orang.nik, lipat(orang.nama), orang.tanggal_lahir, str(orang.jenis_kelamin))
        is_satu_nik = subjek.nik is None or usulan.nik_indeks in self._sandi.indeks_calon(Tujuan.NIK, subjek.nik)
        # That somebody else bears his NIK is what a HAPUS for a double record is about.
        is_tunggal = not orang.is_nik_ganda or usulan.subjenis is SubjenisUsulan.GANDA
        return is_satu_nik and is_tunggal and tercatat == (*_ciri(subjek), str(subjek.jenis_kelamin))

    def _is_tersalin(self, usulan: Usulan, baris: BarisSK) -> bool:
        ciri = _ciri(self._usulan.subjek(usulan))
        diri = [(a.nik, lipat(a.nama), a.tanggal_lahir) for a in baris.anggota if a.individu_id == usulan.individu_id]
        return diri == [ciri]


def _ciri(subjek: Subjek) -> tuple[object, ...]:
    return subjek.nik, lipat(subjek.nama), subjek.tanggal_lahir


def _sumber(usulan: Sequence[Usulan]) -> dict[UUID, set[str]]:
    """Return, by family, under what names the registry has the changes of these PERBAIKAN."""
    hasil: dict[UUID, set[str]] = {}
    for u in usulan:
        if u.jenis is JenisUsulan.PERBAIKAN:
            hasil.setdefault(u.registri_id, set()).add(sumber_registri(u))
    return hasil


def _diri(usulan: Usulan, keluarga: KeluargaLengkap) -> AnggotaLengkap | None:
    """Return the subject as a living member; who is to be taken out may have died or left the registry already."""
    milik = (a for a in keluarga.anggota if a.individu_id == usulan.individu_id)
    is_hapus = usulan.jenis is JenisUsulan.HAPUS
    return next((a for a in milik if is_hapus or (a.is_aktif and a.meninggal_date is None)), None)
