"""What agencies' systems send and get. The fields of a concern are those of the form, under the same limits."""

from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeVar

from ninja import Schema
from pydantic import AwareDatetime, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from wholepicture.intake import concern as room
from wholepicture.intake.concern import (
    AdultConcerned,
    ChildConcerned,
    Concern,
    ConcernAbout,
    HandleConcerned,
    HowKnown,
    PlaceConcerned,
    VehicleConcerned,
)

FIRST_YEAR, LAST_YEAR = 1900, 2199
Line = Annotated[str, StringConstraints(max_length=300)]
Words = Annotated[str, StringConstraints(max_length=20_000)]
Moment = TypeVar("Moment", bound=date)


def _written(value: Any) -> Any:
    """Moments and days are written out; a number is none."""
    if value is not None and not isinstance(value, str):
        raise ValueError("write a day as 2026-03-02, a moment as 2026-03-02T16:15:00Z")
    if isinstance(value, str) and value[:4].isdecimal() and not FIRST_YEAR <= int(value[:4]) <= LAST_YEAR:
        raise ValueError(f"a year from {FIRST_YEAR} to {LAST_YEAR}")
    return value


Day = Annotated[date, BeforeValidator(_written)]
DayOrMoment = Annotated[AwareDatetime | date, BeforeValidator(_written)]


class _Closed(Schema):
    model_config = ConfigDict(extra="forbid")


class ChildIn(_Closed):
    """A child as far as known. Nothing is required."""

    forename: Line = ""
    surname: Line = ""
    known_as: Line = ""
    born: Day | None = None
    age: Line = Field("", description='As it was said or guessed: "13", "about 13", "13-14".')
    sex: Line = ""
    address: Line = ""
    postcode: Line = ""
    school: Line = ""
    upn: Line = ""
    nhs_number: Line = ""
    phone: Line = ""


class AdultIn(_Closed):
    """An adult as far as known."""

    name: Line = ""
    known_as: Line = ""
    description: Line = ""
    born: Day | None = None
    age: Line = ""
    sex: Line = ""
    address: Line = ""
    phone: Line = ""
    role: Line = Field("", description='The part that they are said to play: "suspect", "carer".')
    relation: Line = Field("", description='What they are said to be to the child: "uncle".')


class PlaceIn(_Closed):
    """A place as written, with its name where it has one."""

    text: Line = ""
    name: Line = ""
    postcode: Line = ""
    kind: Line = ""


class VehicleIn(_Closed):
    """A vehicle as far as seen. `partial` says that only a part of the registration was."""

    registration: Line = ""
    partial: bool = False
    colour: Line = ""
    make: Line = ""
    model: Line = ""


class HandleIn(_Closed):
    """A name that somebody uses online."""

    handle: Line
    platform: Line = ""


class AdditionIn(_Closed):
    """What is added to a concern. One of `seen`, `worries` and `said` has words; nothing else is required."""

    about: Literal["child", "adult", "place", "vehicle", "group", ""] = Field("", description="What it is about.")
    seen: Words = Field("", description="What was seen or heard.")
    worries: Words = Field("", description="What is worrying: a gut feeling, apart from what was seen.")
    said: Words = Field("", description="The child's own words.")
    happened_from: DayOrMoment | None = None
    happened_until: DayOrMoment | None = None
    how_known: Literal["seen myself", "told by somebody", ""] = ""
    told_by: Line = Field("", description="The role of whoever told it; never a name.")
    known_to: Line = ""
    raised_by: Line = Field("", description="The role of whoever raises it; never a name.")
    team: Line = Field("", description="The team of your agency from which it comes, as the hub calls it.")
    filed_as: Line = Field("", description="Your own category.")
    children: list[ChildIn] = Field(default=[], max_length=room.MOST_CHILDREN)
    adults: list[AdultIn] = Field(default=[], max_length=room.MOST_ADULTS)
    places: list[PlaceIn] = Field(default=[], max_length=room.MOST_PLACES)
    vehicles: list[VehicleIn] = Field(default=[], max_length=room.MOST_VEHICLES)
    phones: list[Line] = Field(default=[], max_length=room.MOST_PHONES)
    handles: list[HandleIn] = Field(default=[], max_length=room.MOST_HANDLES)

    @model_validator(mode="after")
    def says_something(self) -> "AdditionIn":
        """A concern needs words."""
        if not (self.seen.strip() or self.worries.strip() or self.said.strip()):
            raise ValueError("one of seen, worries and said needs words")
        return self

    def concern(self, recorded: datetime, adds_to: str = "") -> Concern:
        """As the intake knows it; what the hub sets is not set yet."""
        return Concern(
            reference="",
            adds_to=adds_to,
            agency="",
            recorded=recorded,
            about=ConcernAbout(self.about) if self.about else None,
            seen=self.seen,
            worries=self.worries,
            said=self.said,
            happened_from=self.happened_from,
            happened_until=self.happened_until,
            how_known=HowKnown(self.how_known) if self.how_known else None,
            told_by=self.told_by,
            known_to=self.known_to,
            raised_by=self.raised_by,
            filed_as=self.filed_as,
            children=tuple(ChildConcerned(**one.dict()) for one in self.children),
            adults=tuple(AdultConcerned(**one.dict()) for one in self.adults),
            places=tuple(PlaceConcerned(**one.dict()) for one in self.places),
            vehicles=tuple(VehicleConcerned(**one.dict()) for one in self.vehicles),
            phones=tuple(self.phones),
            handles=tuple(HandleConcerned(**one.dict()) for one in self.handles),
        )


class ConcernIn(AdditionIn):
    """A concern. One of `seen`, `worries` and `said` has words, and it says what it is about; nothing else is required."""

    about: Literal["child", "adult", "place", "vehicle", "group"] = Field(..., description="What it is about.")


class ReceiptOut(Schema):
    """That it is kept. Keep the reference: it is how you ask what became of it, and what people quote. Keep `signed` too:
    with it you can prove what was received (docs/proof-formats.md); it is null where this hub signs nothing.
    """

    reference: str
    received_at: datetime
    signed: dict[str, Any] | None = None


class StatusOut(Schema):
    """What became of it: `received`, `linked` with everything else, or `sent on` to the area's case system."""

    reference: str
    received_at: datetime
    status: Literal["received", "linked", "sent on"]
    sent_on_at: datetime | None = None


class FieldProblem(Schema):
    """What is wrong with one field."""

    field: str
    words: str


class ProblemOut(Schema):
    """What went wrong (RFC 9457). Where the status is 4xx or 5xx, nothing new was kept."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldProblem] = []
