"""Files as nobody would wish them, each made from a seed.

A case is a table with known money, salted with junk and written in one of many ways, or a real
file cut, written otherwise or hurt. `truth` says what a made-up table holds; a file that was hurt
has none, and is held to its own cells instead.
"""

from __future__ import annotations

import csv
import io
import random
import re
import zipfile
from calendar import month_abbr
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from xml.sax.saxutils import escape

import openpyxl

_WORDS = ("Road", "Repairs", "Care Homes", "School Meals", "Legal", "Café", "Müller", "Waste", "IT")
_ENDS = ("Ltd", "Limited", "PLC", "LLP", "& Sons", "CIC", "Services", "(UK) Ltd", "Association")
_ODD = (
    'The "Old" Mill, Ltd', "=cmd|'/c calc'!A1", "<script>alert(1)</script>", "NA", "#N/A", "-",
    "Total Gas & Power Ltd", "REDACTED PERSONAL DATA", "O'Neill; Sons | Co", "two\nlines", "+44 20",
    "\u00a0padded\u00a0", "tab\tinside", "Sub Total Catering Ltd", "12/04/2021", "1,234.56",
)  # fmt: skip
_UNREADABLE = ("oops", "#REF!", "see note 4", "1.2.3", "12,34,5", "£", "#####")
_KINDS = {
    "spend": (
        "Organisation Name,Payment Date,Directorate,Expense Type,Supplier Name,Supplier Number,"
        "Transaction Number,Description,Net Amount,VAT,Gross"
    ),
    "contracts": (
        "Contract Reference,Contract Title,Supplier Name,Supplier Postcode,Start Date,End Date,"
        "Annual Value,Total Contract Value,SME"
    ),
    "social_value": (
        "Project Name,TOMs Ref,Measure,Units,Award Date,Committed,Delivered,Contract Value"
    ),
    "suppliers": "Supplier Number,Supplier Name,Supplier Postcode,SME,VCSE,Company Number",
    "readings": "Organisation Name,Measure,Period,Value",
}
_MONEY_HEADER = {
    "spend": "Net Amount",
    "contracts": "Total Contract Value",
    "social_value": "Committed",
}


@dataclass(frozen=True)
class Line:
    """A line of a made-up table. `what` is "data", "rejected" or "aside"; `money` what it says."""

    cells: tuple[str, ...]
    what: str
    money: Decimal | None = None


@dataclass(frozen=True)
class Truth:
    """What a made-up table holds: how many rows are data, and the pounds in them; how many cannot
    be read; and the pounds in lines that are no data."""

    kind: str
    accepted: int
    rejected: int
    control_total: Decimal
    aside: Decimal


@dataclass(frozen=True)
class Case:
    seed: int
    name: str
    content: bytes
    kind: str | None
    truth: Truth | None
    steps: tuple[str, ...]


@dataclass
class _Table:
    """A made-up table on its way to a file."""

    kind: str
    header: list[str]
    lines: list[Line]
    steps: list[str] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)

    @property
    def money(self) -> int | None:
        wanted = _MONEY_HEADER.get(self.kind)
        return self.header.index(wanted) if wanted in self.header else None

    def truth(self) -> Truth:
        def pounds(what: str) -> Decimal:
            every = [*self.above, *self.lines]
            return sum((n.money for n in every if n.what == what and n.money), Decimal("0.00"))

        data = sum(line.what == "data" for line in self.lines)
        rejected = sum(line.what == "rejected" for line in self.lines)
        return Truth(self.kind, data, rejected, pounds("data"), pounds("aside"))

    def rows(self) -> list[list[str]]:
        body = [list(line.cells) for line in self.lines]
        return [*(list(line.cells) for line in self.above), self.header, *body]


# --- tables ---------------------------------------------------------------------------------


def _table(chance: random.Random) -> _Table:
    kind = chance.choice(
        ["spend"] * 5 + ["contracts"] * 2 + ["social_value", "suppliers", "readings"]
    )
    header = _KINDS[kind].split(",")
    write = chance.choice(_AMOUNT_FORMS)
    dates = chance.choice(_DATE_FORMS)
    lines = []
    for _ in range(chance.choice([1, 2, 3, 8, 20, 60, 150])):
        pounds = _pounds(chance)
        cells = tuple(_cell(chance, name, pounds, write, dates) for name in header)
        # A reading of no measure, or of no period that can be read, is of no use, and rejected.
        useless = kind == "readings" and {"nonsense", "NA", "#N/A", "-"} & set(cells)
        what = "rejected" if useless else "data"
        lines.append(Line(cells, what, pounds if kind in _MONEY_HEADER else None))
    return _Table(kind, header, lines, [kind, write.__name__.strip("_")])


def _pounds(chance: random.Random) -> Decimal:
    size = chance.choice([10**3, 10**5, 10**5, 10**7, 10**10])
    pence = chance.randint(-size // 4, size)
    return Decimal(pence if pence else 1) / 100


def _cell(
    chance: random.Random,
    header: str,
    pounds: Decimal,
    write: Callable[[random.Random, Decimal], str],
    dates: Sequence[str],
) -> str:
    if header in _MONEY_HEADER.values():
        return write(chance, pounds)
    if header in ("VAT", "Gross", "Annual Value", "Delivered", "Contract Value"):
        return write(chance, abs(pounds) / 5 if header == "VAT" else abs(pounds))
    if header.endswith("Date"):
        return _date(chance, dates)
    if header in ("SME", "VCSE"):
        return chance.choice(["Yes", "No", "", "Micro", "VCSE 1121596"])
    match header:
        case "Supplier Postcode":
            return chance.choice(["SG1 1AA", "LU1 2BB", "M1 1AE", "", "Various", "ol16 1xu"])
        case "Organisation Name":
            return "Anytown Council"
        case "Period":
            return chance.choice(["2023/24", "2023/24 Q1", "April 2023", "nonsense"])
        case "Value":
            return str(chance.randint(1, 10**5) / 10)
        case "Supplier Number" | "Transaction Number" | "Contract Reference" | "Company Number":
            return f"{chance.randint(1, 10**7):07}"
        case "TOMs Ref" | "Units":
            return chance.choice(["NT1", "NT19", "no. people FTE", "£"])
        case "Directorate" | "Expense Type":
            return chance.choice(["Adult Care", "Highways", "Finance & Legal", ""])
    if chance.random() < 0.06:
        return chance.choice(_ODD)
    return f"{chance.choice(_WORDS)} {chance.choice(_WORDS)} {chance.choice(_ENDS)}"


def _plainly(chance: random.Random, pounds: Decimal) -> str:
    return f"{pounds:.2f}"


def _with_commas(chance: random.Random, pounds: Decimal) -> str:
    return f"{pounds:,.2f}"


def _with_pound(chance: random.Random, pounds: Decimal) -> str:
    return f"£{pounds:,.2f}" if pounds > 0 else f"-£{-pounds:,.2f}"


def _like_books(chance: random.Random, pounds: Decimal) -> str:
    return f"{pounds:,.2f}" if pounds > 0 else f"({-pounds:,.2f})"


def _minus_behind(chance: random.Random, pounds: Decimal) -> str:
    return f" {pounds:.2f} " if pounds > 0 else f"{-pounds:.2f}-"


def _continental(chance: random.Random, pounds: Decimal) -> str:
    return f"£{pounds:,.2f}".translate(str.maketrans(",.", ".,"))


def _shortest(chance: random.Random, pounds: Decimal) -> str:
    return f"{pounds.normalize():f}"


def _anyhow(chance: random.Random, pounds: Decimal) -> str:
    forms = [_plainly, _with_commas, _with_pound, _like_books, _minus_behind, _shortest]
    return chance.choice(forms)(chance, pounds)


_AMOUNT_FORMS = (
    _plainly, _with_commas, _with_pound, _like_books, _minus_behind, _continental, _shortest,
    _anyhow, _anyhow,
)  # fmt: skip
_DATE_FORMS = (
    ("{d:02}/{m:02}/{y}",), ("{y}-{m:02}-{d:02}",), ("{d}-{mon}-{yy:02}",), ("{s}",),
    ("{d:02}.{m:02}.{y}",), ("{d} {mon} {y}", "{s}", "TBC", "", "{d}/{m}/{yy:02}", "22/04/222"),
)  # fmt: skip


def _date(chance: random.Random, forms: Sequence[str]) -> str:
    y, m, d = chance.randint(2015, 2026), chance.randint(1, 12), chance.randint(1, 28)
    mon = month_abbr[m]
    serial = 42005 + chance.randint(0, 4000)
    return chance.choice(forms).format(y=y, yy=y % 100, m=m, d=d, mon=mon, s=serial)


# --- salt: what stands in a table and is no data, or is data and hard to read -----------------


def _insert(chance: random.Random, table: _Table, line: Line, first: int = 0) -> None:
    table.lines.insert(chance.randint(min(first, len(table.lines)), len(table.lines)), line)


def _salt_blank(chance: random.Random, table: _Table) -> None:
    for _ in range(chance.randint(1, 4)):
        cells = chance.choice([("",) * len(table.header), ("",), (), (" ", "\u00a0")])
        _insert(chance, table, Line(cells, "aside"))


def _salt_titles(chance: random.Random, table: _Table) -> None:
    titles = [
        "Payments over £500",
        "*setdefault client=L1",
        "",
        "Quarter 1 2021/22",
        "Report: 12345",
    ]
    for _ in range(chance.choice([1, 2, 5, 19])):
        table.above.append(Line((chance.choice(titles), ""), "aside"))


def _salt_header_again(chance: random.Random, table: _Table) -> None:
    for _ in range(chance.randint(1, 3)):
        _insert(chance, table, Line(tuple(table.header), "aside"), first=1)


def _total(table: _Table, word: str, pounds: Decimal) -> Line:
    cells = [""] * len(table.header)
    if table.money is None:
        cells[0] = word
        return Line(tuple(cells), "aside")
    cells[table.money - 1 if table.money else -1] = word
    write = _continental if "continental" in table.steps else _with_commas
    cells[table.money] = write(random.Random(0), pounds)
    return Line(tuple(cells), "aside", pounds)


def _salt_totals(chance: random.Random, table: _Table) -> None:
    for _ in range(chance.randint(1, 3)):
        word = chance.choice(["Total", "Sub total", "Subtotal", "Grand Total:", "TOTAL"])
        _insert(chance, table, _total(table, word, _pounds(chance)), first=2)


def _salt_bare_total(chance: random.Random, table: _Table) -> None:
    """A trailing total with no label: only in a table whose rows say more than that."""
    if table.money is not None and len(table.lines) > 2:
        table.lines.append(_total(table, "", _pounds(chance)))


def _salt_footer(chance: random.Random, table: _Table) -> None:
    for _ in range(chance.randint(1, 3)):
        text = chance.choice(["End of report", "*** END ***", "Source: ledger", "Page 1 of 1"])
        table.lines.append(Line((text,), "aside"))


def _salt_unreadable(chance: random.Random, table: _Table) -> None:
    """Amounts that nobody can read, in data rows."""
    if table.money is None:
        return
    rows = [n for n, line in enumerate(table.lines) if line.what == "data"]
    for place in chance.sample(rows, max(1, len(rows) // 6)) if len(rows) > 2 else ():
        cells = list(table.lines[place].cells)
        cells[table.money] = chance.choice(_UNREADABLE)
        table.lines[place] = Line(tuple(cells), "rejected")


def _salt_long_cells(chance: random.Random, table: _Table) -> None:
    words = [i for i, name in enumerate(table.header) if name in ("Description", "Contract Title")]
    data = [n for n, line in enumerate(table.lines) if line.what == "data"]
    for column in words:
        place = chance.choice(data)
        cells = list(table.lines[place].cells)
        cells[column] = "very long " * chance.choice([100, 4_000, 30_000])
        table.lines[place] = replace(table.lines[place], cells=tuple(cells))


def _salt_ragged(chance: random.Random, table: _Table) -> None:
    """Rows with cells too many: blank ones, or a stray word."""
    for place, line in enumerate(table.lines):
        if line.what == "data" and chance.random() < 0.2:
            more = chance.choice([("",), ("", "", ""), ("", "stray")])
            table.lines[place] = replace(line, cells=(*line.cells, *more))


_SALTS = (
    _salt_blank, _salt_titles, _salt_header_again, _salt_totals, _salt_bare_total,
    _salt_footer, _salt_unreadable, _salt_long_cells, _salt_ragged,
)  # fmt: skip


def _shuffle_columns(chance: random.Random, table: _Table) -> None:
    order = list(range(len(table.header)))
    chance.shuffle(order)
    # Blank columns between, as some systems print them.
    for _ in range(chance.choice([0, 0, 1, 4])):
        order.insert(chance.randint(0, len(order)), -1)
    table.header = [table.header[i] if i >= 0 else "" for i in order]
    table.lines = [
        replace(line, cells=tuple(line.cells[i] if i >= 0 else "" for i in order))
        for line in table.lines
    ]


# --- from a table to a file -------------------------------------------------------------------

_ENCODINGS = (
    *("utf-8", "utf-8", "utf-8-sig", "double mark", "cp1252", "cp437"),
    *("utf-16", "utf-16-le", "utf-16-be"),
)


def encoded(text: str, encoding: str) -> bytes:
    if encoding == "double mark":
        return b"\xc3\xaf\xc2\xbb\xc2\xbf" + text.encode()
    if encoding == "cp437":
        text = text.replace("\u00a0", " ")  # 0xFF there, and a letter everywhere else
    return text.encode(encoding, errors="replace")


def delimited(
    rows: Sequence[Sequence[str]], delimiter: str, line_end: str, quoting: int = csv.QUOTE_MINIMAL
) -> str:
    written = io.StringIO(newline="")
    csv.writer(written, delimiter=delimiter, lineterminator=line_end, quoting=quoting).writerows(
        rows
    )
    return written.getvalue()


def as_xlsx(rows: Sequence[Sequence[str]], chance: random.Random) -> bytes:
    book = openpyxl.Workbook()
    if chance.random() < 0.3:
        book.create_sheet("Notes", 0).append(["This workbook holds payments"])
    for row in rows:
        # Amounts are numbers in half of the workbooks' cells, and text in the other.
        book.worksheets[-1].append([_as_number(c) if chance.random() < 0.5 else c for c in row])
    for cells in book.worksheets[-1].iter_rows():
        for cell in cells:
            if cell.data_type in ("f", "e"):  # no formula, and no error: just text
                cell.data_type = "s"
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _as_number(cell: str) -> str | float:
    return float(cell) if re.fullmatch(r"-?[1-9]\d{0,8}\.\d\d", cell) else cell


_ODS = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" office:version="1.2">'
    '<office:body><office:spreadsheet><table:table table:name="Spend">{}</table:table>'
    "</office:spreadsheet></office:body></office:document-content>"
)


def as_ods(rows: Sequence[Sequence[str]]) -> bytes:
    def written(text: str) -> str:
        if not text:
            return "<table:table-cell/>"
        said = escape(" ".join(text.split()))
        cell = f'<table:table-cell office:value-type="string"><text:p>{said}</text:p>'
        return f"{cell}</table:table-cell>"

    body = "".join(
        f"<table:table-row>{''.join(map(written, row))}</table:table-row>" for row in rows
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest='
        '"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped(
        ("mimetype", kind.encode()),
        ("META-INF/manifest.xml", manifest.encode()),
        ("content.xml", _ODS.format(body).encode()),
    )


def zipped(*files: tuple[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            archive.writestr(name, content)
    return made.getvalue()


# --- hurt: what happens to a file after it was written ------------------------------------------


def _cut(chance: random.Random, content: bytes) -> bytes:
    return content[: chance.randint(1, max(1, len(content) - 1))]


def _behead(chance: random.Random, content: bytes) -> bytes:
    return content[chance.randint(1, max(1, len(content) // 2)) :]


def _put_in(what: bytes) -> Callable[[random.Random, bytes], bytes]:
    def hurt(chance: random.Random, content: bytes) -> bytes:
        for _ in range(chance.choice([1, 1, 3, 20])):
            place = chance.randint(0, len(content))
            content = content[:place] + what + content[place:]
        return content

    hurt.__name__ = f"_put_in {what!r}"
    return hurt


def _flip(chance: random.Random, content: bytes) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 5, 50])):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _shuffle_lines(chance: random.Random, content: bytes) -> bytes:
    lines = content.split(b"\n")
    chance.shuffle(lines)
    return b"\n".join(lines)


def _repeat(chance: random.Random, content: bytes) -> bytes:
    return content + content[: chance.randint(0, len(content))]


def _other_delimiter(chance: random.Random, content: bytes) -> bytes:
    return content.replace(b",", chance.choice([b";", b"\t", b"|", b", ", b",,"]))


_HURTS = (
    _cut, _cut, _behead, _flip, _shuffle_lines, _repeat, _other_delimiter, _put_in(b"\0"),
    _put_in(b'"'), _put_in(b"\n"), _put_in(b"\r"), _put_in(b","), _put_in(b"\xff\xfe"),
    _put_in(b"\xc2\x85"), _put_in(b'""",""'), _put_in(b"\x1a"), _put_in("\u2028".encode()),
)  # fmt: skip


# --- cases ------------------------------------------------------------------------------------


def case_of(seed: int, real: Sequence[Path] = ()) -> Case:
    """The case of a seed: always the same. Every third is made of one of the `real` files."""
    chance = random.Random(seed)
    if real and seed % 3 == 0:
        return _real_case(seed, chance, chance.choice(list(real)))
    table = _table(chance)
    if chance.random() < 0.5:
        _shuffle_columns(chance, table)
    for salt in chance.sample(_SALTS, chance.choice([0, 1, 2, 4])):
        salt(chance, table)
        table.steps.append(salt.__name__.strip("_"))
    name, content = _written(chance, table)
    truth: Truth | None = table.truth()
    if chance.random() < 0.5:
        truth = None
        for hurt in chance.sample(_HURTS, chance.choice([1, 1, 2])):
            content = hurt(chance, content) or b"\n"
            table.steps.append(hurt.__name__.strip("_"))
    asked = table.kind if truth or chance.random() < 0.5 else None
    return Case(seed, name, content, asked, truth, tuple(table.steps))


def _written(chance: random.Random, table: _Table) -> tuple[str, bytes]:
    rows = table.rows()
    if chance.random() < 0.2:
        header = rows[len(table.above)]
        header[:] = [chance.choice([f" {h} ", h.upper(), h, f"{h}\n"]) for h in header]
        table.steps.append("padded header")
    form = chance.choice(["csv"] * 7 + ["xlsx", "ods", "zip"])
    table.steps.append(form)
    if form == "xlsx":
        return "made.xlsx", as_xlsx([[c[:32_000] for c in row] for row in rows], chance)
    if form == "ods":
        return "made.ods", as_ods(rows)
    delimiter = chance.choice([",", ",", ",", ";", "\t", "|"])
    line_end = chance.choice(["\n", "\r\n", "\r"])
    # Where lines end in "\r" alone, csv leaves a cell with "\n" in it without its marks.
    quoting = (
        csv.QUOTE_ALL if line_end == "\r" else chance.choice([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    )
    encoding = chance.choice(_ENCODINGS)
    table.steps += [encoding, f"delimiter {delimiter!r}", f"line end {line_end!r}"]
    content = encoded(delimited(rows, delimiter, line_end, quoting), encoding)
    return ("made.zip", zipped(("made.csv", content))) if form == "zip" else ("made.csv", content)


def _real_case(seed: int, chance: random.Random, path: Path) -> Case:
    content = path.read_bytes()
    steps = [path.name]
    if path.suffix == ".csv":
        content = _first_lines(content, chance.choice([5, 40, 250]))
        encoding = chance.choice(_ENCODINGS)
        if chance.random() < 0.5:
            text = content.decode("utf-8-sig", errors="replace")
            content = encoded(text, encoding)
            steps.append(encoding)
    if chance.random() < 0.9:
        for hurt in chance.sample(_HURTS, chance.choice([1, 1, 2, 3])):
            content = hurt(chance, content) or b"\n"
            steps.append(hurt.__name__.strip("_"))
    return Case(seed, path.name, content, None, None, tuple(steps))


def _first_lines(content: bytes, count: int) -> bytes:
    end = 0
    line_end = b"\n" if b"\n" in content else b"\r"
    for _ in range(count):
        end = content.find(line_end, end) + 1
        if not end:
            return content
    return content[:end]
