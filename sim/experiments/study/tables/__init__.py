"""What a firm has on file, one table per file: adding a table is adding a file."""
