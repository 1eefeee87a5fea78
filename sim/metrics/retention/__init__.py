"""Metrics of retention: churn, survival, lifetime, stages of relationships."""
