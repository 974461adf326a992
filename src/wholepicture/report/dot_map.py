"""A plain map: places as dots, north up, with a scale. It holds no background, so that it needs nothing from outside."""

from collections.abc import Mapping

from markupsafe import Markup

from wholepicture.report.drawing import element, letters, picture, shorten
from wholepicture.report.view import EntityView, Position
from wholepicture.report.wording import count_of
from wholepicture.vocabulary.records import EntityId

WIDTH = 720
HEIGHT = 260
MARGIN = 44
_STEPS = (50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000)


def placed(entities: tuple[EntityView, ...]) -> tuple[tuple[EntityView, Position], ...]:
    """The entities that can stand on a map."""
    return tuple((entity, entity.position) for entity in entities if entity.position is not None)


def worth_drawing(entities: tuple[EntityView, ...]) -> bool:
    """Whether there are two different positions at least: one dot shows nothing."""
    return len({position for _, position in placed(entities)}) > 1


def draw_map(anchor: str, entities: tuple[EntityView, ...], labels: Mapping[EntityId, str]) -> Markup:
    """The map of the entities that have a position; call it only when it is worth drawing."""
    dots = placed(entities)
    west, east = min(at.easting for _, at in dots), max(at.easting for _, at in dots)
    south, north = min(at.northing for _, at in dots), max(at.northing for _, at in dots)
    per_metre = min((WIDTH - 2 * MARGIN - 80) / max(east - west, 1), (HEIGHT - 2 * MARGIN - 24) / max(north - south, 1))
    across = (WIDTH - (east - west) * per_metre) / 2
    down = (HEIGHT - 24 - (north - south) * per_metre) / 2
    parts = [element("rect", x=0.5, y=0.5, width=WIDTH - 1, height=HEIGHT - 1, rx=4, class_="sheet")]
    taken: list[tuple[float, float]] = []
    for entity, at in sorted(dots, key=lambda one: (-one[1].northing, one[1].easting, one[0].id)):
        x, y = across + (at.easting - west) * per_metre, down + (north - at.northing) * per_metre
        line = y + 5
        while any(abs(line - other) < 17 and abs(x - beside) < 240 for beside, other in taken):
            line += 17
        taken.append((x, line))
        parts.append(element("circle", cx=x, cy=y, r=6, class_="event"))
        flip = x > WIDTH * 0.55
        text = shorten(labels[entity.id], (x if flip else WIDTH - x) - 24)
        parts.append(letters(text, x - 11 if flip else x + 11, line, anchor="end" if flip else "start"))
    parts += _scale(per_metre)
    described = f"{count_of(len(dots), 'place')}, north at the top. The table says where each is."
    return picture(anchor, "Map: where the places lie", described, (WIDTH, HEIGHT), parts)


def _scale(per_metre: float) -> list[Markup]:
    metres = max([step for step in _STEPS if step * per_metre <= 160], default=_STEPS[0])
    length = metres * per_metre
    text = f"{metres // 1000} km" if metres >= 1_000 else f"{metres} m"
    y = HEIGHT - 14
    return [
        element("path", d=f"M16 {y - 5} V{y} H{16 + length:.0f} V{y - 5}", class_="scale"),
        letters(f"{text}; north is up", 24 + length, y + 1, class_="t small"),
    ]
