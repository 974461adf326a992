"""What linkage holds in memory never shows a name, an address or a registration when it is printed."""

import pytest

from wholepicture.linkage import person_row
from wholepicture.linkage.addresses import read_address
from wholepicture.linkage.names import read_name
from wholepicture.linkage.vehicles import read_car
from wholepicture.vocabulary.pole import PersonDescription, VehicleDescription


@pytest.mark.parametrize(
    ("held", "secret"),
    [
        (read_name("Oakes", "Tansy", ""), "oakes"),
        (read_address("18 Marsh Lane, Harbury, QX1 4RT"), "marsh"),
        (read_car(VehicleDescription(registration="KX53 WLD")), "kx53wld"),
        (person_row(PersonDescription(surname="Oakes", forename="Tansy", address="18 Marsh Lane")), "oakes"),
    ],
    ids=["name", "address", "vehicle", "row for training"],
)
def test_printing_shows_nothing_of_whom_it_is(held: object, secret: str) -> None:
    assert secret not in f"{held!r} {held}".casefold()
