"""Text that comes again and again is held once, and reads the same as if it were not."""

from __future__ import annotations

import pyarrow as pa

from data.cells import is_filled, join, of_each, part_of, table_of


def part(*columns: list[str]) -> pa.Table:
    return part_of([pa.array(cells, pa.string()) for cells in columns])


def by_texts(table: pa.Table) -> list[bool]:
    return [pa.types.is_dictionary(field.type) for field in table.schema][1:]


def test_a_column_of_few_texts_is_held_by_them():
    few, many = ["Place", "People"] * 50, [f"Invoice {n}" for n in range(100)]
    made = part(few, many)
    assert by_texts(made) == [True, False]
    assert made["c0"].to_pylist() == few
    assert made["c1"].to_pylist() == many


def test_texts_that_differ_by_white_space_alone_are_one():
    made = part(["Place", "Place ", "\u00a0Place", ""] * 25)
    assert made["c0"].to_pylist() == ["Place", "Place", "Place", ""] * 25
    assert made["c0"].chunk(0).dictionary.to_pylist() == ["Place", ""]
    assert len(set(made["letters"].to_pylist())) == 4  # to the letter they are not


def test_parts_are_joined_as_most_rows_are_held():
    few, many = ["a"] * 10, [f"{n}" for n in range(100)]
    joined = join([part(few, few), part(many, ["b"] * 100), part(["c", "c", "c"])])
    assert by_texts(joined) == [False, True]
    assert joined["c0"].to_pylist() == [*few, *many, "c", "c", "c"]
    assert joined["c1"].to_pylist() == [*few, *["b"] * 100, "", "", ""]


def test_a_question_is_answered_for_every_cell_of_any_slice():
    table = table_of([part(["a", ""] * 8), part([f"{n}" if n % 3 else "" for n in range(15)])])
    sliced = table.slice(3, 20)
    answers = [bool(text) for text in sliced["c0"].to_pylist()]
    assert of_each(is_filled, sliced["c0"]).tolist() == answers
    assert True in answers and False in answers
    assert of_each(is_filled, table.slice(0, 0)["c0"]).tolist() == []


def test_blank_columns_at_the_right_are_left_out_however_they_are_held():
    made = table_of([part(["a", "b"] * 10, [""] * 20, [" "] * 20)])
    assert made.column_names == ["row", "letters", "c0"]
