"""What a sample file holds before a layout writes it."""

Table = dict[str, list]
"""Columns of equal length by field name: money in pence, dates as dates, flags as bool or None,
the rest text."""
