"""The acts from registration to the letter of the kab/kota."""

import re
import time
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any, Final, NamedTuple

from app.core.clock import hari_ini, now
from app.demo import jawaban
from app.demo.cerita.keluarga_baru import KODE_DESA, Orang, pemeran
from app.demo.cerita.panggung import CeritaGagal, Panggung, jpeg
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.kode import Hubungan
from app.operasi.surel_lokal import KotakSurat

USULAN: Final = "/v1/petugas/usulan"
USULAN_WARGA: Final = "/v1/warga/usulan"
FOTO_WAJIB: Final = ("FOTO_KTP", "FOTO_KK", "FOTO_RUMAH_DEPAN")
MUSYAWARAH: Final = "/v1/petugas/musyawarah"
PENUGASAN: Final = "/v1/petugas/penugasan"
SIDIK: Final = 64
SANDI_WARGA: Final = "melati-sungai-citarik-26"
_KODE_SUREL: Final = re.compile(r"^\s{4}(\S+)\s*$", re.MULTILINE)
_SEJAHTERA: Final = -1.8
"""Latent welfare of the family in the story: poor, so that the SK's threshold is met."""


class Dunia(NamedTuple):
    """Where the story happens: the accounts, the mail folder and the address of the Dukcapil simulator."""

    akun: Mapping[str, Mapping[str, Any]]
    klien: Mapping[str, str]
    surat: KotakSurat
    dukcapil: str


def alasan(kode: str, penjelasan: str, langkah: str) -> dict[str, str]:
    """Return a reason as every negative step needs it."""
    return {"kode": kode, "penjelasan": penjelasan, "langkah_berikutnya": langkah}


@dataclass
class Lakon:
    """The story's state: who is who, and what came out so far."""

    p: Panggung
    dunia: Dunia
    pemeran: tuple[Orang, Orang, Orang] = field(default_factory=pemeran)
    ref: list[str] = field(default_factory=list)
    surel: str = ""

    def masuk_petugas(self) -> None:
        """Log in the officers of the first acts."""
        self.p.babak("The officers log in", "Each has one jabatan and the regions that he is assigned to.")
        for nama in ("operator-2001", "pendata-1", "verifikator-1", "verifikator-2", "kepala-opd", "admin-kabkota"):
            self.p.masuk(nama, nama, self.dunia.akun[nama]["sandi"])

    # -- act 1

    def mendaftar(self) -> None:
        """A citizen registers with photos, confirms the e-mail address, and is approved by an officer."""
        p, warga = self.p, self.pemeran[0]
        p.babak("1 · A citizen registers", "KTP photo and selfie, a code by e-mail, then a person looks at it.")
        self.surel = f"warga.{warga.nik[-8:]}@example.com"
        isi = {
            "nik": warga.nik,
            "no_kk": warga.no_kk,
            "nama": warga.nama,
            "alamat": warga.subjek["alamat"],
            "kode_desa": KODE_DESA,
            "surel": self.surel,
            "telepon": "081234567890",
            "sandi": SANDI_WARGA,
        }
        berkas = {"foto_ktp": jpeg("KTP CONTOH"), "swafoto": jpeg("SWAFOTO CONTOH")}
        login = {"grant_type": "password", "username": self.surel, "password": SANDI_WARGA}
        p.panggil("Dukcapil knows her (simulator)", "PUT", self._kendali(), json=[self._penduduk(warga)])
        p.panggil("She registers", "POST", "/v1/publik/registrasi", data=isi, files=berkas)
        p.panggil("Before approval she cannot log in", "POST", "/v1/auth/token", harap=401, data=login)
        p.panggil("She confirms her e-mail", "POST", "/v1/publik/registrasi/konfirmasi", json={"kode": self._kode()})
        antrean = p.baca("An officer sees the queue", "verifikator-1", "/v1/petugas/akun?batas=200").json()["data"]
        jalur = f"/v1/petugas/akun/{next(a['id'] for a in antrean if a['nama'] == warga.nama)}"
        tujuan = {"tujuan": "pemeriksaan pendaftaran"}
        p.baca("He reads it; the read is recorded", "verifikator-1", jalur, params=tujuan)
        p.tunggu(
            "Dukcapil agrees with NIK, No KK and name",
            lambda: p.diam(f"{jalur}?tujuan=pemeriksaan+pendaftaran", "verifikator-1"),
            lambda isi: (isi["padan"] or {}).get("hasil") == "PADAN",
        )
        p.kirim("He approves", "verifikator-1", f"{jalur}/setujui")
        p.masuk("warga", self.surel, SANDI_WARGA)

    def _kendali(self) -> str:
        return f"{self.dunia.dukcapil}/kendali/penduduk"

    @staticmethod
    def _penduduk(siapa: Orang) -> dict[str, Any]:
        return {
            "NIK": siapa.nik,
            "NO_KK": siapa.no_kk,
            "NAMA_LGKP": siapa.nama,
            "TGL_LHR": siapa.subjek["tanggal_lahir"],
            "JENIS_KLMIN": "Perempuan" if siapa.subjek["jenis_kelamin"] == "P" else "Laki-Laki",
        }

    def _kode(self) -> str:
        batas = time.monotonic() + 30
        while time.monotonic() < batas:
            for surat in reversed(self.dunia.surat.untuk(self.surel)):
                if cocok := _KODE_SUREL.search(_isi_surat(surat)):
                    return cocok[1]
            time.sleep(0.2)
        raise CeritaGagal("no confirmation e-mail arrived within 30 s")

    # -- act 2

    def mengusulkan(self) -> None:
        """She proposes herself and two neighbours; hers is sent back as incomplete and completed."""
        p = self.p
        p.babak("2 · She proposes herself and two neighbours", "A draft, photos, a statement; then an officer checks.")
        for orang in self.pemeran:
            isi = {"subjek": orang.subjek, "pernyataan_disetujui": True}
            jawab = p.kirim(f"She drafts a usulan for {orang.nama}", "warga", USULAN_WARGA, isi, harap=201)
            self.ref.append(jawab.json()["ref"])
        p.kirim("Without photos it cannot be sent", "warga", f"{USULAN_WARGA}/{self.ref[0]}/ajukan", harap=409)
        for ref in self.ref:
            for jenis in FOTO_WAJIB:
                p.unggah(f"She attaches {jenis}", "warga", f"{USULAN_WARGA}/{ref}/lampiran", jenis)
            p.kirim("She sends it", "warga", f"{USULAN_WARGA}/{ref}/ajukan")
        self._dilengkapi(self.ref[0])
        centang = ("ktp_terbaca", "kk_terbaca", "foto_rumah_sesuai", "nik_kk_sesuai", "domisili_sesuai")
        isi = {"daftar_periksa": dict.fromkeys(centang, True)}
        for ref in self.ref:
            p.kirim("The operator finds it complete", "operator-2001", f"{USULAN}/{ref}/tetapkan-lengkap", isi)

    def _dilengkapi(self, ref: str) -> None:
        p = self.p
        isi = {
            "alasan": alasan(
                "KTP_TIDAK_TERBACA", "Nomor pada foto KTP buram dan tidak terbaca.", "Foto ulang KTP di tempat terang."
            ),
            "butir": ["FOTO_KTP"],
        }
        p.kirim("The operator sends it back, with a reason", "operator-2001", f"{USULAN}/{ref}/minta-lengkapi", isi)
        p.baca("She reads why", "warga", f"{USULAN_WARGA}/{ref}/riwayat")
        p.unggah("She attaches a better photo", "warga", f"{USULAN_WARGA}/{ref}/lampiran", "FOTO_KTP")
        p.kirim("She sends it again", "warga", f"{USULAN_WARGA}/{ref}/lengkapi", {})

    # -- act 3

    def bermusyawarah(self) -> None:
        """The village deliberates on three names and refuses one with a reason; the minutes are immutable."""
        p, op = self.p, "operator-2001"
        p.babak("3 · The village deliberates", "Three names, a decision for each, and minutes that nobody can change.")
        isi = {
            "kode_desa": KODE_DESA,
            "jenis": "MUSDES",
            "tanggal": hari_ini().isoformat(),
            "waktu_mulai": "09:00:00",
            "tempat": "Aula kantor desa",
        }
        rapat = p.kirim("The operator calls a meeting", op, MUSYAWARAH, isi, harap=201).json()["id"]
        jalur = f"{MUSYAWARAH}/{rapat}"
        for ref in self.ref:
            isi = {"musyawarah_id": rapat}
            p.kirim("A name goes on the agenda", op, f"{USULAN}/{ref}/jadwalkan-musyawarah", isi)
        for jenis in ("FOTO", "DAFTAR_HADIR", "BERITA_ACARA"):
            p.unggah(f"{jenis} of the meeting", op, f"{jalur}/lampiran", jenis)
        p.ubah("Attendance, leader, signers", op, "PATCH", jalur, _notulen())
        p.ubah("A decision per name", op, "PUT", f"{jalur}/keputusan", {"keputusan": self._putusan()}, jalur)
        p.kirim("The minutes become final", op, f"{jalur}/finalkan-berita-acara")
        ba = p.baca("The minutes with their digest", op, f"{jalur}/berita-acara").json()
        p.pastikan(len(ba["sidik"]) == SIDIK, "the minutes carry a SHA-256 digest")
        tajuk = {"If-Match": p.diam(jalur, op).headers["etag"]}
        lain = {"tempat": "Tempat lain"}
        p.panggil("They cannot be changed", "PATCH", jalur, sebagai=op, harap=409, tajuk=tajuk, json=lain)
        ditolak = p.baca("The refused one's proposer reads why", "warga", f"{USULAN_WARGA}/{self.ref[2]}/riwayat")
        p.pastikan("DINILAI_MAMPU" in ditolak.text, "the refusal carries its reason and what to do")

    def _putusan(self) -> list[dict[str, Any]]:
        tolak = alasan(
            "DINILAI_MAMPU", "Peserta menilai keluarga ini mampu secara ekonomi.", "Ajukan keberatan dalam 14 hari."
        )
        setuju: list[dict[str, Any]] = [{"ref": r, "keputusan": "DISEPAKATI"} for r in self.ref[:2]]
        return [*setuju, {"ref": self.ref[2], "keputusan": "TIDAK_DISEPAKATI", "alasan": tolak}]

    # -- act 4

    def dikunjungi(self) -> None:
        """An enumerator is assigned, visits, photographs, asks the whole questionnaire and submits."""
        p, pendata = self.p, "pendata-1"
        p.babak("4 · An enumerator visits", "Only the assigned enumerator may write; every answer is checked.")
        isi = {"enumerator_id": self.dunia.akun[pendata]["id"]}
        p.kirim("Dinas Sosial assigns him", "verifikator-1", f"{USULAN}/{self.ref[0]}/tugaskan-verval", isi)
        daftar = p.baca("He sees his assignments", pendata, f"{PENUGASAN}?batas=200").json()["data"]
        jalur = f"{PENUGASAN}/{next(t['ref'] for t in daftar if t['usulan_ref'] == self.ref[0])}"
        rinci = p.baca("He reads the family", pendata, jalur).json()
        for jenis in ("RUMAH_DEPAN", "RUMAH_DALAM", "KK", "RESPONDEN"):
            p.unggah(f"Photo: {jenis}", pendata, f"{jalur}/foto", jenis)
        kunjungan = _kunjungan(rinci["anggota"])
        salah = deepcopy(kunjungan)
        salah["jawaban"]["keluarga"]["303"] = 77
        p.kirim("A code that does not exist is named", pendata, f"{jalur}/kunjungan", salah, harap=422)
        p.kirim("He submits the visit", pendata, f"{jalur}/kunjungan", kunjungan)


def _notulen() -> dict[str, Any]:
    unsur = {"total": 12, "diundang": 12, "hadir_l": 8, "hadir_p": 3}
    kades = {"nama": "H. Contoh Kepala Desa", "jabatan": "Kepala Desa"}
    return {
        "waktu_selesai": "11:30:00",
        "pimpinan": kades,
        "hadir": {
            "rw": unsur,
            "rt": {"total": 40, "diundang": 40, "hadir_l": 22, "hadir_p": 9},
            "lain": [{"unsur": "PSM", "hadir_l": 1, "hadir_p": 1}],
        },
        "indikator": [{"kode": "KONDISI_RUMAH", "uraian": "lantai"}, {"kode": "PEKERJAAN"}, {"kode": "TANGGUNGAN"}],
        "penandatangan": [kades, {"nama": "Sekretaris Contoh", "jabatan": "Sekretaris Desa"}],
        "catatan": {
            "is_tujuan_dijelaskan": True,
            "cara_memeriksa_daftar": "Nama dibacakan satu per satu dan ditanggapi ketua RT.",
            "perlakuan_usulan_baru": "Usulan baru dibahas setelah daftar awal selesai.",
        },
    }


def _kunjungan(anggota: list[dict[str, Any]]) -> dict[str, Any]:
    instrumen, acak, kini = muat(KodeInstrumen.REGSOSEK2022K), Random(7), now()
    individu = {}
    for a in anggota:
        umur = _umur(a["tanggal_lahir"])
        kepala = a["hubungan"] == Hubungan.KEPALA_KELUARGA
        awal = {
            "405": 1 if a["jenis_kelamin"] == "L" else 2,
            "407": umur,
            "408": 4 if kepala else 1,
            "409": Hubungan(a["hubungan"]).kode,
        }
        individu[a["individu_id"]] = jawaban.orang(acak, instrumen, _SEJAHTERA, awal)
    keluarga = jawaban.keluarga(acak, instrumen, _SEJAHTERA, len(anggota), kini.year)
    return {
        "mulai_at": (kini - timedelta(minutes=5)).isoformat(),
        "selesai_at": kini.isoformat(),
        "lintang": -6.938,
        "bujur": 107.752,
        "akurasi_m": 8.0,
        "responden": "Siti Contoh Rahayu",
        "instrumen": KodeInstrumen.REGSOSEK2022K,
        "jawaban": {"kepala": {}, "keluarga": keluarga, "individu": individu},
    }


def _umur(lahir: str) -> int:
    tahun, bulan, hari = map(int, lahir.split("-"))
    kini = hari_ini()
    return kini.year - tahun - ((kini.month, kini.day) < (bulan, hari))


def _isi_surat(surat: Any) -> str:  # noqa: ANN401 - EmailMessage is generic over its policy
    badan = surat.get_body(("plain",))
    return str(badan.get_content()) if badan else ""
