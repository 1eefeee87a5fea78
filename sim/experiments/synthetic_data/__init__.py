"""Synthetic data as a firm would hold them, with the truth kept apart."""
