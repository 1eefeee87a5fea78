"""Metrics of accounts: steps of the relationship, trust, visits, turnover of managers."""
