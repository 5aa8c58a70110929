from __future__ import annotations

import pytest

from tests.sites.shared import PERIODS, SUMS, YEARS, Case, cases, share_right

CASES = list(cases())


@pytest.mark.parametrize("said", [*SUMS, *(said for said, *_ in PERIODS), *YEARS])
def test_what_is_said_of_all_projects_is_handed_down_to_each(said: str) -> None:
    """Each statement in some of its places and forms: `python -m tests.sites.shared` takes all."""
    own: list[Case] = [case for case in CASES if case.said == said][::7]
    wrong = [(case.place, case.form) for case in own if share_right(case) < 1]
    assert own
    assert wrong == []
