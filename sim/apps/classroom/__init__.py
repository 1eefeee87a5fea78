"""The class server: one process owns the game, and seats play from browsers and notebooks."""

from __future__ import annotations

from sim.apps.classroom.seats.remote_seat import RemoteSeat, seat

__all__ = ("RemoteSeat", "seat")
