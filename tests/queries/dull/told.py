"""What the files of the town say of each supplier, and what an officer should know, by hand."""

from __future__ import annotations

from collections import Counter

from tests.queries.dull.places import grouped, places
from tests.queries.dull.rows import Row
from tests.queries.dull.who import key_of, rows_of_supplier, whose

TOLD_BY = {
    "spend": "spend extract",
    "suppliers": "supplier list",
    "contracts": "contracts register",
}
# Names that say they are a public body.
PUBLIC = ("hm revenue and customs", "hmrc")
DOUBTS = {
    "hm revenue and customs": [
        (
            "number of several suppliers",
            "Number A5 of Ash Council joins nothing: one file has it for names that are not alike",
        )
    ],
    "many places": [
        ("several postcodes", "Files give different postcodes: WD17 1AB (2), LS1 1BA (1)")
    ],
    "old name builders": [
        (
            "joined by number under another name",
            "Number A12 of Ash Council stands for names that are not alike: "
            "New Name Builders, Old Name Builders",
        )
    ],
    "trading style": [
        (
            "joined by registered number under another name",
            "The company number 01234567 is given for names that are not alike: "
            "Registered Name Ltd, Trading Style",
        )
    ],
    "sundry one": [
        (
            "nobody in particular",
            "“Sundry One” is no supplier's name, so it joins nothing beyond its organisation and "
            "number",
        ),
        (
            "number of several suppliers",
            "Number S0 of Ash Council joins nothing: it is a catch-all",
        ),
    ],
    "told itself": [
        ("several postcodes", "Files give different postcodes: SG1 1AA (2), LS1 1BA (1)")
    ],
}
DOUBTS["hmrc"] = DOUBTS["hm revenue and customs"]
DOUBTS["sundry two"] = DOUBTS["sundry suppliers"] = DOUBTS["sundry one"]


def numbers(who: str) -> set[str]:
    """Those it is paid under, and its company number."""
    paid = {row["number"] for row in rows_of_supplier(who) if row["kind"] == "spend"}
    said = [row for row in claims(key_of(who)) if row["stands"]]
    return (paid - {None}) | {r["value"] for r in said if r["attribute"] == "company_number"}


def nearness(row: Row, who: str) -> int:
    """1 bears a number it is paid under, 2 a company number it is paid under, 3 only a name."""
    paid = [paid for paid in rows_of_supplier(who) if paid["kind"] == "spend"]
    if row["number"] and (row["organisation"], row["number"]) in {
        (line["organisation"], line["number"]) for line in paid
    }:
        return 1
    return 2 if row["company"] and row["company"] in {line["company"] for line in paid} else 3


def claims(supplier_key: str) -> list[Row]:
    return [{k: v for k, v in row.items() if k != "upload"} for row in told(supplier_key)]


def told(supplier_key: str) -> list[Row]:
    """The claims, with the number of the upload that each stands for."""
    who = whose(supplier_key)
    said = []
    for row in rows_of_supplier(who) if who else []:
        values = {"sme": row["sme"], "vcse": row["vcse"], "company_number": row["company"]}
        for attribute, value in values.items():
            if value and row["kind"] != "social_value":
                value = value if attribute == "company_number" else value.lower()
                said.append({**row, "attribute": attribute, "value": value})
    answer = []
    for attribute in {row["attribute"] for row in said}:
        of_it = [row for row in said if row["attribute"] == attribute]
        near = min(nearness(row, who) for row in of_it)
        groups = grouped(
            [{**row, "nearness": nearness(row, who)} for row in of_it], "nearness", "value"
        )
        most = Counter(len(rows) for (far, _), rows in groups.items() if far == near)
        best = min((-len(rows), value) for (far, value), rows in groups.items() if far == near)
        is_even = attribute != "company_number" and most[-best[0]] > 1
        for (far, value), rows in groups.items():
            first = min(rows, key=lambda row: (row["upload"], row["row"]))
            stands = far == near and value == best[1] and not is_even
            answer.append(
                claim(attribute, value, stands, far == near, far, rows, first, first["row"])
            )
    if who in PUBLIC:
        nobody = {"kind": None, "file": None, "upload": None}
        answer.append(claim("public_body", "yes", True, True, 9, [nobody], nobody, None))
    answer += postcodes_told(who)
    return sorted(answer, key=lambda r: (r["attribute"], r["nearness"], -r["times"], r["value"]))


def postcodes_told(who: str | None) -> list[Row]:
    rows = [row for row in rows_of_supplier(who) if row["postcode"]] if who else []
    near = min((nearness(row, who) for row in rows), default=None)
    nearest = [
        {**row, "code": row["postcode"].upper()} for row in rows if nearness(row, who) == near
    ]
    answer = []
    for (code,), some in grouped(nearest, "code").items():
        # the first line of the newest file, of the kind of file that comes first by name
        shown = min(some, key=lambda r: (TOLD_BY[r["kind"]], -r["upload"], r["row"]))
        stands = code == places()[who].postcode
        answer.append(claim("postcode", code, stands, True, near, some, shown, shown["row"]))
    return answer


def claim(
    attribute: str,
    value: str,
    stands: bool,
    is_nearest: bool,
    far: int,
    rows: list[Row],
    shown: Row,
    source_row: int | None,
) -> Row:
    return {
        "attribute": attribute,
        "value": value,
        "stands": stands,
        "is_nearest": is_nearest,
        "nearness": far,
        "times": len(rows),
        "told_by": TOLD_BY.get(shown["kind"], "its name"),
        "is_registered": False,
        "file_name": shown["file"],
        "sheet": None if source_row is None else "",
        "source_row": source_row,
        "upload": shown["upload"],
    }


def doubts(supplier_key: str) -> list[Row]:
    return [{"doubt": doubt, "said": said} for doubt, said in DOUBTS.get(whose(supplier_key), ())]
