"""Hard tests: thousands of hostile inputs, run by ``make torture``; each module prints its figures."""
