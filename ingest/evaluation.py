"""How well extraction did on a labelled site: found, read, linked, quoted, and kept private.

Works on the contract's JSON objects (`puljespor projects`, `pools`, `documents`), so that it judges what users get.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from itertools import combinations, pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

from ingest.assignment import assign, is_scored, name_likeness, pair_likeness, same_day
from ingest.gold import Gold, GoldDocument, GoldPool, GoldProject

POOL_NAME_FLOOR = 0.9
"""Names at least this alike are one pool: quotes, "puljen til" and the like fall below the token-set ratio's notice."""

CONFIDENCE_EDGES = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of right, wrong and missed, and what follows from them."""

    n_right: int
    n_given: int
    n_gold: int

    @property
    def precision(self) -> float:
        """Share of the given that are right; 1 where nothing is given."""
        return self.n_right / self.n_given if self.n_given else 1.0

    @property
    def recall(self) -> float:
        """Share of the gold that was given rightly; 1 where there is none."""
        return self.n_right / self.n_gold if self.n_gold else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        total = self.n_given + self.n_gold
        return 2 * self.n_right / total if total else 1.0


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that went wrong, with the page to open."""

    measure: str
    what: str
    gold: Any
    given: Any
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfidenceBin:
    """Values given a confidence in this range, and how many of them are right."""

    low: float
    high: float
    n_values: int
    n_right: int


@dataclass(frozen=True, slots=True)
class ExtractionReport:
    """Every measure of one evaluation, and each thing that counted against it."""

    scores: dict[str, Score]
    calibration: tuple[ConfidenceBin, ...] = ()
    misses: tuple[Miss, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)

    def measures(self) -> dict[str, float]:
        """Give each measure's one figure (F1; for shares, where given and gold are the same count, the share)."""
        return {name: round(score.f1, 4) for name, score in self.scores.items()}

    def json(self) -> dict[str, Any]:
        """Give the report as a JSON object."""
        return {
            "measures": self.measures(),
            "scores": {
                name: asdict(score) | {"precision": score.precision, "recall": score.recall, "f1": score.f1}
                for name, score in self.scores.items()
            },
            "calibration": [asdict(each) for each in self.calibration],
            "counts": self.counts,
            "misses": [asdict(miss) for miss in self.misses],
        }

    def table(self, *, n_misses: int = 8) -> str:
        """Give the report as lines of text, with the first misses of every measure."""
        lines = [f"{'measure':<22}{'P':>7}{'R':>7}{'F1':>7}{'right':>7}{'given':>7}{'gold':>7}"]
        for name, s in self.scores.items():
            figures = f"{s.precision:>7.3f}{s.recall:>7.3f}{s.f1:>7.3f}{s.n_right:>7}{s.n_given:>7}{s.n_gold:>7}"
            lines.append(f"{name:<22}{figures}")
        lines += ["", "confidence      values  right"]
        for each in self.calibration:
            share = each.n_right / each.n_values if each.n_values else 0.0
            lines.append(f"{each.low:.2f}-{min(each.high, 1.0):.2f}    {each.n_values:>9}  {share:.3f}")
        by_measure: dict[str, list[Miss]] = {}
        for miss in self.misses:
            by_measure.setdefault(miss.measure, []).append(miss)
        for name, misses in by_measure.items():
            lines += ["", f"{name}: {len(misses)} missed"]
            for miss in misses[:n_misses]:
                lines.append(f"  {miss.what}: gold {miss.gold!r}, given {miss.given!r}  {' '.join(miss.urls[:3])}")
        return "\n".join(lines)


def url_path(url: str) -> str:
    """Give a URL's path, decoded and without a final slash: what gold names a page by."""
    return unquote(urlsplit(url).path).rstrip("/") or "/"


def evaluate_extraction(
    projects: Sequence[Json], pools: Sequence[Json], documents: Sequence[Json], gold: Gold
) -> ExtractionReport:
    """Score projects, pools and documents of a corpus against the gold of the site it was read from.

    Projects are paired with gold one to one for greatest likeness (`ingest.assignment`). Fields are scored over the
    paired projects, so that a project not found counts once, under `projects`. Optional gold counts neither way.

    Args:
        projects: objects as `puljespor projects` gives them.
        pools: objects as `puljespor pools` gives them.
        documents: objects as `puljespor documents` gives them.
        gold: what a reader finds on the site.
    """
    paths = {str(d["document_id"]): url_path(str(d["url"])) for d in documents}
    found = [{paths[p["document_id"]] for p in _cited(project) if p["document_id"] in paths} for project in projects]
    pairs = assign([[pair_likeness(g, p, f) for p, f in zip(projects, found, strict=True)] for g in gold.projects])
    misses: list[Miss] = []
    scores = {"projects": _score_detection(projects, found, gold, pairs, misses)}
    paired = [(gold.projects[g], projects[p]) for g, p in sorted(pairs.items()) if not gold.projects[g].is_optional]
    scores |= _score_fields(paired, misses)
    scores["linking"] = _score_linking(projects, documents, found, gold, misses)
    scores |= _score_pools(pools, gold, misses)
    scores["evidence"] = _score_evidence([*projects, *pools], documents, misses)
    scores["stated_fields"] = _score_stated(projects, misses)
    scores |= _score_documents(documents, gold, misses)
    scores["leaks"] = _score_leaks([*projects, *pools, *documents], gold, misses)
    counts = {
        "projects": len(projects),
        "pools": len(pools),
        "documents": len(documents),
        "gold_projects": len(gold.projects),
        "gold_documents": len(gold.documents),
    }
    return ExtractionReport(scores, _calibrate(paired), tuple(misses), counts)


def _cited(record: Json) -> list[Json]:
    """Give the documents a record names: its list, and whatever its evidence points to."""
    evidence = [e for e in record.get("evidence", []) if e.get("document_id")]
    return [*record.get("documents", []), *evidence]


def _score_detection(
    projects: Sequence[Json],
    found: Sequence[set[str]],
    gold: Gold,
    pairs: Mapping[int, int],
    misses: list[Miss],
) -> Score:
    wanted = [i for i, g in enumerate(gold.projects) if not g.is_optional]
    n_right = sum(i in pairs for i in wanted)
    for i in wanted:
        if i not in pairs:
            g = gold.projects[i]
            what = f"{g.id} ({', '.join(g.municipalities)})"
            misses.append(Miss("projects", f"not found: {what}", g.title or g.pool, None, g.documents))
    for j, project in enumerate(projects):
        if j not in pairs.values():
            places = ", ".join(p["name"] for p in project.get("municipalities", []))
            label = f"{project.get('title')} [{places}] {project.get('amount_dkk')}"
            misses.append(Miss("projects", "none such", None, label, tuple(sorted(found[j]))))
    n_optional = sum(gold.projects[g].is_optional for g in pairs)
    return Score(n_right, len(projects) - n_optional, len(wanted))


def _same_pool(gold: GoldProject | GoldPool, name: str) -> bool:
    names = (gold.pool or "", *gold.pool_variants) if isinstance(gold, GoldProject) else (gold.name, *gold.variants)
    return max((name_likeness(each, name) for each in names if each), default=0.0) >= POOL_NAME_FLOOR


def _field_items(gold: GoldProject, project: Json) -> Iterable[tuple[str, list[Any], list[Any], int]]:
    """Give each scored field as (measure, gold values, given values, number given rightly)."""
    places = [p["code"] for p in project.get("municipalities", [])]
    yield "municipalities", sorted(gold.municipalities), places, len({*gold.municipalities} & {*places})
    period = project.get("period") or {}
    single = (
        ("amount", gold.amount_dkk, project.get("amount_dkk"), lambda a, b: a == b),
        ("period_year", gold.year_awarded, project.get("year_awarded"), same_day),
        ("period_year", gold.period_from, period.get("from"), same_day),
        ("period_year", gold.period_to, period.get("to"), same_day),
        ("pool", gold.pool, (project.get("pool") or {}).get("name"), lambda _, b: _same_pool(gold, b)),
        ("status", gold.status, _known(project.get("status"), "unknown"), _is_one_of),
        (
            "outcome",
            _known(gold.outcome, "not_reported"),
            _known((project.get("outcome") or {}).get("direction"), "not_reported"),
            _is_one_of,
        ),
    )
    for measure, wanted, given, agrees in single:
        if is_scored(wanted):
            right = wanted is not None and given is not None and agrees(wanted, given)
            yield measure, [] if wanted is None else [wanted], [] if given is None else [given], int(right)
    if is_scored(gold.themes):
        themes = project.get("themes", [])
        yield "themes", list(gold.themes), themes, len({*gold.themes} & {*themes})


def _known(value: Any, nothing: str) -> Any:
    return None if value == nothing else value


def _is_one_of(wanted: Any, given: Any) -> bool:
    """Tell whether a value is the gold one; gold may name several that a reader would accept, as "a|b"."""
    return given in str(wanted).split("|")


def _score_fields(paired: Sequence[tuple[GoldProject, Json]], misses: list[Miss]) -> dict[str, Score]:
    names = ("municipalities", "amount", "period_year", "pool", "status", "themes", "outcome")
    totals = {name: [0, 0, 0] for name in names}
    for gold, project in paired:
        for measure, wanted, given, n_right in _field_items(gold, project):
            totals[measure][0] += n_right
            totals[measure][1] += len(given)
            totals[measure][2] += len(wanted)
            if not n_right == len(given) == len(wanted):
                misses.append(Miss(measure, gold.id, wanted, given, gold.documents))
    return {name: Score(*each) for name, each in totals.items()}


def _score_linking(
    projects: Sequence[Json],
    documents: Sequence[Json],
    found: Sequence[set[str]],
    gold: Gold,
    misses: list[Miss],
) -> Score:
    """Pairwise F1 over mentions: two mentions of one project should bear one record, two of different ones never.

    A mention is a project in a document. In each document the records that cite it are assigned to the projects
    that gold finds there; a record that gold does not find there is a mention of its own.
    """
    optional = {g.id for g in gold.projects if g.is_optional}
    mentions: list[tuple[str, str, str]] = []  # gold id, record label, path
    for path in sorted({url_path(str(d["url"])) for d in documents} | {p for g in gold.projects for p in g.documents}):
        there = [g for g in gold.projects if path in g.documents]
        records = [j for j, paths in enumerate(found) if path in paths]
        grid = [[pair_likeness(g, projects[j], found[j]) for j in records] for g in there]
        local = assign(grid)
        for i, g in enumerate(there):
            label = f"record {records[local[i]]}" if i in local else f"none {g.id} {path}"
            mentions.append((g.id, label, path))
        spare = set(range(len(records))) - set(local.values())
        mentions += [(f"spare {records[j]} {path}", f"record {records[j]}", path) for j in sorted(spare)]
    mentions = [m for m in mentions if m[0] not in optional]
    n_right = n_given = n_gold = 0
    for first, second in combinations(mentions, 2):
        same_gold, same_given = first[0] == second[0], first[1] == second[1]
        n_right += same_gold and same_given
        n_given += same_given
        n_gold += same_gold
        if same_gold != same_given and not (first[0].startswith("spare") and second[0].startswith("spare")):
            how = "apart" if same_gold else "merged"
            misses.append(
                Miss("linking", how, f"{first[0]} / {second[0]}", f"{first[1]} / {second[1]}", (first[2], second[2]))
            )
    return Score(n_right, n_given, n_gold)


def _score_pools(pools: Sequence[Json], gold: Gold, misses: list[Miss]) -> dict[str, Score]:
    grid = [
        [max(name_likeness(n, p.get("title") or "") for n in (g.name, *g.variants)) for p in pools] for g in gold.pools
    ]
    pairs = assign(grid, POOL_NAME_FLOOR)
    wanted = [i for i, g in enumerate(gold.pools) if not g.is_optional]
    n_optional = sum(gold.pools[g].is_optional for g in pairs)
    for i in wanted:
        if i not in pairs:
            misses.append(Miss("pools", "not found", gold.pools[i].name, None, gold.pools[i].documents))
    for j, pool in enumerate(pools):
        if j not in pairs.values():
            urls = tuple(str(d["url"]) for d in pool.get("documents", []))
            misses.append(Miss("pools", "none such", None, pool.get("title"), urls))
    money = [0, 0, 0]
    for i in wanted:
        if i not in pairs:
            continue
        g, pool = gold.pools[i], pools[pairs[i]]
        given = {("frame", f["amount_dkk"]) for f in pool.get("frames", [])}
        right = {("frame", amount) for amount in g.frames_dkk}
        for name, value in (("applied", g.applied_dkk), ("n_applications", g.n_applications)):
            right |= {(name, value)} if value is not None else set()
            stated = pool.get({"applied": "applied_dkk"}.get(name, name))
            given |= {(name, stated)} if stated is not None else set()
        money = [money[0] + len(right & given), money[1] + len(given), money[2] + len(right)]
        if right != given:
            misses.append(Miss("pool_money", g.name, sorted(right), sorted(given), g.documents))
    n_right = sum(i in pairs for i in wanted)
    return {"pools": Score(n_right, len(pools) - n_optional, len(wanted)), "pool_money": Score(*money)}


def _score_evidence(records: Sequence[Json], documents: Sequence[Json], misses: list[Miss]) -> Score:
    texts = {d["document_id"]: d.get("text") or "" for d in documents}
    n_right = n_all = 0
    for record in records:
        for item in record.get("evidence", []):
            if item.get("origin") == "staff" or item.get("document_id") is None:
                continue
            n_all += 1
            text = texts.get(item["document_id"], "")
            is_verbatim = bool(item["quote"]) and text[item["char_start"] : item["char_end"]] == item["quote"]
            n_right += is_verbatim
            if not is_verbatim:
                there = text[item["char_start"] : item["char_end"]] if item["char_start"] is not None else None
                misses.append(Miss("evidence", item["field"], item["quote"], there, (str(item.get("url")),)))
    return Score(n_right, n_all, n_all)


def _score_stated(projects: Sequence[Json], misses: list[Miss]) -> Score:
    """Count the given fields that have evidence with a quote."""
    n_right = n_all = 0
    for project in projects:
        quoted = {e["field"] for e in project.get("evidence", []) if e.get("quote")}
        period, pool = project.get("period") or {}, project.get("pool") or {}
        outcome = _known((project.get("outcome") or {}).get("direction"), "not_reported")
        given = {
            "title": project.get("title"),
            "municipalities": project.get("municipalities"),
            "amount_dkk": project.get("amount_dkk"),
            "year_awarded": project.get("year_awarded"),
            "period_from": period.get("from"),
            "period_to": period.get("to"),
            "pool": pool.get("name"),
            "status": _known(project.get("status"), "unknown"),
            "themes": project.get("themes"),
            "outcome_direction": outcome,
        }
        for name, value in given.items():
            if value:
                n_all += 1
                n_right += name in quoted
                if name not in quoted:
                    misses.append(Miss("stated_fields", f"{name} without evidence", None, value, ()))
    return Score(n_right, n_all, n_all)


def _score_documents(documents: Sequence[Json], gold: Gold, misses: list[Miss]) -> dict[str, Score]:
    newest: dict[str, Json] = {}
    for document in sorted(documents, key=lambda d: str(d.get("fetched_at"))):
        newest[url_path(str(document["url"]))] = document
    names = ("document_found", "document_status", "kinds", "language", "last_updated", "text_present", "text_absent")
    totals = {name: [0, 0] for name in names}
    for wanted in gold.documents:
        totals["document_found"][1] += 1
        if wanted.url not in newest:
            misses.append(Miss("document_found", "not in the corpus", wanted.url, None, (wanted.url,)))
            continue
        totals["document_found"][0] += 1
        for name, gold_value, given, is_right in _document_checks(wanted, newest[wanted.url]):
            totals[name][1] += 1
            totals[name][0] += is_right
            if not is_right:
                misses.append(Miss(name, "wrong" if name[:4] != "text" else name[5:], gold_value, given, (wanted.url,)))
    return {name: Score(right, n, n) for name, (right, n) in totals.items()}


def _document_checks(wanted: GoldDocument, document: Json) -> Iterable[tuple[str, Any, Any, bool]]:
    """Give each check of one document as (measure, gold, given, is it right)."""
    status = str(document.get("status"))
    yield "document_status", wanted.statuses, status, status in wanted.statuses
    if status not in ("ok", "partial") or not {"ok", "partial"} & set(wanted.statuses):
        return
    yield "kinds", wanted.kinds, document.get("kind"), document.get("kind") in wanted.kinds
    if wanted.language is not None:
        yield (
            "language",
            wanted.language,
            document.get("language"),
            _is_one_of(wanted.language, document.get("language")),
        )
    updated = document.get("last_updated")
    yield "last_updated", wanted.last_updated, updated, same_day(wanted.last_updated, updated)
    text = " ".join(str(document.get("text") or "").split())
    for snippet in wanted.present:
        yield "text_present", snippet, text[:60], " ".join(snippet.split()) in text
    for snippet in wanted.absent:
        at = text.find(" ".join(snippet.split()))
        yield "text_absent", snippet, text[max(0, at - 40) : at + 60], at < 0


def _score_leaks(objects: Sequence[Json], gold: Gold, misses: list[Miss]) -> Score:
    whole = json.dumps(list(objects), ensure_ascii=False, default=str)
    n_kept = 0
    for leak in gold.leaks:
        is_out = leak.text in whole
        n_kept += not is_out
        if is_out:
            at = whole.index(leak.text)
            misses.append(Miss("leaks", leak.what, leak.text, whole[max(0, at - 80) : at + 60], (leak.url,)))
    return Score(n_kept, len(gold.leaks), len(gold.leaks))


def _calibrate(paired: Sequence[tuple[GoldProject, Json]]) -> tuple[ConfidenceBin, ...]:
    """Count, by confidence, the statements about paired projects whose value gold can judge."""
    judged: list[tuple[float, bool]] = []
    for gold, project in paired:
        for item in project.get("evidence", []):
            is_right = _judge(gold, str(item["field"]), item["value"])
            if is_right is not None and item.get("origin") != "staff":
                judged.append((float(item["confidence"]), is_right))
    return tuple(
        ConfidenceBin(low, high, len(inside), sum(inside))
        for low, high in pairwise(CONFIDENCE_EDGES)
        for inside in [[right for confidence, right in judged if low <= confidence < high]]
    )


def _judge(gold: GoldProject, name: str, value: Any) -> bool | None:
    """Tell whether a statement's value is right; None where gold cannot tell."""
    wanted = {
        "municipalities": gold.municipalities,
        "amount_dkk": gold.amount_dkk,
        "year_awarded": gold.year_awarded,
        "period_from": gold.period_from,
        "period_to": gold.period_to,
        "pool": gold.pool,
        "status": gold.status,
        "themes": gold.themes,
        "outcome_direction": _known(gold.outcome, "not_reported"),
    }
    if name not in wanted or not is_scored(wanted[name]):
        return None
    right = wanted[name]
    if name in ("municipalities", "themes"):
        return value in right
    if right is None:
        return False
    if name == "pool":
        return _same_pool(gold, str(value))
    if name in ("status", "outcome_direction"):
        return _is_one_of(right, value)
    return value == right if name == "amount_dkk" else same_day(right, value)
