"""Channel partners: dealers who share accounts with the firm for a commission."""
