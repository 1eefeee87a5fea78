"""Lengths of time, in weeks."""

from __future__ import annotations

WEEKS_A_YEAR = 52.0
"""A business year of four quarters of 13 weeks."""
WEEKS_A_QUARTER = 13.0
WEEKS_A_MONTH = WEEKS_A_QUARTER / 3
"""Three months make a quarter."""
