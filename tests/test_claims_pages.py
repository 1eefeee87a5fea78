"""The pages of claims are those that their scripts write from the table, with the figures that were kept."""

from __future__ import annotations

import re

import docs.claim_robustness as robustness
import docs.claims_page as page
from docs.page_parts import page_of, written
from sim.experiments.claims.claim import Claim
from sim.experiments.claims.claims import claims


def test_figures_that_were_kept_are_those_of_the_table() -> None:
    """Every claim of the table was run; the page shows its figures."""
    known = page.kept()
    rows = {name: claim for name, claim in claims().items() if isinstance(claim, Claim)}
    assert set(known) == set(rows)
    for name, kept in known.items():
        assert [one["what"] for one in kept["figures"]] == [figure.what for figure in rows[name].figures], name
        assert kept["outcome"] == rows[name].outcome, name
    assert page.NOT_RUN not in written("claims", "table")


def test_the_page_of_claims_is_written_from_the_table() -> None:
    assert written("claims", "table").splitlines() == page.table(page.kept())


def test_the_lines_of_the_course_are_written_from_the_table() -> None:
    text = page_of("course").read_text(encoding="utf-8")
    assert page.course_page(text, page.kept()) == text
    assert len(re.findall(r"^\* Claims: ", text, re.MULTILINE)) > 30


def test_a_line_that_is_out_of_date_is_written_anew() -> None:
    text = "**A16 Channels.**\n* Claims: `old` (comes out)\n* Comes out: yes.\n"
    assert "`channels_together_win_more` (comes out)" in page.course_page(text, page.kept())
    assert "`channels_together_win_more` (not run yet)" in page.course_page(text, {})
    assert "`old`" not in page.course_page(text, {})


def test_the_part_on_robustness_is_written_from_what_was_kept() -> None:
    assert written("claims", "robustness").splitlines() == robustness.lines(robustness.kept())
    assert {str(row["claim"]) for row in robustness.kept()} <= set(robustness.CLAIMS)
    assert robustness.PICTURE.is_file() == bool(robustness.kept())
