"""Claims about rivals: imitation, price wars, new technology."""
