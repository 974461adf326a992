"""The patterns, in the order in which they are asked."""

from collections.abc import Sequence

from wholepicture.patterns.adult_across_children import AdultAcrossChildren
from wholepicture.patterns.child_question import ChildQuestion
from wholepicture.patterns.converging_agencies import ConvergingAgencies
from wholepicture.patterns.emerging_network import EmergingNetwork
from wholepicture.patterns.falling_count import FallingCount
from wholepicture.patterns.gone_quiet import GoneQuiet
from wholepicture.patterns.home_targeted import HomeTargeted
from wholepicture.patterns.missing_together import MissingTogether
from wholepicture.patterns.place_under_another_name import PlaceUnderAnotherName
from wholepicture.patterns.question import Pattern
from wholepicture.patterns.shared_phone import SharedPhone
from wholepicture.patterns.shared_place import SharedPlace
from wholepicture.patterns.shared_vehicle import SharedVehicle
from wholepicture.patterns.unanswered import Unanswered

ALL: Sequence[Pattern] = (
    ChildQuestion(),
    SharedPlace(),
    AdultAcrossChildren(),
    SharedVehicle(),
    SharedPhone(),
    MissingTogether(),
    PlaceUnderAnotherName(),
    ConvergingAgencies(),
    EmergingNetwork(),
    HomeTargeted(),
    FallingCount(),
    Unanswered(),
    GoneQuiet(),
)
