"""Claims about buying and what customers are worth."""
