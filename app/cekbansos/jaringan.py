"""From which address and network a request comes, as the units that limits are counted in. Pure."""

from dataclasses import dataclass
from functools import lru_cache
from ipaddress import IPv6Address, ip_address, ip_network


@dataclass(frozen=True, slots=True)
class Asal:
    """Where a request comes from: one subscriber, and the network around him (/24, for IPv6 /48)."""

    alamat: str
    jaringan: str


@lru_cache(maxsize=4096)
def asal(host: str) -> Asal:
    """Return the counting units of a peer address; in IPv6 a /64 is one subscriber. Other text counts as itself."""
    try:
        ip = ip_address(host)
    except ValueError:
        return Asal(host, host)
    if isinstance(ip, IPv6Address):
        if ip.ipv4_mapped is not None:
            return asal(str(ip.ipv4_mapped))
        return Asal(*(str(ip_network((ip, n), strict=False)) for n in (64, 48)))
    return Asal(str(ip), str(ip_network((ip, 24), strict=False)))
