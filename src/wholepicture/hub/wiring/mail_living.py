"""The life of the process that mails people that a notice waits for them. Nothing depends on it."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event

import psycopg

from wholepicture.hub import clock
from wholepicture.hub.storage.connections import Connection, connect, only_one
from wholepicture.hub.storage.mails import give_up, note_mailed, take_mail
from wholepicture.hub.wiring.mail_ways import ByAccount, Way

MAILING = 7023022
LOOKING = 5.0
"""Seconds between two looks for notices."""
AGAIN = 2.0
"""Seconds before it tries again where the database went away."""
PAUSES = (timedelta(minutes=1), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(minutes=10))
"""Until the next try after the first, the second...; after the last, until it counts as failed where nobody said so."""
FRESH = timedelta(days=2)
"""Older notices are not mailed: whoever switches mail on is not mailed everything from before."""

Say = Callable[[str], None]


def live(url: str, stopping: Event, *, say: Say, looking: float = LOOKING) -> None:
    """Mail until told to stop. `url` is the database's, as wp_journey. What it says holds numbers of notices alone."""
    ways = ByAccount()
    while not stopping.is_set():
        try:
            with connect(url, "mail") as connection:
                _stand(connection, ways, stopping, say, looking)
        except psycopg.OperationalError:
            say("The database is not there; trying again.")
            stopping.wait(AGAIN)


def _stand(connection: Connection, ways: ByAccount, stopping: Event, say: Say, looking: float) -> None:
    while not stopping.is_set():
        with only_one(connection, MAILING) as mine:
            while mine and not stopping.is_set():
                if not mail_next(connection, ways, training=ways.takes_training, say=say):
                    stopping.wait(looking)
        stopping.wait(looking)


def mail_next(connection: Connection, way: Way, *, training: bool, say: Say) -> bool:
    """Send the mail that has been due for longest; whether there was one.

    A try is committed before it is made, and that it was sent after it: whoever is killed in between sends it again.
    """
    _tell(give_up(connection, clock.now(), most=len(PAUSES)), say)
    mail = take_mail(connection, clock.now(), training=training, pauses=PAUSES, fresh=FRESH)
    if mail is None:
        return False
    try:
        way.send(mail)
    except (OSError, ValueError) as problem:  # whatever a mail server says may hold the address: only its kind is told
        say(f"The mail for notice {mail.notice} was not sent, try {mail.tries} ({type(problem).__name__}).")
        _tell(give_up(connection, clock.now(), most=len(PAUSES), failed=mail.notice), say)
    else:
        note_mailed(connection, mail.notice, clock.now())
    return True


def _tell(given_up: tuple[int, ...], say: Say) -> None:
    for notice in given_up:
        say(f"The mail for notice {notice} is given up after {len(PAUSES)} tries.")
