"""A finding made ready for the page: its sentences, tables and drawings, masked where names may not be shown."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup

from wholepicture.report.dot_map import draw_map, placed, worth_drawing
from wholepicture.report.masking import NameMask, hide_names, label_all, names_in, replacements
from wholepicture.report.missing_months import NO_LESS_HARM, draw_missing_months, say_return
from wholepicture.report.network import draw_network, say_kind
from wholepicture.report.passages import Excerpt, excerpt
from wholepicture.report.timeline import draw_timeline, happened_at
from wholepicture.report.view import Certainty, EntityView, FindingView, Page, RecordView
from wholepicture.report.wording import (
    PatternWords,
    count_of,
    pattern_words,
    say_moment,
    say_number,
    say_period,
    say_recorded,
)
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import EntityId


@dataclass(frozen=True, slots=True)
class Room:
    """How much of a finding is written out, so that a county's page still opens at once.

    Of its records the first and the last `ends` are shown in full, the tables of records and of links hold `listed` rows;
    the page counts what is left out and says where it stands.
    """

    ends: int
    listed: int


AMPLE = Room(ends=6, listed=60)
SPARE = Room(ends=2, listed=15)


@dataclass(frozen=True, slots=True)
class Fact:
    """A pair for a list of facts: what, and its value."""

    what: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; the first cell of each row heads it. `more` says in words what is not in it."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    more: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing with the table that says the same."""

    head: str
    drawing: Markup = field(repr=False)
    key: str
    table: Table


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceSection:
    """One record as it is shown."""

    source: str
    facts: tuple[Fact, ...]
    narrative: Excerpt
    mismatch: str = ""
    added_later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingSection:
    """All that the page says about one finding."""

    anchor: str
    words: PatternWords
    because: str = field(repr=False)
    facts: tuple[Fact, ...]
    against: tuple[str, ...] = field(repr=False)
    ask_next: tuple[str, ...] = field(repr=False)
    withdrawn: str = ""
    figures: tuple[Figure, ...]
    remark: str = ""
    evidence: tuple[EvidenceSection, ...]
    evidence_left_out: str = ""
    growth: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    across: bool


@dataclass(frozen=True, slots=True)
class _Setting:
    """A finding with everything that its parts need."""

    view: FindingView
    page: Page
    anchor: str
    entities: tuple[EntityView, ...]
    records: tuple[RecordView, ...]
    labels: Mapping[EntityId, str]
    mask: NameMask
    room: Room

    def say(self, sentence: str) -> str:
        """A sentence with labels for ids and, where names may not be shown, initials for names."""
        for one in sorted(self.labels, key=lambda each: (-len(each), each)):
            if one in sentence:
                sentence = sentence.replace(one, self.labels[one])
        return self.mask(sentence)


def _entity_ids(view: FindingView) -> tuple[EntityId, ...]:
    finding = view.finding
    grown = tuple(child for growth in finding.history for child in growth.children)
    linked = tuple(one for link in view.links for one in (link.left, link.right))
    everyone = finding.children + finding.adults + finding.places + finding.vehicles + finding.phones + grown + linked
    return tuple(dict.fromkeys(everyone))


def _setting(view: FindingView, page: Page, anchor: str, room: Room) -> _Setting:
    entities = tuple(page.entities[one] for one in _entity_ids(view) if one in page.entities)
    wanted = dict.fromkeys(view.evidence or view.finding.evidence)
    records = [page.records[one] for one in wanted if one in page.records]
    records.sort(key=lambda one: (happened_at(one.record), one.record.source))
    mask = NameMask()
    if not page.names:
        people = [one for one in entities if one.kind is EntityKind.PERSON]
        names = [name.text for person in people for name in (person.name, *person.also_named)]
        mask = hide_names([*names, *(name for record in records for name in names_in(record))])
    return _Setting(view, page, anchor, entities, tuple(records), label_all(entities, names=page.names), mask, room)


def compose(view: FindingView, page: Page, anchor: str, room: Room = AMPLE) -> FindingSection:
    """The section of one finding. `anchor` is unique on the page."""
    setting = _setting(view, page, anchor, room)
    finding = view.finding
    words = pattern_words(finding.pattern, page.patterns)
    shown = _shown(setting.records, room.ends)
    left_out = len(setting.records) - len(shown)
    absent = len(dict.fromkeys(view.evidence or finding.evidence)) - len(setting.records)
    return FindingSection(
        anchor=anchor,
        words=words,
        because=setting.say(finding.because),
        facts=_facts(setting, words),
        against=tuple(setting.say(one) for one in finding.against),
        ask_next=tuple(setting.say(one) for one in finding.ask_next),
        withdrawn=_withdrawn(setting),
        figures=_figures(setting),
        remark=NO_LESS_HARM if view.series else "",
        evidence=tuple(_evidence(setting, one) for one in shown),
        evidence_left_out=_say_left_out(left_out, absent, room.ends),
        growth=tuple((say_moment(one.at), setting.say(one.because)) for one in finding.history),
        across=words.across_children,
    )


def figures_of(view: FindingView, page: Page, anchor: str, room: Room, marked: str) -> tuple[Figure, ...]:
    """Only the drawings, of anything that rests on records as a finding does, each with the table that says the same.
    `marked` says what happened at the moment that a finding would have surfaced.
    """
    return _figures(_setting(view, page, anchor, room), marked)


def _withdrawn(setting: _Setting) -> str:
    finding = setting.view.finding
    if finding.withdrawn_at is None:
        return ""
    reason = setting.say(finding.withdrawn_because) or "no reason was given."
    return f"Withdrawn {say_moment(finding.withdrawn_at)}: {reason}"


def _shown(records: tuple[RecordView, ...], ends: int) -> tuple[RecordView, ...]:
    return records if len(records) <= 2 * ends + 1 else records[:ends] + records[-ends:]


def _say_left_out(left_out: int, absent: int, ends: int) -> str:
    parts = []
    if left_out:
        between = "stands" if left_out == 1 else "stand"
        parts.append(
            f"The first {ends} and the last {ends} records are shown. {count_of(left_out, 'more record')} {between} "
            "between them: findings.jsonl names each by its reference."
        )
    if absent > 0:
        parts.append(f"{count_of(absent, 'record')} of this finding cannot be shown on this page.")
    return " ".join(parts)


def _facts(setting: _Setting, words: PatternWords) -> tuple[Fact, ...]:
    finding, view = setting.view.finding, setting.view
    facts = [Fact("Surfaced", say_moment(finding.surfaced_at))]
    if view.would_show_alone is not None:
        facts.append(Fact("One child at a time would have shown it", say_moment(view.would_show_alone)))
    if finding.observed is not None:
        counts = f" {words.counts}" if words.counts else ""
        facts.append(Fact("Observed", f"{say_number(finding.observed)}{counts}"))
    if finding.expected is not None:
        facts.append(Fact("Expected by chance", say_number(finding.expected)))
    if finding.q_value is not None:
        chance = say_number(finding.q_value) if finding.q_value >= 0.0001 else "below 0.0001"
        facts.append(Fact("False discovery rate", f"{chance} (share of such findings that chance alone would give)"))
    for head, ids in (
        ("Children", finding.children),
        ("Adults", finding.adults),
        ("Places", finding.places),
        ("Vehicles", finding.vehicles),
        ("Phones", finding.phones),
    ):
        named = [setting.labels.get(one, one) for one in ids]
        if named:
            facts.append(Fact(head, "; ".join(named[:12]) + (f"; and {len(named) - 12} more" if len(named) > 12 else "")))
    facts.append(Fact("Agencies", ", ".join(finding.agencies)))
    facts.append(Fact("Id", finding.id))
    return tuple(facts)


def _figures(setting: _Setting, marked: str = "surfaced") -> tuple[Figure, ...]:
    figures = []
    if setting.view.series:
        figures.append(_months_figure(setting))
    if setting.view.links:
        figures.append(_network_figure(setting))
    if setting.records:
        figures.append(_timeline_figure(setting, marked))
    if worth_drawing(setting.entities):
        figures.append(_map_figure(setting))
    return tuple(figures)


def _say_more(number: int, what: str) -> str:
    return f"{count_of(number, what)}: see picture.duckdb and findings.jsonl." if number > 0 else ""


def _months_figure(setting: _Setting) -> Figure:
    series = setting.view.series
    rows = tuple(
        (
            f"{one.month:%B %Y}",
            str(one.episodes),
            say_number(round(one.hours_away, 1)),
            str(one.nights_away),
            say_return(one),
        )
        for one in series
    )
    heads = ("Month", "Episodes", "Hours away", "Nights away", "Usual time of return")
    key = "Each row has its own scale, from zero. The time of return is later the higher the mark stands."
    drawing = draw_missing_months(f"{setting.anchor}-months", series)
    return Figure("Missing episodes, month by month", drawing, key, Table("Missing episodes by month", heads, rows))


def _network_figure(setting: _Setting) -> Figure:
    labels = setting.labels
    links = tuple(one for one in setting.view.links if one.left in labels and one.right in labels)
    kinds = {one.id: say_kind(one) + (f", {one.detail}" if one.detail else "") for one in setting.entities}
    sure = {Certainty.SAME: "same", Certainty.COMPATIBLE: "fits, could be others too"}
    rows = tuple(
        (
            f"{labels[one.left]} ({kinds[one.left]})",
            setting.say(one.says),
            f"{labels[one.right]} ({kinds[one.right]})",
            sure[one.certainty],
            ", ".join(one.records[:8]) + (f" and {len(one.records) - 8} more" if len(one.records) > 8 else ""),
        )
        for one in links[: setting.room.listed]
    )
    more = _say_more(len(links) - setting.room.listed, "more link")
    heads = ("Who or what", "How", "Who or what", "How sure", "Records")
    drawing = draw_network(f"{setting.anchor}-network", setting.entities, links, labels)
    key = "A solid line: the same person or thing. A dashed line: it fits, and could be others too. Thicker: more records. "
    key += "A dashed outline: age in doubt, shown with the children."
    return Figure("Who and what the records join", drawing, key, Table("Links", heads, rows, more))


def _timeline_figure(setting: _Setting, marked: str) -> Figure:
    records = tuple(one.record for one in setting.records)
    rows = tuple(
        (
            one.source,
            one.agency,
            say_period(one.happened),
            say_recorded(one.recorded_at),
            one.kind.value,
            setting.mask(one.filed_as),
        )
        for one in records[: setting.room.listed]
    )
    more = _say_more(len(records) - setting.room.listed, "more record")
    heads = ("Record", "Agency", "Happened", "Recorded", "Kind", "Filed as")
    drawing = draw_timeline(f"{setting.anchor}-timeline", records, setting.view.finding.surfaced_at, marked)
    key = "A filled mark is when it happened; a hollow mark is when it was written down, where that was later."
    return Figure("What each agency recorded, and when", drawing, key, Table("Records in order of time", heads, rows, more))


def _map_figure(setting: _Setting) -> Figure:
    rows = tuple(
        (setting.labels[one.id], one.postcode or "not stated", f"{at.easting:.0f}", f"{at.northing:.0f}")
        for one, at in placed(setting.entities)
    )
    heads = ("Place", "Postcode", "Metres east", "Metres north")
    drawing = draw_map(f"{setting.anchor}-map", setting.entities, setting.labels)
    return Figure(
        "Where the places lie", drawing, "A plain map of dots, without a background.", Table("Places", heads, rows)
    )


def _evidence(setting: _Setting, view: RecordView) -> EvidenceSection:
    record, reading = view.record, view.reading
    hidden = () if setting.page.names else replacements(view, setting.mask)
    indicators = reading.indicators if reading else ()
    mismatch = ""
    if reading and reading.mismatch:
        mismatch = f"Filed as “{setting.mask(reading.mismatch.filed_as)}”, while its words speak of a child."
    return EvidenceSection(
        source=record.source,
        facts=_record_facts(setting, view, setting.page.as_of),
        narrative=excerpt(record.narrative.text, indicators, hidden, setting.page.indicators),
        mismatch=mismatch,
        added_later=record.id not in setting.view.finding.evidence,
    )


def _record_facts(setting: _Setting, view: RecordView, as_of: datetime) -> tuple[Fact, ...]:
    record = view.record
    facts = [
        Fact("Agency", record.agency),
        Fact("Kind", record.kind.value),
        Fact("Filed as", setting.mask(record.filed_as) or "not stated"),
        Fact("Happened", say_period(record.happened)),
        Fact("Recorded", say_recorded(record.recorded_at)),
    ]
    known = record.outcome_known_at or record.recorded_at
    if record.outcome and known <= as_of:
        facts.append(Fact("Outcome", setting.mask(record.outcome)))
    return tuple(facts)
