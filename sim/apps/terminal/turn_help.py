"""What can be typed in a turn, in the words of whoever sits there: a firm's people or a key account."""

from __future__ import annotations

from collections.abc import Sequence

from sim.game.forms.field import Field

FIRM = """\
strategy         say by what your firm lives; decisions at odds with it bring a remark
believe          say why customers left in the last round
visit            write up a visit to a key account, by the three questions
"""


def whole(fields: Sequence[Field]) -> str:
    """The help of a turn with these fields; a key account is not offered what only firms do."""
    account = any(field.lever == "wallet" for field in fields)
    short = "price" if "price" in (field.label for field in fields) else "1"
    value = "0.5" if account else "0.95" if short == "price" else "VALUE"
    return f"""\
Enter            decide; what you leave alone stays as it stands
{f"{short} {value}":16} move a lever, by its number or name (or {short!r} alone, to be asked for the value)
{f"? {short}":16} what a lever is, what it may be and what it costs
undo             take back what you filled in last; with nothing filled in, the last decision of this round
expect           say what you expect once more
{"" if account else FIRM}\
reason WORDS     why you decide as you do; it is kept with the decision
levers, look     see the levers, or everything, once more
rewind N         play round N again; what was played stays as a line of its own
quit             leave; the file keeps all that was decided"""


def while_asked() -> str:
    """What is heard at a question beside an answer to it."""
    return "Enter leaves it as it stands; look, undo, ? and quit are heard here too."
