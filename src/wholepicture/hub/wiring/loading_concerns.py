"""The concerns that the training people have raised. Made up: nobody in them exists."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A concern of training. `seen` are days before today; its cells are those of the profile `hub_concern`."""

    name: str
    agency: str
    hours_ago: int
    seen_days_ago: int
    written: Mapping[str, str] = field(repr=False)

    def cells(self, today: date) -> dict[str, str]:
        """The cells as somebody would have written them."""
        seen = today - timedelta(days=self.seen_days_ago)
        return {"seen from": seen.isoformat(), **self.written}


_FLAT = {"place": "Flat 3, 14 Quarry Street", "place postcode": "QX4 2LB"}

CONCERNS = (
    Raised(
        name="flat at night",
        agency="neighbourhood",
        hours_ago=92,
        seen_days_ago=5,
        written={
            "about": "place",
            "own category": "Noise",
            "what was seen": "Neighbour reports noise from the flat until after 2 am. Several men came and went by car. "
            "She has seen a girl of about 13 there on three nights, in school uniform once.",
            "what worries you": "This was logged as noise. I think that it is about the girl.",
            "who told you": "A neighbour, who asked not to be named to the flat",
            "vehicle registration": "QX21 LDB",
            "vehicle colour": "silver",
            **_FLAT,
        },
    ),
    Raised(
        name="new phone",
        agency="school",
        hours_ago=47,
        seen_days_ago=2,
        written={
            "about": "child",
            "own category": "Attendance",
            "what was seen": "Missed three mornings in two weeks and came in tired. Has a second phone and would not say "
            "who gave it to her. An older man waited for her in a silver car at the gate.",
            "what worries you": "She was open with us before the summer. Now she goes quiet when we ask where she sleeps.",
            "child's words": "He is just a friend, he gets me things.",
            "child surname": "Quillan",
            "child forename": "Tess",
            "child age": "13",
            "child sex": "F",
            "child school": "Harbury Park School",
            "vehicle colour": "silver",
        },
    ),
    Raised(
        name="seen with adults",
        agency="health",
        hours_ago=26,
        seen_days_ago=1,
        written={
            "about": "child",
            "own category": "Safeguarding",
            "what was seen": "Came to the clinic with a man of about 30 who answered for her. He said that he was "
            "her uncle. She gave the address of the flat in Quarry Street.",
            "what worries you": "She looked at him before each answer.",
            "child surname": "Quillan",
            "child forename": "Tess",
            "child age": "13",
            "child sex": "F",
            "person 2 role": "associate",
            "person 2 age": "30",
            "person 2 sex": "M",
            "person 2 relation": "says uncle",
            **_FLAT,
        },
    ),
    Raised(
        name="car again",
        agency="police",
        hours_ago=6,
        seen_days_ago=0,
        written={
            "about": "vehicle",
            "own category": "Suspicious vehicle",
            "what was seen": "Stopped at 23:40 near Quarry Street with two girls in the back, both of about 14. The driver "
            "gave a reason and was let go.",
            "what worries you": "Both girls said the same sentence, word for word.",
            "vehicle registration": "QX21 LDB",
            "vehicle colour": "silver",
        },
    ),
)
