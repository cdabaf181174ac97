"""The Spares page: what runs out, where it lies, from whom it comes."""
