"""Synthetic data to be studied: what a firm would have on file, and apart from it, sealed, what was true."""
