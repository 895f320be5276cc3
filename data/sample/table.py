"""What a sample file holds before a layout writes it."""

Table = dict[str, list]
"""Columns of equal length by field name: money in pence, dates as dates, flags as bool or None,
the rest text."""


def together(tables: list[Table]) -> Table:
    """Tables of the same fields, one below the other."""
    return {field: [value for table in tables for value in table[field]] for field in tables[0]}
