"""Decisions, predictions and statements of players, and their checks."""
