"""Training learns weights from unlabelled mentions and makes a new version that linkage can run with."""

import json
from datetime import date, timedelta
from random import Random

import pytest

from wholepicture.engines.splink_training import SplinkTrainer
from wholepicture.linkage import Model, PersonRow, UnableToLearn, load_model, model_table, person_row, read_model
from wholepicture.vocabulary.pole import PersonDescription, Sex

FORENAMES = ["Tansy", "Robyn", "Liam", "Demi", "Ruth", "Graham", "Fatima", "Carolyn", "Leanne", "Jessica", "Priya", "Callum"]
SURNAMES = [
    "Oakes",
    "Tallis",
    "Savage",
    "Shah",
    "Khan",
    "Donnelly",
    "Doherty",
    "Byrne",
    "Marsh",
    "Bennett",
    "Read",
    "Okafor",
]


def mentions(people: int, seed: int) -> list[PersonRow]:
    dice = Random(seed)
    rows = []
    for _ in range(people):
        forename, surname = dice.choice(FORENAMES), dice.choice(SURNAMES)
        born = date(2005, 1, 1) + timedelta(days=dice.randrange(4000))
        sex, street = dice.choice(list(Sex)), f"{dice.randrange(1, 140)} {dice.choice(SURNAMES)} Road"
        for _ in range(3):
            written = forename if dice.random() < 0.9 else forename[:-2] + forename[-1]
            said = born if dice.random() < 0.95 else born + timedelta(days=dice.randrange(1, 900))
            rows.append(
                person_row(
                    PersonDescription(
                        surname=surname,
                        forename=written,
                        born=said if dice.random() < 0.9 else None,
                        sex=sex if dice.random() < 0.97 else None,
                        address=street if dice.random() < 0.7 else "",
                    )
                )
            )
    return rows


@pytest.fixture(scope="module")
def learned() -> Model:
    return SplinkTrainer(seed=3).train(mentions(500, 1), prior=load_model(), version="test-1", made_from="A made-up list.")


def test_what_agrees_weighs_for_and_what_differs_against(learned: Model) -> None:
    assert learned.people["birth"]["same"] > 8
    assert learned.people["birth"]["different"] < 0
    assert learned.people["forename"]["different"] < 0
    assert learned.people["forename"]["slip"] > 3
    assert learned.people["address"]["same"] > 5


def test_training_makes_a_new_version_and_leaves_the_shipped_one(learned: Model) -> None:
    assert (learned.version, learned.made_from) == ("test-1", "A made-up list.")
    assert load_model().version != "test-1"
    assert learned.people["identifier"] == load_model().people["identifier"]


def test_names_are_counted_by_people_and_not_by_mentions(learned: Model) -> None:
    assert learned.frequencies.forename["tansy"] == pytest.approx(1 / len(FORENAMES), rel=0.5)
    assert "tany" not in learned.frequencies.forename or learned.frequencies.forename["tany"] < 0.02


def test_a_model_survives_being_written_and_read(learned: Model) -> None:
    assert read_model(json.dumps(model_table(learned))) == learned


def test_training_twice_gives_the_same_model(learned: Model) -> None:
    again = SplinkTrainer(seed=3).train(mentions(500, 1), prior=load_model(), version="test-1", made_from="A made-up list.")

    assert again == learned


def test_too_few_people_are_refused_in_words() -> None:
    with pytest.raises(UnableToLearn):
        SplinkTrainer(seed=3).train(mentions(50, 1), prior=load_model(), version="test-1", made_from="A made-up list.")
