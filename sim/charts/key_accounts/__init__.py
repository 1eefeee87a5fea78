"""Charts of accounts."""
