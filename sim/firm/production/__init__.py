"""Production: a line that makes goods to order or to stock, its machines, and what customers wish of it."""
