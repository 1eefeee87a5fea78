"""Charts of a firm's customer base."""
