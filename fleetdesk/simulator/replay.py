"""A recorded session as a device: what was asked then is answered as it was then, after as long as it took then.

Answers are taken in the recorded order, so that a second reading of a counter gets the second recorded answer; a
request out of order gets the next recorded answer to it, one that was never recorded gets none. Bytes are sent as
they were, damage included; only the sequence number of an SMP reply follows a request that carries another one.
Of an exchange that was redacted the length is known and nothing else: a Modbus read is answered with its block id and
zeros, as an empty configuration would be, an SMP write is acknowledged, so that a session runs on.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from smp.packet import encode

from fleetdesk.domain.pack import Pack
from fleetdesk.simulator.modbus_frames import READ_HOLDING, READ_INPUT, RequestFrames, crc16
from fleetdesk.simulator.smp_wire import Deframer, frame_reply, parse
from fleetdesk.transcript import Transcript

LONGEST_WAIT_MS = 10_000
LARGEST_MESSAGE = 64 * 1024
SEQUENCE_AT = 6
"""Where an SMP message carries its sequence number."""


@dataclass(frozen=True, slots=True)
class Reply:
    """`redacted` bytes came that were not kept; else `data`. `wait_ms` after what went before it."""

    wait_ms: int
    data: bytes
    redacted: int = 0


@dataclass(slots=True)
class Exchange:
    """A request by its key, empty for one that was redacted, and all that came before the next request."""

    key: bytes
    sequence: int = 0
    redacted: int = 0
    replies: list[Reply] = field(default_factory=list[Reply])


@dataclass(frozen=True, slots=True)
class Asked:
    """A request of a client: its key, and the bytes of it that are needed to answer."""

    key: bytes
    frame: bytes
    sequence: int = 0


class SmpRequests:
    """Requests in a stream of SMP console frames. The key leaves out the sequence number."""

    def __init__(self) -> None:
        self._deframer = Deframer(LARGEST_MESSAGE)

    def feed(self, data: bytes) -> Iterator[Asked]:
        for message in self._deframer.messages(data):
            request = parse(message)
            if request is not None:
                yield Asked(_numbered(message, 0), message, request.sequence)


def _numbered(message: bytes, sequence: int) -> bytes:
    return message[:SEQUENCE_AT] + bytes((sequence,)) + message[SEQUENCE_AT + 1 :]


class ModbusRequests:
    """Requests in a stream of Modbus RTU frames."""

    def __init__(self, frames: RequestFrames | None = None) -> None:
        self._frames = frames or RequestFrames()

    def feed(self, data: bytes) -> Iterator[Asked]:
        for frame in self._frames.feed(data):
            yield Asked(frame, frame)


class Replay:
    """One recorded device; what a device process needs of a server. `pack` is the device's, where it is installed."""

    def __init__(self, transcript: Transcript, pack: Pack | None) -> None:
        self._smp = transcript.header.protocol == "smp"
        self._pack = pack
        self._exchanges = exchanges(transcript)
        self._next = 0
        self._heard = SmpRequests() if self._smp else ModbusRequests()
        self._wait_ms = 0

    @property
    def wait_ms(self) -> int:
        """How long after what went before it the reply comes that `feed` gave last."""
        return self._wait_ms

    def feed(self, data: bytes) -> Iterator[bytes]:
        for asked in self._heard.feed(data):
            found = self._find(asked)
            if found is not None:
                yield from self._answers(found, asked)

    def keep(self) -> None:
        """A recording keeps nothing."""

    def _find(self, asked: Asked) -> Exchange | None:
        """The next recorded exchange that this request fits, from where the session is; then from the beginning."""
        count = len(self._exchanges)
        for step in range(count):
            at = (self._next + step) % count
            exchange = self._exchanges[at]
            fits = self._fits_redacted(exchange, asked) if exchange.redacted else exchange.key == asked.key
            if fits:
                self._next = at + 1
                return exchange
        return None

    def _fits_redacted(self, exchange: Exchange, asked: Asked) -> bool:
        """A request and an answer of the recorded lengths."""
        answer = self._made_up(asked)
        wanted = sum(reply.redacted for reply in exchange.replies)
        length = len(b"".join(encode(asked.frame, 127))) if self._smp else len(asked.frame) + 2
        return exchange.redacted == length and len(answer) == wanted > 0

    def _answers(self, exchange: Exchange, asked: Asked) -> Iterator[bytes]:
        if exchange.redacted:
            self._wait_ms = exchange.replies[0].wait_ms
            yield self._made_up(asked)
        elif asked.sequence != exchange.sequence:
            yield from self._in_sequence(exchange, asked.sequence)
        else:
            for reply in exchange.replies:
                self._wait_ms = reply.wait_ms
                yield reply.data

    def _in_sequence(self, exchange: Exchange, sequence: int) -> Iterator[bytes]:
        """The recorded answer to this request, under the number that the client gave it now."""
        self._wait_ms = sum(reply.wait_ms for reply in exchange.replies)
        deframer = Deframer(LARGEST_MESSAGE)
        for message in deframer.messages(b"".join(reply.data for reply in exchange.replies)):
            if message[SEQUENCE_AT] == exchange.sequence:
                yield b"".join(encode(_numbered(message, sequence), 127))

    def _made_up(self, asked: Asked) -> bytes:
        """The answer to a request that was redacted; empty where none can be made."""
        if not self._smp:
            return self._empty_block(asked.frame)
        request = parse(asked.frame)
        return frame_reply(request, request.version, {}) if request is not None and request.write else b""

    def _empty_block(self, frame: bytes) -> bytes:
        """The answer to a read of a whole block with its id and zeros; empty for anything else."""
        if self._pack is None or len(frame) != 6 or frame[1] not in (READ_HOLDING, READ_INPUT):
            return b""
        space = "holding" if frame[1] == READ_HOLDING else "input"
        address, count = int.from_bytes(frame[2:4], "big"), int.from_bytes(frame[4:6], "big")
        block = next((b for b in self._pack.blocks if (b.space, b.address, b.length) == (space, address, count)), None)
        if block is None or block.id is None:
            return b""
        body = frame[:2] + bytes((2 * count,)) + block.id.to_bytes(2, "big") + bytes(2 * count - 2)
        return body + crc16(body)


def exchanges(transcript: Transcript) -> Sequence[Exchange]:
    """The requests of a transcript, each with all that came back before the next one."""
    if transcript.header.protocol == "smp":
        requests: SmpRequests | ModbusRequests = SmpRequests()
    else:
        requests = ModbusRequests(RequestFrames(lambda: 0.0))
    found: list[Exchange] = []
    before_us = 0
    for frame in transcript.frames:
        if frame.direction == "out" and frame.redacted:
            found.append(Exchange(b"", redacted=frame.redacted))
        elif frame.direction == "out":
            found += (Exchange(asked.key, asked.sequence) for asked in requests.feed(frame.data))
        elif found and not frame.skipped:
            wait_ms = min((frame.at_us - before_us) // 1000, LONGEST_WAIT_MS)
            found[-1].replies.append(Reply(wait_ms, frame.data, frame.redacted))
        before_us = frame.at_us
    return found
