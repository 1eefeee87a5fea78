"""The command line ``guanxi``."""
