"""Charts of profit and customer value."""
