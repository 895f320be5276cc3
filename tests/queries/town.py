"""A small made-up place, told in the files its councils would send.

Every row stands for one thing that could go wrong, said beside it. The rows are published through
the front door (`conftest.py`) and read again, by hand, in `dull/`.
"""

# ruff: noqa: E501 (a row and the reason for it stay on one line)

from __future__ import annotations

import csv
import io
from dataclasses import dataclass


@dataclass(frozen=True)
class File:
    """A file as received. `organisation` None leaves it to the file itself."""

    name: str
    kind: str
    organisation: str | None
    header: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]
    """Why the row is there, and the row."""

    def text(self) -> str:
        return "\n".join([",".join(self.header), *(row for _, row in self.rows)]) + "\n"

    def records(self) -> list[dict[str, str]]:
        """Rows as text by header, with the row number a spreadsheet shows as "row"."""
        read = csv.DictReader(io.StringIO(self.text()))
        return [{**record, "row": str(number)} for number, record in enumerate(read, start=2)]


SPEND_HEADER = (
    "Payment Date", "Supplier Name", "Supplier No", "Directorate", "Category",
    "Transaction Number", "Contract Reference", "Net Amount",
)  # fmt: skip

ASH = File(
    "ash-payments.csv",
    "spend",
    "Ash Council",
    SPEND_HEADER,
    (
        ("inner tier, by supplier number", "10/04/2020,Alfa Paving Ltd,A1,Streets,Works,T1,,1000.10"),
        ("the same name, written otherwise", "12/05/2020,ALFA PAVING LIMITED,A1,Streets,Works,T2,,2500.00"),
        ("outer tier, by name", "15/04/2020,Bright & Sons Ltd,A2,Streets,Works,T3,,1800.00"),
        ("elsewhere", "16/04/2020,Leeds Office Supplies plc,A3,Corporate,Stationery,T4,,3200.55"),
        ("place nobody told us", "17/04/2020,Nowhere Trading,A4,Corporate,Stationery,T5,,700.00"),
        ("redacted: money without a supplier", "18/04/2020,REDACTED PERSONAL DATA,,Care,Placements,T6,,5100.00"),
        ("redacted again, not one supplier more", "19/04/2020,REDACTED PERSONAL DATA,,Care,Placements,T60,,900.00"),
        ("two lines that are one payment of 600", "20/04/2020,Alfa Paving Ltd,A1,Streets,Works,T7,,300.00"),
        ("its second line, another category", "20/04/2020,Alfa Paving Ltd,A1,Streets,Materials,T7,,300.00"),
        ("a penny under the smallest payment", "21/04/2020,Alfa Paving Ltd,A1,Streets,Works,T8,,499.99"),
        ("exactly the smallest payment", "22/04/2020,Alfa Paving Ltd,A1,Streets,Works,T9,,500.00"),
        ("invoice that its credit note brings under", "23/04/2020,Bright and Sons,A2,Streets,Works,T10,,900.00"),
        ("that credit note", "23/04/2020,Bright and Sons,A2,Streets,Works,T10,,-450.00"),
        ("a credit that makes its category negative", "24/04/2020,Leeds Office Supplies PLC,A3,Corporate,Refunds,T11,,-2000.00"),
        ("a small sum beside that credit", "25/04/2020,Alfa Paving Ltd,A1,Corporate,Refunds,T12,,600.00"),
        ("transaction number of two suppliers: two payments", "26/04/2020,Alfa Paving Ltd,A1,Streets,Works,T13,,300.00"),
        ("the other supplier", "26/04/2020,Bright & Sons Ltd,A2,Streets,Works,T13,,300.00"),
        ("transaction number used on two days: two payments", "27/04/2020,Alfa Paving Ltd,A1,Streets,Works,T14,,400.00"),
        ("the other day", "28/04/2020,Alfa Paving Ltd,A1,Streets,Works,T14,,400.00"),
        ("no transaction number: each line is a payment", "29/04/2020,Alfa Paving Ltd,A1,Streets,Works,,,300.00"),
        ("the same line again to the letter, never dropped", "29/04/2020,Alfa Paving Ltd,A1,Streets,Works,,,300.00"),
        ("tax, left out by its payee", "30/04/2020,HM Revenue & Customs,A5,Corporate,Payroll,T15,,9000.00"),
        ("tax too small to count: the payee goes first", "30/04/2020,HM Revenue & Customs,A5,Corporate,Payroll,T16,,90.00"),
        ("left out by its category", "30/04/2020,Moor Drainage Board,A6,Corporate,Drainage levy,T17,,4000.00"),
        ("the term inside a longer word is no match", "30/04/2020,Drainagelevy Ltd,A7,Corporate,Works,T18,,800.00"),
        ("left out by supplier under one list, by category under another", "30/04/2020,HMRC,A5,Corporate,Drainage levy,T19,,1100.00"),
        ("no date", ",Alfa Paving Ltd,A1,Streets,Works,T20,,750.00"),
        ("a date nobody can read", "31/02/2020,Nowhere Trading,A4,Corporate,Stationery,T21,,760.00"),
        ("no supplier", "11/06/2020,,,Care,Placements,T22,,820.00"),
        ("no directorate", "12/06/2020,Leeds Office Supplies plc,A3,,Stationery,T23,,830.00"),
        ("no category", "13/06/2020,Leeds Office Supplies plc,A3,Corporate,,T24,,840.00"),
        ("last day of the year", "31/03/2021,Alfa Paving Ltd,A1,Streets,Works,T25,,1500.00"),
        ("first day of the next", "01/04/2021,Alfa Paving Ltd,A1,Streets,Works,T26,,1700.00"),
        ("a month both years have", "05/05/2021,Leeds Office Supplies plc,A3,Corporate,Stationery,T27,,2100.00"),
        ("only there this year: not in a like for like", "06/07/2021,Alfa Paving Ltd,A1,Streets,Works,T28,,9999.00"),
        ("June has no Works this year: the fall counts", "07/06/2021,Leeds Office Supplies plc,A3,Corporate,Stationery,T29,,610.00"),
        ("June's Works last year", "07/06/2020,Alfa Paving Ltd,A1,Streets,Works,T30,,4400.00"),
        ("two names under one catch-all number", "08/06/2020,Sundry One,S0,Streets,Works,T31,,1010.00"),
        ("the other name: the number places neither", "08/06/2020,Sundry Two,S0,Streets,Works,T32,,1020.00"),
        ("known by its postcode district only", "09/06/2020,District Only Ltd,A8,Streets,Works,T33,,1030.00"),
        ("three postcodes told: the most frequent", "09/06/2020,Many Places Ltd,A9,Streets,Works,T34,,1040.00"),
        ("a postcode outside the reference", "09/06/2020,Belfast Goods Ltd,A10,Streets,Works,T35,,1050.00"),
        ("a postcode that is none", "09/06/2020,Various Places Ltd,A11,Streets,Works,T36,,1060.00"),
        ("list spells the name otherwise: joined by number", "10/06/2020,Old Name Builders,A12,Streets,Works,T37,,1070.00"),
        ("its sector reaches from Hertfordshire into Central Bedfordshire", "11/06/2020,Border Bakers Ltd,A13,Streets,Works,T39,,1110.00"),
        ("its sector reaches from Essex into Hertfordshire", "11/06/2020,Far Side Fences Ltd,A14,Streets,Works,T40,,1130.00"),
        ("a district that reaches into both", "11/06/2020,Somewhere There Ltd,A15,Streets,Works,T41,,1170.00"),
        ("paid under a contract of the register", "10/06/2020,Alfa Paving Ltd,A1,Streets,Works,T38,C1,1080.00"),
        ("this year too may be local or not: its sector lies across", "06/05/2021,Border Bakers Ltd,A13,Streets,Materials,T42,,900.00"),
        ("and this year's place that nobody told us", "07/05/2021,Nowhere Trading,A4,Corporate,Stationery,T43,,650.00"),
    ),
)  # fmt: skip

# Birch's file says nothing of VAT, brings company numbers and postcodes, and begins a month later.
BIRCH = File(
    "birch-payments.csv",
    "spend",
    "Birch Council",
    (
        "Date Paid", "Supplier", "Company Number", "Postcode", "Department", "Expense Type",
        "Document No", "Amount",
    ),
    (
        ("month only Birch has this year and last", "04/08/2020,Luton Lamps Ltd,,,Streets,Works,B1,4000.00"),
        ("the same month, a year on", "04/08/2021,Luton Lamps Ltd,,,Streets,Works,B2,5000.00"),
        ("in May last year, not this", "05/05/2020,Luton Lamps Ltd,,,Streets,Works,B3,6000.00"),
        ("one large sum outside the LU postcodes of its authority", "06/08/2020,Biggleswade Beds Ltd,,,Care,Furniture,B4,3000.00"),
        ("LU postcode in that authority, month after month", "06/08/2020,Dunstable Doors Ltd,,,Streets,Works,B5,2000.00"),
        ("more in all than the one large sum", "06/09/2020,Dunstable Doors Ltd,,,Streets,Works,B6,2000.00"),
        ("LU postcode in an authority of another county; a company number", "07/09/2020,Vole Vans Ltd,07654321,,Streets,Vehicles,B7,1200.00"),
        ("Bedford: second tier by area, not by postcode", "07/09/2020,Bedford Bricks Ltd,,,Streets,Works,B8,1300.00"),
        ("joined by company number to another name", "08/09/2020,Trading Style,01234567,,Streets,Works,B9,1400.00"),
        ("a postcode in the payment itself, once", "09/09/2020,Told Itself Ltd,,LS1 1BA,Streets,Works,B10,700.00"),
        ("and another one twice: the more frequent", "09/09/2020,Told Itself Ltd,,SG1 1AA,Streets,Works,B11,701.00"),
        ("its second time", "09/10/2020,Told Itself Ltd,,SG1 1AA,Streets,Works,B12,702.00"),
        ("exactly the other strategy's smallest payment", "10/10/2020,Luton Lamps Ltd,,,Streets,Works,B13,1000.00"),
        ("a penny over it", "11/10/2020,Luton Lamps Ltd,,,Streets,Works,B14,1000.01"),
        ("an area whose net is negative", "12/10/2020,Watford Wheels Ltd,,,Streets,Vehicles,B15,-5000.00"),
        ("a supplier of both councils", "13/10/2020,Alfa Paving,,,Streets,Works,B16,1234.56"),
    ),
)  # fmt: skip

# Nobody says whose money this is, and it is given including VAT.
UNNAMED = File(
    "unnamed-payments.csv",
    "spend",
    None,
    ("Payment Date", "Supplier Name", "Gross Amount"),
    (
        ("whose it is, is not stated", "02/02/2021,Alfa Paving Ltd,600.00"),
        ("a payment to the penny", "03/02/2021,Nowhere Trading,1.01"),
    ),
)

# The supplier master of Ash. Numbers join before names, and names without their endings.
SUPPLIERS = File(
    "ash-suppliers.csv",
    "suppliers",
    "Ash Council",
    ("Supplier Name", "Supplier Number", "Company Number", "Postcode", "SME", "VCSE"),
    (
        ("by number", "Alfa Paving Limited,A1,,SG1 1AA,Yes,No"),
        ("by name, with an ampersand", "Bright and Sons,,,WD17 1AB,Yes,No"),
        ("by name, in capitals", "LEEDS OFFICE SUPPLIES,,,LS1 1BA,No,No"),
        ("by district, for want of more", "District Only,A8,,SG1,No,No"),
        ("one of three postcodes", "Many Places,A9,,LS1 1BA,No,No"),
        ("told twice", "Many Places,A9,,WD17 1AB,No,No"),
        ("told twice", "Many Places,A9,,wd17 1ab,No,No"),
        ("outside the reference", "Belfast Goods,A10,,BT1 1AA,No,No"),
        ("no postcode at all", "Various Places,A11,,Various,No,No"),
        ("known there by another name", "New Name Builders,A12,,SG1 2AA,Yes,No"),
        ("most of AL5 3 is in St Albans", "Border Bakers,A13,,AL5 3AA,No,No"),
        ("most of CM22 7 is in Uttlesford", "Far Side Fences,A14,,CM22 7AA,No,No"),
        ("CM22 whole", "Somewhere There,A15,,CM22,No,No"),
        ("a catch-all number", "Sundry suppliers,S0,,SG1 1AA,No,No"),
        ("Luton", "Luton Lamps,,,LU1 1AA,Yes,No"),
        ("not an LU postcode, in Central Bedfordshire", "Biggleswade Beds,,,SG18 0AA,Yes,No"),
        ("an LU postcode in Central Bedfordshire", "Dunstable Doors,,,LU5 4AA,Yes,No"),
        ("an LU postcode in Buckinghamshire", "Vole Vans,,,LU7 0AA,Yes,No"),
        ("Bedford", "Bedford Bricks,,,MK40 1AA,Yes,No"),
        ("by company number", "Registered Name Ltd,,1234567,SG1 3AA,Yes,No"),
        ("Watford, by number and name", "Watford Wheels,,,WD17 2AA,Yes,No"),
        ("small says one", "Luton Lamps,,,,No,Yes"),
        ("and small says another: not known", "Bedford Bricks,,,,No,"),
    ),
)

REGISTER = File(
    "registers.csv",
    "contracts",
    None,
    (
        "Organisation Name", "Contract Reference", "Framework Reference", "Contract Type", "Title",
        "Supplier Name", "Supplier Postcode", "Total Contract Value", "Award Date", "Start Date",
        "End Date", "Social Value Weighting",
    ),
    (
        ("past every threshold, with something recorded", "Ash Council,C1,,Contract,Road repairs,Alfa Paving Ltd,,200000.00,01/05/2020,01/06/2020,31/05/2023,20%"),
        ("exactly at the threshold", "Ash Council,C2,,Contract,Play areas,Bright & Sons Ltd,,75000.00,02/05/2020,01/06/2020,31/05/2023,10"),
        ("a penny under it", "Ash Council,C3,,Contract,Benches,Bright & Sons Ltd,,74999.99,03/05/2020,01/06/2020,31/05/2023,0.2"),
        ("value not known", "Ash Council,C4,,Contract,Trees,Nowhere Trading,,TBC,04/05/2020,01/06/2020,31/05/2023,TBC"),
        ("shared by two suppliers: one contract", "Ash Council,C5,,Contract,Home care,Care One Ltd,SG1 4AA,300000.00,05/05/2020,01/06/2020,31/05/2023,15%"),
        ("its second supplier, whose line says a lesser weighting", "Ash Council,C5,,Contract,Home care,Care Two Ltd,SG1 4AA,300000.00,05/05/2020,01/06/2020,31/05/2023,12.5%"),
        ("shared by two partners, listed here without a record", "Ash Council,P1,,Contract,Joint cleaning,Shine Ltd,,400000.00,06/05/2021,01/06/2021,31/05/2024,30%"),
        ("the partner, who has the record", "Birch Council,P1,,Contract,Joint cleaning,Shine Ltd,,400000.00,06/05/2021,01/06/2021,31/05/2024,30%"),
        ("a framework's ceiling", "Ash Council,F1,,Framework agreement,Works framework,Alfa Paving Ltd,,1000000.00,07/05/2020,01/06/2020,31/05/2023,10%"),
        ("called off from it", "Ash Council,F1-A,F1,Call-off,Works lot,Alfa Paving Ltd,,150000.00,08/05/2020,01/06/2020,31/05/2023,0.15"),
        ("called off too, in other letters", "Ash Council,F1-B,f1,Call-off,Works lot two,Bright & Sons Ltd,,160000.00,09/05/2021,01/06/2021,31/05/2023,"),
        ("a framework nobody called off from: it counts; a weighting of 1 is read as nothing", "Ash Council,F2,,Framework agreement,Ideas framework,Alfa Paving Ltd,,500000.00,10/05/2020,01/06/2020,31/05/2023,1"),
        ("no award date, and no end", "Ash Council,C7,,Contract,Old bridge,Alfa Paving Ltd,,90000.00,,01/06/2019,,25%"),
        ("nothing recorded on it; 18 months before its end is a shorter month", "Birch Council,C8,,Contract,Lamps,Luton Lamps Ltd,,80000.00,11/05/2021,01/06/2021,31/08/2023,5%"),
        ("nil value, with something recorded", "Ash Council,C9,,Contract,Concession,Shine Ltd,,0.00,12/05/2021,01/06/2021,31/05/2023,50%"),
        ("two lots under one reference; a weighting over 100%", "Ash Council,L1,,Contract,Meals lot one,Care One Ltd,,100000.00,13/05/2021,01/06/2021,31/05/2023,150%"),
        ("the other lot: records tell by name", "Ash Council,L1,,Contract,Meals lot two,Care Two Ltd,,110000.00,13/05/2021,01/06/2021,31/05/2023,0"),
        ("neither reference nor title: its supplier names it", "Ash Council,,,Contract,,Leeds Office Supplies plc,,85000.00,14/05/2021,01/06/2021,31/05/2023,"),
        ("reference and title of another of the same value", "Ash Council,,,Contract,,Nowhere Trading,,85000.00,14/05/2021,01/06/2021,31/05/2023,20"),
        ("a council with a register and no spend", "Cedar Council,K1,,Contract,Library van,Vole Vans Ltd,,95000.00,15/05/2021,01/06/2021,31/05/2023,"),
    ),
)  # fmt: skip

SOCIAL_VALUE = File(
    "social-value.csv",
    "social_value",
    None,
    (
        "Organisation Name", "Contract Reference", "Project Name", "Supplier Name", "TOMs Ref",
        "Measure", "Award Date", "Contract Value", "Committed", "Delivered",
    ),
    (
        ("one of two measures of a contract", "Ash Council,C1,Road repairs,Alfa Paving Ltd,NT1,Local jobs,,,30000.25,10000.00"),
        ("the other, in another spelling of the reference", "Ash Council,c1,Roads,Alfa Paving Ltd,NT2,Apprentices,,,20000.50,0.00"),
        ("on the contract exactly at the threshold", "Ash Council,C2,Play areas,Bright & Sons Ltd,NT1,Local jobs,,,7500.00,"),
        ("below the threshold", "Ash Council,C3,Benches,Bright & Sons Ltd,NT1,Local jobs,,,100.00,"),
        ("value not known", "Ash Council,C4,Trees,Nowhere Trading,NT1,Local jobs,,,200.00,"),
        ("the partner's record of a shared contract", "Birch Council,P1,Joint cleaning,Shine Ltd,NT1,Local jobs,,,60000.00,"),
        ("on a ceiling: does not count, is not lost", "Ash Council,F1,Works framework,Alfa Paving Ltd,NT1,Local jobs,,,5000.00,"),
        ("on a call-off", "Ash Council,F1-A,Works lot,Alfa Paving Ltd,NT1,Local jobs,,,15000.00,"),
        ("on a contract of no value", "Ash Council,C9,Concession,Shine Ltd,NT1,Local jobs,,,400.00,"),
        ("told apart by name", "Ash Council,L1,Meals lot two,Care Two Ltd,NT1,Local jobs,,,11000.00,"),
        ("of the reference, but of neither lot: by itself", "Ash Council,L1,Meals launch,Care Two Ltd,NT1,Local jobs,16/05/2021,120000.00,1200.00,"),
        ("no register has it; one of two values", "Ash Council,,Town square,Alfa Paving Ltd,NT1,Local jobs,17/05/2021,500000.00,70000.00,"),
        ("the larger value stands, flagged", "Ash Council,,TOWN SQUARE,Alfa Paving Ltd,NT2,Apprentices,17/05/2021,600000.00,80000.00,"),
        ("delivered, with nothing committed", "Birch Council,,Market hall,Luton Lamps Ltd,NT1,Local jobs,,250000.00,,2500.00"),
        ("committed by a council with no spend", "Cedar Council,K1,Library van,Vole Vans Ltd,NT1,Local jobs,,,9500.00,"),
    ),
)  # fmt: skip

READINGS = File(
    "readings.csv",
    "readings",
    None,
    ("Organisation", "Measure", "Period", "Value", "Source", "Note"),
    (
        ("a share by the measure's id, in percent", "Ash Council,social_value_secured,2020/21,25%,Portal,"),
        ("the same again, later and by its name: it stands", "Ash Council,Social value for what contracts cost,2020-21,0.31,Portal,Mended"),
        ("a quarter", "Ash Council,social_value_secured,2021/22 Q1,0.4,,"),
        ("the whole of both strategies of that name", "Ash and Birch,social_value_secured,2020/21,0.29,,Together"),
        ("the only organisation of a strategy: it is the whole", "Cedar Council,local_share,2021/22,0.5,,"),
        ("and the whole says it too, later", "Ash and Birch,local_share,2021/22,0.52,,"),
    ),
)  # fmt: skip

FILES = (ASH, BIRCH, UNNAMED, SUPPLIERS, REGISTER, SOCIAL_VALUE, READINGS)

_MEASURES = """
[[measure]]
id = "local_share"
name = "Share of spend that stays"
why = "So that money stays."
how = "Local spend as a share of spend whose place is known."
unit = "share"
polarity = "higher"
tolerance = 0.02
tolerance_is_ours = true
query = "spend/local_share"
source = "Made up, section 1"

[measure.baseline]
year = "2019/20"
value = 0.31
tier = 1
note = "Before it began"
source = "Made up, section 2"

[[measure.target]]
year = "2021/22"
value = 0.45
tier = 2
source = "Made up, section 3"

[[measure.target]]
year = "2020/21"
value = 0.4
tier = 2
source = "Made up, section 3"

[[measure.published]]
year = "2019/20"
value = 0.31
source = "Made up, section 2"

[[measure]]
id = "social_value_secured"
name = "Social value for what contracts cost"
why = "So that contracts do good."
how = "Committed social value as a share of contract value."
unit = "share"
polarity = "higher"
target_note = "To be set"
source = "Made up, section 4"
"""

BY_AREA = (
    """
id = "made-up-areas"
council = "Ash and Birch"
title = "Made up, by areas"
document = "Ash and Birch, Made up, 2020"
first_year = "2020/21"
last_year = "2021/22"
organisations = ["Ash Council", "Birch Council"]
headline_tier = 2
assumptions = ["The first thing we assumed.", "The second."]
milestones_called = "Promises"
maturity_levels = ["Starting", "Growing", "Leading"]

[[tier]]
rank = 1
name = "Stevenage"
areas = ["Stevenage"]
source = "Made up, section 5"

[[tier]]
rank = 2
name = "Hertfordshire"
areas = ["Hertfordshire"]
source = "Made up, section 5"

[scope]
smallest_payment = 500
operator = "from"
leave_out = ["tax"]
source = "Made up, section 6"

[[scope.also_leave_out]]
reason = "Drainage"
categories = ["drainage levy"]

[[threshold]]
id = "social_value"
purpose = "Social value is asked for."
amount = 75000
operator = "from"
applies_to = "contracts"
source = "Made up, section 7"

[[threshold]]
id = "register"
purpose = "The contract is on the register."
amount = 2000
operator = "over"
applies_to = "contracts"
source = "Made up, section 7"

[[threshold]]
id = "small"
purpose = "A quick way is enough."
amount = 1000
operator = "from"
below = 90000
applies_to = "contracts"
source = "Made up, section 7"
"""
    + _MEASURES
    + """
[contract_review]
earliest_months = 24
latest_months = 18
purpose = "Ask whether to buy again."
source = "Made up, section 8"

[[theme]]
id = "people"
name = "People"
kind = "outcome"
source = "Made up, section 9"

[[theme]]
id = "skills"
name = "Skills"
kind = "area"
part_of = "people"
source = "Made up, section 9"

[[milestone]]
id = "train"
number = "1"
action = "Train everybody"
detail = "Twice."
owner = "Head of Training"
theme = "skills"
kind = "by"
starts_printed = "May 2021"
starts = 2021-05-01
ends_printed = "April 2021"
ends = 2021-04-30
note = "Printed as ending before it starts"
source = "Made up, section 9"

[[milestone]]
id = "go_on"
action = "Go on"
kind = "none"
source = "Made up, section 9"

[[maturity]]
id = "buying"
name = "Buying"
theme = "skills"
is_success_measure = true
now = "Starting"
wanted = "Growing"
body_now = "Starting"
body_wanted = "Leading"
now_means = "Little is known."
wanted_means = "More is known."
note = "The body wants more than the appendix"
source = "Made up, section 10"

[[maturity]]
id = "selling"
name = "Selling"
now = "Growing"
wanted = "Growing"
now_means = "It is done."
wanted_means = "It is done."
source = "Made up, section 10"
"""
)

BY_POSTCODE = (
    """
id = "made-up-postcodes"
council = "Ash and Birch"
title = "Made up, by postcodes"
document = "Ash and Birch, Made up anew, 2022"
first_year = "2019/20"
last_year = "2023/24"
organisations = ["Cedar Council"]
headline_tier = 1

[[tier]]
rank = 1
name = "LU and MK40"
postcode_areas = ["LU"]
postcode_districts = ["MK40"]
source = "Made up anew, section 5"

[[tier]]
rank = 2
name = "Bedfordshire"
areas = ["Luton", "Bedford", "Central Bedfordshire"]
source = "Made up anew, section 5"

[[tier]]
rank = 3
name = "Hertfordshire"
areas = ["Hertfordshire"]
source = "Made up anew, section 5"

[scope]
smallest_payment = 1000
operator = "over"
source = "Made up anew, section 6"

[[threshold]]
id = "social_value"
purpose = "Social value is asked for."
amount = 75000
operator = "over"
applies_to = "contracts"
source = "Made up anew, section 7"
"""
    + _MEASURES
)

STRATEGIES = {"made-up-areas": BY_AREA, "made-up-postcodes": BY_POSTCODE}
