"""The five strategies held against their source documents, where those stand beside the project.

How a number is compared: not by finding it somewhere, but in the words it stands in. Figures are
listed with those words (strategy_evidence.py), and the words must hold the number as we read it and
stand in the document. Tables (Luton's measures and activities, Worcestershire's levels) are read
out of the document row by row and compared cell by cell, in order.
"""

from __future__ import annotations

import calendar
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from data.strategy import BUILT_IN
from tests.data.strategy_evidence import (
    EVIDENCE,
    IN_WORDS,
    SEEDS,
    STRATEGIES,
    document,
    every_figure,
    plain,
    written,
)

needs_documents = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the source documents (../shared/seeds) are not here"
)
every_strategy = pytest.mark.parametrize("name", sorted(STRATEGIES))
LEVELS = "Minimum|Developing|Mature|Leader|Innovator"


@every_strategy
def test_every_figure_is_accounted_for(name):
    listed = {key: Decimal(value) for key, (value, _) in EVIDENCE[name].items()}
    assert every_figure(STRATEGIES[name]) == listed


def spelt(value: str) -> list[str]:
    """The ways in which a document may write a number: 0.37 is 37%, 75000 is £75,000 or £75K."""
    number = Decimal(value)
    whole = f"{number:,.0f}"
    ways = [*IN_WORDS.get(value, ()), f"{(number * 100).normalize():f}%", whole, f"{number:f}"]
    for size, marks in ((1000, ("K",)), (1_000_000, ("m", "M", " million"))):
        ways += [f"{(number / size).normalize():f}{mark}" for mark in marks]
    return ways


@every_strategy
def test_the_words_listed_for_a_figure_hold_its_number(name):
    derived = {"spend published 2019/20"} if name.startswith("stevenage") else set()
    for key, (value, words) in EVIDENCE[name].items():
        ways = "|".join(re.escape(way) for way in spelt(value))
        found = re.search(rf"(?<![\d.,])(?:{ways})(?!\d|[.,]\d)", " ".join(words), re.IGNORECASE)
        assert found or key in derived, f"{key}: {value} is not in {words}"


@needs_documents
@every_strategy
def test_the_words_listed_for_a_figure_stand_in_its_document(name):
    text = document(name)
    for key, (_, words) in EVIDENCE[name].items():
        for some in words:
            assert some in text, key


def tables_of(value: object) -> Iterator[dict]:
    """Every table of a file, inner ones too."""
    if isinstance(value, dict):
        yield value
        value = [*value.values()]
    for one in value if isinstance(value, list) else ():
        yield from tables_of(one)


def file_of(name: str) -> dict:
    return tomllib.loads((BUILT_IN / f"{name}.toml").read_text(encoding="utf-8"))


@needs_documents
@every_strategy
def test_every_section_named_is_in_its_document(name):
    """A source is "document, section; section", with "Our assumption" where there is none."""
    text = document(name).casefold()
    for table in tables_of(file_of(name)):
        source = table.get("source", "Our assumption")
        if source.startswith("Our assumption"):
            continue
        _, _, sections = source.partition(", ")
        for section in re.split("[;,] ", sections):
            known = section == "the list left out is ours" or plain(section).casefold() in text
            assert known, source


# Names of the documents and their parts are theirs; so is a printed cell.
_THEIRS = {"id", "title", "document", "source", "printed", "owner", "organisations", "areas"}


def sentences(table: dict) -> Iterator[str]:
    """What we say in a file, in whatever field; the names of a portal's themes are not ours."""
    for key, value in table.items():
        if table.get("kind") == "theme" and key == "name":
            continue
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, str) and key not in _THEIRS:
                yield one
            elif isinstance(one, dict) and key not in _THEIRS:
                yield from sentences(one)


def run_in(text: str, copied: str, length: int, pattern: str) -> str:
    """The first run of so many words of `text` that stands in `copied`, "" where none does."""
    words = re.findall(pattern, text.casefold())
    of_theirs = f" {' '.join(re.findall(pattern, copied.casefold()))} "
    runs = (" ".join(words[n : n + length]) for n in range(len(words) - length + 1))
    return next((run for run in runs if f" {run} " in of_theirs), "")


@needs_documents
@every_strategy
def test_the_sentences_are_our_own(name):
    """No seven words in a row are the document's, the parts of 2019/20 and co-operative counted
    as words."""
    text = document(name)
    for sentence in sentences(file_of(name)):
        assert not run_in(sentence, text, 7, "[a-z0-9]+"), sentence


@needs_documents
@every_strategy
def test_no_eight_words_in_a_row_of_a_document_stand_anywhere_in_its_file(name):
    """Titles, names of sections and printed cells too, words being what stands between spaces; but
    for owners, who are named as printed: one name of a job has eight."""
    text, word = document(name), r"[a-z0-9£][^\s,;:)\"”]*"
    strings = [
        value
        for table in tables_of(file_of(name))
        for key, value in table.items()
        if key != "owner"
    ]
    strings = [one for some in strings for one in (some if isinstance(some, list) else [some])]
    for string in (one for one in strings if isinstance(one, str)):
        assert not run_in(string, text, 8, word), string


def test_a_copied_run_is_seen():
    theirs = "We will look to insource procurement opportunities as our default position."
    ours = "They will look to insource procurement opportunities as their first choice."
    assert run_in(ours, theirs, 7, "[a-z0-9]+") == (
        "will look to insource procurement opportunities as"
    )
    assert run_in(ours, theirs, 8, "[a-z0-9]+") == ""


# Sums of ours and dates of ours, said to be so beside them.
_OURS = {"stevenage-2021-24": {"100", "50"}, "luton-2019-24": {"30"}, "star-2021": {"100"}}


@needs_documents
@every_strategy
def test_every_number_in_a_sentence_is_the_documents(name):
    def numbers(text: str) -> set[str]:
        found = re.findall(r"\d+(?:[.,]\d+)*", text)
        return {number.replace(",", "") for number in found}

    text = document(name)
    known = numbers(text) | _OURS.get(name, set())
    # £25K is £25,000, and 20/21 is 2020/21.
    known |= {f"{number}000" for number in re.findall(r"£(\d+)K", text)}
    known |= {f"20{number}" for number in re.findall(r"\b(\d\d)/\d\d\b", text)}
    strategy = STRATEGIES[name]
    for year in (strategy.first_year, strategy.last_year, *_years_read_in(name)):
        known |= numbers(year)
    for sentence in sentences(file_of(name)):
        assert numbers(sentence) <= known, sentence


def _years_read_in(name: str) -> set[str]:
    """Years that the files say are our reading."""
    return {table["year"] for table in tables_of(file_of(name)) if "year" in table} | {
        "2019/20", "2021/22"
    }  # fmt: skip


# Luton's tables, cell by cell


def rows(name: str, first: str, last: str) -> list[list[str]]:
    """The lines of a table as cells, from the first line that starts so to the last that does."""
    lines = written(name).splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(first))
    end = next(n for n, line in enumerate(lines) if n > start and line.startswith(last))
    return [[plain(cell) for cell in line.split("\t")] for line in lines[start : end + 1]]


@needs_documents
def test_lutons_measures_have_every_cell_as_printed():
    table = rows("luton-2019-24", "Measure\tCurrent", "£ savings targets")
    headings = table[0][1:]
    by_name = {row[0]: row[1:] + [""] * (len(headings) - len(row[1:])) for row in table[1:]}
    row_of = {
        "local_share": "% local spend",
        "social_value_secured": "Social value measures",
        "sme_spend_share": "% SME spend",
        "vcs_spend_share": "% spend with voluntary/community groups",
        "events": "Number of events to support meet the buyer and similar forums",
        "savings": "£ savings targets",
        **dict.fromkeys(
            ("exemptions", "exemptions_approved", "exemptions_rejected"),
            "Numbers of exemptions Received (18/19)",
        ),
    }
    seen = set()
    for one in STRATEGIES["luton-2019-24"].measures:
        if not one.printed:
            continue
        row = row_of.get(one.id, "Average procurement cycle time")
        seen.add(row)
        assert [heading for heading, _ in one.printed] == headings, one.id
        current, *years = [plain(cell) for _, cell in one.printed]
        assert years == by_name[row][1:], one.id
        # Of a long cell we keep the figures, in the order in which they stand.
        assert by_name[row][0].startswith(current) or (
            row == "Average procurement cycle time" and current in by_name[row][0]
        ), one.id
    assert seen == set(by_name)


@needs_documents
def test_lutons_activities_have_owner_and_dates_as_printed():
    lines = rows("luton-2019-24", "Activity\tOwner", "Improving governance and accountability")
    table = [row for row in lines if len(row) == 4 and row[2] and row[0] != "Activity"]
    # One owner runs over into a line that holds nothing else.
    table = [
        [*row[:1], f"{row[1]} Manager" if row[1].endswith("& Service") else row[1], *row[2:]]
        for row in table
        if not set(row[0]) <= {"-"}
    ]
    assert ["", "Manager"] in [row[:2] for row in lines]
    activities = STRATEGIES["luton-2019-24"].plan.milestones
    assert [
        [one.owner.replace("–", "-"), one.starts_printed.rstrip("*"), one.ends_printed]
        for one in activities
    ] == [row[1:] for row in table]


MONTHS = {name.casefold(): n for n, name in enumerate(calendar.month_name) if name}
MONTHS |= {name[:3]: n for name, n in MONTHS.items()}


def month_of(printed: str) -> tuple[int, int] | None:
    found = re.search(r"([A-Za-z]+) (?:20)?(\d\d)\b", printed)
    return (2000 + int(found[2]), MONTHS[found[1].casefold()]) if found else None


@every_strategy
def test_a_date_parsed_is_the_month_as_printed(name):
    for one in STRATEGIES[name].plan.milestones:
        for printed, parsed in ((one.starts_printed, one.starts), (one.ends_printed, one.ends)):
            month = month_of(printed) if "months" not in printed else None
            assert (parsed and (parsed.year, parsed.month)) == month, one.id
        if one.starts:
            assert one.starts.day == 1
        if one.ends:
            last = calendar.monthrange(one.ends.year, one.ends.month)[1]
            assert one.ends == date(one.ends.year, one.ends.month, last)


# Stevenage's dates

HEADINGS = {
    "wealth_1": "1. Understand the local supplier base",
    "wealth_2": "2. Understand opportunities for local suppliers",
    "wealth_3": "3. Targeting procurements for the local supply base",
    "wealth_4": "4. Broad dening our scope to bring in other Anchor organisations",
    "sustainability_1": "1. Create a Procurement Sustainability check list",
    "sustainability_2": "2. Implementing the Procurement Sustainability checklist",
    "ethical_1": "1. To work with the Social Value Portal to select the TOM's",
    "ethical_2": "2. To include Social Value Evaluation in all tenders over £75,000",
    "ethical_3": "3. To report on the TOM's for Stevenage",
    "ethical_4": "4. Modern Slavery Statement",
    "commercial_1": "Embed a review process 18-24 months prior to end of contract",
    "commercial_2": "2. Case Studies",
    "proactive_1": "1. Pro-active Communication",
    "proactive_2": "2. Pro-active Learning",
    "proactive_3": "3. Pro-active Analysis",
    "proactive_4": "4. Pro-active Contract Management",
    "proactive_5": "5. Pro-actively Moving Forward",
}
LOOSE = {"wealth_1", "wealth_2", "sustainability_1", "ethical_1"}


@needs_documents
def test_stevenages_dates_stand_beside_their_actions_but_for_four_that_came_loose():
    actions = {one.id: one for one in STRATEGIES["stevenage-2021-24"].plan.milestones}
    assert [*actions] == [*HEADINGS]
    text = document("stevenage-2021-24")
    text = text[text.rindex("Moving Forward - The Five Principle Foundations") :]
    for name, heading in HEADINGS.items():
        one = actions[name]
        printed = one.starts_printed or one.ends_printed
        assert heading in text, name
        after = text[text.index(heading) + len(heading) :].split(" - ")[0]
        beside = re.match(rf".{{0,60}}?Target: {re.escape(printed)}\b", after)
        assert (beside is None) == (name in LOOSE), name
        if name in LOOSE:
            assert one.note
    targets = re.findall(
        r"Target: ((?:by |to commence |Continue to build )?[A-Z][a-z]+ \d{4})", text
    )
    assert Counter(one.starts_printed or one.ends_printed for one in actions.values()) == Counter(
        targets
    )


# Worcestershire's levels, row by row


@needs_documents
def test_worcestershires_levels_are_those_of_the_appendix_in_its_order():
    appendix = written("worcestershire-2022-25").partition("Appendix 1")[2]
    found = []
    for line in appendix.splitlines():
        cells = [plain(re.sub("<[^>]+>", " ", cell)) for cell in line.split("\t")]
        levels = [re.match(rf"({LEVELS})\b", cell) for cell in cells[1:3]]
        if len(cells) >= 3 and cells[0] and all(levels):
            found.append((cells[0].startswith("High level"), *(level[1] for level in levels)))
    behaviours = STRATEGIES["worcestershire-2022-25"].plan.behaviours
    assert [(one.is_success_measure, one.now, one.wanted) for one in behaviours] == found


@needs_documents
def test_worcestershires_success_measures_have_the_levels_of_the_body_too():
    body = written("worcestershire-2022-25").partition("Appendix 1")[0]
    levels = re.findall(rf"^({LEVELS})\t.*\tWhere we (are today|want to be)", body, re.MULTILINE)
    assert [which for _, which in levels] == ["are today", "want to be"] * 10
    pairs = [(now, wanted) for (now, _), (wanted, _) in zip(levels[::2], levels[1::2], strict=True)]
    behaviours = STRATEGIES["worcestershire-2022-25"].plan.behaviours
    success = [one for one in behaviours if one.is_success_measure]
    assert [(one.body_now, one.body_wanted) for one in success] == pairs


# Names in order


@needs_documents
def test_stars_steps_are_the_twelve_of_the_report_in_its_order():
    section = written("star-2021").partition("3.2. ")[2].partition("4. A Wider GM Approach")[0]
    titles = [plain(title).rstrip(":") for title in re.findall(r"- \*\*(.+?)\*\*", section)]
    steps = [
        plain(one.source.partition("; ")[2]) for one in STRATEGIES["star-2021"].plan.milestones
    ]
    assert len(titles) == 12
    for title, step in zip(titles, steps, strict=True):
        assert title.startswith(step)


@needs_documents
def test_colchesters_themes_are_the_seventeen_of_the_report_in_its_order():
    text = written("colchester-2021")
    listed = text.partition("under the following themes:")[2].partition("In July 2021")[0]
    themes = [plain(line).rstrip(".") for line in listed.splitlines() if line.strip()]
    ours = [one for one in STRATEGIES["colchester-2021"].themes if one.kind == "theme"]
    assert [one.name for one in ours[:-1]] == [" ".join(line.split()) for line in themes[:-1]]
    assert themes[-1] == f"{ours[-1].name} (added in 2020)"


@needs_documents
def test_colchesters_streams_are_headings_of_the_report():
    text = written("colchester-2021")
    points = text.partition("Staff training and engagement")[2].partition("6. Equality")[0]
    streams = [one.name for one in STRATEGIES["colchester-2021"].themes if one.kind == "stream"]
    for name in streams[1:]:
        assert re.search(rf"^{re.escape(name)}\s*$", points, re.MULTILINE)
    assert len(re.findall(r"^- ", points, re.MULTILINE)) == 13
