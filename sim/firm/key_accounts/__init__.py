"""Key accounts: customers who are steered, by a person or a bot, one idea per file."""
