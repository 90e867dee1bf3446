"""What stands for a listener on one day and episode, and tells nothing once the day's key is gone.

Pure. Keeps nothing and makes no keys.
"""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

TOKEN_LENGTH = 32  # hexadecimal digits


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
    return str(parsed.ipv4_mapped) if parsed.ipv4_mapped else _half(parsed)


def _half(address: IPv6Address) -> str:
    return str(IPv6Network((address, 64), strict=False).network_address)


def token(key: bytes, address: str, user_agent: str, episode: str) -> str:
    """HMAC-SHA256 under the key of the day over network, user agent and episode, shortened to 128 bits, in hex.

    Each part is preceded by its length, so that no two listeners' parts read the same in one row.
    """
    parts = (part.encode("utf-8", "surrogateescape") for part in (network(address), user_agent, episode))
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.new(key, message, hashlib.sha256).hexdigest()[:TOKEN_LENGTH]
