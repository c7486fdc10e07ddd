"""Which family of the registry a file's family is, and who of it each row is (pure).

A card number finds a family, a key of the file one without a card, the head's NIK one whose card was renewed. A person
is recognised by NIK, without one by name, birth date and sex. A NIK that another family's person bears is either that
same person, whose move an officer has to record, or a double that both keep until somebody decides.

Outside of the importer's regions a number decides one thing only, whoever bears it: the row is held for who sees both
regions. A trial does not even look there, so that guessed numbers can be tried out on nobody.
"""

from collections.abc import Mapping
from datetime import date
from typing import Final
from uuid import UUID

from app.berkas_tabel.bentuk import Bidang, bentuk
from app.core.ids import id_baru
from app.impor.baca import Konteks
from app.impor.bahan import BarisOrang, KeluargaBerkas
from app.impor.kode import DATA_LAMA
from app.impor.selisih import is_lebih_baru, is_orang_lain, selisih
from app.keluarga.curah import KeluargaAda, OrangAda, PenyegelMassal, PotretMassal
from app.keluarga.kode import Hubungan
from app.wilayah.nama import lipat

Ciri = tuple[str, date, str]
DI_LUAR: Final = "TERCATAT_DI_LUAR_WILAYAH"
_KEPALA = Hubungan.KEPALA_KELUARGA


class Pencocok:
    """Matches the families of one chunk; remembers the NIKs that its own rows take."""

    def __init__(
        self,
        konteks: Konteks,
        segel: PenyegelMassal,
        potret: PotretMassal,
        kunci: Mapping[UUID, UUID],
        *,
        is_uji: bool,
    ) -> None:
        self._konteks = konteks
        self._segel = segel
        self._potret = potret
        self._kunci = kunci
        self._is_uji = is_uji
        self._diambil: dict[UUID, tuple[UUID, UUID, BarisOrang]] = {}
        self._nama = {b: k.nama for b in Bidang if (k := bentuk(konteks.format).menurut_bidang(b))}

    def cocokkan(self, keluarga: KeluargaBerkas) -> None:
        """Decide about a family and each of its rows; strangers under one card are no family."""
        if keluarga.is_gabungan:
            self._pisahkan(keluarga, "KK_DIPAKAI_BANYAK_KELUARGA")
            return
        keluarga.ada = self.cari(keluarga)
        keluarga.keluarga_id = keluarga.ada.keluarga_id if keluarga.ada else id_baru()
        if not self._boleh(keluarga):
            return
        if keluarga.ada and self._is_asing(keluarga, keluarga.ada):
            self._pisahkan(keluarga, "KK_TERCATAT_KELUARGA_LAIN")
            return
        anggota = list(self._potret.orang.get(keluarga.keluarga_id, ())) if keluarga.ada else []
        terpakai: dict[UUID, BarisOrang] = {}
        for b in sorted(keluarga.baris, key=lambda b: (b.nik_hmac is None, b.baris)):
            b.ada = self._kenali(b, anggota, terpakai)
            if b.ada:
                self._lama(keluarga, b, terpakai)
            else:
                self._baru(b, keluarga.keluarga_id)
        self._kepala(keluarga, anggota)

    # -- families

    def cari(self, keluarga: KeluargaBerkas) -> KeluargaAda | None:
        """Return which family on record a family of the file is; nothing that was decided before counts."""
        potret = self._potret
        for pasti in (self._kunci.get(keluarga.kunci), keluarga.acuan_id):
            if pasti is not None and pasti in potret.keluarga:
                return potret.keluarga[pasti]
        if calon := self._sekartu(keluarga):
            return max(
                calon,
                key=lambda k: (
                    *(not self._is_di_luar(k.keluarga_id), not k.is_ditutup),
                    *(self._serupa(keluarga, k), -k.keluarga_id.int),
                ),
            )
        kepala = keluarga.utama
        lokasi = potret.nik.get(kepala.nik_hmac) if kepala.nik_hmac and kepala.hubungan is _KEPALA else None
        if lokasi is None:
            return None
        rumah = potret.orang.get(lokasi[0], ())
        is_kepala = any(o.id == lokasi[1] and o.is_aktif and o.hubungan == _KEPALA for o in rumah)
        sama = any(o.id == lokasi[1] and _ciri(o) == kepala.ciri for o in rumah)
        return potret.keluarga.get(lokasi[0]) if (is_kepala and sama) or self._is_di_luar(lokasi[0]) else None

    def _sekartu(self, keluarga: KeluargaBerkas) -> list[KeluargaAda]:
        if keluarga.no_kk_hmac is None:
            return []
        milik = self._potret.keluarga
        calon = [milik[k] for k in self._potret.no_kk.get(keluarga.no_kk_hmac, ()) if k in milik]
        if keluarga.kunci == keluarga.no_kk_hmac:
            return calon
        # A mark says that not all who bear the card are one family: with nobody in common they are two.
        return [k for k in calon if self._is_di_luar(k.keluarga_id) or self._serupa(keluarga, k)]

    def _is_di_luar(self, keluarga_id: UUID) -> bool:
        """Return whether a family is on record outside of the importer's regions."""
        ada, lingkup = self._potret.keluarga.get(keluarga_id), self._konteks.lingkup
        return ada is not None and bool(lingkup) and not is_di_lingkup(ada.kode_desa, lingkup)

    def _serupa(self, keluarga: KeluargaBerkas, calon: KeluargaAda) -> int:
        orang = self._potret.orang.get(calon.keluarga_id, ())
        nik, ciri = {o.nik_hmac for o in orang if o.nik_hmac}, {_ciri(o) for o in orang}
        return sum(b.nik_hmac in nik or b.ciri in ciri for b in keluarga.baris)

    def _is_asing(self, keluarga: KeluargaBerkas, ada: KeluargaAda) -> bool:
        """Return whether a card alone leads to a family of nobody in the file, which lives apart from the file's.

        A number that ends in 0 may be one that a spreadsheet rounded. With nobody in common it is not believed where
        both name a head; rows without one (the rest of a family, in a second file) are, at the address on record.
        """
        utama, orang = keluarga.utama, self._potret.orang.get(ada.keluarga_id, ())
        if keluarga.kunci != keluarga.no_kk_hmac or keluarga.acuan_id == ada.keluarga_id:
            return False
        if self._serupa(keluarga, ada):
            return False
        is_bulat = utama.umum["no_kk"].endswith("0")
        is_dua_kepala = utama.hubungan is _KEPALA and any(o.is_aktif and o.hubungan == _KEPALA for o in orang)
        if utama.kode_desa != ada.kode_desa or (is_bulat and is_dua_kepala):
            return True
        isi = self._segel.buka(self._segel.kunci(ada), "keluarga", ada.keluarga_id, ada.isi)
        alamat = [lipat(utama.umum["alamat"]), lipat(isi["alamat"])]
        return len({*alamat} - {""}) > 1 or (is_bulat and "" in alamat)

    def _pisahkan(self, keluarga: KeluargaBerkas, kode: str) -> None:
        for b in keluarga.baris:
            b.catat(kode, self._nama[Bidang.NO_KK])

    def _boleh(self, keluarga: KeluargaBerkas) -> bool:
        """Return whether the importer may touch this family; if not, every row says why."""
        ada = keluarga.ada
        orang = self._potret.orang.get(ada.keluarga_id, ()) if ada else ()
        numbers = {keluarga.no_kk_hmac, *(b.nik_hmac for b in keluarga.baris), *(o.nik_hmac for o in orang)}
        kode = None
        if numbers & self._konteks.sendiri:
            kode = "KELUARGA_SENDIRI"
        elif ada and self._is_di_luar(ada.keluarga_id):
            kode = DI_LUAR
        elif ada and ada.is_ditutup:
            kode = "KELUARGA_DITUTUP"
        for b in keluarga.baris:
            if kode:
                b.catat(kode)
            elif b.kode_desa != keluarga.kode_desa:
                b.catat("BEDA_WILAYAH", self._nama[Bidang.KODE_DESA])
        return kode is None

    # -- persons

    def _kenali(self, b: BarisOrang, anggota: list[OrangAda], terpakai: dict[UUID, BarisOrang]) -> OrangAda | None:
        if b.nik_hmac and (sama := [o for o in anggota if o.nik_hmac == b.nik_hmac]):
            return sama[0]
        return next(
            (
                o
                for o in anggota
                if o.id not in terpakai and o.is_aktif and _ciri(o) == b.ciri and not (o.nik_hmac and b.nik_hmac)
            ),
            None,
        )

    def _lama(self, keluarga: KeluargaBerkas, b: BarisOrang, terpakai: dict[UUID, BarisOrang]) -> None:
        assert b.ada
        if kembar := terpakai.get(b.ada.id):
            b.catat("BARIS_GANDA" if kembar.orang == b.orang else "GANDA_DALAM_KELUARGA", self._nama[Bidang.NIK])
            b.is_masuk = False
            return
        terpakai[b.ada.id] = b
        b.individu_id = b.ada.id
        if b.ada.nik_hmac is None:
            b.tarik("NIK_KOSONG")
        # A row in conflict takes no number and decides about no head: this comes before either.
        if not b.ada.is_aktif:
            b.catat("SUDAH_KELUAR")
        elif is_lebih_baru(keluarga, b.ada.diubah_at) and selisih(self._segel, b, b.ada).beda:
            b.catat("REGISTRI_LEBIH_BARU")
        elif is_orang_lain(b, b.ada):
            b.catat("ORANG_BERBEDA", self._nama[Bidang.NIK])
        elif b.ada.is_nik_ganda:
            b.is_ganda = True
            b.catat("NIK_GANDA", self._nama[Bidang.NIK])
            b.lain = self._potret.nik.get(b.nik_hmac) if b.nik_hmac else None
        elif b.nik_hmac and b.ada.nik_hmac is None:
            self._nik_baru(b, b.nik_hmac, b.ada)

    def _nik_baru(self, b: BarisOrang, nik: UUID, ada: OrangAda) -> None:
        """Give a person on record the number that he had none of, unless it is somebody else's."""
        pemilik = self._pemilik(nik)
        if pemilik is None:
            self._diambil[nik] = (ada.keluarga_id, ada.id, b)
        elif self._is_di_luar(pemilik[0]):
            b.catat(DI_LUAR, self._nama[Bidang.NIK])
        else:
            b.catat("NIK_GANDA", self._nama[Bidang.NIK])
            b.is_ganda, b.lain = True, pemilik[:2]

    def _baru(self, b: BarisOrang, keluarga_id: UUID) -> None:
        b.individu_id = id_baru()
        if b.nik_hmac is None:
            return
        pemilik = self._pemilik(b.nik_hmac)
        if pemilik is None:
            self._diambil[b.nik_hmac] = (keluarga_id, b.individu_id, b)
            if self._is_uji and b.urutan > 1:
                b.catat("NIK_GANDA", self._nama[Bidang.NIK])
            return
        keluarga_lain, individu_lain, ciri = pemilik
        nama = self._nama[Bidang.NIK]
        if self._is_di_luar(keluarga_lain):
            b.catat(DI_LUAR, nama)
        elif keluarga_lain == keluarga_id:
            b.catat("BARIS_GANDA" if ciri == b.ciri else "GANDA_DALAM_KELUARGA", nama)
            b.is_masuk = False
        elif ciri == b.ciri:
            b.catat("ORANG_DI_KELUARGA_LAIN", nama)
        else:
            b.catat("NIK_GANDA", nama)
            b.is_ganda, b.lain = True, (keluarga_lain, individu_lain)

    def _pemilik(self, nik: UUID) -> tuple[UUID, UUID, Ciri] | None:
        if (diambil := self._diambil.get(nik)) and diambil[2].is_masuk:
            return (*diambil[:2], diambil[2].ciri)
        if (lokasi := self._potret.nik.get(nik)) is None:
            return None
        orang = next(o for o in self._potret.orang[lokasi[0]] if o.id == lokasi[1])
        return (*lokasi, _ciri(orang))

    @property
    def klaim(self) -> list[tuple[UUID, UUID, UUID]]:
        """The NIKs that rows take which are written, with family and person; final when all families are."""
        return [(nik, k, i) for nik, (k, i, b) in self._diambil.items() if b.is_masuk]

    def _kepala(self, keluarga: KeluargaBerkas, anggota: list[OrangAda]) -> None:
        """Let a family have one head; a second one stays what he is on record, or is kept as another relative.

        A head on record whom no row speaks of, or whom an officer or a file changed later, is not put down.
        """
        dari_berkas = {b.individu_id for b in keluarga.masuk}
        kepala = next((o.id for o in anggota if self._tetap_kepala(keluarga, o, dari_berkas)), None)
        for b in keluarga.masuk:
            if b.hubungan is not _KEPALA or b.individu_id == kepala:
                continue
            if kepala is None:
                kepala = b.individu_id
            else:
                b.hubungan = _bukan_kepala(b.ada)
                self._kepala_kedua(keluarga, b, kepala)
        if kepala is None and keluarga.masuk:
            self._tanpa_kepala(keluarga.masuk)

    def _kepala_kedua(self, keluarga: KeluargaBerkas, b: BarisOrang, kepala: UUID) -> None:
        if keluarga.is_usang and b.ada:
            b.catat(DATA_LAMA)
        else:
            b.catat("KEPALA_GANDA", self._nama[Bidang.HUBUNGAN])
            b.kepala_lain = kepala

    def _tanpa_kepala(self, masuk: list[BarisOrang]) -> None:
        """Note that the rows name no head; one on record stays what he is, else the family would lose him."""
        lama = next((b for b in masuk if b.ada and b.ada.hubungan == _KEPALA), None)
        if lama:
            lama.hubungan = _KEPALA
        (lama or masuk[0]).catat("KEPALA_TIDAK_ADA", self._nama[Bidang.HUBUNGAN])

    @staticmethod
    def _tetap_kepala(keluarga: KeluargaBerkas, o: OrangAda, dari_berkas: set[UUID | None]) -> bool:
        is_kepala = o.is_aktif and o.hubungan == _KEPALA
        is_tetap = keluarga.is_usang or o.id not in dari_berkas or is_lebih_baru(keluarga, o.diubah_at)
        return is_kepala and is_tetap


def is_di_lingkup(kode_desa: str, lingkup: tuple[str, ...]) -> bool:
    """Return whether a village lies under one of these prefixes."""
    return f"{kode_desa}.".startswith(lingkup)


def dalam_lingkup(potret: PotretMassal, lingkup: tuple[str, ...]) -> PotretMassal:
    """Return what of the registry lies under these prefixes: all that a trial may look at; without any, everything."""
    if not lingkup:
        return potret
    keluarga = {k: ada for k, ada in potret.keluarga.items() if is_di_lingkup(ada.kode_desa, lingkup)}
    return PotretMassal(
        {n: lokasi for n, lokasi in potret.nik.items() if lokasi[0] in keluarga},
        {n: [k for k in daftar if k in keluarga] for n, daftar in potret.no_kk.items()},
        keluarga,
        {k: orang for k, orang in potret.orang.items() if k in keluarga},
        {k: jawaban for k, jawaban in potret.jawaban.items() if k in keluarga},
    )


def terlihat(keluarga: KeluargaBerkas, potret: PotretMassal) -> set[UUID]:
    """Return the NIKs of the persons on record with whom a family was compared, so that they can see it."""
    hasil = {b.nik_hmac for b in keluarga.baris if b.nik_hmac in potret.nik}
    hasil |= {b.ada.nik_hmac for b in keluarga.baris if b.ada}
    if keluarga.ada and not keluarga.masuk:
        hasil |= {o.nik_hmac for o in potret.orang.get(keluarga.ada.keluarga_id, ()) if o.is_aktif}
    return {n for n in hasil if n}


def _bukan_kepala(ada: OrangAda | None) -> Hubungan:
    hubungan = Hubungan(ada.hubungan) if ada else Hubungan.LAINNYA
    return Hubungan.LAINNYA if hubungan is _KEPALA else hubungan


def _ciri(orang: OrangAda) -> Ciri:
    return orang.nama_lipat, orang.tanggal_lahir, orang.jenis_kelamin
