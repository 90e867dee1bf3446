"""Which addresses may be called on behalf of somebody else's feed: the ones that anybody in the world could call.

Knows no network: names are resolved in transfer.fetching, which asks here about every single result.
"""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from transfer.refused import Code, Refused

LONGEST = 2000  # signs; what directories and browsers take

#: Ports below 1024 speak other languages than HTTP, and must not be spoken to in our name.
WEB_PORTS = frozenset({80, 443})

#: Signs that stand in paths as they are; what is not ASCII is written as browsers do.
PRINTABLE = "".join(map(chr, range(33, 127)))

#: Beside what the standard library calls not global: ranges that carry another address inside, which a gateway would
#: unpack behind our back, and those that clouds answer from inside.
FORBIDDEN = tuple(
    ipaddress.ip_network(text)
    for text in (
        "0.0.0.0/8",  # “this network”; 0.0.0.0 itself is the machine
        "192.0.0.0/24",  # protocols' own, RFC 6890; a cloud's metadata among them
        "192.88.99.0/24",  # relays of 6to4, RFC 7526
        "168.63.129.16/32",  # Azure's machine agent: looks public, is answered from inside
        "::/96",  # IPv4-compatible, RFC 4291 section 2.5.5.1
        "::ffff:0:0/96",  # IPv4-mapped
        "::ffff:0:0:0/96",  # IPv4-translated, RFC 2765
        "64:ff9b::/96",  # NAT64, RFC 6052
        "64:ff9b:1::/48",  # NAT64 of one's own, RFC 8215
        "100::/64",  # goes nowhere, RFC 6666
        "2001::/23",  # protocols' own, Teredo among them
        "2002::/16",  # 6to4
        "3fff::/20",  # documentation, RFC 9637
        "5f00::/16",  # segment routing, RFC 9602
        "fec0::/10",  # site-local, RFC 3879
    )
)


@dataclass(frozen=True)
class Target:
    """An address taken apart. `host` is in ASCII and lower case, without the brackets of IPv6."""

    scheme: str
    host: str
    port: int
    path: str


def is_public(address: str) -> bool:
    """Whether an IP address belongs to one machine that everybody can reach."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:  # also one with a zone, fe80::1%eth0
        return False
    special = found.is_multicast or found.is_reserved or found.is_unspecified or found.is_loopback
    return found.is_global and not special and not any(found in network for network in FORBIDDEN)


def target(address: str) -> Target:
    """Takes an address apart; raises Refused(BAD_ADDRESS) for all but plain http and https addresses."""
    if len(address) > LONGEST or any(ord(sign) <= 32 or ord(sign) == 127 for sign in address) or "\\" in address:
        raise Refused(Code.BAD_ADDRESS)
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = _host(parts.hostname or "")
    except ValueError as error:  # UnicodeError too
        raise Refused(Code.BAD_ADDRESS) from error
    if parts.scheme not in ("http", "https") or not host or "@" in parts.netloc:
        raise Refused(Code.BAD_ADDRESS)
    if port < 1024 and port not in WEB_PORTS:
        raise Refused(Code.BAD_ADDRESS)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, quote(path, safe=PRINTABLE))


def _host(name: str) -> str:
    """The name as the network has it. A zone (%eth0) names an interface of this very machine: no host at all."""
    if "%" in name or len(name) > 253:
        return ""
    return name if ":" in name else name.encode("idna").decode("ascii").lower()


def joined(base: str, address: str) -> str:
    """`address` as it is meant on the page `base`, without its fragment; "" for what is no web address."""
    if not address.strip():
        return ""
    try:
        whole = urljoin(base, address.strip()).partition("#")[0].replace(" ", "%20")
        target(whole)
    except (ValueError, Refused):
        return ""
    return whole
