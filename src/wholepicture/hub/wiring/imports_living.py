"""The life of the process that carries imports out: two threads, one that reads and one that takes, and what stops them."""

from collections.abc import Callable
from threading import Event, Thread

import psycopg
from django.conf import settings

from wholepicture.cli.clock import salt
from wholepicture.hub import clock
from wholepicture.hub.storage.connections import connect
from wholepicture.hub.wiring.imports_work import ImportWork, Say
from wholepicture.hub.wiring.journey_understanding import means_of

AGAIN = 2.0
"""Seconds before it tries again where the server went away."""


def live(url: str, stopping: Event, *, say: Say) -> None:
    """Carry imports out until told to stop. `url` is the database's, as wp_journey."""
    work = ImportWork(
        lambda: connect(url, "imports"),
        means_of(settings.RECORD_KEY),
        clock=clock.now,
        salts=salt,
        two_above=settings.IMPORT_TWO_ABOVE,
        say=say,
    )
    failed: list[BaseException] = []

    def keep_on(act: Callable[[Event], None]) -> None:
        try:
            while not stopping.is_set():
                try:
                    act(stopping)
                except psycopg.OperationalError:
                    say("The database is not there; trying again.")
                    stopping.wait(AGAIN)
        except BaseException as problem:
            failed.append(problem)
            stopping.set()  # half a process is none: whoever supervises it starts it anew
            raise

    threads = [Thread(target=keep_on, args=(act,), name=act.__name__) for act in (work.read, work.take)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
