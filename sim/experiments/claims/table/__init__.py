"""The table of claims, one module for each market or subject."""
