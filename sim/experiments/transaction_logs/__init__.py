"""Transaction logs as shops keep them: reading, checking, repairing."""
