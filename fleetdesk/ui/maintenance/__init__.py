"""The Maintenance page: what is due before my next visit."""
