"""Designs of experiments: which settings to run, what an outcome depends on, and where which strategy is best."""
