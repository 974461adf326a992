"""The picture that grew record by record knows what one made afresh knows."""

from hypothesis import given, settings
from hypothesis import strategies as st
from scenes import Scene
from test_patterns_law_of_time import scenes

from wholepicture.vocabulary.judgements import Alias
from wholepicture.vocabulary.pole import EntityKind
from wholepicture.vocabulary.records import EntityId, RecordId


@given(scenes(), st.data())
@settings(max_examples=40, deadline=None)
def test_what_was_counted_on_the_way_equals_what_is_counted_at_the_end(scene: Scene, data: st.DataObject) -> None:
    asked, unasked = scene.play(), scene.play()
    entities = sorted({p.entity for s in scene.sightings() for p in s.presences})
    kinds = {p.entity: p.kind for s in scene.sightings() for p in s.presences}
    for entity in entities:
        asked.picture.person(entity)
        asked.picture.place(entity)
    gone = data.draw(st.sampled_from([str(told["reference"]).casefold() for told in scene.told]))
    places = [e for e in entities if kinds[e] is EntityKind.PLACE]
    merge = (
        [Alias(entity=places[-1], now=places[0], since=asked.picture.now, because="one address")] if len(places) > 1 else []
    )

    for picture in (asked.picture, unasked.picture):
        picture.move(merge)
        picture.remove(RecordId(gone))

    for entity in map(EntityId, entities):
        now = asked.picture.canonical(entity)
        assert asked.picture.place(now) == unasked.picture.place(now)
        assert asked.picture.person(now) == unasked.picture.person(now)
