"""Relationship managers, their accounts, visits, and what is left when a manager leaves."""
