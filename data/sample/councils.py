"""Who the sample is about, and the figures it is made to come to.

The councils are real and what stands here of their spend is published, or invented where nothing
is: every year says which. Firms, payments, contracts and social value are invented throughout.
"""

from __future__ import annotations

from data.sample.group import BySize, Group, Member, Weighting, Year


def _year(starts: int, millions: str, known: int, inner: int, local: int) -> Year:
    pounds, _, rest = millions.partition(".")
    return Year(starts, int(pounds + rest.ljust(8, "0")), known, inner, local)


_DISTRICT = {
    "adults": "Communities and Neighbourhoods",
    "children": "Communities and Neighbourhoods",
    "place": "Environment and Operations",
    "homes": "Housing and Investment",
    "resources": "Corporate Services",
    "community": "Communities and Neighbourhoods",
}
_UNITARY = {
    "adults": "Adult Services",
    "children": "Children, Families and Education",
    "place": "Place and Infrastructure",
    "homes": "Inclusive Economy and Housing",
    "resources": "Customer and Commercial",
    "community": "Population Wellbeing",
}
_COUNTY = {
    "adults": "People - Adults",
    "children": "Children's Services",
    "place": "Economy and Infrastructure",
    "homes": "Economy and Infrastructure",
    "resources": "Commercial and Change",
    "community": "People - Communities",
}
_BOROUGH = {
    "adults": "Adults and Health",
    "children": "Children and Families",
    "place": "Place",
    "homes": "Place",
    "resources": "Corporate Resources",
    "community": "Communities",
}
_PORTFOLIO = {
    "adults": "Communities and Public Safety",
    "children": "Communities and Public Safety",
    "place": "Waste and Environment",
    "homes": "Housing and Planning",
    "resources": "Business and Resources",
    "community": "Culture and Leisure",
}

STEVENAGE = Group(
    key="stevenage",
    kind="district",
    layout="schema",
    members=(
        Member(
            "Stevenage Borough Council",
            "stevenage",
            ("Stevenage",),
            1,
            "S{:05d}",
            10400,
            "{}",
            4100001,
            "SBC-{:04d}",
            _DISTRICT,
        ),
    ),
    outer=("Hertfordshire", "Luton", "Central Bedfordshire"),
    elsewhere={
        "Greater London": 30,
        "Essex": 9,
        "Cambridgeshire": 10,
        "Bedford": 6,
        "Milton Keynes": 6,
        "Buckinghamshire": 6,
        "Northamptonshire": 5,
        "Birmingham": 5,
        "Great Britain": 23,
    },
    # Published: about £50m in 2019/20; about £60m and 37% local in 2020/21. The rest is invented.
    years=(
        _year(2019, "50.18640219", 8830, 1162, 3391),
        _year(2020, "60.09317446", 9010, 1284, 3697),
        _year(2021, "58.61028835", 9080, 1347, 3902),
        _year(2022, "63.27549102", 9150, 1318, 3816),
        _year(2023, "65.90412877", 9230, 1476, 4108),
    ),
    firms=(96, 268, 512, 124),
    growth=(1.045, 1.01, 0.985, 0.95),
    lines=3600,
    contracts=36,
    typical_contract=15_000_000,
    secured={2019: 940, 2020: 1130, 2021: 1460, 2022: 1390, 2023: 1720},
    sv_threshold=7_500_000,
    sv_recorded=0.62,
    undated=0.05,
    shire="Teaselshire",
    list_names="capitals",
)

LUTON = Group(
    key="luton",
    kind="unitary",
    layout="titled",
    members=(
        Member(
            "Luton Council",
            "luton",
            ("Luton",),
            1,
            "{:06d}",
            200100,
            "{}",
            1900000001,
            "LC/{:05d}",
            _UNITARY,
        ),
    ),
    outer=("Bedford", "Central Bedfordshire"),
    elsewhere={
        "Hertfordshire": 22,
        "Greater London": 27,
        "Buckinghamshire": 7,
        "Milton Keynes": 8,
        "Northamptonshire": 5,
        "Cambridgeshire": 5,
        "Essex": 4,
        "Birmingham": 3,
        "Great Britain": 19,
    },
    # Published: £238m and 25% local in 2017/18. The rest is invented: a rise well short of 70%.
    years=(
        _year(2017, "238.14962573", 9060, 1741, 2504),
        _year(2018, "241.60883150", 9090, 1862, 2683),
        _year(2019, "249.27194408", 9120, 2057, 2946),
        _year(2020, "262.83310962", 9140, 2361, 3322),
        _year(2021, "258.40277319", 9190, 2494, 3517),
        _year(2022, "271.05530847", 9260, 2741, 3868),
        _year(2023, "283.51869024", 9310, 2963, 4109),
    ),
    firms=(0, 0, 0, 0),
    growth=(1.0, 1.0, 1.0, 1.0),
    lines=6000,
    contracts=38,
    typical_contract=29_000_000,
    secured={2018: 310, 2019: 520, 2020: 690, 2021: 880, 2022: 840, 2023: 1030},
    sv_recorded=0.45,
    undated=0.12,
    # Published for 2017/18: 4,168 suppliers, 269 of them local, 1,249 SMEs, 51% of spend with them.
    by_size=BySize(
        share=(5104, 5087, 5162, 5033, 5215, 5281, 5326),
        firms=((96, 38, 42), (51, 19, 23), (978, 812, 1577), (124, 58, 350)),
        growth=(1.035, 1.02, 0.97, 0.93),
    ),
    inner_postcodes="LU",
    shire="Wobbleshire",
    category_label="{item}",
    names="capitals",
    list_names="long",
)


def _star(organisation: str, slug: str, weight: int, letters: str, first: int, code: str) -> Member:
    home = organisation.removesuffix(" Council")
    return Member(
        organisation, slug, (home,), weight, letters + "{:05d}", first, code + "{}",
        100001, letters + "-{:04d}", _BOROUGH,
    )  # fmt: skip


STAR = Group(
    key="star",
    kind="unitary",
    layout="pipes",
    members=(
        _star("Stockport Council", "stockport", 29, "SK", 30010, "51"),
        _star("Trafford Council", "trafford", 24, "TF", 41200, "52"),
        _star("Rochdale Council", "rochdale", 24, "RO", 52300, "53"),
        _star("Tameside Council", "tameside", 23, "TA", 63400, "54"),
    ),
    outer=("Greater Manchester",),
    elsewhere={
        "Cheshire": 22, "Lancashire": 17, "Merseyside": 13, "West Yorkshire": 14,
        "Derbyshire": 6, "Staffordshire": 5, "Greater London": 9, "Great Britain": 14,
    },
    # Published: 42% in the boroughs in 2018/19; 53.9%, and 77% in Greater Manchester, in 2020/21,
    # of payments from £25,000. The rest, the pounds among it, is invented.
    years=(
        _year(2018, "331.48120937", 9120, 4204, 6836),
        _year(2019, "346.90273518", 9180, 4779, 7241),
        _year(2020, "372.15584061", 9240, 5388, 7698),
        _year(2021, "380.62917744", 9270, 5463, 7752),
        _year(2022, "398.03341905", 9310, 5401, 7708),
        _year(2023, "416.77062280", 9350, 5617, 7893),
    ),
    firms=(176, 124, 168, 58),
    growth=(1.02, 1.01, 0.99, 0.97),
    lines=1875,
    contracts=22,
    typical_contract=22_000_000,
    # Published: 25% in 2019/20 and 28% in 2020/21, over £60m in the two years together.
    # On average 20% is published for 2019/20 and 2020/21.
    weighting=Weighting(
        over=2_500_000,
        average={2018: 18, 2019: 20, 2020: 20, 2021: 21, 2022: 22, 2023: 22},
        spread=(0, 0, 5, 5, 10),
    ),
    secured={2018: 2130, 2019: 2507, 2020: 2804, 2021: 2716, 2022: 2941, 2023: 3032},
    sv_threshold=5_000_000,
    sv_recorded=0.82,
    award_value={
        2018: 97_000_000_00, 2019: 113_000_000_00, 2020: 124_000_000_00,
        2021: 118_000_000_00, 2022: 131_000_000_00, 2023: 127_000_000_00,
    },
    smallest_payment=2_500_000,
    years_a_file=3,
    withheld="REDACTED",
    shire="Pebbleshire",
    category_label="{GROUP} : {item}",
    list_names="dotted",
)  # fmt: skip

WORCESTERSHIRE = Group(
    key="worcestershire",
    kind="county",
    layout="unicode",
    members=(
        Member(
            "Worcestershire County Council",
            "worcestershire",
            ("Worcestershire",),
            1,
            "W{:06d}",
            110500,
            "WC{}",
            7000001,
            "WCC-CT-{:05d}",
            _COUNTY,
        ),
    ),
    outer=(),
    elsewhere={
        "West Midlands county": 30,
        "Warwickshire": 9,
        "Gloucestershire": 8,
        "Herefordshire": 7,
        "Shropshire": 6,
        "Staffordshire": 6,
        "Greater London": 12,
        "Great Britain": 22,
    },
    # Published: £633m a year. The shares are invented.
    years=(
        _year(2021, "632.81450376", 9110, 4417, 4417),
        _year(2022, "633.22097154", 9180, 4568, 4568),
        _year(2023, "633.36518832", 9240, 4692, 4692),
    ),
    firms=(1090, 0, 1260, 270),
    growth=(1.015, 1.0, 0.985, 0.95),
    lines=10000,
    contracts=44,
    typical_contract=65_000_000,
    weighting=Weighting(
        over=10_000_000,
        average={2019: 12, 2020: 14, 2021: 14, 2022: 15, 2023: 15},
        spread=(0, 2, 4, 5),
        impractical={2019: 5, 2021: 5, 2023: 5},
    ),
    secured={2019: 420, 2020: 560, 2021: 730, 2022: 890, 2023: 960},
    sv_threshold=10_000_000,
    sv_recorded=0.5,
    undated=0.1,
    withheld="Redacted - personal data",
    shire="Lanternshire",
    names="long",
)

COLCHESTER = Group(
    key="colchester",
    kind="district",
    layout="decimal_comma",
    members=(
        Member(
            "Colchester Borough Council", "colchester", ("Colchester",), 1, "C{:04d}", 2100,
            "BACS{}", 3301, "C/{:04d}", _PORTFOLIO,
        ),
    ),
    outer=("Essex",),
    elsewhere={
        "Suffolk": 24, "Greater London": 28, "Norfolk": 7, "Hertfordshire": 7,
        "Cambridgeshire": 7, "Southend-on-Sea": 4, "Thurrock": 4, "Great Britain": 19,
    },
    # Nothing is published: all is invented. The first year has too few places known to judge by.
    years=(
        _year(2020, "37.90551284", 7640, 2871, 5426),
        _year(2021, "39.44270631", 8120, 2938, 5519),
        _year(2022, "41.18036977", 8430, 3064, 5480),
        _year(2023, "42.76591345", 8610, 3127, 5633),
    ),
    firms=(246, 262, 390, 214),
    growth=(1.02, 1.01, 0.99, 0.92),
    lines=3750,
    contracts=24,
    typical_contract=13_000_000,
    # Published: social value recorded is minimal, and the portal is used from January 2021.
    secured={2020: 35, 2021: 60, 2022: 85, 2023: 110},
    sv_threshold=10_000_000,
    sv_recorded=0.22,
    sv_from=(2021, 1),
    undated=0.15,
    withheld="Name withheld",
    shire="Ribbonshire",
    category_label="{group}: {item}",
    names="the",
    list_names="long",
)  # fmt: skip

GROUPS = (STEVENAGE, LUTON, STAR, WORCESTERSHIRE, COLCHESTER)

# Firms that sell to all of them sit outside every council's tiers.
NATIONAL = {
    "Leeds": 3, "Birmingham": 3, "Bristol": 2, "Reading": 2, "Westminster": 3, "Tower Hamlets": 2,
    "Glasgow City": 1, "Sheffield": 1, "Nottingham": 1, "Coventry": 1, "Swindon": 1,
}  # fmt: skip
NATIONAL_FIRMS = 48
