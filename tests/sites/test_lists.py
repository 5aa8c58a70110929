from __future__ import annotations

import pytest

from tests.sites.dressing import DRESSES
from tests.sites.lists import Frame, Tally, fillings, frames, measure

pytestmark = pytest.mark.slow

Tallies = dict[str, Tally]


@pytest.fixture(scope="module")
def by_dress() -> Tallies:
    """Every dress in every other frame, the fillings in turn: `python -m tests.sites.lists` measures all of each."""
    found: Tallies = {}
    makes = fillings()
    kept: list[Frame] = list(frames())[::2]
    for number, (name, dress) in enumerate(DRESSES.items()):
        for turn, frame in enumerate(kept):
            read = measure(frame, dress, makes[(number + turn) % len(makes)])
            if read is not None:
                found[name] = found.get(name, Tally()) + read
    return found


def test_awards_are_read_whatever_the_dress_of_their_list(by_dress: Tallies) -> None:
    whole = sum(by_dress.values(), Tally())
    assert whole.f1 >= 0.985, whole.figures()
    assert whole.n_titles / whole.n_awards >= 0.97, whole.figures()
    assert whole.n_amounts / whole.n_awards >= 0.975, whole.figures()


@pytest.mark.parametrize("dress", DRESSES)
def test_no_dress_of_a_list_hides_its_awards(dress: str, by_dress: Tallies) -> None:
    read = by_dress[dress]
    assert read.f1 >= 0.9, read.figures()
