"""Experiments: strategies compared under the same luck, the best chosen, and where the runs are made."""
