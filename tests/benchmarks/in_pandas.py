"""The pages' questions in pandas, from payment lines and supplier and contract tables in memory.

Written as someone at home in pandas would: text as categories, money as whole pence (exact, and
faster than decimals), each page's filters and joins done once and shared by its questions.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from tests.benchmarks.tables import NOT_KNOWN, STRATEGY, Tables, View

Answers = dict[str, pd.DataFrame]
Frames = dict[str, pd.DataFrame]
COUNT = {"lines": ("amount", "size")}
SUPPLIERS = {"suppliers": ("supplier_id", "nunique")}
PARTS = ("known", "local", "surely", "maybe")
KNOWN_AND_LOCAL = {part: (part, "sum") for part in PARTS}


def hold(tables: Tables) -> Frames:
    """The tables as pandas holds them best. Not part of what is timed."""
    frames = {name: table.to_pandas() for name, table in tables.items()}
    lines = frames["lines"]
    for name in lines.columns.difference(["month", "amount"]):
        lines[name] = lines[name].astype("category")
    lines["month"] = pd.to_datetime(lines["month"])
    paid = lines["supplier_id"].cat.categories
    suppliers = frames["suppliers"]
    frames["suppliers"] = suppliers[suppliers["supplier_id"].isin(paid)].astype(
        {"supplier_id": lines["supplier_id"].dtype, "area_code": "category", "tier": "int8"}
    )
    tiers = frames["tiers"]
    frames["every tier"] = tiers
    frames["tiers"] = tiers[tiers["strategy_id"] == STRATEGY].set_index("tier", drop=False)
    frames["areas"] = frames["areas"].set_index("area_code")
    return frames


def share(part: pd.Series, whole: pd.Series | int) -> pd.Series:
    return (part / whole).where((whole > 0) & (part >= 0) & (part <= whole))


def chosen(lines: pd.DataFrame, view: View, *, dates: bool) -> pd.DataFrame:
    """The lines of a view, with nothing copied where nothing is filtered."""
    if view.organisations is not None:
        lines = lines[lines["organisation"].isin(view.organisations)]
    if dates and view.date_from is not None:
        first, last = pd.Timestamp(view.date_from), pd.Timestamp(view.date_to)
        lines = lines[(lines["month"] >= first) & (lines["month"] <= last)]
    if view.category is not None:
        lines = lines[lines["category"] == view.category]
    return lines


def placed(frames: Frames, lines: pd.DataFrame) -> pd.DataFrame:
    """Lines that count, with the tier and area of their supplier."""
    counting = lines[lines["left_out"].isna()]
    joined = counting.merge(frames["suppliers"], on="supplier_id", how="left")
    return joined.assign(
        tier=joined["tier"].fillna(NOT_KNOWN).astype("int8"),
        surely_local=joined["surely_local"].eq(True),
        may_be_local=joined["may_be_local"].ne(False),
    )


def grouped(frame: pd.DataFrame, /, *by: str, **more: tuple[str, str]) -> pd.DataFrame:
    return frame.groupby(list(by), observed=True, dropna=False, as_index=False).agg(
        amount=("amount", "sum"), **more
    )


def sidebar(frames: Frames, view: View) -> Answers:
    view = replace(view, category=None)  # what is offered does not depend on the category chosen
    whose = chosen(frames["lines"], view, dates=False)
    lines = chosen(frames["lines"], view, dates=True)
    organisations = grouped(frames["lines"], "organisation", **COUNT)
    uploads = frames["uploads"]
    spend = uploads[uploads["kind"] == "spend"]
    return {
        "filters/strategies": strategies(frames, set(organisations["organisation"])),
        "filters/data_to": pd.DataFrame(
            {
                "data_to": [spend["date_to"].max()],
                "data_from": [spend["date_from"].min()],
                "is_sample": [bool(uploads["is_sample"].any())],
                "uploads": [len(uploads)],
            }
        ),
        "filters/organisations": organisations_of(frames, organisations),
        "filters/periods": periods(whose),
        "filters/parts, directorates": offered(lines, "directorate"),
        "filters/parts, categories": offered(lines, "category"),
    }


def offered(lines: pd.DataFrame, part_of: str) -> pd.DataFrame:
    sums = grouped(lines, part_of, **COUNT).rename(columns={part_of: "part"})
    return largest(sums, "part")


def largest(sums: pd.DataFrame, name: str) -> pd.DataFrame:
    return sums.sort_values(["amount", name], ascending=[False, True])


def strategies(frames: Frames, present: set[str]) -> pd.DataFrame:
    tiers = frames["every tier"]
    local = tiers[tiers["is_local"]]
    names = pd.DataFrame(
        {
            "headline_name": tiers[tiers["tier"] == tiers["headline_tier"]]
            .set_index("strategy_id")["name"],
            "local_name": local.groupby("strategy_id")["name"].agg(", ".join),
        }
    )  # fmt: skip
    own = frames["own"]
    with_data = own[own["organisation"].isin(present)].groupby("strategy_id").size()
    found = frames["strategies"].join(names, on="strategy_id")
    found["own_organisations_with_data"] = found["strategy_id"].map(with_data).fillna(0)
    return found.sort_values(["council", "first_year", "strategy_id"])


def organisations_of(frames: Frames, paid: pd.DataFrame) -> pd.DataFrame:
    every = frames["contracts"]["organisation"].unique()
    own = frames["own"].loc[frames["own"]["strategy_id"] == STRATEGY, "organisation"]
    found = paid.astype({"organisation": object}).merge(
        pd.DataFrame({"organisation": every}), on="organisation", how="outer"
    )
    found = found.fillna({"amount": 0, "lines": 0}).assign(is_own=found["organisation"].isin(own))
    return found.sort_values(["is_own", "amount", "organisation"], ascending=[False, False, True])


def periods(lines: pd.DataFrame) -> pd.DataFrame:
    found = []
    for kind, by, months in (("year", "financial_year", 12), ("quarter", "quarter", 3)):
        sums = lines.groupby(by, observed=True).agg(
            lines=("amount", "size"), month=("month", "min")
        )
        starts = period_starts(sums["month"], kind)
        found.append(
            pd.DataFrame(
                {
                    "period": sums.index.astype(object),
                    "kind": kind,
                    "date_from": starts,
                    "date_to": starts + pd.DateOffset(months=months) - pd.DateOffset(days=1),
                    "lines": sums["lines"],
                }
            )
        )
    every = pd.concat(found)
    return every.assign(year=every["period"].str[:7]).sort_values(
        ["year", "kind", "period"], ascending=False
    )


def period_starts(month: pd.Series, by: str) -> pd.Series:
    if by == "quarter":
        return month.dt.to_period("Q").dt.start_time
    return month.dt.to_period("Y-MAR").dt.start_time


def spend_map(frames: Frames, view: View) -> Answers:
    lines = chosen(frames["lines"], view, dates=True)
    counting = placed(frames, lines)
    scope = grouped(lines, "left_out", **COUNT)
    scope["left_out"] = scope["left_out"].astype(object).fillna("In scope")
    return {
        "strategy/tiers": frames["tiers"][frames["tiers"]["tier"] < 98],
        "spend/coverage": coverage(frames, counting),
        "spend/scope": scope.sort_values(
            ["left_out", "amount"], key=lambda c: c.ne("In scope") if c.name == "left_out" else -c
        ),
        "spend/by_area": by_area(frames, counting),
        "spend/by_tier": by_tier(frames, counting),
        "spend/amount_basis": largest(grouped(counting, "amount_basis", **COUNT), "amount_basis"),
        "spend/sources": sources(frames, counting),
    }


def sources(frames: Frames, counting: pd.DataFrame) -> pd.DataFrame:
    sums = grouped(counting, "upload_id", "organisation", **COUNT)
    uploads = frames["uploads"][
        ["upload_id", "file_name", "published_at", "published_by", "is_sample"]
    ]
    return sums.merge(uploads, on="upload_id").sort_values(["upload_id", "organisation"])


def parts(frames: Frames, counting: pd.DataFrame) -> pd.DataFrame:
    """Lines with their money again where it is known, and where it is local."""
    headline = frames["tiers"]["headline_tier"].iloc[0]
    return counting.assign(
        known=counting["amount"].where(counting["tier"] != NOT_KNOWN, 0),
        local=counting["amount"].where(counting["tier"] <= headline, 0),
        surely=counting["amount"].where(counting["surely_local"], 0),
        maybe=counting["amount"].where(counting["may_be_local"], 0),
    )


def with_shares(sums: pd.DataFrame) -> pd.DataFrame:
    amount, known, local = sums["amount"], sums["known"], sums["local"]
    surely, maybe = sums["surely"], sums["maybe"]
    placed_money = amount >= known
    return sums.assign(
        not_known=amount - known,
        share_known=share(known, amount),
        local_share=share(local, known),
        lowest=share(surely, amount).where(placed_money & (local >= surely)),
        highest=share(maybe, amount).where(
            placed_money & (local >= 0) & (maybe >= local + amount - known)
        ),
    )


def coverage(frames: Frames, counting: pd.DataFrame) -> pd.DataFrame:
    lines = counting if "known" in counting else parts(frames, counting)
    sums = lines[["amount", *PARTS]].sum().to_frame().T
    return with_shares(sums.assign(lines=len(lines), suppliers=lines["supplier_id"].nunique()))


def by_tier(frames: Frames, counting: pd.DataFrame) -> pd.DataFrame:
    tiers = frames["tiers"][["tier", "name", "is_local"]]
    sums = grouped(counting, "tier", **COUNT, **SUPPLIERS).set_index("tier")
    found = tiers.join(sums).fillna({"amount": 0, "lines": 0, "suppliers": 0})
    known = found["tier"] != NOT_KNOWN
    whole = found["amount"][known].sum()
    return found.assign(
        share_of_known=share(found["amount"], whole).where(known),
        share_up_to=share(found["amount"].cumsum(), whole).where(known),
        share_of_all=share(found["amount"], found["amount"].sum()),
    )


def by_area(frames: Frames, counting: pd.DataFrame) -> pd.DataFrame:
    sums = grouped(counting, "area_code", "tier", **COUNT, **SUPPLIERS)
    most = sums.sort_values(["amount", "tier"], ascending=[False, True]).drop_duplicates(
        "area_code"
    )
    areas = sums.groupby("area_code", observed=True, dropna=False, as_index=False)[
        ["amount", "lines", "suppliers"]
    ].sum()
    areas = areas.merge(most[["area_code", "tier"]], on="area_code")
    areas = areas.astype({"area_code": object}).join(frames["areas"], on="area_code")
    known = areas["area_code"].notna()
    areas = areas.assign(
        area=areas["area"].fillna("Not known"),
        tier_name=areas["tier"].map(frames["tiers"]["name"]),
        share_of_known=share(areas["amount"], areas["amount"][known].sum()).where(known),
        unknown=~known,
    )
    return areas.sort_values(["unknown", "amount", "area"], ascending=[True, False, True])


def trend(frames: Frames, view: View) -> Answers:
    whose = chosen(frames["lines"], replace(view, category=None), dates=False)
    lines = chosen(frames["lines"], view, dates=False)
    counting = parts(frames, placed(frames, lines))
    dated = counting[counting["month"].notna()]
    answers = {
        **said(frames, "local_share"),
        "spend/year_to_date": year_to_date(whose, counting),
        "spend/coverage": coverage(frames, counting),
        "spend/sources": sources(frames, counting),
    }
    for by, period in (("year", "financial_year"), ("quarter", "quarter")):
        months = whose.groupby(period, observed=True)["month"].agg(
            months_with_data="nunique", first="min"
        )
        shares = grouped(counting, period, **KNOWN_AND_LOCAL).join(months, on=period)
        shares = with_shares(shares).rename(columns={period: "period"})
        shares["starts_on"] = period_starts(shares["first"], by)
        answers[f"spend/local_share by {by}"] = shares.sort_values("starts_on")
        split = grouped(dated, period, "tier", **SUPPLIERS).join(months["first"], on=period)
        split = split.rename(columns={period: "period"})
        split["starts_on"] = period_starts(split["first"], by)
        known = split["tier"] != NOT_KNOWN
        whole = split["amount"].where(known, 0).groupby(split["period"], observed=True)
        split["share_of_known"] = share(split["amount"], whole.transform("sum")).where(known)
        names = frames["tiers"][["name", "is_local"]]
        answers[f"spend/tier_by_period by {by}"] = split.join(names, on="tier").sort_values(
            ["starts_on", "tier"]
        )
    for part_of in ("directorate", "organisation"):
        answers[f"spend/local_share_by_part, {part_of}s"] = by_part(whose, dated, part_of)
    return answers


def by_part(whose: pd.DataFrame, dated: pd.DataFrame, part_of: str) -> pd.DataFrame:
    keys = ["financial_year"] if part_of == "directorate" else ["organisation", "financial_year"]
    months = whose.groupby(keys, observed=True)["month"].nunique().rename("months_with_data")
    sums = grouped(dated, part_of, "financial_year", **KNOWN_AND_LOCAL).join(months, on=keys)
    of_part = sums.groupby(part_of, observed=True)["amount"].transform("sum")
    found = with_shares(sums).assign(part_amount=of_part, part=sums[part_of].astype(object))
    return found.sort_values(
        ["part_amount", "part", "financial_year"], ascending=[False, True, True]
    )


def said(frames: Frames, measure: str) -> Answers:
    """What the strategy prints, and how it words the measure."""
    points, measures = frames["points"], frames["measures"]
    points = points[(points["strategy_id"] == STRATEGY) & (points["measure"] == measure)]
    words = measures[(measures["strategy_id"] == STRATEGY) & (measures["measure"] == measure)]
    return {
        "strategy/points": points.assign(
            tier_name=points["tier"].map(frames["tiers"]["name"])
        ).sort_values(["financial_year", "kind", "tier"]),
        "strategy/measure": words,
    }


def year_to_date(whose: pd.DataFrame, counting: pd.DataFrame) -> pd.DataFrame:
    sent = whose[["organisation", "month"]].dropna().drop_duplicates()
    starts = period_starts(sent["month"].nlargest(1), "year").iloc[0]
    pairs = sent[sent["month"] >= starts]
    pairs = pairs.assign(before=pairs["month"] - pd.DateOffset(years=1))
    pairs = pairs.merge(sent.rename(columns={"month": "before"}), on=["organisation", "before"])
    sums = grouped(counting, "organisation", "month", **KNOWN_AND_LOCAL).set_index(
        ["organisation", "month"]
    )
    wide = pairs.join(sums.add_prefix("this_"), on=["organisation", "month"]).join(
        sums.add_prefix("last_"), on=["organisation", "before"]
    )
    money = [f"{year}_{part}" for year in ("this", "last") for part in ("amount", "known", "local")]
    whole = {
        **{name: (name, "sum") for name in money},
        "months": ("month", "nunique"),
        "this_from": ("month", "min"),
        "this_to": ("month", "max"),
        "last_from": ("before", "min"),
        "last_to": ("before", "max"),
    }
    each = wide.groupby("organisation", observed=True).agg(**whole).sort_index()
    every = wide.assign(organisation="All").groupby("organisation").agg(**whole)
    found = pd.concat([every, each]).rename_axis("organisation").reset_index()
    for year in ("this", "last"):
        found[f"{year}_to"] += pd.offsets.MonthEnd(0)
        found[f"{year}_share"] = share(found[f"{year}_local"], found[f"{year}_known"])
    return found


def secured(frames: Frames, view: View) -> Answers:
    contracts, records = frames["contracts"], frames["records"]
    if view.organisations is not None:
        contracts = contracts[contracts["organisation"].isin(view.organisations)]
    sums = records.groupby("contract_id")[["committed", "delivered"]].sum(min_count=1)
    seen = contracts.join(sums, on="contract_id").join(
        records.groupby("contract_id").size().rename("records"), on="contract_id"
    )
    threshold = frames["strategies"].set_index("strategy_id").loc[STRATEGY, "threshold"]
    value, nothing = seen["contract_value"], seen["committed"].isna()
    ordered = seen.assign(nothing=nothing).sort_values(["nothing", "contract_id"])
    repeat = ordered.duplicated("contract_key").reindex(seen.index)
    past = value.notna() if np.isnan(threshold) else value > threshold
    seen = seen.assign(
        nothing=nothing,
        past_threshold=past,
        award_year=seen["award_year"].fillna("Year not known"),
        suppliers=seen["suppliers"].map("; ".join),
        secured_share=(seen["committed"] / value).where(value > 0),
        why_not_counted=np.select(
            [repeat, value.isna(), seen["is_ceiling"], value <= 0, ~past],
            [
                "Listed by another partner too: counted there",
                "Contract value not known",
                "Framework ceiling: its call-offs count instead",
                "Contract value is nil",
                "Below the threshold",
            ],
            "",
        ),
    )
    seen = seen.assign(counted=seen["why_not_counted"] == "")
    seen = seen.merge(frames["uploads"][["upload_id", "file_name"]], on="upload_id")
    seen = seen.sort_values(
        ["counted", "contract_value", "contract_id"], ascending=[False, False, True]
    )
    counted, rest = seen[seen["counted"]], seen[~seen["counted"]]
    money = {"contract_value": ("contract_value", "sum"), "committed": ("committed", "sum")}
    many = {"contracts": ("contract_id", "size")}
    years = counted.groupby("award_year").agg(**many, with_nothing=("nothing", "sum"), **money)
    why = rest.groupby("why_not_counted", as_index=False).agg(**many, **money)
    return {
        **said(frames, "social_value_secured"),
        "social_value/sources": contract_sources(frames, contracts, view),
        "social_value/contracts": seen,
        "social_value/contracts with nothing": counted[counted["nothing"]],
        "social_value/secured_by_year": years.assign(
            secured_share=years["committed"] / years["contract_value"]
        ).reset_index(),
        "social_value/not_counted": why.sort_values(
            ["contracts", "why_not_counted"], ascending=[False, True]
        ),
        "social_value/summary": summary(seen, counted),
    }


def summary(seen: pd.DataFrame, counted: pd.DataFrame) -> pd.DataFrame:
    by_why = seen.groupby("why_not_counted")["committed"].sum()
    below, unknown = (
        by_why.get(why, 0) for why in ("Below the threshold", "Contract value not known")
    )
    everything, committed = seen["committed"].sum(), counted["committed"].sum()
    value = counted["contract_value"].sum()
    return pd.DataFrame(
        {
            "committed_all": [everything],
            "committed_counted": [committed],
            "committed_below_threshold": [below],
            "committed_value_not_known": [unknown],
            "committed_otherwise": [everything - committed - below - unknown],
            "contract_value_counted": [value],
            "secured_share": [committed / value],
            "contracts": [len(seen)],
            "contracts_counted": [len(counted)],
            "contracts_with_nothing": [counted["nothing"].sum()],
            "records": [seen["records"].sum()],
            "delivered_all": [seen["delivered"].sum()],
        }
    )


def contract_sources(frames: Frames, contracts: pd.DataFrame, view: View) -> pd.DataFrame:
    records, uploads = frames["records"], frames["uploads"]
    if view.organisations is not None:
        records = records[records["organisation"].isin(view.organisations)]
    used = {*contracts["upload_id"].unique(), *records["upload_id"].unique()}
    return uploads[uploads["upload_id"].isin(used)].sort_values("upload_id")


PAGES = {"sidebar": sidebar, "map": spend_map, "trend": trend, "secured": secured}
