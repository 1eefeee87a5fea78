"""Metrics of purchases: share, sales, orders, frequency, waits."""
