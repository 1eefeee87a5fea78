"""Questions in the formats that learning platforms import."""
