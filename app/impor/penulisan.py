"""What a family of a file writes: sealed rows, history, claims, findings and the audit row (pure).

A blank cell says nothing: it never empties what the registry knows. What an officer changed after the day of the file's
data is not overwritten; the row says so and waits for a person.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from app.core.crypto import Tujuan
from app.core.ids import id_baru
from app.impor.baca import Konteks
from app.impor.bahan import BarisOrang, KeluargaBerkas
from app.impor.isian import KK_KOSONG
from app.impor.jawaban import Lembar, is_terkatakan, susun
from app.impor.kode import DATA_LAMA
from app.impor.selisih import RAHASIA, hanya_kosong, is_lebih_baru, selisih
from app.impor.temuan import TemuanMasuk, temuan
from app.keluarga.curah import (
    KOLOM,
    SUMBER,
    JawabanAda,
    KeluargaAda,
    LembarMassal,
    OrangAda,
    Pencatat,
    PenyegelMassal,
    PotretMassal,
    TulisMassal,
    baris_kanonik,
)
from app.keluarga.instrumen import KodeInstrumen
from app.keluarga.kanonik import turunkan
from app.keluarga.kode import AlasanMasukAnggota, PeristiwaKeluarga, StatusDokumen
from app.keluarga.terbawa import Terbawa, Warisan, tanpa_bawaan


class BahanTulis(NamedTuple):
    """What every family of a chunk is written with; `pelaku` is account and jabatan of the importer."""

    konteks: Konteks
    segel: PenyegelMassal
    potret: PotretMassal
    pelaku: tuple[UUID, str]
    saat: datetime
    is_uji: bool


class Penulisan:
    """Collects what the families of a chunk write."""

    def __init__(self, bahan: BahanTulis) -> None:
        self.bahan = bahan
        self.hasil = TulisMassal()
        self.temuan: list[TemuanMasuk] = []
        self.jejak: list[tuple[UUID, list[UUID], dict[str, Any]]] = []
        self.kunci: list[tuple[UUID, UUID]] = []
        self.segar: list[tuple[UUID, str, date]] = []

    def keluarga(self, k: KeluargaBerkas) -> None:
        """Add a matched family."""
        satu = _Satu(self, k)
        satu.tulis()
        if not self.bahan.is_uji:
            self.temuan += temuan(k, self.bahan.potret.orang.get(satu.id, ()) if k.ada else ())
        if satu.peristiwa:
            k.is_berubah = True
            rincian = {"impor": str(self.bahan.konteks.impor_id), "peristiwa": sorted(satu.peristiwa)}
            self.jejak.append((satu.id, satu.subjek, rincian))


class _Satu:
    """One family while it is written."""

    def __init__(self, induk: Penulisan, k: KeluargaBerkas) -> None:
        assert k.keluarga_id
        self._induk = induk
        self._k = k
        self.id = k.keluarga_id
        self._hasil = induk.hasil
        self._konteks, self._segel, self._potret, self._pelaku, self._saat, self._is_uji = induk.bahan
        self.peristiwa: set[str] = set()
        self.subjek: list[UUID] = []
        self._kunci = self._segel.kunci(k.ada) if k.ada else b""
        self._siapa = Pencatat(*self._pelaku, self._saat)
        self._jawaban_id: UUID | None = None

    def tulis(self) -> None:
        """Write family, persons and answers."""
        k = self._k
        if k.ada is None:
            self._buat()
        else:
            self._perbaiki_keluarga()
        for b in k.masuk:
            if b.ada:
                self._perbaiki(b, b.ada)
            else:
                self._masukkan(b)
        self._jawaban()
        if k.ada:
            self._naik(k.ada)
        if not self._is_uji:
            self._asal()

    def _naik(self, ada: KeluargaAda) -> None:
        """Keep the day of data that are newer, and count a version of a family on record that has changed.

        A day alone counts too: an older file that was worked out before has to be worked out anew.
        """
        ubah: dict[str, Any] = {}
        if self.peristiwa:
            ubah["updated_at"] = self._saat
        if self._isi_baru:
            ubah["isi"] = self._isi_baru
        if ada.data_date is None or ada.data_date < self._k.hari:
            ubah["data_date"] = self._k.hari
        if ubah:
            self._hasil.sandaran[self.id] = ada.versi
            self._hasil.keluarga.append({"keluarga_id": self.id, "versi": ada.versi + 1} | ubah)

    # -- the family

    _isi_baru: bytes | None = None

    def _buat(self) -> None:
        if self._is_uji:
            self.peristiwa.add(PeristiwaKeluarga.DIBUAT.value)
            return
        k, umum = self._k, self._k.pembawa.umum
        terbungkus, self._kunci = self._segel.kunci_baru(self.id)
        dokumen = {"no_kk": umum["no_kk"], "alamat": umum["alamat"]}
        rumah = id_baru()
        self._hasil.tambah("rumah_tangga", {"id": rumah, "kode_desa": k.kode_desa, "created_at": self._saat})
        self._hasil.tambah(
            "keluarga",
            {
                "keluarga_id": self.id,
                "rumah_tangga_id": rumah,
                "kode_desa": k.kode_desa,
                "kunci_data": terbungkus,
                "isi": self._segel.tutup(self._kunci, "keluarga", self.id, dokumen),
                "versi": 1,
                "data_date": k.hari,
                "created_at": self._saat,
                "updated_at": self._saat,
            },
        )
        if k.no_kk_hmac:
            self._hasil.tambah("no_kk_indeks", {"no_kk_hmac": k.no_kk_hmac, "keluarga_id": self.id})
        self._catat(PeristiwaKeluarga.DIBUAT, None, {}, dokumen)

    def _perbaiki_keluarga(self) -> None:
        k = self._k
        assert k.ada
        dokumen = self._segel.buka(self._kunci, "keluarga", self.id, k.ada.isi)
        for b in k.masuk if not dokumen["no_kk"] else ():
            b.tarik(KK_KOSONG)
        masuk = {n: v for n in ("no_kk", "alamat") if (v := k.pembawa.umum[n]) and v != dokumen[n]}
        if not masuk:
            return
        if is_lebih_baru(k, k.ada.diubah_at):
            k.pembawa.catat("KELUARGA_LEBIH_BARU")
            return
        if not (masuk := self._menurut_umur(k.pembawa, dokumen, masuk)):
            return
        if "no_kk" in masuk:
            assert k.no_kk_hmac
            if dokumen["no_kk"]:
                k.pembawa.catat("KK_BARU", "no_kk")
                lama = self._segel.sandi.indeks(Tujuan.NO_KK, dokumen["no_kk"])
                self._hasil.lepas_kk.append((lama, self.id))
            self._hasil.tambah("no_kk_indeks", {"no_kk_hmac": k.no_kk_hmac, "keluarga_id": self.id})
        self._isi_baru = self._segel.tutup(self._kunci, "keluarga", self.id, dokumen | masuk)
        k.pembawa.is_berubah = True
        self._catat(PeristiwaKeluarga.KELUARGA_DIPERBAIKI, None, {n: dokumen[n] for n in masuk}, masuk)

    # -- persons

    def _masukkan(self, b: BarisOrang) -> None:
        b.is_berubah = True
        if self._is_uji:
            return
        assert b.individu_id
        o, kode_desa = b.orang, self._k.kode_desa
        terbungkus, isi = self._segel.individu_baru(b.individu_id, {n: o[n] for n in RAHASIA})
        kosong = StatusDokumen.BELUM_TERCATAT if o["nik_asli"] else StatusDokumen.BELUM_PUNYA
        self._hasil.tambah(
            "individu",
            {
                "keluarga_id": self.id,
                "id": b.individu_id,
                "kode_desa": kode_desa,
                **self._segel.kolom_orang(o["nama"], b.lahir, o["nama_ibu"]),
                "tanggal_lahir": b.lahir,
                "jenis_kelamin": o["jenis_kelamin"],
                "status_dokumen": (StatusDokumen.ADA if b.nik_hmac else kosong).value,
                "nik_hmac": b.nik_hmac,
                "is_nik_ganda": b.is_ganda,
                "kunci_data": terbungkus,
                "isi": isi,
                "created_at": self._saat,
                "updated_at": self._saat,
            },
        )
        self._hasil.tambah(
            "anggota_keluarga",
            {
                "keluarga_id": self.id,
                "id": id_baru(),
                "individu_id": b.individu_id,
                "hubungan": b.hubungan.value,
                "masuk_date": self._saat.date(),
                "alasan_masuk": AlasanMasukAnggota.AWAL.value,
            },
        )
        self._hasil.nama.add(o["nama"])
        self._catat(PeristiwaKeluarga.ANGGOTA_MASUK, b, {}, {"nama": o["nama"], "hubungan": b.hubungan.value})

    def _perbaiki(self, b: BarisOrang, ada: OrangAda) -> None:
        dokumen, kini, beda = selisih(self._segel, b, ada)
        if not (beda := self._menurut_umur(b, kini, beda)):
            return
        self._tulis_beda(b, ada, dokumen, beda)
        b.is_berubah = True
        self._catat(PeristiwaKeluarga.ANGGOTA_DIPERBAIKI, b, {n: kini[n] for n in beda}, beda)

    def _menurut_umur(self, b: BarisOrang, kini: Mapping[str, Any], beda: dict[str, Any]) -> dict[str, Any]:
        """Return what of a difference may be written: of data older than what is on record only what fills a blank."""
        if not self._k.is_usang:
            return beda
        sisa = hanya_kosong(kini, beda)
        if len(sisa) < len(beda):
            b.catat(DATA_LAMA)
        return sisa

    def _tulis_beda(self, b: BarisOrang, ada: OrangAda, dokumen: dict[str, Any], beda: dict[str, Any]) -> None:
        kunci = {"keluarga_id": self.id, "id": ada.id}
        if "hubungan" in beda:
            self._hasil.anggota.append({"keluarga_id": self.id, "id": ada.anggota_id, "hubungan": beda["hubungan"]})
        if not {*beda} - {"hubungan"}:
            return
        rahasia = {n: beda.get(n, dokumen[n]) for n in RAHASIA}
        nama = beda.get("nama", ada.nama)
        lahir = date.fromisoformat(beda.get("tanggal_lahir", ada.tanggal_lahir.isoformat()))
        ubah = kunci | self._segel.kolom_orang(nama, lahir, rahasia["nama_ibu"])
        ubah |= {"tanggal_lahir": lahir, "jenis_kelamin": beda.get("jenis_kelamin", str(ada.jenis_kelamin))}
        ubah |= {"isi": self._segel.individu_ulang(ada, rahasia), "updated_at": self._saat}
        if "nik" in beda:
            ubah |= {
                "nik_hmac": b.nik_hmac,
                "is_nik_ganda": b.is_ganda,
                "status_dokumen": StatusDokumen.ADA.value,
            }
        self._hasil.individu.append(ubah)
        if "nama" in beda:
            self._hasil.nama.add(nama)
        if b.nik_hmac and not b.is_ganda and {*beda} & {"nama", "tanggal_lahir", "nik"}:
            self._induk.segar.append((b.nik_hmac, nama, lahir))

    # -- answers

    def _jawaban(self) -> None:
        k = self._k
        anggota = [o for o in self._potret.orang.get(self.id, ()) if o.is_aktif] if k.ada else []
        tersimpan = self._potret.jawaban.get(self.id, ()) if k.ada else ()
        warisan = self._warisan(tersimpan)
        lembar = susun(self._konteks.format, k, anggota, warisan)
        if lembar is None:
            if k.ada is None and not self._is_uji:
                self._hasil.tambah("variabel_kanonik", baris_kanonik(self.id, k.kode_desa, None, {}))
                self._hasil.tambah("kanonik_berubah", {"keluarga_id": self.id, "versi": 1})
            return
        if tersimpan and self._sudah_ada(lembar, tersimpan, warisan.lembar):
            return
        for b in k.masuk:
            b.is_berubah = True
        if self._is_uji:
            return
        masuk = LembarMassal(lembar.instrumen.value, lembar.tanggal, lembar.isi)
        jawaban = self._segel.jawaban(self._kunci, self.id, masuk, self._siapa)
        self._hasil.tambah("jawaban_survei", jawaban)
        self._jawaban_id = jawaban["id"]
        nilai = turunkan(lembar.instrumen, lembar.isi, kode_desa=k.kode_desa)
        asal = (jawaban["id"], masuk.instrumen, lembar.tanggal)
        kanonik = baris_kanonik(self.id, k.kode_desa, asal, nilai)
        if k.ada is None:
            self._hasil.tambah("variabel_kanonik", kanonik)
            self._hasil.tambah("kanonik_berubah", {"keluarga_id": self.id, "versi": 1})
        else:
            self._hasil.kanonik.append(tuple(kanonik[n] for n in KOLOM["variabel_kanonik"]))
        isi = {"jawaban_id": str(self._jawaban_id), "instrumen": lembar.instrumen.value, "sumber": SUMBER}
        self._catat(PeristiwaKeluarga.JAWABAN_DISIMPAN, None, {}, isi)

    def _warisan(self, tersimpan: Sequence[JawabanAda]) -> Warisan:
        """Return what the newest answers leave to the file's sheet."""
        tujuan = KodeInstrumen(self._k.pembawa.umum["instrumen"])
        if not tersimpan:
            return Warisan(tujuan)
        j = tersimpan[-1]
        return Warisan(tujuan, Terbawa(KodeInstrumen(j.instrumen), j.tanggal, self._buka(j)))

    def _buka(self, jawaban: JawabanAda) -> dict[str, Any]:
        return self._segel.buka(self._kunci, "jawaban_survei", jawaban.id, jawaban.isi)

    def _sudah_ada(self, lembar: Lembar, tersimpan: Sequence[JawabanAda], lama: Mapping[str, Any]) -> bool:
        """Return whether these answers are on record, if under another questionnaire, or older than what is."""
        sehari = [j for j in tersimpan if j.tanggal == lembar.tanggal and j.instrumen == lembar.instrumen]
        if any(tanpa_bawaan(self._buka(j)) == tanpa_bawaan(lembar.isi) for j in sehari):
            return True
        kini = tersimpan[-1]
        if kini.tanggal == lembar.tanggal and kini.instrumen != lembar.instrumen and is_terkatakan(self._k.masuk, lama):
            return True
        if max(j.tanggal for j in tersimpan) > lembar.tanggal:
            self._k.pembawa.catat("JAWABAN_LEBIH_LAMA")
            return True
        return False

    def _asal(self) -> None:
        """Keep that this import spoke of the family, as it was looked at, so that its day can be set right."""
        k, ada = self._k, self._k.ada
        if ada:
            self._hasil.sandaran[self.id] = ada.versi
        self._hasil.tambah(
            "hari_data",
            {
                "keluarga_id": self.id,
                "id": id_baru(),
                "impor_id": self._konteks.impor_id,
                "data_date": k.hari,
                "sebelum_date": ada.data_date if ada else None,
                "is_tersendiri": k.is_hari_tersendiri(self._konteks.tanggal_data),
                "jawaban_id": self._jawaban_id,
            },
        )

    # -- history

    def _catat(
        self, peristiwa: PeristiwaKeluarga, b: BarisOrang | None, lama: Mapping[str, Any], baru: Mapping[str, Any]
    ) -> None:
        self.peristiwa.add(peristiwa.value)
        if self._is_uji:
            return
        kata = f"Impor {self._konteks.impor_id}"
        isi = {"lama": dict(lama), "baru": dict(baru), "sumber": SUMBER, "keterangan": kata}
        baris = self._segel.peristiwa(self._kunci, self.id, peristiwa, isi, self._siapa)
        self._hasil.tambah("riwayat_keluarga", baris | {"individu_id": b.individu_id if b else None})
        self.subjek += [n for n in self._tentang(b) if n not in self.subjek]

    def _tentang(self, b: BarisOrang | None) -> list[UUID]:
        """Return the NIKs of whom an event concerns: a row's person, or all present members on record."""
        if b:
            nik = b.nik_hmac or (b.ada and b.ada.nik_hmac)
            return [nik] if nik else []
        return [o.nik_hmac for o in self._potret.orang.get(self.id, ()) if o.is_aktif and o.nik_hmac]
