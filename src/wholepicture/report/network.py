"""The network of a finding: children on the left, places and things in the middle, adults on the right."""

from collections.abc import Mapping
from dataclasses import dataclass

from markupsafe import Markup

from wholepicture.report.drawing import element, group, letters, picture, wrap
from wholepicture.report.view import AgeGroup, Certainty, EntityView, LinkView
from wholepicture.report.wording import count_of
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import EntityId

MOST = 12
"""Boxes drawn in one column; the table holds the rest."""
WIDTH = 720
BOX = 176
ROW = 60
TOP = 40
COLUMNS = ((4.0, "Children"), (272.0, "Places, vehicles, phones"), (540.0, "Adults"))


@dataclass(frozen=True, slots=True)
class Box:
    """Where an entity stands in the drawing; `column` is 0 for children and age in doubt, 1 for things, 2 for adults."""

    entity: EntityId
    column: int
    x: float
    y: float

    @property
    def middle(self) -> float:
        """The height of its middle."""
        return self.y + 21


@dataclass(frozen=True, slots=True)
class Layout:
    """All boxes, and how many entities did not fit."""

    boxes: Mapping[EntityId, Box]
    height: float
    left_out: int


def column_of(entity: EntityView) -> int:
    """Children and persons whose age is in doubt 0, things 1, adults 2."""
    if entity.kind is not EntityKind.PERSON:
        return 1
    return 2 if entity.age_group is AgeGroup.ADULT else 0


def lay_out(entities: tuple[EntityView, ...], links: tuple[LinkView, ...]) -> Layout:
    """Places every entity; the same input gives the same drawing, and the order of the links does not matter.

    Rows are ordered by the mean height of what each is linked to, middle column first, four times over, so that few lines
    cross. Where a column has more than it can draw, those with the most links stay.
    """
    degree = {entity.id: sum(entity.id in (link.left, link.right) for link in links) for entity in entities}
    columns: list[list[EntityId]] = [[], [], []]
    for entity in sorted(entities, key=lambda each: (-degree[each.id], each.id)):
        columns[column_of(entity)].append(entity.id)
    left_out = sum(max(0, len(column) - MOST) for column in columns)
    columns = [column[:MOST] for column in columns]
    for _ in range(4):
        for number in (1, 0, 2):
            columns[number] = _untangled(columns, number, links)
    rows = max(1, *(len(column) for column in columns))
    boxes = {}
    for number, column in enumerate(columns):
        offset = TOP + (rows - len(column)) * ROW / 2
        for row, one in enumerate(column):
            boxes[one] = Box(one, number, COLUMNS[number][0], offset + row * ROW)
    return Layout(boxes, TOP + rows * ROW, left_out)


def _untangled(columns: list[list[EntityId]], number: int, links: tuple[LinkView, ...]) -> list[EntityId]:
    heights = {
        one: (row + 0.5) / len(column)
        for other, column in enumerate(columns)
        if other != number
        for row, one in enumerate(column)
    }
    own = {one: (row + 0.5) / len(columns[number]) for row, one in enumerate(columns[number])}

    def mean_height(one: EntityId) -> float:
        near = [heights[link.right] for link in links if link.left == one and link.right in heights]
        near += [heights[link.left] for link in links if link.right == one and link.left in heights]
        return round(sum(sorted(near)) / len(near), 6) if near else own[one]

    return sorted(columns[number], key=lambda one: (mean_height(one), one))


def _line(link: LinkView, boxes: Mapping[EntityId, Box]) -> Markup:
    first, second = sorted((boxes[link.left], boxes[link.right]), key=lambda box: (box.column, box.y))
    if first.column == second.column:
        right = first.column != 2
        x = first.x + BOX if right else first.x
        bend = x + (46 if right else -46)
        path = (
            f"M{x:.0f} {first.middle:.0f} C{bend:.0f} {first.middle:.0f} "
            f"{bend:.0f} {second.middle:.0f} {x:.0f} {second.middle:.0f}"
        )
    else:
        start, end = first.x + BOX, second.x
        reach = (end - start) / 2
        path = (
            f"M{start:.0f} {first.middle:.0f} C{start + reach:.0f} {first.middle:.0f} "
            f"{end - reach:.0f} {second.middle:.0f} {end:.0f} {second.middle:.0f}"
        )
    certainty = "line fits" if link.certainty is Certainty.COMPATIBLE else "line"
    width = min(4.5, 1.5 + 0.5 * (len(link.records) - 1))
    return element("path", d=path, class_=certainty, stroke_width=width)


_KINDS = {
    EntityKind.PLACE: "place",
    EntityKind.VEHICLE: "vehicle",
    EntityKind.PHONE: "phone",
    EntityKind.HANDLE: "handle",
}


def say_kind(entity: EntityView) -> str:
    """What an entity is, in words: "child", "adult", "age in doubt", "place"."""
    return entity.age_group.value if entity.kind is EntityKind.PERSON else _KINDS[entity.kind]


def _box(entity: EntityView, label: str, box: Box) -> Markup:
    kind = say_kind(entity).replace(" ", "-")
    corner = {0: 21.0, 1: 3.0, 2: 10.0}[box.column]
    lines = wrap(label, BOX - 18, 14)
    first = box.middle + 5 - 8 * (len(lines) - 1)
    parts = [element("rect", x=box.x, y=box.y, width=BOX, height=42, rx=corner, class_=f"box {kind}")]
    parts += [
        letters(line, box.x + BOX / 2, first + 16 * number, anchor="middle", class_="t") for number, line in enumerate(lines)
    ]
    return group(parts)


def draw_network(
    anchor: str, entities: tuple[EntityView, ...], links: tuple[LinkView, ...], labels: Mapping[EntityId, str]
) -> Markup:
    """The drawing; solid lines join the same person or thing, dashed ones what fits and could be others too."""
    layout = lay_out(entities, links)
    drawn = [link for link in links if link.left in layout.boxes and link.right in layout.boxes and link.left != link.right]
    drawn.sort(key=lambda link: (link.certainty.value, link.left, link.right, link.says, link.records))
    parts = [letters(head, x + BOX / 2, 20, anchor="middle", class_="t head") for x, head in COLUMNS]
    parts += [_line(link, layout.boxes) for link in drawn]
    parts += [_box(one, labels[one.id], layout.boxes[one.id]) for one in entities if one.id in layout.boxes]
    fits = sum(link.certainty is Certainty.COMPATIBLE for link in drawn)
    described = (
        f"{count_of(len(layout.boxes), 'person, place or thing', 'people, places and things')} joined by "
        f"{count_of(len(drawn), 'line')}, of which {fits} dashed. The table of links says the same in words."
    )
    return picture(anchor, "Network: who and what the records join", described, (WIDTH, layout.height), parts)
