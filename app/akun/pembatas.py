"""Limits on logging in that stop guessing and cannot be used to shut somebody out.

Tries from networks that the owner has used count for that network alone. All other networks share a small budget per
account: a few tries at once, then one per step (a minute), then none until the window ends. Whoever floods an account
uses up the strangers' budget only; the owner at home never notices, and away from home he gets in at the next step, or
at once with a code that was sent to his mailbox (`POST /v1/auth/kode-masuk`).
"""

import ipaddress
from typing import Final
from uuid import UUID

from app.akun.models import JenisIndeks
from app.akun.repository import AkunRepository
from app.core.clock import now
from app.core.crypto import Tujuan
from app.core.db import transaksi
from app.core.galat_umum import TerlaluSering
from app.core.ratelimit import pakai
from app.core.wadah import Wadah

_PAKAI_KODE: Final = 10
"""Tries that one login code opens."""


class PembatasMasuk:
    """Counts tries, each in its own transaction, so that a refused one counts too."""

    def __init__(self, wadah: Wadah) -> None:
        self._wadah = wadah
        self._batas = wadah.pengaturan.batas

    async def per_alamat(self, ruang: str, siapa: str, alamat: str) -> None:
        """Count a try at `siapa` from one network.

        Raises:
            TerlaluSering: too many from there, or from there at this name.
        """
        dari, b = jaringan(alamat), self._batas
        await pakai(self._wadah, f"{ruang}-alamat", dari, b.masuk_alamat, b.masuk_jendela)
        await pakai(self._wadah, f"{ruang}-akun", f"{siapa}|{dari}", b.masuk_akun, b.masuk_jendela)

    async def orang_asing(self, siapa: str) -> None:
        """Count a try of a stranger's network: some at once, then one per step, then none.

        A try that the step refuses does not use up the window, so a flood of a second costs the owner one step.

        Raises:
            TerlaluSering: wait for the next step, or for the window to end.
        """
        b = self._batas
        try:
            await pakai(self._wadah, "masuk-asing-bebas", siapa, b.masuk_asing_bebas, b.masuk_jendela)
        except TerlaluSering:
            await pakai(self._wadah, "masuk-asing-langkah", siapa, 1, b.masuk_langkah)
            await pakai(self._wadah, "masuk-asing", siapa, b.masuk_asing_langkah, b.masuk_jendela)

    async def is_berkode(self, akun_id: UUID, kode: str) -> bool:
        """Return whether this is the login code that was mailed to the account's owner.

        Raises:
            TerlaluSering: the code has opened ten tries already.
        """
        calon = self._wadah.sandi.indeks_calon(Tujuan.TOKEN, bahan_kode(JenisIndeks.MASUK, kode))
        async with transaksi(self._wadah.pabrik_sesi) as sesi:
            pemilik = await AkunRepository(sesi).cari(JenisIndeks.MASUK, calon, now())
        if pemilik is None or pemilik != akun_id:
            return False
        await pakai(self._wadah, "masuk-berkode", str(akun_id), _PAKAI_KODE, self._batas.masuk_jendela)
        return True


def bahan_kode(jenis: JenisIndeks, kode: str) -> str:
    """Return what is digested of a long code that came by e-mail, typed in whatever way."""
    return f"{jenis.lower()}|{''.join(c for c in kode.upper() if c.isalnum())}"


def jaringan(alamat: str) -> str:
    """Return what counts as one address: an IPv4 address, or the /64 that one IPv6 customer has to himself."""
    try:
        ip = ipaddress.ip_address(alamat)
    except ValueError:
        return alamat
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            return str(ip.ipv4_mapped)
        return str(ipaddress.ip_network((ip, 64), strict=False))
    return str(ip)
