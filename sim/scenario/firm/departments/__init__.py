"""Settings of departments, one kind per file; what they do stands in ``sim/model/firms``."""
