"""The concerns that the training people have raised. Made up: nobody in them exists."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from wholepicture.intake.concern import (
    AdultConcerned,
    ChildConcerned,
    Concern,
    ConcernAbout,
    HowKnown,
    PlaceConcerned,
    VehicleConcerned,
)
from wholepicture.vocabulary.moments import london_day

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands where `as_written` sets the moment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A concern of training: raised so many hours, and about what was seen so many days, before now."""

    name: str
    agency: str
    hours_ago: int
    seen_days_ago: int
    concern: Concern = field(repr=False)

    def as_written(self, agency_name: str, now: datetime) -> Concern:
        """The concern as somebody of that agency would have written it."""
        return replace(
            self.concern,
            agency=agency_name,
            recorded=now - timedelta(hours=self.hours_ago),
            happened_from=london_day(now) - timedelta(days=self.seen_days_ago),
        )


_FLAT = PlaceConcerned(text="Flat 3, 14 Quarry Street", postcode="QX4 2LB", kind="flat")
_CAR = VehicleConcerned(registration="QX21 LDB", colour="silver")
_TESS = ChildConcerned(forename="Tess", surname="Quillan", age="13", sex="F", school="Harbury Park School")

CONCERNS = (
    Raised(
        name="flat at night",
        agency="neighbourhood",
        hours_ago=92,
        seen_days_ago=5,
        concern=Concern(
            reference="",
            agency="",
            raised_by="neighbourhood officer",
            recorded=_NEVER,
            how_known=HowKnown.TOLD,
            told_by="neighbour",
            about=ConcernAbout.PLACE,
            filed_as="Noise",
            seen="Noise from the flat until after 2 am. Several men came and went by car. A girl of about 13 has been seen "
            "there on three nights, in school uniform once.",
            worries="This was logged as noise. I think that it is about the girl.",
            places=(_FLAT,),
            vehicles=(_CAR,),
        ),
    ),
    Raised(
        name="new phone",
        agency="school",
        hours_ago=47,
        seen_days_ago=2,
        concern=Concern(
            reference="",
            agency="",
            raised_by="designated safeguarding lead",
            recorded=_NEVER,
            how_known=HowKnown.SEEN,
            about=ConcernAbout.CHILD,
            filed_as="Attendance",
            seen="Missed three mornings in two weeks and came in tired. Has a second phone and would not say who gave it "
            "to her. An older man waited for her in a silver car at the gate.",
            worries="She was open with us before the summer. Now she goes quiet when we ask where she sleeps.",
            said="He is just a friend, he gets me things.",
            children=(_TESS,),
            vehicles=(VehicleConcerned(colour="silver"),),
        ),
    ),
    Raised(
        name="seen with adults",
        agency="health",
        hours_ago=26,
        seen_days_ago=1,
        concern=Concern(
            reference="",
            agency="",
            raised_by="school nurse",
            recorded=_NEVER,
            how_known=HowKnown.SEEN,
            about=ConcernAbout.CHILD,
            filed_as="Safeguarding",
            seen="Came to the clinic with a man of about 30 who answered for her. He said that he was her uncle. She gave "
            "the address of the flat in Quarry Street.",
            worries="She looked at him before each answer.",
            children=(_TESS,),
            adults=(AdultConcerned(age="about 30", sex="M", role="associate", relation="uncle"),),
            places=(_FLAT,),
        ),
    ),
    Raised(
        name="car again",
        agency="police",
        hours_ago=6,
        seen_days_ago=0,
        concern=Concern(
            reference="",
            agency="",
            raised_by="police officer",
            recorded=_NEVER,
            how_known=HowKnown.SEEN,
            about=ConcernAbout.VEHICLE,
            filed_as="Suspicious vehicle",
            seen="Stopped near Quarry Street with two girls in the back, both of about 14. The driver gave a reason and was "
            "let go.",
            worries="Both girls said the same sentence, word for word.",
            vehicles=(_CAR,),
        ),
    ),
)
