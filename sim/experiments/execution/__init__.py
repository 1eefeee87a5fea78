"""Where runs are made and stored: job runner, cluster, store of runs."""
