"""Claims about a firm's departments and strategy."""
