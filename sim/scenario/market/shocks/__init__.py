"""Settings of shocks, one kind per file; what they do stands in ``sim/model/competition/shocks.py``."""
