"""An act: what a person did about a matter, in their own name. Acts are facts; everything else here follows from them."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from types import UnionType
from typing import Any, NewType, get_args, get_origin, get_type_hints

from wholepicture.decisions import deeds_of_concerns, deeds_of_findings, deeds_of_ladders, deeds_of_meetings
from wholepicture.ledger.facts import Draft, Fact, FactId, FactKind, Part, canonical
from wholepicture.statute.ladders import Level

ActId = NewType("ActId", str)
Deed = deeds_of_concerns.Deed | deeds_of_findings.Deed | deeds_of_meetings.Deed | deeds_of_ladders.Deed
PART = "act"


@dataclass(frozen=True, slots=True)
class Post:
    """In which post somebody acted. `decides` says that the post decides on concerns and findings; `analyses` that it works
    on findings, and may bring people together about one.
    """

    agency: str
    level: Level
    decides: bool = False
    scrutinises: bool = False
    analyses: bool = False


@dataclass(frozen=True, slots=True)
class Act:
    """One act. `matter` is what it was done to ("concern:…", "finding:…", "meeting:…", "episode:…"), `by` an account's
    handle, `at` the moment at which the ledger knew it.
    """

    id: ActId
    matter: str
    by: str
    post: Post
    at: datetime
    deed: Deed


class UnreadableAct(ValueError):
    """A fact that says that it is an act is not understood by this version of the program."""


def act_of(matter: str, by: str, post: Post, at: datetime, deed: Deed) -> Act:
    """The act, with the id that its content gives it: the same act twice is one."""
    told = f"{matter}\n{by}\n{at.isoformat()}\n{_body(post, deed)}"
    return Act(
        ActId("a" + hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:24]), matter, by, post, at, deed
    )


def draft_of(act: Act) -> Draft:
    """The act as a fact that the ledger can take."""
    return Draft(
        id=FactId(act.id),
        kind=FactKind.ACTED,
        source=act.matter,
        author=act.by,
        recorded_at=act.at,
        parts=(Part(PART, _body(act.post, act.deed)),),
    )


def act_in(fact: Fact) -> Act | None:
    """The act that a fact states; None where its words were erased. Raises UnreadableAct."""
    if fact.envelope.kind is not FactKind.ACTED or not fact.parts:
        return None
    return read_act(fact.envelope.id, fact.envelope.source, fact.envelope.author, fact.envelope.known_at, fact.parts[0].body)


def read_act(act: str, matter: str, by: str, at: datetime, body: str) -> Act:
    """An act out of its stored parts. Raises UnreadableAct."""
    said = json.loads(body)
    try:
        kind = deeds_by_name()[said["did"]]
        post = said["post"]
        return Act(
            ActId(act),
            matter,
            by,
            _read_post(post),
            at,
            kind(**{name: _read(hint, said["what"].get(name)) for name, hint in _hints(kind).items()}),
        )
    except (KeyError, TypeError, ValueError) as problem:
        raise UnreadableAct(act) from problem


def acts_in(facts: Iterable[Fact]) -> tuple[Act, ...]:
    """The acts among facts, in their order."""
    return tuple(act for act in map(act_in, facts) if act is not None)


def name_of(deed: Deed | type[Any]) -> str:
    """How a deed is called in facts and in the tables of states: "decided", "raiser told"."""
    kind = deed if isinstance(deed, type) else type(deed)
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in kind.__name__).strip()


def says_of(deed: Deed) -> str:
    """What a deed is, in one sentence for a page: the first of its docstring."""
    return f"{' '.join(str(type(deed).__doc__).split()).split('. ')[0].rstrip('.')}."


@lru_cache(maxsize=1)
def deeds_by_name() -> Mapping[str, Any]:
    """Every kind of deed by its name."""
    return {name_of(kind): kind for kind in get_args(Deed)}


def _body(post: Post, deed: Deed) -> str:
    what = {field.name: _written(getattr(deed, field.name)) for field in fields(deed)}
    standing = {
        "agency": post.agency,
        "level": int(post.level),
        "decides": post.decides,
        "scrutinises": post.scrutinises,
        **({"analyses": True} if post.analyses else {}),
    }
    return canonical({"did": name_of(deed), "post": standing, "what": what})


def _read_post(post: Mapping[str, Any]) -> Post:
    return Post(
        post["agency"], Level(post["level"]), post["decides"], post["scrutinises"], bool(post.get("analyses", False))
    )


def _written(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    return value.value if isinstance(value, StrEnum) else value


@lru_cache(maxsize=128)
def _hints(kind: Any) -> Mapping[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], one) for one in value)
    if get_origin(hint) is UnionType:
        return None if value is None else _read(get_args(hint)[0], value)
    if hint in (date, datetime):
        return hint.fromisoformat(value)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if not isinstance(value, hint if isinstance(hint, type) else str):
        raise TypeError(value)
    return value
