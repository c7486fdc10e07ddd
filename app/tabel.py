"""Imports every table, so that `Base.metadata` is complete for migrations, grants and tests."""

import app.akun.models
import app.audit.models
import app.berkas_objek.models
import app.cekbansos.models
import app.core.idempotensi
import app.core.ratelimit
import app.core.rotasi
import app.desil.models
import app.desil.models_banding
import app.desil.models_laporan
import app.duplikat.models
import app.ekspor.models
import app.impor.models
import app.keberatan.models
import app.keberatan.models_usulan
import app.keluarga.models
import app.kriteria.models
import app.lapangan.models
import app.musyawarah.models
import app.notifikasi.models
import app.penetapan.models
import app.periode.models
import app.ppks.models
import app.sanggah.models
import app.surat.models
import app.temuan.models
import app.usulan.models
import app.verval.models
import app.verval.models_validasi
import app.wilayah.models
from app.core.db import Base

MODUL = (
    app.core.idempotensi,
    app.core.ratelimit,
    app.core.rotasi,
    app.audit.models,
    app.desil.models,
    app.desil.models_banding,
    app.desil.models_laporan,
    app.duplikat.models,
    app.ekspor.models,
    app.impor.models,
    app.keberatan.models,
    app.keberatan.models_usulan,
    app.keluarga.models,
    app.kriteria.models,
    app.berkas_objek.models,
    app.notifikasi.models,
    app.periode.models,
    app.ppks.models,
    app.akun.models,
    app.musyawarah.models,
    app.verval.models,
    app.lapangan.models,
    app.verval.models_validasi,
    app.wilayah.models,
    app.cekbansos.models,
    app.penetapan.models,
    app.surat.models,
    app.sanggah.models,
    app.usulan.models,
    app.temuan.models,
)
SEMUA_TABEL = Base.metadata
