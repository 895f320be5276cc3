"""What the invented councils buy, and what the firms that sell it call themselves."""

from __future__ import annotations

from dataclasses import dataclass

KINDS_OF_COUNCIL = ("district", "unitary", "county")


@dataclass(frozen=True)
class Category:
    """One thing bought. `firms` is how many firms in a hundred sell it to a district, a unitary
    council and a county council; `size` how large their bills are beside the common firm's;
    `vcse` the share of them that are voluntary bodies. `theme` chooses the directorate."""

    group: str
    item: str
    theme: str
    trades: tuple[str, ...]
    services: tuple[str, ...]
    purposes: tuple[str, ...]
    firms: tuple[float, float, float]
    size: float = 1.0
    vcse: float = 0.0
    vat: bool = True


CATEGORIES = (
    Category(
        "Social Care Adult", "Residential and nursing care", "adults",
        ("Care Homes", "Nursing Homes", "Residential Care", "Care Group", "Lodge Care"),
        ("Older People", "Physical Disability", "Learning Disability"),
        ("Residential care placements", "Nursing care placements", "Respite care"),
        (0, 8, 15), 3.0, 0.08, False,
    ),
    Category(
        "Social Care Adult", "Home care", "adults",
        ("Homecare", "Care at Home", "Home Support", "Domiciliary Care", "Care Partners"),
        ("Home Care Purchasing", "Reablement", "Older People"),
        ("Home care packages", "Reablement visits", "Night sitting service"),
        (0, 6, 10), 2.4, 0.06, False,
    ),
    Category(
        "Social Care Adult", "Supported living and day services", "adults",
        ("Supported Living", "Living Options", "Day Opportunities", "Independent Living"),
        ("Learning Disability", "Mental Health", "Day Services"),
        ("Supported living hours", "Day service places", "Short breaks"),
        (0, 4, 7), 2.2, 0.3, False,
    ),
    Category(
        "Social Care Childrens", "Fostering and children's homes", "children",
        ("Fostering", "Children's Homes", "Family Services", "Young People's Care"),
        ("Placements", "Leaving Care", "Family Support"),
        ("Fostering placements", "Residential placements", "Leaving care support"),
        (0, 5, 8), 2.6, 0.08, False,
    ),
    Category(
        "Education", "Special schools and tuition", "children",
        ("Learning", "Tuition", "Schools Support", "Training Academy", "Early Years"),
        ("Special Educational Needs", "Early Years", "Schools"),
        ("Special school places", "Home tuition", "Early years places"),
        (1, 6, 9), 1.2, 0.15, False,
    ),
    Category(
        "Passenger Transport", "School and community transport", "place",
        ("Coaches", "Taxis", "Minibuses", "Passenger Transport", "Private Hire"),
        ("Home to School Transport", "Community Transport"),
        ("Home to school transport", "Community bus routes", "Client transport"),
        (1, 5, 8), 0.8, 0.05, False,
    ),
    Category(
        "Construction", "Building works", "homes",
        ("Construction", "Building Contractors", "Developments", "Builders", "Projects"),
        ("Capital Programme", "Regeneration", "Schools Programme"),
        ("Extension and remodelling", "New homes", "Town centre regeneration"),
        (8, 6, 5), 4.0, 0.0,
    ),
    Category(
        "Construction", "Repairs and maintenance", "homes",
        ("Roofing", "Plumbing & Heating", "Electrical", "Property Repairs", "Joinery", "Glazing"),
        ("Responsive Repairs", "Planned Maintenance", "Compliance"),
        ("Boiler servicing and repair", "Roof renewals", "Electrical testing", "Void repairs"),
        (14, 8, 4), 1.6, 0.02,
    ),
    Category(
        "Highways", "Highway works and lighting", "place",
        ("Surfacing", "Civil Engineering", "Street Lighting", "Traffic Systems", "Road Marking"),
        ("Highway Maintenance", "Street Lighting", "Network Management"),
        ("Carriageway resurfacing", "Street lighting renewal", "Traffic signals upkeep"),
        (3, 4, 6), 3.0, 0.0,
    ),
    Category(
        "Environmental Services", "Waste and recycling", "place",
        ("Waste Services", "Recycling", "Skip Hire", "Environmental", "Composting"),
        ("Waste Collection", "Waste Disposal", "Street Scene"),
        ("Collection of dry recycling", "Green waste composting", "Bulky waste"),
        (5, 3, 4), 2.8, 0.06,
    ),
    Category(
        "Horticultural", "Grounds and trees", "place",
        ("Landscapes", "Tree Care", "Grounds Maintenance", "Nurseries", "Fencing"),
        ("Parks", "Arboriculture", "Cemeteries"),
        ("Grounds maintenance", "Tree surveys and works", "Play area upkeep"),
        (6, 3, 2), 0.8, 0.05,
    ),
    Category(
        "Facilities Management", "Cleaning, security and catering", "resources",
        ("Cleaning", "Security", "Catering", "Facilities", "Lifts", "Pest Control"),
        ("Corporate Property", "Civic Buildings", "Markets"),
        ("Cleaning of offices", "Guarding and patrols", "Lift maintenance", "Catering supplies"),
        (9, 7, 5), 1.0, 0.04,
    ),
    Category(
        "Information Communication Technology", "Software and systems", "resources",
        ("Software", "Systems", "Networks", "Data", "Telecoms", "Cloud Services"),
        ("Digital Services", "Infrastructure", "Business Systems"),
        ("Software licences", "Network support", "Case management system"),
        (8, 7, 5), 1.4, 0.0,
    ),
    Category(
        "Consultancy", "Professional services", "resources",
        ("Consulting", "Surveyors", "Architects", "Planning Partnership", "Engineers", "Valuers"),
        ("Finance", "Property Services", "Planning Policy"),
        ("Design and advice", "Condition surveys", "Valuation advice"),
        (10, 8, 5), 1.0, 0.0,
    ),
    Category(
        "Legal Services", "Legal advice", "resources",
        ("Solicitors", "Legal", "Law", "Chambers"),
        ("Legal Services", "Litigation", "Conveyancing"),
        ("Legal advice", "Counsel's fees", "Conveyancing"),
        (3, 3, 2), 0.6, 0.0,
    ),
    Category(
        "Human Resources", "Agency staff and training", "resources",
        ("Recruitment", "Staffing", "Training", "Resourcing", "Interim Management"),
        ("Workforce", "Organisational Development"),
        ("Agency staff", "Training courses", "Interim managers"),
        (5, 6, 4), 1.1, 0.02,
    ),
    Category(
        "Vehicle Management", "Vehicles and plant", "place",
        ("Vehicle Hire", "Tyres", "Plant Hire", "Fleet Services", "Motor Factors"),
        ("Fleet", "Depot"),
        ("Vehicle hire", "Tyres and parts", "Plant hire"),
        (4, 4, 2), 0.9, 0.0,
    ),
    Category(
        "Utilities", "Energy and water", "resources",
        ("Energy", "Water", "Power Supply", "Gas Supply"),
        ("Corporate Property", "Street Lighting"),
        ("Electricity supply", "Gas supply", "Water supply"),
        (1.5, 1.5, 1), 3.0, 0.0,
    ),
    Category(
        "Leisure Services", "Leisure, arts and culture", "community",
        ("Leisure", "Theatre Company", "Arts", "Sports Coaching", "Heritage", "Events"),
        ("Leisure Centres", "Museums and Arts", "Events"),
        ("Running of leisure centres", "Arts programme", "Event staging"),
        (8, 4, 2), 1.2, 0.35,
    ),
    Category(
        "Community Services", "Advice and voluntary services", "community",
        ("Advice Centre", "Community Association", "Youth Project", "Community Trust",
         "Befriending"),
        ("Community Development", "Neighbourhoods", "Public Health"),
        ("Advice service", "Youth work", "Befriending scheme", "Food and fuel support"),
        (8, 6, 4), 0.6, 0.95, False,
    ),
    Category(
        "Housing Management", "Temporary accommodation", "homes",
        ("Lettings", "Accommodation", "Lodgings", "Housing Services"),
        ("Homelessness", "Housing Options"),
        ("Temporary accommodation", "Nightly let rooms", "Move-on support"),
        (6, 4, 0), 1.3, 0.12, False,
    ),
    Category(
        "Supplies", "Office, print and protective supplies", "resources",
        ("Office Supplies", "Print", "Workwear", "Furniture", "Packaging", "Signs"),
        ("Business Support", "Communications", "Depot"),
        ("Stationery", "Printing of leaflets", "Protective clothing", "Office furniture"),
        (7, 6, 4), 0.4, 0.02,
    ),
    Category(
        "Health and Public Health", "Public health services", "adults",
        ("Wellbeing", "Health Services", "Recovery Services", "Healthy Living"),
        ("Public Health", "Substance Misuse", "Children's Health"),
        ("Stop smoking service", "Recovery service", "Health visiting"),
        (0.5, 2.5, 4), 2.2, 0.3, False,
    ),
)  # fmt: skip

# Redacted lines are payments to people: carers, parents, tenants.
REDACTED_ITEMS = (
    ("Social Care Adult", "Direct payments", "adults", "Direct Payments"),
    ("Social Care Childrens", "Foster carer allowances", "children", "Placements"),
    ("Housing Management", "Tenant compensation", "homes", "Responsive Repairs"),
)
