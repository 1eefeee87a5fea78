"""What reading a transaction log found and did: counts, and sentences for a person."""

from __future__ import annotations

from dataclasses import dataclass


class DoubtfulLogWarning(UserWarning):
    """A transaction log was read, but something in it may not mean what it seems to mean."""


@dataclass(frozen=True, kw_only=True)
class ReadingReport:
    """What was read, merged, netted and dropped on the way from rows to purchases."""

    rows: int
    """Rows with content below the headings."""
    purchases: int
    customers: int
    merged: int = 0
    """Rows that became one with another row of the same customer and instant, day or week."""
    netted: int = 0
    """Returns that were taken off purchases."""
    cancelled: int = 0
    """Purchases that no longer count, as nothing was left of them after returns."""
    dropped: int = 0
    """Rows left out by mends that were asked for."""
    blank: int = 0
    """Rows without content, which were passed over."""
    trimmed: int = 0
    """Rows whose customer_id had blanks around it, which were taken away."""
    notes: tuple[str, ...] = ()
    """How the source was understood: text encoding, headings, clock, decimal mark."""
    warnings: tuple[str, ...] = ()
    """What may not mean what it seems to mean."""

    @property
    def sentences(self) -> tuple[str, ...]:
        """The report in sentences: the counts, then the notes, then the warnings."""
        said = [f"{many(self.rows, 'row')} read: {many(self.purchases, 'purchase')} of {self.customers:,} customers"]
        told = (
            (self.merged, "merged with another row of the same customer and time"),
            (self.dropped, "left out as asked"),
            (self.blank, "without content passed over"),
            (self.trimmed, "had blanks around the customer_id, which were taken away"),
        )
        said += [f"{many(count, 'row')} {what}" for count, what in told if count]
        if self.netted:
            said.append(f"{many(self.netted, 'return')} taken off the same customer's purchases")
        if self.cancelled:
            said.append(f"{many(self.cancelled, 'purchase')} not counted, as all of it was returned")
        return (*said, *self.notes, *(f"Warning: {one}" for one in self.warnings))

    def __str__(self) -> str:
        """One line per sentence."""
        return "\n".join(self.sentences)


def many(count: int, what: str) -> str:
    """A count with its noun.

    >>> many(1, "row"), many(2000, "row")
    ('1 row', '2,000 rows')
    """
    return f"{count:,} {what}{'s' * (count != 1)}"
