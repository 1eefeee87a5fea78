"""Charts of programmes and imitation."""
