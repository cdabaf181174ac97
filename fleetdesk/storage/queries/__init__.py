"""Questions to the projections, one file per screen or command. Read only."""
