"""Limits are counted per subscriber and per network, however the address is written."""

import pytest

from app.cekbansos.jaringan import Asal, asal


@pytest.mark.parametrize(
    ("host", "alamat", "jaringan"),
    [
        ("203.0.113.9", "203.0.113.9", "203.0.113.0/24"),
        ("::ffff:203.0.113.9", "203.0.113.9", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64", "2001:db8:1::/48"),
        ("testclient", "testclient", "testclient"),
        ("", "", ""),
    ],
)
def test_units(host: str, alamat: str, jaringan: str) -> None:
    assert asal(host) == Asal(alamat, jaringan)
