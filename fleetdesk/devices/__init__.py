"""The only hardware: ports, protocols, sessions. A driver returns a Snapshot and saves nothing."""
