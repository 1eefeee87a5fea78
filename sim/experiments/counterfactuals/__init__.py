"""One market under two strategies, customer by customer."""
