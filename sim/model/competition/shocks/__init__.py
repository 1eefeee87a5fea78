"""Processes of shocks, one kind per file; their settings stand in :mod:`sim.scenario.market.shocks`."""
