"""The files of the benchmark of who is who: two councils' own, and a company register's.

The names are invented, as uneven as surnames (tests/benchmarks/matching.py). A council's system has
one name for a number, in one year of ten another; amounts and dates come in several forms. Three
suppliers in ten are paid by both councils, two in five bear a company number, one in thirty is a
person.
"""

from __future__ import annotations

from pathlib import Path

COUNCILS = ("Anytown Borough Council", "Otherham District Council")
CONTRACTS_PER_SUPPLIER = 0.2
REGISTER = "companies.csv"

# Everything follows from the row's number, so any two runs make the same files.
_MAKE = """
create temp macro die(seed, name, sides) as (hash(hash(seed, name)) % sides)::int;

create temp macro postcode_for(seed) as
    (['SG1', 'LU2', 'M20', 'WR5', 'CO3', 'LS1', 'B15', 'SW1', 'CF10', 'EH1'])[
        1 + die(seed, 'district', 10)
    ] || ' ' || die(seed, 'sector', 9) || 'A' || (['A', 'B', 'D', 'E'])[1 + die(seed, 'unit', 4)];

create temp table supplier as
select
    i as seed,
    case
        when die(i, 'person', 30) = 0
            then (['Jane', 'Peter', 'Mary', 'Imran', 'Agnes'])[1 + die(i, 'given', 5)] || ' '
                || string_split(name, ' ')[1]
        else name
    end as name,
    i * 7 + 100000 as number,
    case when die(i, 'registered', 5) < 2 then lpad((i * 3 + 1)::varchar, 8, '0') end as company
from (select unnest($names::varchar[]) as name, generate_subscripts($names::varchar[], 1) as i);

-- Seven suppliers in ten are paid by one council alone.
create temp macro is_only_of(seed, council) as
    die(seed, 'only', 10) < 7 and die(seed, 'home', 2) = council;

-- Each supplier is paid at least once; a few are paid most often.
create temp table line as
select
    paid.*,
    case
        when is_only_of(supplier, 0) then 0
        when is_only_of(supplier, 1) then 1
        else die(seed, 'council', 2)
    end as council,
    die(seed, 'year', 2) as year,
    date '2021-04-01' + year * 365 + die(seed, 'day', 365) as day
from (
    select
        i as seed,
        case
            when i <= $suppliers then i
            else 1 + floor($suppliers * pow((hash(i, 'who') % 1000000) / 1000000.0, 4))::bigint
        end as supplier
    from range(1, $payments + 1) as numbers(i)
) as paid;

create temp view payment as
select
    line.council, line.year,
    $whose[1 + line.council] as "Organisation Name",
    (['Place', 'People', 'Resources', 'Housing', null])[1 + die(line.seed, 'directorate', 5)]
        as "Directorate",
    'Service ' || die(line.seed, 'service', 60) as "Service",
    (['Building maintenance', 'Adult care, residential', 'IT', 'Agency staff'])[
        1 + die(line.seed, 'category', 4)
    ] as "Expense Type",
    -- as the finance system has it that year
    case die(supplier.seed * 4 + line.council * 2 + line.year, 'written', 20)
        when 0 then upper(supplier.name)
        when 1 then replace(supplier.name, ' Ltd', ' Limited')
        else supplier.name
    end as "Supplier Name",
    supplier.number + line.council as "Supplier Number",
    case die(line.seed, 'form', 5)
        when 0 then strftime(line.day, '%Y-%m-%d')
        when 1 then strftime(line.day, '%d-%b-%y')
        else strftime(line.day, '%d/%m/%Y')
    end as "Payment Date",
    5000000 + line.seed as "Transaction Number",
    if(die(line.seed, 'contract', 5) = 0, 'C' || line.supplier, null) as "Contract Reference",
    'Invoice ' || line.seed || ' for services' as "Description",
    null as "VAT",
    if(die(line.seed, 'pounds', 2) = 0, '£', '')
        || format('{:,.2f}', die(line.seed, 'pence', 2000000) / 100) as "Net Amount"
from line
inner join supplier on line.supplier = supplier.seed;

create temp view listed as
select
    council,
    name as "Supplier Name",
    number + council as "Supplier Number",
    if(die(seed, 'no place', 10) = 0, null, postcode_for(seed)) as "Postcode",
    if(council = 0, company, null) as "Company Number",
    (['Micro', 'Small', 'Medium', 'Large', null])[1 + die(seed, 'size', 5)] as "Company Size",
    (['Yes', 'No', null])[1 + die(seed, 'vcse', 3)] as "VCSE"
from supplier
cross join range(2) as councils(council)
where die(seed + council, 'listed', 10) < 8 and not is_only_of(seed, 1 - council);

create temp view contract as
select
    'C' || seed as "Contract Reference",
    'Contract ' || seed as "Contract Title",
    name as "Supplier Name",
    company as "Company Registration Number",
    postcode_for(seed + die(seed, 'moved', 2)) as "Supplier Postcode",
    if(die(seed, 'sme', 2) = 0, 'SME', 'No') as "SME or VCSE",
    '01/04/2021' as "Start Date",
    (die(seed, 'value', 9000000))::decimal(18, 2) as "Total Contract Value"
from supplier
where die(seed, 'contract', 1000) < 1000 * $contracts;

copy (select * exclude (council, year) from payment where council = 0 and year = 0)
to $a_1 (header);
copy (select * exclude (council, year) from payment where council = 0 and year = 1)
to $a_2 (header);
copy (select * exclude (council, year) from payment where council = 1 and year = 0)
to $b_1 (header);
copy (select * exclude (council, year) from payment where council = 1 and year = 1)
to $b_2 (header);
copy (select * exclude (council) from listed where council = 0) to $list_a (header);
copy (select * exclude (council) from listed where council = 1) to $list_b (header);
copy (from contract) to $contract_list (header);
"""

# Of the firms that are paid the register has those with a number, and half of the others by name.
_MAKE_REGISTER = """
copy (
    select
        coalesce(
            upper(regexp_replace(supplier.name, ' (?:Ltd|Limited|PLC|LLP|CIC)$', '')) || ' LIMITED',
            upper(
                ($stems)[1 + die(i, 'one', len($stems))] || ' '
                || ($stems)[1 + die(i, 'two', len($stems))] || ' '
                || (['Services', '& Sons', '(Holdings)', 'Care', 'Property Co.', 'Trading'])[
                    1 + die(i, 'trade', 6)
                ]
            ) || ' LIMITED'
        ) as "CompanyName",
        coalesce(supplier.company, lpad((i * 3 + 2)::varchar, 8, '0')) as "CompanyNumber",
        '' as "RegAddress.CareOf", '' as "RegAddress.POBox",
        'UNIT ' || die(i, 'unit', 90) || ' ' || die(i, 'house', 300) || ' HIGH STREET'
            as "RegAddress.AddressLine1",
        'INDUSTRIAL ESTATE' as " RegAddress.AddressLine2",
        'TOWN ' || die(i, 'town', 2000) as "RegAddress.PostTown",
        '' as "RegAddress.County", 'ENGLAND' as "RegAddress.Country",
        if(die(i, 'no place', 50) = 0, '', postcode_for(i)) as "RegAddress.PostCode",
        'Private Limited Company' as "CompanyCategory", 'Active' as "CompanyStatus",
        'United Kingdom' as "CountryOfOrigin", '' as "DissolutionDate",
        strftime(date '1990-01-01' + die(i, 'born', 12000), '%d/%m/%Y') as "IncorporationDate",
        '31' as "Accounts.AccountRefDay", '3' as "Accounts.AccountRefMonth",
        '31/12/2026' as "Accounts.NextDueDate", '31/03/2025' as "Accounts.LastMadeUpDate",
        'MICRO ENTITY' as "Accounts.AccountCategory",
        '' as "Returns.NextDueDate", '' as "Returns.LastMadeUpDate",
        '0' as "Mortgages.NumMortCharges", '0' as "Mortgages.NumMortOutstanding",
        '0' as "Mortgages.NumMortPartSatisfied", '0' as "Mortgages.NumMortSatisfied",
        die(i, 'sic', 99999) || ' - Other business support service activities'
            as "SICCode.SicText_1",
        '' as "SICCode.SicText_2", '' as "SICCode.SicText_3", '' as "SICCode.SicText_4",
        '0' as "LimitedPartnerships.NumGenPartners",
        '0' as "LimitedPartnerships.NumLimPartners",
        'http://business.data.gov.uk/id/company/' || lpad((i * 3 + 2)::varchar, 8, '0') as "URI",
        $previous_names
        '14/02/2027' as "ConfStmtNextDueDate", '31/01/2026' as " ConfStmtLastMadeUpDate"
    from range(1, $companies + 1) as numbers(i)
    left join supplier
        on supplier.seed = i and (supplier.company is not null or die(i, 'by name', 2) = 0)
) to $register (header, force_quote *);
"""

# Each file: its name, its kind, and whose it is (a public register is nobody's own).
FILES = (
    ("a_1", "spend", COUNCILS[0]),
    ("a_2", "spend", COUNCILS[0]),
    ("b_1", "spend", COUNCILS[1]),
    ("b_2", "spend", COUNCILS[1]),
    ("list_a", "suppliers", COUNCILS[0]),
    ("list_b", "suppliers", COUNCILS[1]),
    ("contract_list", "contracts", COUNCILS[0]),
)


def make(folder: Path, payments: int, suppliers: int, companies: int) -> dict:
    """Write all files; gives the bytes of the councils' and of the register."""
    from data.engine import connect
    from tests.benchmarks.matching import made

    names, _ = made(suppliers)
    con = connect()
    told = {f"${name}": f"'{folder / name}.csv'" for name, _, _ in FILES}
    told |= {
        "$payments": str(payments),
        "$suppliers": str(len(names)),
        "$contracts": str(CONTRACTS_PER_SUPPLIER),
        "$whose": str(list(COUNCILS)),
    }
    con.execute("set variable names = ?", [names])
    con.execute(_put(_MAKE, {**told, "$names": "getvariable('names')"}))
    stems = sorted({word for name in names[:5000] for word in name.split()[:1]})
    previous = "".join(
        f"'' as \"PreviousName_{n}.CONDATE\", '' as \" PreviousName_{n}.CompanyName\", "
        for n in range(1, 11)
    )
    con.execute("set variable stems = ?", [stems])
    told = {
        "$stems": "getvariable('stems')",
        "$previous_names": previous,
        "$companies": str(companies),
        "$register": f"'{folder / REGISTER}'",
    }
    con.execute(_put(_MAKE_REGISTER, told))
    con.close()
    return {
        "megabytes": sum((folder / f"{name}.csv").stat().st_size for name, _, _ in FILES) / 1e6,
        "register_megabytes": (folder / REGISTER).stat().st_size / 1e6,
    }


def _put(text: str, values: dict[str, str]) -> str:
    for name in sorted(values, key=len, reverse=True):
        text = text.replace(name, values[name])
    return text
