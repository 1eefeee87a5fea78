"""Metrics of value: profit, ledger, lifetime value, acquisition cost."""
