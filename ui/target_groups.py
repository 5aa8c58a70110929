"""Broad target groups, by the words of what a record says of its own: sources put it in hundreds of ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

_CUES = {
    "aeldre": r"ældre|plejehjem|plejebolig|plejecent|hjemmehjælp|hjemmepleje|pensionist|over (?:65|67|70|75|80)",
    "demens": r"demens|demente|alzheimer|hukommelse",
    "kronisk": r"kronisk|kroniker|\bkol\b|diabetes|hjerte|lunge|kræft|gigt|blodtryk|langvarig",
    "psykisk": r"psykisk|psykiatri|bosted|botilbud|depression|angst|skizofreni|mistrivsel",
    "udsatte": r"udsat|sårbar|hjemløs|misbrug|socialt|ulighed|etnisk|flygtning|ledig|rusmid",
    "boern": r"\bbørn|\bbarn|\bunge|familie|gravid|forældre|barsel|skole|ungdom",
    "paaroerende": r"pårørende",
    "medarbejdere": r"medarbejder|ansatte|personale|ledere|sygeplejersk|sosu|frontpersonale|fagpersoner",
}
UNSTATED, OTHER = "ikke_oplyst", "oevrige"
GROUPS = (*_CUES, OTHER, UNSTATED)
"""Names of the groups, in the order shown; each has its words in the texts under `group`."""

_PATTERNS = {name: re.compile(cues, re.I) for name, cues in _CUES.items()}


def groups_of(record: Mapping[str, Any]) -> tuple[str, ...]:
    """Give the groups that a record's own words on its target group name; several where they name several."""
    words = str(record["target_group"] or "")
    if not words.strip():
        return (UNSTATED,)
    return tuple(name for name, pattern in _PATTERNS.items() if pattern.search(words)) or (OTHER,)
