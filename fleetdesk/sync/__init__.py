"""The union of journals, over HTTP."""
