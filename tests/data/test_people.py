"""Names that look like a person's, and those that only begin like one."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.people import looks_like_a_person, people_among, words_in


@pytest.mark.parametrize(
    "name",
    [
        # with a title, at either end
        "Mr J Smith", "Mrs Claire Muil", "MISS SUSANNAH JONES", "Ms Lisa Feng", "Dr Amina Khan",
        "DR O ELAGAB", "Smith J Mrs", "REES JAMES MR", "Mr. R. W. R. Seymour", "Doctor Alice Simon",
        "Prof Ian Drake", "Cllr Pat O'Brien", "Mr Patrick Heritage", "E HADCROFT (DR)",
        "Mx Sam Field",
        # turned about, with the comma or without
        "SMITH, JANE", "Patel, A", "SEARLE LAURA", "Khan Mohammed", "Smith J",
        # as people write them
        "Jane Smith", "jane smith", "Amy Wallace", "Mohammad Balal Raja", "Hasan Murat Mehmet Ali",
        "Vytautas Balciunas", "Siân Davies", "Zoë O’Connor", "Ngozi Okafor", "Agnieszka Nowak",
        "Mei Lin", "Yaakov Cohen", "Gurpreet Singh", "Mary-Jo Hill", "LINDSEY BOWDEN-WEEKS",
        "Tara Jane Acton Smyth", "Peter van der Berg", "Neil Cameron QC", "Jane Smith **",
        "Peter G Richards", "Jean-Luc Martin",
        # surnames that are words of trade elsewhere
        "Helen Smart", "Richard Hill", "J Hall", "Karen French", "Sam Green", "A Sharp",
        # initials
        "J A Smith", "J.A. Smith", "C PARRY", "W A J  HODDY", "A W & D Hammond",
        # two people
        "Mr & Mrs D Brown", "Mr and Mrs Brown", "DAVID & CAROLINE BRANDON",
        "MR ARJ & MS SALLY ARUL", "W D Hircock & C E Parsons",
    ],
)  # fmt: skip
def test_a_persons_name_is_known(name):
    assert looks_like_a_person(name)


@pytest.mark.parametrize(
    "name",
    [
        # the ending says that it is a firm
        "Smith Jones LLP", "John Lewis plc", "Jane Smith Ltd", "Mr Brights Limited",
        "J Smith & Sons",
        # a word of trade
        "Jane Austen Primary School", "Rose Court", "St John Ambulance", "Thomas Cook Travel",
        "J Smith Plumbing", "K Cars", "A Line Coaches", "S JONES, BARRISTER", "Heather House",
        "Victoria Park", "Holly Lodge", "Dr Andrew Byrne Educational Psychology", "Mr Taxi",
        "Malcolm's Pharmacy", "SIR JOHN HUNT COMMUNITY SPORTS", "Daisy Chain Nursery",
        # trading under another name is trade
        "Miss Hina Patel T/A Lyles House", "Jane Smith trading as The Nook",
        "Stephen Marron T/AS Sam",
        # firms whose names look like a person's
        "Grant Thornton", "Morgan Sindall", "Sir Robert McAlpine", "Sue Ryder", "Leonard Cheshire",
        # places, bodies and letters
        "Marks and Spencer", "Taylor Wimpey", "Barclays", "Hyndburn BC", "Teignbridge C V S",
        "S C C", "N Y A S", "Salvation Army", "British Red Cross", "HMRC", "Jane", "Smith", "A", "",
        "  ", "***",
        # numbers, addresses
        "Jane Smith 2", "Kids 1st", "jane@smith", "J Smith/K Jones",
        # other scripts are not judged
        "Мария Иванова", "王小明",
        # too long to be one
        "Jane " * 60,
    ],
)  # fmt: skip
def test_what_is_no_persons_name_is_let_be(name):
    assert not looks_like_a_person(name)


def test_many_names_are_judged_as_each_is_and_a_missing_one_not_at_all():
    names = pa.chunked_array([["Jane Smith", None, "Rose Court"], ["Jane Smith"]])
    assert people_among(names).to_pylist() == [True, None, False, True]
    assert people_among(pa.array([], pa.string())).to_pylist() == []


@given(st.text(max_size=300))
def test_any_text_is_judged_and_case_and_closing_stars_say_nothing(name):
    assert looks_like_a_person(name) in (True, False)
    if name.isascii():
        assert looks_like_a_person(name.upper()) == looks_like_a_person(name.lower())
        assert looks_like_a_person(name + " **") == looks_like_a_person(name)


def test_the_lists_hold_single_lower_case_words_and_no_name_is_trade():
    given_names, trade = words_in("given_names"), words_in("trade")
    assert len(given_names) > 600
    assert all(word == word.lower() for word in given_names | trade)
    assert sorted(given_names & trade) == []
