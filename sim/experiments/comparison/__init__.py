"""Strategies compared under common random numbers."""
