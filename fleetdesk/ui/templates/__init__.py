"""The Templates page: what inspections ask, edited with a preview and published as a new version."""
