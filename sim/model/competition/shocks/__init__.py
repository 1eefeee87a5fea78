"""Shocks, one kind per file: what can happen to a market on a timetable."""
