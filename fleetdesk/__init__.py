"""Fleetdesk keeps a chain's connected equipment working: plug in, inspect, fix, sign, sync."""

__version__ = "0.1.0"
