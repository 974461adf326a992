"""Laws of linkage that hold for any records in any batches."""

import os
import pickle
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from wholepicture.linkage import Linker, Resolution, load_model
from wholepicture.linkage.addresses import read_address
from wholepicture.linkage.names import NameComparer, load_name_lore
from wholepicture.linkage.people import PersonKernel
from wholepicture.linkage.places import compare_places
from wholepicture.linkage.portraits import read_portrait
from wholepicture.vocabulary.hidden import Words
from wholepicture.vocabulary.judgements import Judgement
from wholepicture.vocabulary.pole import Age, EntityKind, PersonDescription, PlaceDescription, Role, Sex, VehicleDescription
from wholepicture.vocabulary.records import EntityId, Mention, MentionId, RecordId, Span, mention_id

ON = date(2022, 6, 1)
AT = datetime(2022, 6, 1, tzinfo=UTC)

forenames = st.sampled_from(
    ["Tansy", "Tanys", "Robyn", "Rob", "Mohammed", "Mo", "Muhammad", "Gaz", "Gary", "K", "Kasia", "Katarzyna", ""]
)
surnames = st.sampled_from(["Oakes", "Oaks", "Khan", "Kahn", "De Souza", "D Esouza", "Campbell-Reid", "Reid", ""])
births = st.none() | st.sampled_from(
    [date(2008, 4, 12), date(2008, 12, 4), date(2008, 4, 13), date(2009, 1, 3), date(1979, 3, 2)]
)
addresses = st.sampled_from(
    [
        "",
        "14 Cowper Lane, Harbury, QX1 4AB",
        "14 Cowper Ln",
        "Flat 3, 9 Greenway Road, QX3 4YY",
        "9c Greenway Rd, qx34yy",
        "Marsh Lane",
        "Maple House",
    ]
)
people = st.builds(
    PersonDescription,
    surname=surnames,
    forename=forenames,
    born=births,
    age=st.none() | st.builds(Age, st.just(13), st.just(14), estimated=st.booleans()),
    sex=st.none() | st.sampled_from(Sex),
    address=addresses,
    upn=st.sampled_from(["", "", "", "Q801201001001", "E801201001002", "A123"]),
    adult=st.none() | st.booleans(),
)
places = st.builds(PlaceDescription, text=addresses.filter(bool))
vehicles = st.builds(
    VehicleDescription,
    registration=st.sampled_from(["KX53 WLD", "KX53WLO", "KX53 WL0", "KX53", "YO23 WJF", ""]),
    colour=st.sampled_from(["", "silver", "grey", "red"]),
)
KINDS = {PersonDescription: EntityKind.PERSON, PlaceDescription: EntityKind.PLACE, VehicleDescription: EntityKind.VEHICLE}
roles = st.sampled_from([Role.SUBJECT, Role.PARENT, Role.CARER, Role.ASSOCIATE, Role.UNKNOWN])
told = st.tuples(roles, people | places | vehicles, st.booleans())
stories = st.lists(st.lists(told, max_size=5), max_size=14)


def write(
    story: list[list[tuple[Role, PersonDescription | PlaceDescription | VehicleDescription, bool]]],
) -> list[list[Mention]]:
    records = []
    for number, mentions in enumerate(story):
        record = RecordId(f"r{number:03}")
        kinds = [KINDS[type(description)] for _, description, _ in mentions]
        records.append(
            [
                Mention(
                    id=mention_id(kind, record, at),
                    kind=kind,
                    role=role,
                    description=description,
                    text=Words(""),
                    span=Span(at, at + 1) if narrative else None,
                )
                for at, (kind, (role, description, narrative)) in enumerate(zip(kinds, mentions, strict=True))
            ]
        )
    return records


def fold(linker: Linker, records: Sequence[Sequence[Mention]]) -> list[Resolution]:
    return [linker.resolve(mentions, at=AT, on=ON) for mentions in records]


@given(stories, st.integers(0, 14))
def test_what_is_known_after_some_records_does_not_depend_on_what_comes_later(story, cut) -> None:
    records = write(story)
    whole = fold(Linker(load_model()), records)
    beginning = Linker(load_model())

    told_so_far = fold(beginning, records[:cut])

    assert told_so_far == whole[:cut]
    assert told_so_far + fold(beginning, records[cut:]) == whole


@given(stories)
def test_an_entity_goes_by_its_earliest_mention_and_aliases_lead_there(story) -> None:
    records = write(story)
    linker = Linker(load_model())
    belongs: dict[MentionId, EntityId] = {}

    for mentions in records:
        resolution = linker.resolve(mentions, at=AT, on=ON)
        now = {alias.entity: alias.now for alias in resolution.moved}
        belongs.update(zip((mention.id for mention in mentions), resolution.assigned, strict=True))
        for mention, entity in belongs.items():
            current = entity
            while current in now:
                current = now[current]
            belongs[mention] = current

    order = [mention.id for mentions in records for mention in mentions]
    for mention in order:
        assert belongs[mention] == linker.entity(mention)
        assert linker.entity(mention) == next(other for other in order if linker.entity(other) == linker.entity(mention))


@given(stories)
def test_every_judged_pair_has_reasons_and_points_back(story) -> None:
    records = write(story)
    order = {mention.id: at for at, mention in enumerate(m for mentions in records for m in mentions)}

    for mentions, resolution in zip(records, fold(Linker(load_model()), records), strict=True):
        for pair in resolution.judged:
            assert pair.because
            assert pair.judgement is not Judgement.DIFFERENT
            assert pair.right in {mention.id for mention in mentions}
            assert pair.left != pair.right
            assert order[pair.left] < order[pair.right] or pair.left in {mention.id for mention in mentions}
        for mention in mentions:
            assert sum(pair.right == mention.id for pair in resolution.judged) <= 5


@given(people, people)
def test_comparing_persons_is_symmetrical_to_the_bit(left, right) -> None:
    kernel = PersonKernel(load_model(), NameComparer(load_name_lore()))
    mine, theirs = (read_portrait(write([[(Role.SUBJECT, description, False)]])[0][0], ON) for description in (left, right))

    there, back = kernel.compare(mine, theirs, 0.0), kernel.compare(theirs, mine, 0.0)

    assert there.weight == back.weight
    assert there == back


@given(addresses, addresses)
def test_comparing_places_is_symmetrical(left, right) -> None:
    assert compare_places(read_address(left), read_address(right)) == compare_places(read_address(right), read_address(left))


@given(st.text(max_size=60))
def test_any_text_can_be_read_as_an_address(text) -> None:
    address = read_address(text)

    assert address.street == address.street.casefold()


@settings(max_examples=3, deadline=None)
@given(stories)
def test_the_same_entities_for_any_hash_seed(story) -> None:
    script = (
        "import sys, pickle; from datetime import UTC, date, datetime; from wholepicture.linkage import Linker, load_model\n"
        "linker = Linker(load_model()); records = pickle.load(sys.stdin.buffer)\n"
        "print([linker.resolve(m, at=datetime(2022, 6, 1, tzinfo=UTC), on=date(2022, 6, 1)) for m in records])"
    )
    outputs = [
        subprocess.run(  # noqa: S603 - our own interpreter
            [sys.executable, "-c", script],
            input=pickle.dumps(write(story)),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]

    assert outputs[0] == outputs[1]
