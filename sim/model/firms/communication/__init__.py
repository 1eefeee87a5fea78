"""Communication with customers: five channels, contact by degree of relationship, word of mouth."""
