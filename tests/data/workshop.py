"""An empty warehouse in memory, for tests of single models."""

from __future__ import annotations

from decimal import Decimal

from data import geography, warehouse
from data.engine import connect

ASH, BIRCH = "Ash Council", "Birch Council"


class Workshop:
    """An empty warehouse in memory: put lines in, run the models, look."""

    def __init__(self) -> None:
        self.con = connect()
        for name in ("macros", "postcode", "clean_empty", "inputs"):
            self.con.execute(warehouse.sql(name))
        geography.load_reference(self.con)
        for kind in warehouse.KINDS:
            self.con.execute(f"create table clean_{kind} as from empty_{kind}")
        self._rows = 0

    def put(self, table: str, **values: object) -> None:
        """One row; a line of a file stands below the one put before it."""
        if table.startswith("clean_"):
            self._rows += 1
            values = {
                "upload_id": 1, "sheet": "", "source_row": self._rows, "organisation": ASH, **values
            }  # fmt: skip
            if table != "clean_suppliers" or "supplier" in values:
                values.setdefault("redacted", False)
        names, marks = ", ".join(values), ", ".join("?" for _ in values)
        self.con.execute(f"insert into {table} ({names}) values ({marks})", [*values.values()])

    def paid(self, supplier: str | None, amount: str, day: str | None, **values: object) -> None:
        self.put(
            "clean_spend", supplier=supplier, amount=Decimal(amount), payment_date=day,
            amount_basis="net", **values,
        )  # fmt: skip

    def strategy(self, name: str = "s", scope_id: int = 0, **values: object) -> None:
        self.put("strategy", strategy_id=name, scope_id=scope_id, headline_tier=1, **values)
        if not self.rows(f"select * from scope where scope_id = {scope_id}"):
            self.put("scope", scope_id=scope_id)
        for tier, words in ((1, "Inner"), (2, "Outer"), (98, "Elsewhere"), (99, "Not known")):
            self.put("tier", strategy_id=name, tier=tier, name=words, is_local=tier == 1)

    def build(self) -> None:
        warehouse.run_models(self.con)

    def rows(self, question: str) -> list[tuple]:
        return self.con.execute(question).fetchall()

    def one(self, question: str) -> object:
        (row,) = self.rows(question)
        return row[0] if len(row) == 1 else row
