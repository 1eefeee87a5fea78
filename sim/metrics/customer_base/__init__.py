"""Metrics of a customer base: profiles, records, scorecard, word of mouth."""
