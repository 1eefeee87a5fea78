"""The decision log of a game: one append-only file with chained digests."""
