"""The output forms of validation's objects."""

from app.core.ids import Ref
from app.core.schemas import AksiTersediaBaca, TeksBaca
from app.keluarga.schemas_jawaban import BandingBaca
from app.kriteria.schemas import HasilKriteriaBaca
from app.usulan.status import TandaUsulan
from app.verval.kecualian import KecualianLengkap
from app.verval.meja import Meja
from app.verval.schemas import PadanBaca
from app.verval.schemas_validasi import (
    BuktiBaca,
    KecualianBaca,
    KunjunganRingkasBaca,
    MejaBaca,
    PemeriksaanBaca,
    TemuanMejaBaca,
)


def kecualian_baca(k: KecualianLengkap) -> KecualianBaca:
    """Return the output form of an exception."""
    langsung = ("ref", "status", "kode_alasan", "kode_putusan", "created_at", "diputus_at", "versi")
    return KecualianBaca(**{n: getattr(k.baris, n) for n in langsung}, penjelasan=k.penjelasan, putusan=k.putusan)


def meja_baca(m: Meja) -> MejaBaca:
    """Return the output form of the desk."""
    u = m.usulan
    return MejaBaca(
        ref=u.ref,
        nomor=u.nomor,
        nama=m.nama,
        status=u.status,
        tanda=[TandaUsulan(t) for t in u.tanda],
        keluarga_ref=Ref(u.registri_id, u.registri_id),
        posisi_padan=m.posisi,
        padan=m.hasil,
        padan_riwayat=[PadanBaca.model_validate(x) for x in m.padan],
        kecualian=[kecualian_baca(k) for k in m.kecualian],
        temuan=_temuan(m),
        pemeriksaan=_pemeriksaan(m),
        kriteria=[HasilKriteriaBaca.dari(h) for h in m.kriteria],
        kriteria_disimpan_at=m.dinilai_at,
        banding=BandingBaca.dari(*m.banding) if m.banding else None,
        kunjungan=_kunjungan(m),
        bukti=[BuktiBaca.dari(b) for b in m.bukti],
        putusan=[
            AksiTersediaBaca(aksi=a, ditolak_karena=TeksBaca.dari(k) if k else None)
            for a, k in sorted(m.penghalang.items())
        ],
    )


def _temuan(m: Meja) -> list[TemuanMejaBaca]:
    return [
        TemuanMejaBaca(
            ref=t.temuan.ref,
            individu_id=t.temuan.individu_id,
            jenis=t.temuan.jenis,
            teks=TeksBaca.dari(t.temuan.jenis.teks),
            sumber=t.temuan.sumber,
            tanggal=t.temuan.data_date,
            keyakinan=t.temuan.keyakinan,
            status=t.temuan.status,
            isi=t.isi,
        )
        for t in m.temuan
    ]


def _pemeriksaan(m: Meja) -> list[PemeriksaanBaca]:
    langsung = ("individu_id", "sumber", "hasil", "sebab", "jumlah", "created_at")
    baris = sorted(m.pemeriksaan, key=lambda p: (p.individu_id, p.sumber))
    return [PemeriksaanBaca(**{n: getattr(p, n) for n in langsung}, tanggal=p.data_date) for p in baris]


def _kunjungan(m: Meja) -> list[KunjunganRingkasBaca]:
    return [
        KunjunganRingkasBaca(
            putaran=k.penugasan.putaran,
            status=k.penugasan.status,
            ditugaskan_at=k.penugasan.ditugaskan_at,
            selesai_at=k.selesai_at,
            foto=sorted({f.jenis for f in k.foto}),
            percobaan=k.percobaan,
        )
        for k in m.kunjungan
    ]
