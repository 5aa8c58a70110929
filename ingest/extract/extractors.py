"""Names and versions that statements carry, for the readers that share one."""

from __future__ import annotations

AWARD_LIST = "award-list/1"
