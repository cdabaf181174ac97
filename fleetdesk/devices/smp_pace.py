"""Safe mode: some servers lose what comes in a burst of more than two lines, so these get one line at a time.

A long request that is not answered is the sign. From then on lines are spaced, further apart with each such loss. When
that has worked for a while a burst is tried once more, because any line may lose a frame once; a second loss is proof,
and the mode stays. Nothing here sends or waits: the transport does.
"""

from dataclasses import dataclass

BURST_LINES = 2
"""What every server takes at once."""
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.02, 0.16
"""A whole line takes 11 ms at 115200 baud; the rest is for the server to empty its buffer."""
TRY_AGAIN_AFTER = 8


@dataclass(slots=True)
class Pace:
    """`pause_s` is the space to leave after each line of a long request: 0 as long as bursts are trusted."""

    pause_s: float = 0.0
    losses: int = 0
    _good: int = 0

    @property
    def is_safe_mode(self) -> bool:
        return self.pause_s > 0

    def answered(self, lines: int) -> None:
        """A request of so many lines was answered."""
        if lines <= BURST_LINES or not self.is_safe_mode or self.losses > 1:
            return
        self._good += 1
        if self._good >= TRY_AGAIN_AFTER:
            self.pause_s, self._good = 0.0, 0

    def unanswered(self, lines: int) -> None:
        """A request of so many lines was not: short ones say nothing about bursts."""
        if lines <= BURST_LINES:
            return
        self.losses += 1
        self._good = 0
        self.pause_s = min(LONGEST_PAUSE_S, max(FIRST_PAUSE_S, 2 * self.pause_s))
