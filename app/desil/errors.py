"""What can go wrong between a model artefact and a confirmed decile."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class ArtefakTidakSah(Invalid):
    """A model artefact breaks its own rules; `rincian` names every place."""

    kode = "artefak-tidak-sah"
    judul = Teks("Artefak model tidak sah", "The model artefact is not valid")


class ModelSudahAda(Conflict):
    """This code and version were uploaded before: a version never changes."""

    kode = "model-sudah-ada"
    judul = Teks("Versi model ini sudah ada", "This model version exists already")


class ModelTidakDitemukan(NotFound):
    """No such model."""

    kode = "model-tidak-ditemukan"
    judul = Teks("Model tidak ditemukan", "Model not found")


class EvaluasiModelBelumAda(NotFound):
    """The artefact carries no evaluation: nobody has counted whom it misses."""

    kode = "evaluasi-model-belum-ada"
    judul = Teks(
        "Model ini belum dievaluasi; jalankan `dtks pmt evaluate --tulis`, lalu unggah versi baru",
        "This model has no evaluation; run `dtks pmt evaluate --tulis` and upload a new version",
    )


class BandingTidakDitemukan(NotFound):
    """No such comparison."""

    kode = "banding-tidak-ditemukan"
    judul = Teks("Perbandingan model tidak ditemukan", "Comparison of models not found")


class ModelSama(Conflict):
    """A model was to be compared with itself."""

    kode = "model-sama"
    judul = Teks(
        "Model tidak dapat dibandingkan dengan dirinya sendiri; sebutkan pembanding_id yang lain",
        "A model cannot be compared with itself; name another pembanding_id",
    )


class ModelBelumAktif(Conflict):
    """No model is in force (or the named one is not), so nothing can be ranked."""

    kode = "model-belum-aktif"
    judul = Teks("Belum ada model PMT yang aktif", "No PMT model is active")


class PutaranTidakDitemukan(NotFound):
    """No such run."""

    kode = "putaran-tidak-ditemukan"
    judul = Teks("Putaran tidak ditemukan", "Run not found")


class PutaranBelumSelesai(Conflict):
    """A run's report is made of its whole result, which is not there yet."""

    kode = "putaran-belum-selesai"
    judul = Teks(
        "Putaran belum selesai dihitung; laporan disusun sesudahnya. Lihat kemajuannya pada putaran itu",
        "The run is not computed yet; its report is made after that. The run tells its progress",
    )


class LaporanBelumSiap(Conflict):
    """The run is finished and its report is being counted, or nobody has ordered it."""

    kode = "laporan-belum-siap"
    judul = Teks(
        "Laporan sedang disusun; coba lagi nanti, atau minta dengan POST ke alamat yang sama",
        "The report is being made; try again later, or order it by a POST to the same address",
    )


class PutaranMasihTerbuka(Conflict):
    """One run per scope and period: another one is not finished yet."""

    kode = "putaran-masih-terbuka"
    judul = Teks("Masih ada putaran yang belum selesai untuk periode ini", "A run of this period is still open")


class DesilBelumAda(NotFound):
    """No run is in force yet, or the caller belongs to no registered family: there is no decile to tell."""

    kode = "desil-belum-ada"
    judul = Teks("Desil belum ada", "There is no decile yet")
