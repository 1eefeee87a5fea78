"""One seat: what its page shows, drafts, devices, and a seat that is played over the network."""
