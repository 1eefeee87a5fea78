"""A strategy that works out what pays: beliefs, evidence, values of options, review, price."""
