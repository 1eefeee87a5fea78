"""Output that cannot end a command: whatever the terminal's letters, and wherever the output goes.

A sign that the encoding does not have (GBK, cp1252, ASCII) is replaced by plain ones. Where a pipe was closed by its
reader, or a disk is full, what is left to print is dropped and the command goes on to its end.
"""

from __future__ import annotations

import codecs
import io
import os
import re
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager

from sim.language.messages import _
from sim.language.system_errors import system_reason

REPLACING = "guanxi-plain-signs"
"""Name of the error handler, for ``errors=`` of a stream."""
PLAIN_SIGNS = {
    "−": "-", "–": "-", "—": "-", "‑": "-", "·": "-", "•": "*", "×": "x", "÷": "/", "⁄": "/", "±": "+/-", "≈": "~",
    "≤": "<=", "≥": ">=", "≠": "!=", "→": "->", "←": "<-", "…": "...", "“": '"', "”": '"', "„": '"', "‘": "'",
    "’": "'", "\N{NO-BREAK SPACE}": " ", "\N{NARROW NO-BREAK SPACE}": " ", "\N{THIN SPACE}": " ", "√": "sqrt",
    "∞": "inf", "²": "^2", "³": "^3", "⁻": "^-", "€": "EUR", "£": "GBP", "¥": "CNY",
}  # fmt: skip
"""What is written for a sign that the encoding of the output does not have."""


def plain_sign(sign: str) -> str:
    """A sign in ASCII: letters without their accents, Greek letters by name, ``?`` for what has no likeness.

    >>> [plain_sign(sign) for sign in "−é½Σ关"]
    ['-', 'e', '1/2', 'sigma', '?']
    """
    if sign in PLAIN_SIGNS:
        return PLAIN_SIGNS[sign]
    if letter := _LETTER.match(unicodedata.name(sign, "")):
        script, size, name = letter.groups()
        small = script == "GREEK" or size == "SMALL"
        return (name.lower() if small else name).replace("lamda", "lambda")
    parts = [PLAIN_SIGNS.get(part, part) for part in unicodedata.normalize("NFKD", sign)]
    return "".join(part for part in parts if part.isascii()) or "?"


def _replaced(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(plain_sign, error.object[error.start : error.end])), error.end


_LETTER = re.compile(r"(GREEK|LATIN) (CAPITAL|SMALL) LETTER ([A-Z]+)(?: WITH .*)?$")


codecs.register_error(REPLACING, _replaced)


class SteadyStream(io.TextIOWrapper):
    """A text stream that is written to as far as possible, and never raises for what cannot be written."""

    fault: OSError | None = None
    """Why output was dropped; None where nothing was."""

    def write(self, text: str) -> int:
        """Write, or drop the text where nothing more can be written."""
        try:
            return super().write(text)
        except OSError as error:
            self._drop(error)
            return len(text)

    def flush(self) -> None:
        """Hand on what was written, or drop it."""
        try:
            super().flush()
        except OSError as error:
            self._drop(error)

    def _drop(self, error: OSError) -> None:
        """Send what is held back, and all that follows, nowhere."""
        self.fault = self.fault or error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, self.fileno())
        finally:
            os.close(nowhere)


@contextmanager
def steady_output() -> Iterator[None]:
    """Make standard output and the error channel steady for good, and end with status 1 where output was lost.

    A reader that closes its end of a pipe (``guanxi list | head``) has seen enough: nothing is lost.
    """
    streams = {name: _steady(getattr(sys, name)) for name in ("stdout", "stderr")}
    for name, stream in streams.items():
        if getattr(sys, f"__{name}__") is getattr(sys, name):
            setattr(sys, f"__{name}__", stream)  # the one that was there is no longer connected
        setattr(sys, name, stream)
    status: SystemExit | None = None
    try:
        yield
    except SystemExit as error:
        status = error
    output = streams["stdout"]
    if isinstance(output, SteadyStream):
        output.flush()
        if output.fault is not None and not isinstance(output.fault, BrokenPipeError):
            why = system_reason(output.fault)
            said = _("Not all that was printed could be written ({reason}); direct it to another place.")
            print(said.format(reason=why), file=sys.stderr)
            raise SystemExit(status.code if status is not None and status.code else 1)
    if status is not None:
        raise status


def _steady(stream: object) -> object:
    """The stream made steady; one that is no file of this process, as in a notebook, keeps its ways."""
    if type(stream) is not io.TextIOWrapper:
        return stream
    stream.flush()
    encoding, by_line, at_once = stream.encoding, stream.line_buffering, stream.write_through
    return SteadyStream(
        stream.detach(), encoding=encoding, errors=REPLACING, line_buffering=by_line, write_through=at_once
    )
