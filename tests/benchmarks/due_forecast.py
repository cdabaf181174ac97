"""Ninety simulated days of visits: services that come late with and without the forecast, and how its intervals held.

    python tests/benchmarks/due_forecast.py

The world is `tests/domain/forecast_world.py`, the rules are `tests/domain/backtest.py`. While the forecast was written,
seeds 1 to 4 were looked at; the figures are of others. `ours` is the share of services that come late when a visit
also does what may fall due before the next one; `limit` is what must not be passed; `peers` are the plain due list,
its warning band, what is more likely due than not, and fixed shares of the interval (the fairest peer, since one of
them could be chosen in hindsight). Each says what it costs: services done, and how much of the interval they gave away.
Prints one JSON object; `ratio` is ours over the plain due list.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from fleetdesk.domain.forecast import COVERAGE_PERCENT
from tests.domain.backtest import RULES, Backtest, Rule, run

SEEDS = range(101, 107)
HISTORY_DAYS = (45, 45, 45, 8, 8, 8)
"""Half of the machines are new when the ninety days begin: read once or twice."""
MACHINES = 25
OURS, PLAIN = "possibly due", "plain due list"
LIMIT, COVERAGE_BOUNDS = 0.05, (0.75, 0.90)


def from_percent(least: int) -> Rule:
    """Whatever is used up so far is done."""
    return lambda forecast, percent, next_visit: percent >= least


def main() -> int:
    rules: dict[str, Rule] = {**RULES, **{f"from {share} % on": from_percent(share) for share in (45, 50, 60, 70)}}
    whole = Backtest.of(rules)
    for seed, history_days in zip(SEEDS, HISTORY_DAYS, strict=True):
        run(seed, MACHINES, whole, rules, history_days)
    figures = {name: outcome.figures() for name, outcome in whole.outcomes.items()}
    ours, plain = whole.outcomes[OURS].late_share, whole.outcomes[PLAIN].late_share
    result = {
        "name": "due_forecast",
        "ours": round(ours, 3),
        "limit": LIMIT,
        "peers": {name: each["late_share"] for name, each in figures.items() if name != OURS},
        "ratio": round(ours / plain, 3),
        "unit": "share of services that come late",
        "rules": figures,
        "interval": {"stated": COVERAGE_PERCENT / 100, **whole.held.figures()},
        "coverage_by_readings": {name: held.figures() for name, held in sorted(whole.held_by_readings.items())},
        "simulated": f"{len(SEEDS)} seeds x {MACHINES} machines of 3 kinds x 90 days",
    }
    print(json.dumps(result))
    low, high = COVERAGE_BOUNDS
    return 0 if ours <= LIMIT and low <= whole.held.coverage <= high else 1


if __name__ == "__main__":
    sys.exit(main())
