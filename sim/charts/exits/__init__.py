"""Charts of exits and their causes."""
