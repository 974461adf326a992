"""docs/decisions.md draws the tables that the code goes by."""

from pathlib import Path

import pytest

from wholepicture.decisions.acts import deeds_by_name
from wholepicture.decisions.refusals import Refusal
from wholepicture.decisions.states import CONCERN_STEPS, FINDING_STEPS, ConcernState, FindingState, draw

PAGE = (Path(__file__).resolve().parents[3] / "docs" / "decisions.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("steps", "begins"),
    [(CONCERN_STEPS, ConcernState.WAITING), (FINDING_STEPS, FindingState.NEW)],
    ids=["concern", "finding"],
)
def test_the_drawing_is_the_table(steps, begins):
    assert f"```mermaid\n{draw(steps, begins)}\n```" in PAGE


@pytest.mark.parametrize(
    ("steps", "begins"),
    [(CONCERN_STEPS, ConcernState.WAITING), (FINDING_STEPS, FindingState.NEW)],
    ids=["concern", "finding"],
)
def test_every_state_is_reached_and_none_is_a_trap(steps, begins):
    reached = {begins}
    for _ in steps:
        reached |= {one.to for one in steps if one.state in reached}
    assert reached == set(type(begins)) == {one.state for one in steps}


def test_each_step_names_something_that_is_done_or_happens():
    done = {one.done for one in (*CONCERN_STEPS, *FINDING_STEPS)}
    assert done <= {*deeds_by_name(), "added to", "grown"}


def test_the_page_tells_every_refusal():
    assert not [one.name for one in Refusal if one.value not in PAGE]
