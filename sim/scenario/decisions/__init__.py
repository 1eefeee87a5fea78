"""Decisions of firms and key accounts: levers, views and how a decision is applied."""
