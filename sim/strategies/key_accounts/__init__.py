"""Strategies of key accounts."""
