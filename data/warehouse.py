"""Builds a warehouse: one DuckDB file from the clean files of the uploads that are published.

Always built anew in a file of its own and never changed once finished. The models are
`warehouse/*.sql`, run in the order below.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

import duckdb

from data import geography, ledger, people, suppliers
from data.columns import KINDS
from data.engine import connect
from data.geography import Loaded
from data.ledger import Upload, Words
from data.store import Store
from data.strategy import BUILT_IN, Scope, Strategy, load_strategies
from data.strategy_tables import rows_of

SQL = Path(__file__).parent / "warehouse"
MODELS = (
    "current_lines",
    "named",
    "mention",
    "registered_number",
    "name_known",
    "supplier_number",
    "mention_key",
    "supplier_mention",
    "contract",
    "payment",
    "told_of",
    "supplier_postcode",
    "supplier_claim",
    "supplier",
    "supplier_doubt",
    "place_not_known",
    "supplier_point",
    "supplier_tier",
    "reading",
    "spend_month",
    "profile",
    "in_view",
    "kinds_in_view",
    "places_in_view",
    "contracts_in_view",
    "register",
)
# What is done in Python once a model is made.
_THEN = {"named": suppliers.name_people, "mention_key": suppliers.join_mentions}
ELSEWHERE, NOT_KNOWN = 98, 99
ROWS_IN_ONE_INSERT = 200

Progress = Callable[[float, str], None]


def _silent(share: float, step: str) -> None:
    """Tell nobody."""


def build(
    store: Store,
    path: Path,
    uploads: Sequence[Upload],
    progress: Progress = _silent,
    clean_files: Mapping[int, Path] | None = None,
    words: Words | None = None,
    reference: Loaded | None = None,
    drafts: Sequence[Path] = (),
) -> None:
    """Build a warehouse at `path` from `uploads`.

    `clean_files` says where the clean rows of an upload lie that is not in the store (yet);
    `words` are what officers said and `reference` what is loaded over the default geography, both
    as the ledger has it unless given; `drafts` are strategy files tried as if they were in force.
    Sample uploads are used only while there is no real one. Raises StrategyFaults when a strategy
    file is at fault; a build that fails leaves nothing behind.
    """
    real = [upload for upload in uploads if not upload.is_sample]
    used = real or list(uploads)
    elsewhere = clean_files or {}
    files = {u.upload_id: elsewhere.get(u.upload_id, store.clean_file(u.upload_id)) for u in used}
    path.unlink(missing_ok=True)
    strategies = load_strategies((BUILT_IN, store.strategies), drafts)
    con = connect(path)
    finished = False
    try:
        con.execute("begin")
        loaded = ledger.loaded_reference(store) if reference is None else reference
        _prepare(con, used, files, strategies, loaded)
        _load_words(con, ledger.words(store) if words is None else words)
        run_models(con, progress)
        for kind in KINDS:
            con.execute(
                f"drop view clean_{kind}; drop view published_{kind}; drop table empty_{kind}"
            )
        geography.let_go(con)
        con.execute("commit")
        con.execute("checkpoint")
        finished = True
    finally:
        con.close()
        if not finished:
            with suppress(OSError):
                path.unlink(missing_ok=True)


def run_models(con: duckdb.DuckDBPyConnection, progress: Progress = _silent) -> None:
    """Make every table of the warehouse out of the lines and inputs that lie ready in `con`."""
    suppliers.bring_words(con)
    made = [*MODELS]
    if not shows_people():
        made.insert(made.index("supplier_tier"), "person_point")
        made.append("people")
    for number, model in enumerate(made):
        progress(number / len(made), f"Building {model.replace('_', ' ')}")
        con.execute(sql(model))
        if model in _THEN:
            _THEN[model](con)
    con.execute("drop table person_name; drop table person_trading")


def shows_people() -> bool:
    """Whether suppliers who look like a person are named: a setting, off unless turned on."""
    return os.environ.get("LOCALPOUND_SHOW_PEOPLE", "") not in ("", "0")


def models(store: Store) -> str:
    """What a build depends on besides its uploads, as one hash: the models, the reference, and the
    strategies. A build made by others than these is out of date."""
    own = sorted((*store.strategies.glob("*.toml"), *store.strategies.glob("shared/*.toml")))
    people = b"people shown" if shows_people() else b"people hidden"
    return _hash_of((_hash_of_ours(), people, *(path.read_bytes() for path in own)))


@cache
def _hash_of_ours() -> bytes:
    ours = [
        *SQL.glob("*.sql"),
        *BUILT_IN.rglob("*.toml"),
        *geography.REFERENCE.glob("*.csv"),
        *people.WORDS.glob("*.txt"),
    ]
    return _hash_of(path.read_bytes() for path in sorted(ours)).encode()


def _hash_of(parts: Iterable[bytes]) -> str:
    whole = hashlib.sha256()
    for part in parts:
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def sql(name: str) -> str:
    """The text of one of the files in `warehouse/`."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")


def _prepare(
    con: duckdb.DuckDBPyConnection,
    uploads: Sequence[Upload],
    clean_files: Mapping[int, Path],
    strategies: Sequence[Strategy],
    reference: Loaded,
) -> None:
    """Macros, reference, uploads and strategies: all that the models read."""
    for name in ("macros", "postcode", "clean_empty", "inputs"):
        con.execute(sql(name))
    con.execute("set variable name_rules = ?", [suppliers.name_rules()])
    geography.load_reference(con, reference)
    _insert(con, "upload", [_upload_row(upload) for upload in uploads])
    for kind in KINDS:
        files = [str(clean_files[u.upload_id]) for u in uploads if u.kind == kind]
        rows = con.read_parquet(files, union_by_name=True) if files else con.table(f"empty_{kind}")
        rows.create_view(f"published_{kind}")
        con.execute(
            f"create view clean_{kind} as "
            f"select * from empty_{kind} union all by name select * from published_{kind}"
        )
    _load_strategies(con, strategies, reference.areas)


def _insert(con: duckdb.DuckDBPyConnection, table: str, rows: Sequence[tuple]) -> None:
    """Many rows in one statement: each statement costs far more than a row."""
    for start in range(0, len(rows), ROWS_IN_ONE_INSERT):
        some = rows[start : start + ROWS_IN_ONE_INSERT]
        row = f"({', '.join('?' for _ in some[0])})"
        marks = ", ".join([row] * len(some))
        con.execute(f"insert into {table} values {marks}", [cell for one in some for cell in one])


def _load_words(con: duckdb.DuckDBPyConnection, words: Words) -> None:
    merges = [(m.organisation, m.name, m.into_name) for m in words.merges]
    _insert(con, "directorate_merge", merges)
    decisions = [(d.decision_id, d.one, d.other, d.is_same, d.who, d.at) for d in words.decisions]
    _insert(con, "supplier_decision", decisions)


def _upload_row(upload: Upload) -> tuple:
    return (
        upload.upload_id,
        upload.kind,
        upload.organisation,
        upload.file_name,
        upload.published_at,
        upload.published_by,
        upload.rows_accepted,
        upload.control_total,
        upload.date_from,
        upload.date_to,
        upload.is_sample,
        upload.replaces_period,
    )


def _load_strategies(
    con: duckdb.DuckDBPyConnection, strategies: Sequence[Strategy], areas: Path
) -> None:
    scopes: list[Scope] = []
    for strategy in strategies:
        same = [s for s in scopes if _counts_the_same(s, strategy.scope)]
        if not same:
            scopes.append(strategy.scope)
        scope_id = scopes.index(same[0] if same else strategy.scope)
        _load_strategy(con, strategy, scope_id, areas)
    _insert(
        con,
        "scope",
        [(n, scope.smallest_payment, scope.operator) for n, scope in enumerate(scopes)],
    )
    _insert(
        con,
        "leave_out_term",
        [
            (n, place, out.reason, applies_to, term)
            for n, scope in enumerate(scopes)
            for place, out in enumerate(scope.leave_out)
            for applies_to, terms in (("supplier", out.suppliers), ("category", out.categories))
            for term in terms
        ],
    )


def _counts_the_same(one: Scope, other: Scope) -> bool:
    return (one.smallest_payment, one.operator, one.leave_out) == (
        other.smallest_payment,
        other.operator,
        other.leave_out,
    )


def _load_strategy(
    con: duckdb.DuckDBPyConnection, strategy: Strategy, scope_id: int, areas: Path
) -> None:
    key = strategy.id
    threshold = strategy.social_value_threshold
    _insert(
        con,
        "strategy",
        [
            (
                key,
                strategy.council,
                strategy.title,
                strategy.document,
                strategy.first_year,
                strategy.last_year,
                strategy.headline_tier,
                strategy.scope.smallest_payment,
                strategy.scope.operator,
                threshold and threshold.amount,
                threshold and threshold.operator,
                scope_id,
            )
        ],
    )
    _insert(con, "strategy_organisation", [(key, name) for name in strategy.organisations])
    _insert(
        con,
        "strategy_assumption",
        [(key, place, text) for place, text in enumerate(strategy.assumptions, start=1)],
    )
    tiers = [
        (key, t.rank, t.name, t.rank <= strategy.headline_tier, t.source) for t in strategy.tiers
    ]
    outside = [(key, ELSEWHERE, "Elsewhere", False, ""), (key, NOT_KNOWN, "Not known", False, "")]
    _insert(con, "tier", tiers + outside)
    for tier in strategy.tiers:
        codes = {code for area in tier.areas for code in geography.area_codes(area, areas)}
        _insert(con, "tier_area", [(key, tier.rank, code) for code in sorted(codes)])
        prefixes = [(key, tier.rank, "area", prefix) for prefix in tier.postcode_areas]
        prefixes += [(key, tier.rank, "district", prefix) for prefix in tier.postcode_districts]
        _insert(con, "tier_postcode", prefixes)
        if tier.radius_km is not None:
            point = geography.point(tier.centre)
            known = con.execute(sql("centre"), {"centre": tier.centre}).fetchall()
            # An empty circle holds nobody: loading made sure that the default knows the postcode.
            place = point or (known[0] if known else (None, None))
            circle = (key, tier.rank, tier.centre, *place, float(tier.radius_km))
            _insert(con, "tier_radius", [circle])
    for table, rows in rows_of(strategy).items():
        _insert(con, table, rows)
