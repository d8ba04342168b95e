"""Signatures on pushes: `X-Hub-Signature`, an HMAC over the bytes of the body (WebSub 7.1).

Does not know where secrets are kept.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass

DIGESTS = {"sha1": hashlib.sha1, "sha256": hashlib.sha256, "sha384": hashlib.sha384, "sha512": hashlib.sha512}
"""The recognised algorithms (WebSub 7.1.1). Most hubs sign with SHA-1, which as an HMAC is still sound."""

_FORM = re.compile(r"(sha1|sha256|sha384|sha512)=([0-9a-fA-F]+)")


@dataclass(frozen=True)
class Signature:
    """What a header claims."""

    algorithm: str
    digest: bytes


def read_signature(headers: list[str]) -> Signature | None:
    """Read the one header that a push must have; None for none, several, or one that can't be a signature."""
    match = _FORM.fullmatch(headers[0]) if len(headers) == 1 else None
    if match is None or len(match[2]) != 2 * DIGESTS[match[1]]().digest_size:
        return None
    return Signature(match[1], bytes.fromhex(match[2]))


def is_signed(body: bytes, secret: bytes, claimed: Signature) -> bool:
    """Tell whether the body was signed with the secret, in a time that says nothing about how far it agrees."""
    return hmac.compare_digest(hmac.digest(secret, body, claimed.algorithm), claimed.digest)
