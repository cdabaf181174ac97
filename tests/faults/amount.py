"""How much the fault tests do: enough for every run of CI, more on demand with FLEETDESK_LONG=1."""

import os

LONG = os.environ.get("FLEETDESK_LONG") == "1"
KILLS = 100 if LONG else 30
CUTS = 10_000 if LONG else 2_000
SEED = int(os.environ.get("FLEETDESK_SEED", "20260214"))
"""The same faults every time, so that a failure can be run again; another number gives other ones."""
CI = os.environ.get("FLEETDESK_CI") == "1"
