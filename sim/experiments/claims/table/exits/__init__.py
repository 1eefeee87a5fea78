"""Claims about why customers leave and what a firm can do about it."""
