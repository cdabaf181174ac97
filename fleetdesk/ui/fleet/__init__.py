"""The Fleet page: where is everything."""
