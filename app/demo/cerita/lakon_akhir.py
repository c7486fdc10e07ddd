"""The acts from validation to the public answer, and what must not be possible."""

import base64
import hashlib
import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import uuid4

import httpx

from app.core.clock import hari_ini
from app.demo.akun import KABKOTA
from app.demo.cerita.keluarga_baru import KODE_DESA, Orang, orang
from app.demo.cerita.lakon import FOTO_WAJIB, USULAN, USULAN_WARGA, Lakon, alasan
from app.demo.gambar import pdf

PENGESAHAN: Final = "/v1/petugas/pengesahan"
PUTARAN: Final = "/v1/admin/desil/putaran"
SK: Final = "/v1/admin/sk"
TEMUAN: Final = "/v1/petugas/temuan"
SEREMPAK: Final = 2
KUNCI_PUBLIK: Final = {"terdaftar", "nama_samar", "desa", "program", "usia_data"}


@dataclass
class LakonAkhir(Lakon):
    """The second half; the first one's state is inherited."""

    putaran: str = ""
    sk: str = ""

    # -- act 5

    def divalidasi(self) -> None:
        """Dukcapil disagrees, the record is repaired; an author who became VERIFIKATOR is refused, another agrees."""
        p, ref = self.p, self.ref[0]
        p.babak("5 · Dinas Sosial validates", "Dukcapil must agree, and nobody approves a case that he had a hand in.")
        self._catat_dukcapil(self.pemeran[0], nama="SITI KONTOH", lahir=date(1950, 1, 1))
        p.kirim("Dukcapil is asked and disagrees", "verifikator-1", f"{USULAN}/{ref}/padankan")
        self._tunggu_status("the mismatch moves the case", "TIDAK_PADAN")
        p.baca("She reads what to do", "warga", f"{USULAN_WARGA}/{ref}/riwayat")
        p.panggil(
            "Disdukcapil repairs its record (simulator)", "PUT", self._kendali(), json=[self._penduduk(self.pemeran[0])]
        )
        p.masuk("disdukcapil", "disdukcapil", self.dunia.akun["disdukcapil"]["sandi"])
        p.kirim("Dukcapil is asked again", "disdukcapil", f"{USULAN}/{ref}/padankan", harap=202)
        padan = f"{USULAN}/{ref}/padan"
        p.tunggu("now it agrees", lambda: p.diam(padan, "disdukcapil"), lambda isi: isi["hasil"] == "PADAN")
        p.kirim("The case goes back into validation", "disdukcapil", f"{USULAN}/{ref}/padankan-ulang")
        self._penulis_ditolak(ref)
        self._temuan_diputus()
        p.kirim("Somebody else validates", "verifikator-2", f"{USULAN}/{ref}/setujui-validasi")

    def _temuan_diputus(self) -> None:
        """Whatever a check of the visit found odd is decided by a person, here in the family's favour."""
        p = self.p
        isi = alasan(
            "BUKTI_MEMBANTAH", "Kunjungan contoh memakai titik dan foto yang sama.", "Tidak ada yang perlu dilakukan."
        )
        for satu in p.baca("What checks found odd", "verifikator-1", f"{TEMUAN}?batas=200").json()["data"]:
            p.kirim("He looks and dismisses it", "verifikator-1", f"{TEMUAN}/{satu['ref']}/gugurkan", {"alasan": isi})

    def _penulis_ditolak(self, ref: str) -> None:
        """The village operator who checked the file is made VERIFIKATOR, tries, and is put back."""
        p, operator = self.p, self.dunia.akun["operator-2001"]
        jalur = f"/v1/admin/akun/{operator['id']}"
        naik = {"jabatan": "VERIFIKATOR", "wilayah": [{"kode_wilayah": KABKOTA}], "dasar": "Keputusan contoh 1/2026"}
        p.kirim("The operator of the case becomes VERIFIKATOR", "admin-kabkota", f"{jalur}/jabatan", naik)
        p.masuk("bekas operator", "operator-2001", operator["sandi"])
        p.kirim(
            "He tries to validate what he worked on",
            "bekas operator",
            f"{USULAN}/{ref}/setujui-validasi",
            harap=409,
            kode="pemisahan-tugas",
        )
        turun = {
            "jabatan": "OPERATOR_DESA",
            "wilayah": [{"kode_wilayah": KODE_DESA}],
            "dasar": "Keputusan contoh 2/2026",
        }
        p.kirim("He is moved back", "admin-kabkota", f"{jalur}/jabatan", turun)
        p.masuk("operator-2001", "operator-2001", operator["sandi"])

    def _catat_dukcapil(self, siapa: Orang, *, nama: str, lahir: date) -> None:
        isi = {**self._penduduk(siapa), "NAMA_LGKP": nama, "TGL_LHR": lahir.isoformat()}
        self.p.panggil("Dukcapil knows her differently (simulator)", "PUT", self._kendali(), json=[isi])

    def _tunggu_status(self, apa: str, status: str) -> None:
        jalur = f"{USULAN_WARGA}/{self.ref[0]}"
        self.p.tunggu(apa, lambda: self.p.diam(jalur, "warga"), lambda isi: isi["status"] == status)

    # -- act 6

    def disahkan(self) -> None:
        """The head of the office signs a batch with its letter; the system sends it on."""
        p, kepala = self.p, "kepala-opd"
        p.babak("6 · The head of the office signs", "A batch, the bupati's letter, and a count that must agree.")
        isi = {"kode_kabkota": KABKOTA, "periode": f"{hari_ini():%Y-%m}", "usulan": [self.ref[0]]}
        batch = p.kirim("He puts the batch together", kepala, PENGESAHAN, isi, harap=201).json()["id"]
        jalur = f"{PENGESAHAN}/{batch}"
        surat = {
            "nomor": f"460/{uuid4().int % 9999}/Dinsos",
            "tanggal": str(hari_ini()),
            "jumlah_bnba": "1",
        }
        berkas = {"berkas": ("surat.pdf", pdf("SURAT PENGESAHAN"), "application/pdf")}
        tajuk = {"If-Match": p.diam(jalur, kepala).headers["etag"]}
        p.panggil("The letter", "PUT", f"{jalur}/surat", sebagai=kepala, tajuk=tajuk, data=surat, files=berkas)
        p.kirim("He signs", kepala, f"{jalur}/tanda-tangani-pengesahan")
        self._tunggu_status("the system sends it to the ministry", "DIKIRIM")

    # -- act 7

    def diperingkat(self) -> None:
        """ADMIN_PUSAT prepares and reviews a run over all families; PENETAP, another person, confirms it."""
        p, admin = self.p, "admin-pusat"
        p.babak("7 · Families are ranked", "All families of the registry, by people, exact to the last digit.")
        for nama in ("admin-pusat", "penetap"):
            p.masuk(nama, nama, self.dunia.akun[nama]["sandi"])
        isi = {"periode": f"{hari_ini():%Y-%m}"}
        self.putaran = p.kirim("A run is prepared", admin, PUTARAN, isi, harap=201).json()["id"]
        jalur = f"{PUTARAN}/{self.putaran}"
        p.kirim("It is computed in the background", admin, f"{jalur}/hitung", harap=202)
        p.tunggu("computed", lambda: p.diam(jalur, admin), lambda i: i["progres"]["tahap"] == "SELESAI")
        p.baca("The cut-offs", admin, f"{jalur}/batas?batas=3")
        p.kirim("It is reviewed", admin, f"{jalur}/tinjau")
        p.kirim("Who prepared it may not confirm it", admin, f"{jalur}/sahkan", harap=403)
        p.kirim("Another person confirms it", "penetap", f"{jalur}/sahkan")

    # -- act 8

    def ditetapkan(self) -> None:
        """An SK is prepared by one person and signed by another."""
        p = self.p
        p.babak("8 · A decree determines", "A list with a digest, prepared by one person and signed by another.")
        isi = {
            "nomor": f"{uuid4().int % 9999}/HUK/{hari_ini().year}",
            "tanggal": str(hari_ini()),
            "periode": f"{hari_ini():%Y-%m}",
            "putaran_id": self.putaran,
        }
        sk = p.kirim("The decree is prepared", "admin-pusat", SK, isi, harap=201).json()
        self.sk = sk["kode"]
        p.baca("Its list", "penetap", f"{SK}/{self.sk}/daftar")
        p.kirim("It is signed over its digest", "penetap", f"{SK}/{self.sk}/tanda-tangani", {"sidik": sk["sidik"]})
        publik = p.baca("Anyone can check the decree", None, f"/v1/publik/sk/{self.sk}").json()
        p.pastikan(publik["sidik"] == sk["sidik"], "the published digest is the signed one")
        p.pastikan(publik["is_berlaku"], "it is in force")

    # -- act 9

    def dicek(self) -> None:
        """Anyone who knows NIK and name, or name and village, learns the least that is useful."""
        p, siti = self.p, self.pemeran[0]
        p.babak("9 · The public lookup", "NIK and name and a proof of work; masked, and nothing but five fields.")
        isi = {"nik": siti.nik, "nama": siti.nama, "tantangan": self._bukti()}
        ada = p.panggil("By NIK and name", "POST", "/v1/publik/cek-nik", json=isi).json()
        p.pastikan(ada["terdaftar"] and set(ada) == KUNCI_PUBLIK, "registered, and exactly five fields")
        p.panggil("A proof is good for one question", "POST", "/v1/publik/cek-nik", json=isi, harap=422)
        salah = {"nik": siti.nik, "nama": "Orang Lain Sekali", "tantangan": self._bukti()}
        lain = {"nik": "3204055708709999", "nama": siti.nama, "tantangan": self._bukti()}
        satu = p.panggil("Wrong name", "POST", "/v1/publik/cek-nik", json=salah)
        dua = p.panggil("Unknown NIK", "POST", "/v1/publik/cek-nik", json=lain)
        p.pastikan(satu.content == dua.content, "wrong name and unknown NIK get the same bytes")
        isi = {"kode_desa": KODE_DESA, "nama": siti.nama, "tantangan": self._bukti()}
        daftar = p.panggil("By name inside the village", "POST", "/v1/publik/cek-nama", json=isi).json()["data"]
        p.pastikan(any(b["nama_samar"] == ada["nama_samar"] for b in daftar), "she is among the masked rows")
        p.masuk_mesin("sistem daerah", self.dunia.klien["client_id"], self.dunia.klien["client_secret"])
        tanya = {"tujuan": "pencocokan bantuan daerah", "nik": [siti.nik, self.pemeran[2].nik]}
        batch = p.kirim("A contracted system asks for a batch", "sistem daerah", "/v1/mitra/status", tanya).json()[
            "data"
        ]
        p.pastikan([b["terdaftar"] for b in batch] == [True, False], "one answer per NIK, in order")

    def _bukti(self) -> str:
        tantangan = self.p.klien.post("/v1/publik/tantangan").json()
        for nomor in range(tantangan["maxnumber"] + 1):
            if hashlib.sha256(f"{tantangan['salt']}{nomor}".encode()).hexdigest() == tantangan["challenge"]:
                return base64.b64encode(json.dumps({**tantangan, "number": nomor}).encode()).decode()
        raise AssertionError("a challenge has a solution")

    # -- act 10

    def membaca_haknya(self) -> None:
        """The citizen reads her status, desil and factors, and who looked at her data."""
        p = self.p
        p.babak("10 · The citizen reads her own data", "Status, desil with its factors in words, and who looked.")
        status = p.baca("Her status", "warga", "/v1/warga/status").json()
        p.pastikan(status["terdaftar"] and status["sk"] == self.sk, "registered by this decree")
        desil = p.baca("Her desil, in words", "warga", "/v1/warga/desil").json()
        p.pastikan(3 <= len(desil["faktor"]) <= 5, "three to five factors")
        p.pastikan(desil["model"]["jenis"] == "demonstrasi", "the model says that it is a demonstration")
        akses = p.baca("Who looked at her data", "warga", "/v1/warga/saya/akses?batas=200").json()["data"]
        p.pastikan({"VERIFIKATOR", "ENUMERATOR"} & {a["jabatan"] for a in akses}, "officers' reads are listed")

    # -- act 11

    def berlomba(self) -> None:
        """The same person is proposed twice at the same instant: one usulan comes of it."""
        p = self.p
        p.babak("11 · Proposed twice at once", "Two drafts about the same NIK, sent in the same instant.")
        baru = orang("ENTIN CONTOH KARTIKA", date(1990, uuid4().int % 12 + 1, uuid4().int % 28 + 1), "P", 4)
        isi = {"subjek": baru.subjek, "pernyataan_disetujui": True}
        refs = []
        for _ in range(SEREMPAK):
            refs.append(p.kirim("A draft takes nobody's place", "warga", USULAN_WARGA, isi, harap=201).json()["ref"])
            for jenis in FOTO_WAJIB:
                p.unggah(f"She attaches {jenis}", "warga", f"{USULAN_WARGA}/{refs[-1]}/lampiran", jenis)

        def kirim(ref: str) -> httpx.Response:
            return p.kirim_diam("warga", f"{USULAN_WARGA}/{ref}/ajukan", {})

        with ThreadPoolExecutor(SEREMPAK) as kolam:
            jawab = list(kolam.map(kirim, refs))
        kode = sorted(j.status_code for j in jawab)
        p.pastikan(kode == [200, 409], f"one is sent, the other refused: {kode}")

    # -- act 12

    def orang_luar(self) -> None:
        """An officer of another kab/kota gets a 404 everywhere, the same as for what does not exist."""
        p, luar = self.p, "verifikator-tetangga"
        p.babak("12 · An officer of another kab/kota", "What lies outside his region does not exist for him.")
        p.masuk(luar, luar, self.dunia.akun[luar]["sandi"])
        ref = self.ref[1]
        tujuan = {"tujuan": "pemeriksaan berkas"}
        p.baca("He cannot read the usulan", luar, f"{USULAN}/{ref}", harap=404, params=tujuan)
        p.baca("Nor its history", luar, f"{USULAN}/{ref}/riwayat", harap=404)
        isi = {"enumerator_id": self.dunia.akun["pendata-1"]["id"]}
        p.kirim("Nor act on it", luar, f"{USULAN}/{ref}/tugaskan-verval", isi, harap=404)
        alasan = {
            "kode": "DATA_TIDAK_BENAR",
            "penjelasan": "Penjelasan panjang yang cukup.",
            "langkah_berikutnya": "Perbaiki.",
        }
        p.kirim("Nor reject it", luar, f"{USULAN}/{ref}/tolak", {"alasan": alasan}, harap=404)
        daftar = p.baca(
            "His work list is empty of it", luar, f"{USULAN}?status=DISEPAKATI_MUSYAWARAH&batas=200"
        ).json()["data"]
        p.pastikan(ref not in {b["ref"] for b in daftar}, "it does not appear in his list")

    def mainkan(self) -> None:
        """Play all acts."""
        self.masuk_petugas()
        for babak in (
            self.mendaftar,
            self.mengusulkan,
            self.bermusyawarah,
            self.dikunjungi,
            self.divalidasi,
            self.disahkan,
            self.diperingkat,
            self.ditetapkan,
            self.dicek,
            self.membaca_haknya,
            self.berlomba,
            self.orang_luar,
        ):
            babak()
