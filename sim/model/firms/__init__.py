"""What firms do: processes of the firm side, found by scanning this folder."""
