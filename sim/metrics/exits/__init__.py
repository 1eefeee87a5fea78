"""Metrics of exits: causes, interviews, what they cost, exit management."""
