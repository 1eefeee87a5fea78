"""Charts of experiments."""
