"""Ways of steering a firm."""
