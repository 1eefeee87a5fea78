"""Account management: relationship managers, their accounts, visits, doors and what is left when one goes."""
