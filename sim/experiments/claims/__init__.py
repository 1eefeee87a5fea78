"""Claims of the course and the literature in one table: each can be run and judged by itself."""
