"""Labels for people, and the masking of names wherever text is shown without leave to show them."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wholepicture.report.view import AgeGroup, EntityView, RecordView
from wholepicture.vocabulary.pole import Description, EntityKind, PersonDescription
from wholepicture.vocabulary.records import EntityId, Span

_TITLES = frozenset({"mr", "mrs", "miss", "ms", "mx", "dr", "prof", "sir", "pc", "dc", "ds", "di", "pcso", "sgt"})
_EVERYDAY = (
    "bill black brown dawn drew faith frank grace grant green hill hope jack king lane long mark miles park price rich "
    "rose short small street summer sunny white will wood young road close house moon love best day field church"
)
_WORDS_TOO = frozenset(_EVERYDAY.split())
"""Names that are everyday words: in lower case they are left alone, or the evidence could not be read."""


def initials(name: str) -> str:
    """The initials of a name as written: "T.O." for "Tansy Oakes" and for "OAKES, Tansy"; titles are left as they are."""
    surname, comma, forenames = name.partition(",")
    ordered = f"{forenames} {surname}" if comma else name
    titles: list[str] = []
    letters: list[str] = []
    for word in ordered.split():
        bare = word.strip(".()[]'\"")
        if bare.lower() in _TITLES:
            titles.append(bare)
        else:
            letters.extend(f"{part[0].upper()}." for part in bare.split("-") if part and part[0].isalpha())
    return " ".join([*titles, "".join(letters) or "[name]"])


def mask_text(kind: EntityKind, text: str) -> str:
    """What stands in place of a person, phone or handle; places and vehicles are what the work is about, and stay."""
    match kind:
        case EntityKind.PERSON:
            return initials(text)
        case EntityKind.PHONE:
            digits = re.sub(r"\D", "", text)
            return f"[phone ending {digits[-3:]}]" if len(digits) > 6 else "[phone]"
        case EntityKind.HANDLE:
            return "[handle]"
        case _:
            return text


def label_entity(entity: EntityView, *, names: bool) -> str:
    """How an entity is named in drawings and tables: "T.O., 13", or "Tansy Oakes, 13" when names may be shown."""
    text = entity.name.text.strip()
    if entity.kind is not EntityKind.PERSON:
        shown = text if names else mask_text(entity.kind, text)
        return shown if text else f"unnamed {entity.kind.value}"
    if not text:
        nobody = {AgeGroup.CHILD: "unnamed child", AgeGroup.ADULT: "unnamed adult", AgeGroup.UNKNOWN: "unnamed person"}
        shown = nobody[entity.age_group]
    else:
        shown = text if names else initials(text)
    return f"{shown}, {entity.age}" if entity.age else shown


def label_all(entities: Iterable[EntityView], *, names: bool) -> Mapping[EntityId, str]:
    """Labels by id; where two would read the same, the end of the id is added to each."""
    plain = {entity.id: label_entity(entity, names=names) for entity in entities}
    seen = Counter(plain.values())
    return {one: label if seen[label] == 1 else f"{label} ({one[-4:]})" for one, label in plain.items()}


@dataclass(frozen=True, slots=True)
class Replacement:
    """A stretch of the narrative and what is shown in its place."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class NameMask:
    """Replaces known persons' names by their initials. One without names to hide leaves text as it is."""

    pattern: re.Pattern[str] | None = field(default=None, repr=False)

    def __call__(self, text: str) -> str:
        """The text without the names."""
        for one in reversed(self.spans(text)):
            text = text[: one.span.start] + _before_a_stop(one, text) + text[one.span.end :]
        return text

    def spans(self, text: str) -> tuple[Replacement, ...]:
        """Where the names stand in the text."""
        if self.pattern is None:
            return ()
        found = self.pattern.finditer(text)
        return tuple(Replacement(Span(one.start(), one.end()), initials(one.group())) for one in found)


def _before_a_stop(one: Replacement, text: str) -> str:
    """What is shown in a name's place; where the sentence ends there, one full stop is enough."""
    return one.text.removesuffix(".") if text[one.span.end : one.span.end + 1] == "." else one.text


def _variants(part: str) -> tuple[str, ...]:
    written = {part, part.upper(), part.capitalize(), part.title()}
    if len(part) >= 4 and part.lower() not in _WORDS_TOO:
        written.add(part.lower())
    return tuple(sorted(written))


def hide_names(names: Iterable[str]) -> NameMask:
    """A mask for these names: each in full, and each of its parts of three letters or more, as whole words.

    Lower case is masked too unless the part is an everyday word, because hurried notes do not write capitals.
    """
    wanted: set[str] = set()
    for name in names:
        parts = [word.strip(".,()[]'\"") for word in name.split()]
        kept = [part for part in parts if part and part.lower() not in _TITLES]
        wanted.update({" ".join(kept), " ".join(kept).upper()} if len(kept) > 1 else ())
        for part in kept:
            if len(part) >= 3 and any(letter.isalpha() for letter in part):
                wanted.update(_variants(part))
    if not wanted:
        return NameMask()
    longest_first = sorted(wanted, key=lambda word: (-len(word), word))
    return NameMask(re.compile(r"(?<!\w)(?:" + "|".join(re.escape(word) for word in longest_first) + r")(?!\w)"))


def names_in(view: RecordView) -> tuple[str, ...]:
    """Every person's name that stands in a record's columns or was read in its narrative, as written."""
    named = [mention.description for mention in view.record.mentions]
    if view.reading is not None:
        named.extend(one.description for one in view.reading.named)
    names: list[str] = []
    for description in named:
        if isinstance(description, PersonDescription):
            whole = f"{description.forename} {description.surname}".strip()
            names.extend(name for name in (whole, description.name) if name)
    return tuple(names)


def replacements(view: RecordView, mask: NameMask) -> tuple[Replacement, ...]:
    """What is masked in a narrative: persons, phones and handles, and every known name outside a place's name."""
    text = view.record.narrative.text
    mentioned = [(m.kind, m.span) for m in view.record.mentions if m.span is not None and _bears_a_name(m.description)]
    if view.reading is not None:
        mentioned.extend((one.kind, one.span) for one in view.reading.named if _bears_a_name(one.description))
    hidden = (EntityKind.PERSON, EntityKind.PHONE, EntityKind.HANDLE)
    found = [Replacement(span, mask_text(kind, text[span.start : span.end])) for kind, span in mentioned if kind in hidden]
    places = [span for kind, span in mentioned if kind is EntityKind.PLACE]
    found += [
        one
        for one in mask.spans(text)
        if not any(place.start <= one.span.start and one.span.end <= place.end for place in places)
    ]
    return _merged(found, text)


def _bears_a_name(description: Description) -> bool:
    """Whether there is anything to hide: "a girl of about thirteen" names nobody, and is the evidence itself."""
    if not isinstance(description, PersonDescription):
        return True
    return bool(description.name or description.surname or description.forename)


def _merged(found: list[Replacement], text: str) -> tuple[Replacement, ...]:
    """Overlapping stretches as one; what two of them cover together is masked as one name."""
    merged: list[Replacement] = []
    for one in sorted(found, key=lambda each: (each.span.start, -each.span.end)):
        start, end = max(0, one.span.start), min(len(text), one.span.end)
        if end <= start:
            continue
        if merged and start < merged[-1].span.end:
            whole = Span(merged[-1].span.start, max(end, merged[-1].span.end))
            if whole != merged[-1].span:
                merged[-1] = Replacement(whole, initials(text[whole.start : whole.end]))
        else:
            merged.append(Replacement(Span(start, end), one.text))
    return tuple(Replacement(one.span, _before_a_stop(one, text)) for one in merged)
