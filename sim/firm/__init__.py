"""What firms do: one firm-side process per file, found by scanning this folder."""
