"""The classroom: one process owns the game, and seats play from browsers and notebooks of their own."""

from __future__ import annotations

from sim.classroom.remote_seat import RemoteSeat, seat

__all__ = ("RemoteSeat", "seat")
