"""Each template is read by the door it is for, to the last column that we know."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data.check import check_file
from data.columns import KINDS, kind_named
from data.refused import Refused
from data.templates import template, template_name

TOTALS = {
    "spend": Decimal("12419.50"),
    "contracts": Decimal("1020000.00"),
    "suppliers": Decimal("0.00"),
    "social_value": Decimal("92400.00"),
    "readings": Decimal("0.00"),
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_is_read_as_its_kind_without_a_fault(write, kind):
    report = check_file(write(template_name(kind), template(kind))).report
    assert report.kind == kind
    assert report.organisation == "Oakton Council"
    assert (report.rows_read, report.rows_accepted, report.rows_rejected) == (2, 2, 0)
    assert report.faults == ()
    assert report.control_total == TOTALS[kind]


@pytest.mark.parametrize(
    ("kind", "left_out"),
    [
        ("spend", {"postcode"}),
        ("contracts", {"size"}),
        # What a register says of its own entries is for no officer to type.
        ("suppliers", {"organisation_type", "told_by", "register_status"}),
        ("social_value", {"supplier_number", "company_number", "charity_number", "postcode",
                          "category"}),
        ("readings", set()),
    ],
)  # fmt: skip
def test_a_template_has_a_column_for_every_field_of_its_kind(write, kind, left_out):
    report = check_file(write("t.csv", template(kind))).report
    assert set(kind_named(kind).fields) - set(report.columns) == left_out


def test_there_is_no_template_of_another_kind():
    with pytest.raises(Refused, match="not a kind of file"):
        template("recipes")
