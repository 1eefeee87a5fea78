"""Strategies of key accounts, one per file."""
