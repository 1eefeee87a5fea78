"""What strategies are judged by: one measure per file, each one figure of one firm in one run."""
