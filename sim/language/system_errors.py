"""What the operating system says of a file that it refuses, in the language in use."""

from __future__ import annotations

import errno

from sim.language.choice import ENGLISH, current_language
from sim.language.messages import mark, translate

REASONS = {
    errno.ENOENT: mark("no such file or folder"),
    errno.ENOTDIR: mark("a part of the path is not a folder"),
    errno.EISDIR: mark("it is a folder"),
    errno.EEXIST: mark("it is there already"),
    errno.EACCES: mark("you may not do this with it"),
    errno.EPERM: mark("the system does not allow it"),
    errno.EROFS: mark("the disk can only be read"),
    errno.ENOSPC: mark("the disk is full"),
    errno.EIO: mark("the disk or device reports an error"),
    errno.EBUSY: mark("it is in use"),
    errno.ENAMETOOLONG: mark("the name is too long"),
    errno.ELOOP: mark("the links in its path lead back to themselves"),
    errno.EMFILE: mark("too many files are open"),
}
"""Reasons that people meet; in English the words of the system itself are shown."""


def system_reason(error: OSError) -> str:
    """Why the system refused, in the language in use; its own words in English, and where a reason is not known.

    >>> system_reason(OSError(errno.ENOSPC, "No space left on device"))
    'No space left on device'
    """
    said = error.strerror or str(error)
    known = REASONS.get(error.errno or 0)
    # a sentence of our own, in whatever language, is kept: only the words of the system are plain ASCII and begin large
    of_the_system = said[:1].isupper() and said.isascii()
    return translate(known) if known and of_the_system and current_language() != ENGLISH else said
