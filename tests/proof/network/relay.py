"""A wire that is cut: between whoever sends and the hub, at a byte that chance names, in either direction. What was sent may
come twice, and later than what was sent after it.
"""

import random
import socket
import struct
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, field

_AT_ONCE = struct.pack("ii", 1, 0)
"""SO_LINGER: closed without a word, as a wire that is cut."""
LONGEST = 2_000
"""Bytes within which it is cut: a request and its answer are about so long."""


@dataclass(frozen=True)
class Fate:
    """What becomes of one connection: after how many bytes from the sender, or from the hub, it is cut; None for never.
    `twice`: so many seconds later everything that was sent comes to the hub once more, from nobody.
    """

    from_sender: int | None = None
    from_hub: int | None = None
    twice: float | None = None

    @property
    def cuts(self) -> bool:
        return self.from_sender is not None or self.from_hub is not None


def fate(chance: random.Random) -> Fate:
    """One in four goes through whole; of the others half are cut on the way there, half on the way back; one in six comes
    twice.
    """
    twice = chance.random() * 0.05 if chance.random() < 1 / 6 else None
    drawn = chance.random()
    if drawn < 0.25:
        return Fate(twice=twice)
    if drawn < 0.625:
        return Fate(from_sender=chance.randrange(LONGEST), twice=twice)
    return Fate(from_hub=chance.randrange(LONGEST), twice=twice)


@dataclass
class Relay:
    """Listens on an address of this machine; `cuts` counts connections that were cut while something was on its way."""

    to: tuple[str, int]
    chance: random.Random
    cuts: int = 0
    doubled: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __enter__(self) -> "Relay":
        self.door = socket.create_server(("127.0.0.1", 0))
        self.open = True
        self.late: list[threading.Thread] = []
        self.thread = threading.Thread(target=self._listen)
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.open = False
        with suppress(OSError):
            socket.create_connection(self.door.getsockname()).close()
        self.thread.join()
        self.door.close()
        for one in self.late:
            one.join()

    @property
    def port(self) -> int:
        return int(self.door.getsockname()[1])

    def _listen(self) -> None:
        while self.open:
            near, _ = self.door.accept()
            if not self.open:
                near.close()
                return
            with self.lock:
                its = fate(self.chance)
            thread = threading.Thread(target=self._carry, args=(near, its))
            thread.start()
            self.late.append(thread)

    def _carry(self, near: socket.socket, its: Fate) -> None:
        far = socket.create_connection(self.to)
        sent = bytearray()
        cut = threading.Event()
        there = threading.Thread(target=self._pump, args=(near, far, its.from_sender, cut, sent))
        there.start()
        self._pump(far, near, its.from_hub, cut, None)
        there.join()
        near.close()
        far.close()
        if cut.is_set():
            with self.lock:
                self.cuts += 1
        if its.twice is not None and sent:
            self._again(bytes(sent), its.twice)

    def _pump(
        self, source: socket.socket, to: socket.socket, most: int | None, cut: threading.Event, kept: bytearray | None
    ) -> None:
        carried = 0
        with suppress(OSError):
            while data := source.recv(4096):
                if most is not None and carried + len(data) >= most:
                    to.sendall(data[: most - carried])
                    cut.set()
                    break
                carried += len(data)
                if kept is not None:
                    kept += data
                to.sendall(data)
        for one in (source, to):
            if cut.is_set():
                with suppress(OSError):
                    one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _again(self, sent: bytes, later: float) -> None:
        time.sleep(later)
        with suppress(OSError), socket.create_connection(self.to, timeout=5) as far:
            far.sendall(sent)
            while far.recv(4096):
                pass
            with self.lock:
                self.doubled += 1
