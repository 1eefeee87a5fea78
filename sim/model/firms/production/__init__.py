"""Production lines, made to order or to stock, and their machines."""
