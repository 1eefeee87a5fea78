"""Which language a person reads, and every message in it: gettext catalogues, numbers and dates by Babel."""
