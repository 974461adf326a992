"""The same network is drawn the same way, whatever order its parts come in."""

from itertools import permutations

from wholepicture.report.network import MOST, lay_out
from wholepicture.report.view import AgeGroup, EntityView, LinkView
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import EntityId


def child(number: int, age_group: AgeGroup = AgeGroup.CHILD) -> EntityView:
    return EntityView(id=EntityId(f"P{number:03d}"), kind=EntityKind.PERSON, name=Words("A B"), age_group=age_group)


def place(number: int) -> EntityView:
    return EntityView(id=EntityId(f"L{number:03d}"), kind=EntityKind.PLACE, name=Words("Somewhere"))


def link(left: EntityView, right: EntityView) -> LinkView:
    return LinkView(left=left.id, right=right.id, says="seen at", records=("a/1",))


def test_the_order_of_what_comes_in_does_not_matter():
    children, places = [child(n) for n in range(6)], [place(n) for n in range(5)]
    links = [link(children[n], places[(n * 3) % 5]) for n in range(6)]
    expected = lay_out((*children, *places), tuple(links))

    for turn in permutations(range(5)):
        entities = [*(children[n] for n in turn), children[5], *(places[n] for n in reversed(turn))]
        assert lay_out(tuple(entities), tuple(links[n] for n in (5, *turn))) == expected


def test_no_two_boxes_stand_on_one_another():
    entities = tuple([child(n) for n in range(9)] + [place(n) for n in range(7)])

    boxes = lay_out(entities, ()).boxes.values()

    assert len({(box.x, box.y) for box in boxes}) == 16
    assert all(box.y >= 40 for box in boxes)


def test_somebody_whose_age_is_in_doubt_stands_with_the_children_and_adults_apart():
    doubt, adult = child(1, AgeGroup.UNKNOWN), child(2, AgeGroup.ADULT)

    boxes = lay_out((doubt, adult), ()).boxes

    assert (boxes[doubt.id].column, boxes[adult.id].column) == (0, 2)


def test_lines_that_would_cross_are_untangled():
    children, places = [child(n) for n in range(3)], [place(n) for n in range(3)]
    links = tuple(link(children[n], places[2 - n]) for n in range(3))

    boxes = lay_out((*children, *places), links).boxes

    heights = [(boxes[one.left].y, boxes[one.right].y) for one in links]
    assert [right for _, right in sorted(heights)] == sorted(right for _, right in heights)


def test_a_crowded_column_keeps_the_most_linked_and_counts_the_rest():
    children, flat = [child(n) for n in range(20)], place(1)
    linked = children[15:]

    layout = lay_out((*children, flat), tuple(link(one, flat) for one in linked))

    assert layout.left_out == 20 - MOST
    assert {one.id for one in linked} <= set(layout.boxes)
