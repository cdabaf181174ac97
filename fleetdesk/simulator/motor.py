"""A simple blender motor: when it runs, what it draws, and what that does to temperature and battery.

Everything is a pure function of the seconds since boot, so that a reading is exact whenever it is taken, nothing ticks
in between, and the same seed gives the same current.
"""

import math
import random
from dataclasses import dataclass

INRUSH_S = 0.08
"""Decay of the starting current, which is half as much again as the running one."""


@dataclass(frozen=True, slots=True)
class MotorAt:
    """`runs` counts the runs that have ended; `phase_s` is the time since the motor was switched on or off."""

    runs: int
    on_s: float
    running: bool
    phase_s: float


@dataclass(frozen=True, slots=True)
class Motor:
    """Pauses `pause_s`, runs `run_s`, and so on; an idle motor never starts."""

    idle: bool
    run_s: float
    pause_s: float
    run_ma: int
    seed: int

    def at(self, seconds: float) -> MotorAt:
        if self.idle or seconds < 0:
            return MotorAt(0, 0.0, running=False, phase_s=max(0.0, seconds))
        period = self.run_s + self.pause_s
        runs = math.floor(seconds / period)
        within = seconds - runs * period
        running = within >= self.pause_s
        phase_s = within - self.pause_s if running else within
        return MotorAt(runs, runs * self.run_s + (phase_s if running else 0.0), running, phase_s)

    def current_ma(self, seconds: float) -> int:
        now = self.at(seconds)
        if not now.running:
            return 0
        return self.run_current_ma(now.phase_s, round(seconds * 1000))

    def run_current_ma(self, phase_s: float, noise_at: int) -> int:
        """The draw `phase_s` into a run: inrush, then a load that falls as the ice is crushed, ripple and noise."""
        inrush = 0.5 * math.exp(-phase_s / INRUSH_S)
        load = 0.8 + 0.2 * math.exp(-3 * phase_s / self.run_s)
        ripple = 0.03 * math.sin(2 * math.pi * 2.3 * phase_s)
        noise = random.Random(self.seed * 1_000_003 + noise_at).gauss(0.0, 0.015)
        return max(0, round(self.run_ma * (inrush + load + ripple + noise)))

    def warming_dk(self, seconds: float) -> int:
        """Tenths of a kelvin over the start: at most 18 K, reached over minutes of running."""
        return round(180 * (1 - math.exp(-self.at(seconds).on_s / 240)))

    def sag_mv(self, seconds: float) -> int:
        """How far the battery is below its start: under load at once, and a little with every second of running."""
        now = self.at(seconds)
        return round(now.on_s * 0.05) + (140 if now.running else 0)

    def fading_db(self, seconds: float) -> int:
        """The signal wanders by up to 3 dB each way, once a second; an idle unit lies still."""
        if self.idle:
            return 0
        return random.Random(self.seed * 7_919 + int(seconds)).randint(-3, 3)
