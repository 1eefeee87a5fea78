"""Service and staff: service desk, cost to serve, budget link, internal marketing, win-back."""
