"""The file of a game: its layout, the chain of digests over its rows, how it is checked, read, copied and recovered."""
