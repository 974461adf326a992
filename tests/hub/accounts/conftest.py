"""Fixtures for people and sign-in."""

import pytest
from training_people import at_time, for_training, signed_in, training_people

__all__ = ["at_time", "for_training", "signed_in", "training_people"]


@pytest.fixture
def handle(training_people):
    """The handle of the training person of that key."""
    return lambda key: training_people[key].handle
