"""What an officer is shown of a file, and of an undo, before anything is done."""

from __future__ import annotations

from decimal import Decimal

import pytest

from data import bring, publish
from data.refused import Refused
from data.rehearse import rehearse_undo

SPEND = (
    "A title\nDate,Supplier Name,Net Amount,Gross Amount\n"
    "01/05/2020,Alpha Ltd,100.00,120.00\n02/05/2020,Beta Ltd,oops,1.00\n"
)


def test_a_reading_holds_the_report_the_first_rows_and_what_to_mend(store, write):
    reading = bring.read(store, write("spend.csv", SPEND), organisation="Luton Council")
    assert reading.refusal == ""
    assert reading.report.rows_read == 2
    assert reading.previews[0].header_row == 2
    assert reading.previews[0].rows[2] == (3, ("01/05/2020", "Alpha Ltd", "100.00", "120.00"))
    assert reading.own_strategies == ("luton-2019-24",)
    assert reading.says_whose
    assert b"oops" in reading.rejected
    assert b'"rows_rejected": 1' in reading.report_json


def test_a_file_that_does_not_say_whose_it_is_is_known_for_that(store, write):
    assert not bring.read(store, write("spend.csv", SPEND)).says_whose


def test_a_refused_file_still_offers_its_columns(store, write):
    path = write("odd.csv", "Wann,Wer,Wieviel\nx,Alpha,ten\n")
    reading = bring.read(store, path)
    assert "no amount column" in reading.refusal
    assert reading.report is None
    assert reading.headers == ("Wann", "Wer", "Wieviel")
    assert "amount" in reading.fields
    assert reading.previews[0].rows[0] == (1, ("Wann", "Wer", "Wieviel"))


def test_a_choice_that_leaves_no_money_is_refused_and_can_be_taken_back(store, write):
    path = write("spend.csv", SPEND)
    reading = bring.read(store, path, chosen={"amount": ""})
    assert reading.refusal
    assert reading.headers == ("Date", "Supplier Name", "Net Amount", "Gross Amount")


def test_a_file_that_cannot_be_opened_offers_nothing(store, write):
    reading = bring.read(store, write("a.csv", b"%PDF-1.7 x"))
    assert "is a PDF" in reading.refusal
    assert (reading.fields, reading.previews) == ((), ())


def test_the_same_file_again_is_known_with_when_and_by_whom(store, write):
    path = write("spend.csv", SPEND)
    publish.publish(store, path, organisation="Luton Council", by="Ann")
    reading = bring.read(store, path, organisation="Luton Council")
    assert "is published already" in reading.already_published
    assert "by Ann" in reading.already_published
    assert reading.report.rows_accepted == 1


def test_the_organisations_offered_are_those_of_strategies_and_of_files(store, write):
    publish.publish(store, write("spend.csv", SPEND), organisation="Oakton Council")
    known = bring.organisations_known(store)
    assert {"Luton Council", "Oakton Council", "Stevenage Borough Council"} <= set(known)


def test_undo_is_rehearsed_figure_by_figure_and_changes_nothing(store, write):
    first = publish.publish(store, write("a.csv", SPEND), organisation="Luton Council")
    more = SPEND.replace("100.00", "40.00")
    second = publish.publish(store, write("b.csv", more), organisation="Luton Council")
    lines = rehearse_undo(store, second.upload_id)
    received = next(h for h in lines if h.strategy == "luton-2019-24" and h.unit == "pounds")
    assert (received.now, received.after) == (Decimal("140.00"), Decimal("100.00"))
    lines = rehearse_undo(store, first.upload_id)
    received = next(h for h in lines if h.strategy == "luton-2019-24" and h.unit == "pounds")
    assert (received.now, received.after) == (Decimal("140.00"), Decimal("40.00"))


def test_undo_of_the_last_real_file_leaves_no_figure(store, write):
    done = publish.publish(store, write("a.csv", SPEND), organisation="Luton Council")
    received = rehearse_undo(store, done.upload_id)[0]
    assert (received.now, received.after) == (Decimal("100.00"), None)


def test_undo_of_what_is_not_published_is_refused(store):
    with pytest.raises(Refused, match="nothing to undo"):
        rehearse_undo(store, 7)


def test_an_officer_can_pick_either_of_two_columns_of_one_header_and_it_is_remembered(store, write):
    text = "Date,Supplier,Amount,Amount\n01/04/2021,A Ltd,10.00,12.00\n"
    path = write("a.csv", text)
    headers = bring.read(store, path).headers
    assert headers == ("Date", "Supplier", "Amount", "Amount (column D)")
    publish.publish(store, path, chosen={"amount": headers[3]})
    later = bring.read(store, write("b.csv", text.replace("12.00", "13.00"))).report
    assert str(later.control_total) == "13.00"
    assert later.choices[-1].reason == "Chosen by an officer before, for this layout"
