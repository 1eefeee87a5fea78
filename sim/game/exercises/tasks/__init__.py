"""The kinds of scored exercise that a file may declare, one a file."""
