"""The chain of digests of a game file: each row's digest is taken over the digest before it and the row's content.

A row that is changed, left out or put between others no longer fits its digest. The chain finds damage and edits by
hand. It is no signature: a program that writes all digests anew after an edit is not found out.

Source: the linked time stamps of Haber & Stornetta (1991), How to time-stamp a digital document, Journal of Cryptology
3(2), 99-111; the digest is SHA-256.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

START = ""
"""What stands before the first digest."""


def digest(before: str, row: Sequence[object]) -> str:
    """The digest of a row, given the one before it: 64 hexadecimal digits.

    A cell that a sound file cannot hold, such as bytes, enters as Python writes it.

    >>> digest(START, [1, "joined"])[:8], digest(digest(START, [0]), [1, "joined"])[:8]
    ('ecb438cd', '684caadc')
    """
    return hashlib.sha256(f"{before}\n{json.dumps(list(row), default=repr)}".encode()).hexdigest()
