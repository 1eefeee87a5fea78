"""Charts of purchases."""
