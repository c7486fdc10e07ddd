"""Use cases of the registry for every stage: find a person, register an agreed subject, read, keep answers."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.ids import Ref, id_baru
from app.core.nik import Nik
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga import pemeriksaan
from app.keluarga.entitas import JawabanLengkap, KeluargaLengkap, LokasiIndividu, PeristiwaLengkap
from app.keluarga.errors import DomisiliBerbeda, JawabanTidakSah, KeluargaNotFound
from app.keluarga.kode import (
    AlasanMasukAnggota,
    Hubungan,
    JenisTemuanRegistri,
    PeristiwaKeluarga,
    SumberJawaban,
)
from app.keluarga.models import AnggotaKeluarga, Individu, JawabanSurvei, Keluarga
from app.keluarga.pencatatan import Masuk, Pencatatan
from app.keluarga.pertanyaan import TemuanIsian, Tingkat
from app.keluarga.repository import KeluargaRepository, Pasangan
from app.keluarga.subjek import AnggotaSubjek, Subjek
from app.wilayah.kode import KodeWilayah
from app.wilayah.lingkup import Lingkup
from app.wilayah.nama import lipat
from app.wilayah.service import WilayahService

_TANPA: Final[Mapping[UUID, Collection[str]]] = MappingProxyType({})
_IDENTITAS: Final = frozenset({"nik", "nama", "tanggal_lahir", "jenis_kelamin"})


class KeluargaService:
    """The one door to the registry for the later stages; answers every caller, scope is theirs to check."""

    def __init__(self, pencatatan: Pencatatan, jejak: Jejak, wilayah: WilayahService) -> None:
        self._catat = pencatatan
        self._repo: KeluargaRepository = pencatatan.repo
        self._arsip = pencatatan.arsip
        self._jejak = jejak
        self._wilayah = wilayah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(Pencatatan.rakit(sesi, wadah), Jejak(sesi), WilayahService.rakit(sesi, wadah))

    # -- reading

    async def cari_nik(self, nik: Nik) -> LokasiIndividu | None:
        """Return where the canonical person of this NIK stands; None when nobody has it."""
        return await self._repo.lokasi(self._arsip.nik_calon(nik))

    async def cari_indeks(self, nik_hmac: UUID) -> LokasiIndividu | None:
        """Return the same by blind index, as an account or an audit row knows it."""
        return await self._repo.lokasi([nik_hmac])

    async def cari_hadir(self, nik_hmac: UUID) -> LokasiIndividu | None:
        """Return the same while he lives in that family; the index also names the family that somebody has left."""
        letak = await self.cari_indeks(nik_hmac)
        aktif = (await self.baca(letak.keluarga_id)).aktif if letak else ()
        return letak if letak and letak.individu_id in {a.individu_id for a in aktif if not a.meninggal_date} else None

    async def is_tinggal_di(self, nik: Nik, kode_desa: str) -> bool:
        """Return whether nobody has this NIK yet, or who has it lives in a family of this village."""
        lokasi = await self.cari_nik(nik)
        return lokasi is None or await self._tinggal(lokasi, kode_desa)

    async def di_lingkup(self, keluarga_ids: Collection[UUID], lingkup: Lingkup) -> set[UUID]:
        """Return those of these families that live in these regions."""
        ada = await self._repo.keluarga_banyak(keluarga_ids, lingkup) if keluarga_ids else []
        return {k.keluarga_id for k in ada}

    async def di_keluarga_lain(self, orang: Collection[Ref]) -> set[Ref]:
        """Return those of these persons who are members now of another family than the one that is named here."""
        hadir = await self._repo.hadir_di({o.id for o in orang}) if orang else []
        return {o for o in orang if any(h.individu_id == o.id and h.keluarga_id != o.keluarga_id for h in hadir)}

    async def has_temuan_terbuka(self, keluarga_id: UUID) -> bool:
        """Return whether a present member bears a NIK that is another registered person's."""
        return any(i.is_nik_ganda for a, i in (await self._repo.anggota([keluarga_id]))[keluarga_id] if _is_aktif(a))

    async def baca(self, keluarga_id: UUID) -> KeluargaLengkap:
        """Return the family with all its memberships; leaves no audit row, so it is for work, not for showing.

        Raises:
            KeluargaNotFound: no such family.
        """
        keluarga = await self._repo.ambil(keluarga_id, Lingkup.nasional())
        if keluarga is None:
            raise KeluargaNotFound
        return (await self.lengkapi([keluarga]))[0]

    async def baca_banyak(self, keluarga_ids: Collection[UUID]) -> dict[UUID, KeluargaLengkap]:
        """Return the known ones of these families in two queries; like `baca`, for work and not for showing."""
        keluarga = await self._repo.keluarga_banyak(keluarga_ids, Lingkup.nasional())
        return {k.keluarga_id: k for k in await self.lengkapi(keluarga)}

    async def lengkapi(self, keluarga: Iterable[Keluarga]) -> list[KeluargaLengkap]:
        """Join rows of families with their memberships in one query and open the documents."""
        daftar = [*keluarga]
        anggota = await self._repo.anggota([k.keluarga_id for k in daftar])
        return [self._arsip.lengkap(k, anggota[k.keluarga_id]) for k in daftar]

    async def identitas_berubah(
        self, sejak: Mapping[UUID, datetime], kecuali: Mapping[UUID, Collection[str]] = _TANPA
    ) -> set[Ref]:
        """Return who entered these families, or had NIK, name, birth date or sex changed, after each one's moment.

        By family, `kecuali` are sources (numbers of usulan) whose changes do not count: they were judged themselves.
        """
        hasil: set[Ref] = set()
        for k, p in await self._peristiwa_orang(sejak):
            is_masuk = p.peristiwa is PeristiwaKeluarga.ANGGOTA_MASUK
            is_lain = p.sumber not in kecuali.get(k, ())
            if p.individu_id and is_lain and (is_masuk or not _IDENTITAS.isdisjoint(p.baru)):
                hasil.add(Ref(k, p.individu_id))
        return hasil

    async def masuk_lewat(self, sejak: Mapping[UUID, datetime], sumber: Mapping[UUID, Collection[str]]) -> set[Ref]:
        """Return who entered these families after each one's moment by a change from these sources."""
        return {
            Ref(k, p.individu_id)
            for k, p in await self._peristiwa_orang(sejak)
            if p.individu_id and p.peristiwa is PeristiwaKeluarga.ANGGOTA_MASUK and p.sumber in sumber.get(k, ())
        }

    async def _peristiwa_orang(self, sejak: Mapping[UUID, datetime]) -> list[tuple[UUID, PeristiwaLengkap]]:
        if not sejak:
            return []
        baris = await self._repo.riwayat_orang(sejak.keys(), min(sejak.values()))
        baris = [r for r in baris if r.pada_at > sejak[r.keluarga_id]]
        keluarga = await self._repo.keluarga_banyak({r.keluarga_id for r in baris}, Lingkup.nasional())
        return [
            (k.keluarga_id, p)
            for k in keluarga
            for p in self._arsip.peristiwa(k, (r for r in baris if r.keluarga_id == k.keluarga_id))
        ]

    async def pengubah(self, keluarga_id: UUID, sejak: datetime) -> set[UUID]:
        """Return the accounts that changed this family or its members since then; the system is nobody."""
        return await self._repo.pengubah(keluarga_id, sejak)

    async def subjek_kepala(self, keluarga_id: UUID) -> Subjek:
        """Return the family in the form of a usulan's subject: the head (or who stands for him) and the others.

        Raises:
            KeluargaNotFound: no such family, or nobody lives in it any more.
        """
        keluarga = await self.baca(keluarga_id)
        wakil = keluarga.wakil
        if wakil is None:
            raise KeluargaNotFound
        lain = [a for a in keluarga.aktif if a is not wakil]
        bidang = set(AnggotaSubjek.model_fields) - {"hubungan"}
        return Subjek.model_construct(
            **{n: getattr(wakil, n) for n in (*bidang, "telepon", "surel")},
            hubungan=Hubungan.KEPALA_KELUARGA,
            no_kk=keluarga.no_kk,
            alamat=keluarga.alamat,
            kode_desa=KodeWilayah(keluarga.kode_desa),
            anggota=[
                AnggotaSubjek.model_construct(**{n: getattr(a, n) for n in AnggotaSubjek.model_fields}) for a in lain
            ],
        )

    async def kanonik_banyak(self, keluarga_ids: Collection[UUID]) -> dict[UUID, dict[str, Any]]:
        """Return families' canonical variables with `jawaban_id` and `tanggal_date`; who has no answers is absent."""
        return await self._repo.kanonik_banyak(keluarga_ids)

    async def jawaban_terakhir(self, keluarga_id: UUID) -> JawabanLengkap | None:
        """Return the newest stored answers, opened; None before any."""
        return (await self.jawaban_terakhir_banyak([keluarga_id])).get(keluarga_id)

    async def jawaban_terakhir_banyak(self, keluarga_ids: Collection[UUID]) -> dict[UUID, JawabanLengkap]:
        """Return the same of many families in two queries; who has none is absent."""
        keluarga = await self._repo.keluarga_banyak(keluarga_ids, Lingkup.nasional())
        baris = await self._repo.jawaban_terakhir_banyak([k.keluarga_id for k in keluarga])
        punya = ((k, baris.get(k.keluarga_id)) for k in keluarga)
        return {k.keluarga_id: self._arsip.jawaban(k, b) for k, b in punya if b is not None}

    # -- registering

    async def sepakati(self, subjek: Subjek, keluarga_id: UUID, pelaku: Pelaku | None) -> LokasiIndividu:
        """Let the registry know an agreed subject.

        Whom it knows stays where he is: what a proposer wrote neither adds to an existing family nor changes it.
        Everybody else gets the family `keluarga_id`.

        Returns:
            Where the person stands now.

        Raises:
            DomisiliBerbeda: known, but not as somebody who lives in the subject's village.
        """
        lokasi = await self.cari_nik(subjek.nik) if subjek.nik else None
        if lokasi is None or subjek.nik is None:
            return LokasiIndividu(keluarga_id, await self.daftarkan(subjek, keluarga_id, pelaku))
        await self._kunci(lokasi.keluarga_id)
        # He may have moved while this transaction waited for the lock.
        if await self.cari_nik(subjek.nik) != lokasi or not await self._tinggal(lokasi, subjek.kode_desa):
            raise DomisiliBerbeda
        return lokasi

    async def daftarkan(self, subjek: Subjek, keluarga_id: UUID, pelaku: Pelaku | None) -> UUID:
        """Take an agreed subject into the family `keluarga_id`, creating what is missing; doing it again adds nobody.

        A person is recognised in the family by NIK, without one by name, birth date and sex. A NIK that belongs to
        somebody else is kept as `is_nik_ganda` with a finding; so is a second head, as LAINNYA.

        Returns:
            The subject's `individu_id`.

        Raises:
            DomisiliBerbeda: the family exists, in another village than the subject's.
        """
        baru = await self._catat.buat_keluarga(keluarga_id, subjek.kode_desa, subjek.no_kk, subjek.alamat)
        keluarga = await self._kunci(keluarga_id)
        if not await self._sedesa(keluarga.kode_desa, subjek.kode_desa):
            raise DomisiliBerbeda
        if baru:
            await self._catat.catat(
                keluarga, PeristiwaKeluarga.DIBUAT, pelaku, baru={"no_kk": subjek.no_kk, "alamat": subjek.alamat}
            )
        pasangan = (await self._repo.anggota([keluarga_id]))[keluarga_id]
        diri = subjek.sebagai_anggota
        hasil = {}
        # Rivals for the same NIKs take the index rows in one order, so they wait for each other and never deadlock.
        for orang in sorted((diri, *subjek.anggota), key=lambda o: str(self._arsip.nik(o.nik))):
            rahasia = {"telepon": subjek.telepon, "surel": subjek.surel} if orang is diri else {}
            hasil[id(orang)] = await self._pastikan_anggota(keluarga, pasangan, orang, rahasia, pelaku)
        return hasil[id(diri)]

    async def _pastikan_anggota(
        self,
        keluarga: Keluarga,
        pasangan: list[Pasangan],
        orang: AnggotaSubjek,
        rahasia: Mapping[str, Any],
        pelaku: Pelaku | None,
    ) -> UUID:
        hmac = self._arsip.nik(orang.nik)
        aktif = [(a, i) for a, i in pasangan if _is_aktif(a)]
        if kenal := next((i.id for _, i in aktif if _is_sama(i, orang, hmac)), None):
            return kenal
        kepala = next((i for a, i in aktif if a.hubungan is Hubungan.KEPALA_KELUARGA), None)
        ganda = kepala if orang.hubungan is Hubungan.KEPALA_KELUARGA else None
        masuk = Masuk(hari_ini(), AlasanMasukAnggota.AWAL, Hubungan.LAINNYA if ganda else orang.hubungan)
        individu = await self._catat.masukkan_baru(keluarga, orang, masuk, rahasia, boleh_ganda=True)
        if ganda:
            await self._catat.temuan(JenisTemuanRegistri.KEPALA_GANDA, individu, keluarga.keluarga_id, ganda.id)
        await self._catat.catat(
            keluarga,
            PeristiwaKeluarga.ANGGOTA_MASUK,
            pelaku,
            individu=individu,
            baru={"nama": orang.nama, "hubungan": orang.hubungan},
        )
        return individu.id

    # -- answers

    async def periksa_jawaban(
        self, keluarga_id: UUID, instrumen: str, isi: Mapping[str, Any], tanggal: date
    ) -> list[TemuanIsian]:
        """Check answers by the questionnaire's rules and against the family's members.

        A key of `isi["individu"]` is a member's `individu_id`, or a name of the client's for somebody new.

        Raises:
            KeluargaNotFound: no such family.
            JawabanTidakSah: an instrument that does not exist.
        """
        return pemeriksaan.periksa(await self.baca(keluarga_id), pemeriksaan.instrumen(instrumen), isi, tanggal)

    async def simpan_jawaban(
        self,
        keluarga_id: UUID,
        instrumen: str,
        isi: Mapping[str, Any],
        *,
        sumber: str,
        tanggal: date,
        pelaku: Pelaku | None,
    ) -> UUID:
        """Check, seal and keep answers, and derive the canonical variables unless newer answers stand there.

        Args:
            keluarga_id: the family that was asked.
            instrumen: version of the questionnaire, a value of `KodeInstrumen`.
            isi: `{"kepala": {}, "keluarga": {no: nilai}, "individu": {individu_id: {no: nilai}}}`.
            sumber: a value of `SumberJawaban`.
            tanggal: day of the visit, not in the future.
            pelaku: who brings them; None is the system.

        Returns:
            The id of the stored answers.

        Raises:
            KeluargaNotFound: no such family.
            JawabanTidakSah: `rincian` names every place that is wrong; warnings do not refuse.
        """
        kode = pemeriksaan.instrumen(instrumen)
        keluarga_lengkap = await self.baca(keluarga_id)
        temuan = pemeriksaan.periksa(keluarga_lengkap, kode, isi, tanggal)
        if salah := [t for t in temuan if t.tingkat is Tingkat.GALAT]:
            raise JawabanTidakSah(rincian=[pemeriksaan.rinci(t) for t in salah])
        if tanggal > hari_ini():
            raise JawabanTidakSah(rincian=[pemeriksaan.rinci(pemeriksaan.temuan("tanggal", "tanggal-belum-terjadi"))])
        keluarga = await self._kunci(keluarga_id)
        baris = JawabanSurvei(
            keluarga_id=keluarga_id,
            id=(jawaban_id := id_baru()),
            instrumen=kode,
            tanggal_date=tanggal,
            sumber=SumberJawaban(sumber),
            isi=self._arsip.segel_milik(keluarga, "jawaban_survei", jawaban_id, isi),
            pelaku_id=pelaku.akun_id if pelaku else None,
            created_at=now(),
        )
        await self._repo.tambah(baris)
        await self._catat.turunkan(keluarga, JawabanLengkap(jawaban_id, kode, tanggal, baris.sumber, dict(isi)))
        asal = {"jawaban_id": str(jawaban_id), "instrumen": instrumen, "sumber": sumber}
        await self._catat.catat(
            keluarga, PeristiwaKeluarga.JAWABAN_DISIMPAN, pelaku, baru=asal, subjek=keluarga_lengkap.subjek
        )
        return jawaban_id

    async def _tinggal(self, lokasi: LokasiIndividu, kode_desa: str) -> bool:
        keluarga = await self._repo.ambil(lokasi.keluarga_id, Lingkup.nasional())
        pasangan = (await self._repo.anggota([lokasi.keluarga_id]))[lokasi.keluarga_id]
        is_anggota = any(i.id == lokasi.individu_id and _is_aktif(a) for a, i in pasangan)
        return is_anggota and keluarga is not None and await self._sedesa(keluarga.kode_desa, kode_desa)

    async def _sedesa(self, satu: str, lain: str) -> bool:
        """Return whether two codes mean one village, now or before its code was replaced."""
        return satu == lain or satu in await self._wilayah.setempat([lain])

    async def _kunci(self, keluarga_id: UUID) -> Keluarga:
        keluarga = await self._repo.kunci(keluarga_id, Lingkup.nasional())
        if keluarga is None:
            raise KeluargaNotFound
        return keluarga


def _is_aktif(anggota: AnggotaKeluarga) -> bool:
    return anggota.keluar_date is None


def _is_sama(individu: Individu, orang: AnggotaSubjek, hmac: UUID | None) -> bool:
    if hmac is not None and individu.nik_hmac is not None:
        return hmac == individu.nik_hmac
    ciri = (individu.nama_lipat, individu.tanggal_lahir, individu.jenis_kelamin)
    return ciri == (lipat(orang.nama), orang.tanggal_lahir, orang.jenis_kelamin)
