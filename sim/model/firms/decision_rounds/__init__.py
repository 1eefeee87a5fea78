"""Decision rounds: what a firm knows at a round, and how its decision is carried out."""
