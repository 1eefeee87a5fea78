"""Charts of retention and stages."""
