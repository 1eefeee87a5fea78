"""Scripts that make the figures, tables and pictures of the documentation."""
