"""Ties between a firm's people and customers, favours, and what goes with a person who leaves."""
