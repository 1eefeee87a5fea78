"""Commands that run markets: once, in comparison, against a log or a claim."""
