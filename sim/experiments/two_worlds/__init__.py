"""Two worlds, one customer: what became of each customer under either of two strategies."""
