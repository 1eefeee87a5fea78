"""The state of the market as columns: customers, their relationships with firms, what firms publish."""
