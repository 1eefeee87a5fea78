"""Key accounts: customers steered by a person or a bot."""
