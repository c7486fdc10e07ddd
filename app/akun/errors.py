"""What can go wrong with accounts, logins and registrations."""

from app.core.errors import Invalid, Unavailable
from app.core.teks import Teks


class SandiLemah(Invalid):
    """Too short, too long, or among the first passwords that anyone would guess."""

    kode = "kata-sandi-lemah"
    judul = Teks("Kata sandi terlalu lemah", "The password is too weak")


class LoginSibuk(Unavailable):
    """More logins wait than can be checked soon."""

    kode = "login-sibuk"
    judul = Teks("Terlalu banyak yang masuk bersamaan", "Too many people are logging in at once")
