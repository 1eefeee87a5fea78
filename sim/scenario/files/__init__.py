"""Scenario files: loading, source positions, validation and its messages, JSON schema."""
