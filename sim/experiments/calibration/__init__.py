"""From a shop's record of purchases to a market that buys like it: read, checked, fitted, and judged on later weeks."""
