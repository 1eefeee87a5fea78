"""What several metrics use: intervals, windows, survival curves, counts of purchases."""
