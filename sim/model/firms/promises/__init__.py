"""Promises to customers: deliveries, guarantees and claims, and the trust that customers keep from them."""
