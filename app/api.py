"""The route tree: the role is the first path segment after the version, and its gate stands on the branch."""

from fastapi import Depends

import app.akun.routers.admin
import app.akun.routers.admin_mutasi
import app.akun.routers.auth
import app.akun.routers.petugas
import app.akun.routers.publik
import app.akun.routers.publik_sandi
import app.akun.routers.saya
import app.akun.routers.totp
import app.akun.routers.warga
import app.audit.routers.admin
import app.audit.routers.warga
import app.cekbansos.routers.mitra
import app.cekbansos.routers.publik
import app.desil.routers.admin
import app.desil.routers.admin_laporan
import app.desil.routers.admin_model
import app.desil.routers.petugas
import app.desil.routers.petugas_kurang
import app.desil.routers.warga
import app.duplikat.routers.petugas
import app.duplikat.routers.petugas_pencarian
import app.ekspor.routers.petugas
import app.impor.routers.petugas
import app.keberatan.routers.petugas
import app.keberatan.routers.petugas_usulan
import app.keberatan.routers.warga
import app.keberatan.routers.warga_usulan
import app.keluarga.routers.admin
import app.keluarga.routers.petugas
import app.keluarga.routers.petugas_jawaban
import app.keluarga.routers.warga
import app.kriteria.routers.petugas
import app.lapangan.routers.petugas_mutu
import app.lapangan.routers.petugas_paket
import app.lapangan.routers.petugas_sinkron
import app.lapangan.routers.petugas_unggahan
import app.musyawarah.routers.petugas
import app.musyawarah.routers.petugas_berita_acara
import app.musyawarah.routers.petugas_keteraturan
import app.musyawarah.routers.petugas_lampiran
import app.musyawarah.routers.petugas_prelist
import app.musyawarah.routers.petugas_usulan
import app.pencarian.routers.petugas
import app.penetapan.routers.admin
import app.penetapan.routers.petugas
import app.penetapan.routers.petugas_keluar
import app.penetapan.routers.petugas_rekap
import app.penetapan.routers.publik
import app.penetapan.routers.warga
import app.penetapan.routers.warga_keanggotaan
import app.periode.routers.admin
import app.periode.routers.admin_padan
import app.ppks.routers.petugas
import app.ppks.routers.warga
import app.referensi.routers.publik
import app.sanggah.routers.petugas
import app.sanggah.routers.warga
import app.spk.routers.petugas
import app.surat.routers.publik
import app.temuan.routers.petugas
import app.temuan.routers.warga
import app.terbitan
import app.usulan.routers.petugas
import app.usulan.routers.warga
import app.verval.routers.petugas_padan_massal
import app.verval.routers.petugas_pengesahan
import app.verval.routers.petugas_survei
import app.verval.routers.petugas_usulan
import app.verval.routers.petugas_validasi
import app.wilayah.routers.admin
import app.wilayah.routers.publik
from app.core.auth import hanya_integrasi, requires
from app.core.peran import Peran
from app.core.routing import Cabang
from app.impor.kode import terbitkan as terbitkan_impor
from app.notifikasi.routers.semua import kotak_masuk
from app.ppks.terbitan import terbitkan as terbitkan_ppks
from app.sanggah.terbitan import terbitkan as terbitkan_sanggah
from app.temuan.status import terbitkan as terbitkan_temuan
from app.usulan.terbitan import terbitkan

publik = Cabang(prefix="/v1/publik")
warga = Cabang(prefix="/v1/warga", dependencies=[Depends(requires(Peran.WARGA))])
petugas = Cabang(prefix="/v1/petugas", dependencies=[Depends(requires(Peran.PETUGAS))])
admin = Cabang(prefix="/v1/admin", dependencies=[Depends(requires(Peran.ADMIN))])
mitra = Cabang(prefix="/v1/mitra", dependencies=[Depends(hanya_integrasi)])
auth = Cabang()

# notifikasi
warga.include_router(kotak_masuk(Peran.WARGA))
petugas.include_router(kotak_masuk(Peran.PETUGAS))
admin.include_router(kotak_masuk(Peran.ADMIN))
# audit
warga.include_router(app.audit.routers.warga.router)
admin.include_router(app.audit.routers.admin.router)
# wilayah
publik.include_router(app.wilayah.routers.publik.router)
admin.include_router(app.wilayah.routers.admin.router)
# referensi, periode
publik.include_router(app.referensi.routers.publik.router)
admin.include_router(app.periode.routers.admin.router)
admin.include_router(app.periode.routers.admin_padan.router)
# surat
publik.include_router(app.surat.routers.publik.router)
# usulan
warga.include_router(app.usulan.routers.warga.router)
petugas.include_router(app.usulan.routers.petugas.router)
petugas.include_router(app.impor.routers.petugas.router)
terbitkan()

# cekbansos
mitra.include_router(app.cekbansos.routers.mitra.router)
publik.include_router(app.cekbansos.routers.publik.router)
# akun
auth.include_router(app.akun.routers.auth.pintu)
auth.include_router(app.akun.routers.auth.router)
auth.include_router(app.akun.routers.totp.router)
auth.include_router(app.akun.routers.saya.router)
publik.include_router(app.akun.routers.publik_sandi.router)
publik.include_router(app.akun.routers.publik.router)
warga.include_router(app.akun.routers.warga.router)
petugas.include_router(app.akun.routers.petugas.router)
admin.include_router(app.akun.routers.admin.router)
admin.include_router(app.akun.routers.admin_mutasi.router)
# desil
warga.include_router(app.desil.routers.warga.router)
petugas.include_router(app.desil.routers.petugas.router)
petugas.include_router(app.desil.routers.petugas_kurang.router)
admin.include_router(app.desil.routers.admin_model.router)
admin.include_router(app.desil.routers.admin_model.banding)
admin.include_router(app.desil.routers.admin.router)
admin.include_router(app.desil.routers.admin_laporan.router)
# ekspor
petugas.include_router(app.ekspor.routers.petugas.router)

# keberatan
warga.include_router(app.keberatan.routers.warga.router)
petugas.include_router(app.keberatan.routers.petugas.router)
warga.include_router(app.keberatan.routers.warga_usulan.router)
petugas.include_router(app.keberatan.routers.petugas_usulan.router)

# keluarga
warga.include_router(app.keluarga.routers.warga.router)
petugas.include_router(app.keluarga.routers.petugas.router)
admin.include_router(app.keluarga.routers.admin.router)
petugas.include_router(app.keluarga.routers.petugas_jawaban.router)

# kriteria
petugas.include_router(app.kriteria.routers.petugas.router)

# musyawarah
petugas.include_router(app.musyawarah.routers.petugas_keteraturan.router)  # before the paths with an id
petugas.include_router(app.musyawarah.routers.petugas.router)
petugas.include_router(app.musyawarah.routers.petugas_prelist.router)
petugas.include_router(app.musyawarah.routers.petugas_lampiran.router)
petugas.include_router(app.musyawarah.routers.petugas_berita_acara.router)
petugas.include_router(app.musyawarah.routers.petugas_usulan.router)

# spk
petugas.include_router(app.spk.routers.petugas.router)

# pencarian
petugas.include_router(app.pencarian.routers.petugas.router)

# ppks
warga.include_router(app.ppks.routers.warga.router)
petugas.include_router(app.ppks.routers.petugas.router)
terbitkan_ppks()

# verval
petugas.include_router(app.verval.routers.petugas_usulan.router)
petugas.include_router(app.verval.routers.petugas_validasi.router)
petugas.include_router(app.verval.routers.petugas_padan_massal.router)
petugas.include_router(app.verval.routers.petugas_survei.router)
petugas.include_router(app.verval.routers.petugas_pengesahan.router)

# temuan
warga.include_router(app.temuan.routers.warga.router)
petugas.include_router(app.temuan.routers.petugas.router)
terbitkan_temuan()
terbitkan_impor()

# duplikat
petugas.include_router(app.duplikat.routers.petugas_pencarian.router)  # before the paths with an id
petugas.include_router(app.duplikat.routers.petugas.router)

# sanggah
warga.include_router(app.sanggah.routers.warga.router)
petugas.include_router(app.sanggah.routers.petugas.router)
terbitkan_sanggah()

# lapangan
petugas.include_router(app.lapangan.routers.petugas_paket.router)
petugas.include_router(app.lapangan.routers.petugas_sinkron.router)
petugas.include_router(app.lapangan.routers.petugas_unggahan.router)
petugas.include_router(app.lapangan.routers.petugas_mutu.router)

# penetapan
warga.include_router(app.penetapan.routers.warga.router)
warga.include_router(app.penetapan.routers.warga_keanggotaan.router)
petugas.include_router(app.penetapan.routers.petugas.router)
petugas.include_router(app.penetapan.routers.petugas_keluar.reaktivasi_router)
petugas.include_router(app.penetapan.routers.petugas_rekap.router)
petugas.include_router(app.penetapan.routers.petugas_keluar.keberatan_router)
publik.include_router(app.penetapan.routers.publik.router)
admin.include_router(app.penetapan.routers.admin.router)

app.terbitan.terbitkan()

CABANG = (auth, publik, warga, petugas, admin, mitra)
"""All branches, in the order of the documentation."""
