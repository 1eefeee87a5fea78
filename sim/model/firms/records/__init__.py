"""Customer records and the customer database of a firm."""
