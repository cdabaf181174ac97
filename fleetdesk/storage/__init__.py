"""The only SQL of the desktop: journal, projections, drafts, blobs."""
