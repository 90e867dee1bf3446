"""What stands for a listener on one day and episode, and tells nothing once the day's key is gone.

Pure. Keeps nothing and makes no keys.
"""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

TOKEN_LENGTH = 32  # hexadecimal digits, 64 bits for the place and 64 for the listener
_HALF = TOKEN_LENGTH // 2
_CUSTOMER = 56  # bits of an IPv6 address that one customer has to himself, at home or on a rented machine (RIPE-690)


def network(address: str) -> str:
    """The part of an address that counts as one listener's: an IPv4 address whole, of IPv6 the first 64 bits.

    IAB 2.1 and later: phones change the rest every few hours. Anything that is no address counts as nobody's: "".
    """
    try:
        parsed = ip_address(address.strip().partition("%")[0])
    except ValueError:
        return ""
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or _first_bits(parsed, 64))


def _first_bits(address: IPv6Address, bits: int) -> IPv6Address:
    return IPv6Network((address, bits), strict=False).network_address


def _customer(address: str) -> str:
    """The network that one customer of an internet provider has to himself, who can invent addresses in it."""
    known = network(address)
    return str(_first_bits(IPv6Address(known), _CUSTOMER)) if ":" in known else known


def token(key: bytes, address: str, user_agent: str, episode: str) -> str:
    """What stands for a listener of an episode: the place, then the listener, each an HMAC-SHA256 under the key of the
    day, shortened to 64 bits, in hex.

    Of two tokens with the same first half one learns that somebody asked for the same episode from the same place, but
    not from which. For another episode that place is another one.
    """
    place = _sealed(key, "place", _customer(address), episode)
    return place + _sealed(key, "listener", network(address), user_agent, episode)


def place_of(token: str) -> str:
    """The half of a token that all listeners of this episode have who are behind one address."""
    return token[:_HALF]


def _sealed(key: bytes, *parts: str) -> str:
    """Each part is preceded by its length, so that no others read the same in one row."""
    encoded = (part.encode("utf-8", "surrogateescape") for part in parts)
    message = b"".join(len(part).to_bytes(4, "big") + part for part in encoded)
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:_HALF]
