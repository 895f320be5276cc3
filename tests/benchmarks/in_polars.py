"""The pages' questions in polars, from the same tables in memory: lazily, a page in one go."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl

from tests.benchmarks.tables import NOT_KNOWN, STRATEGY, Tables, View

Answers = dict[str, pl.DataFrame]
Frames = dict[str, pl.DataFrame]
TEXT = (
    "organisation", "financial_year", "quarter", "directorate", "category", "amount_basis",
    "left_out",
)  # fmt: skip
MONEY = pl.col("amount")
AMOUNT = MONEY.sum()
LINES = pl.len().alias("lines")
SUPPLIERS = pl.col("supplier_id").drop_nulls().n_unique().alias("suppliers")
KNOWN = pl.col("tier") != NOT_KNOWN


def hold(tables: Tables) -> Frames:
    """The tables as polars holds them best. Not part of what is timed."""
    frames = {name: pl.DataFrame(table) for name, table in tables.items()}
    frames["lines"] = frames["lines"].with_columns(pl.col(TEXT).cast(pl.Categorical))
    frames["suppliers"] = frames["suppliers"].with_columns(pl.col("tier").cast(pl.Int32))
    frames["every tier"] = frames["tiers"]
    frames["tiers"] = frames["tiers"].filter(strategy_id=STRATEGY)
    return frames


def together(questions: dict[str, pl.LazyFrame | pl.DataFrame]) -> Answers:
    found = pl.collect_all([question.lazy() for question in questions.values()])
    return dict(zip(questions, found, strict=True))


def share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
    return pl.when((whole > 0) & part.is_between(0, whole)).then(part / whole)


def chosen(lines: pl.DataFrame, view: View, *, dates: bool) -> pl.LazyFrame:
    found = lines.lazy()
    if view.organisations is not None:
        found = found.filter(pl.col("organisation").is_in(view.organisations))
    if dates and view.date_from is not None:
        found = found.filter(pl.col("month").is_between(view.date_from, view.date_to))
    if view.category is not None:
        found = found.filter(pl.col("category") == view.category)
    return found


def placed(frames: Frames, lines: pl.LazyFrame) -> pl.LazyFrame:
    """Lines that count, with the tier and area of their supplier."""
    return (
        lines.filter(pl.col("left_out").is_null())
        .join(frames["suppliers"].lazy(), on="supplier_id", how="left")
        .with_columns(
            pl.col("tier").fill_null(NOT_KNOWN),
            pl.col("surely_local").fill_null(False),
            pl.col("may_be_local").fill_null(True),
        )
    )


def text(*names: str) -> pl.Expr:
    return pl.col(names).cast(pl.String)


def largest(lines: pl.LazyFrame, name: str) -> pl.LazyFrame:
    sums = lines.group_by(name).agg(AMOUNT, LINES).with_columns(text(name))
    return sums.sort("amount", name, descending=[True, False])


def sidebar(frames: Frames, view: View) -> Answers:
    view = replace(view, category=None)  # what is offered does not depend on the category chosen
    whose = chosen(frames["lines"], view, dates=False)
    lines = chosen(frames["lines"], view, dates=True)
    spend = pl.col("kind") == "spend"
    present = frames["lines"].lazy().select(text("organisation")).unique()
    return together(
        {
            "filters/strategies": strategies(frames, present),
            "filters/data_to": frames["uploads"].select(
                pl.col("date_to").filter(spend).max().alias("data_to"),
                pl.col("date_from").filter(spend).min().alias("data_from"),
                pl.col("is_sample").any(),
                pl.len().alias("uploads"),
            ),
            "filters/organisations": organisations_of(frames),
            "filters/periods": periods(whose),
            "filters/parts, directorates": largest(lines, "directorate").rename(
                {"directorate": "part"}
            ),
            "filters/parts, categories": largest(lines, "category").rename({"category": "part"}),
        }
    )


def strategies(frames: Frames, present: pl.LazyFrame) -> pl.LazyFrame:
    tiers, name = frames["every tier"].lazy(), pl.col("name")
    names = tiers.group_by("strategy_id").agg(
        name.filter(pl.col("tier") == pl.col("headline_tier")).first().alias("headline_name"),
        name.filter("is_local").sort_by(pl.col("tier").filter("is_local")).str.join(", ")
        .alias("local_name"),
    )  # fmt: skip
    own = frames["own"].lazy().join(present, on="organisation").group_by("strategy_id")
    with_data = own.agg(pl.len().alias("own_organisations_with_data"))
    found = frames["strategies"].lazy().join(names, on="strategy_id")
    return (
        found.join(with_data, on="strategy_id", how="left")
        .with_columns(pl.col("own_organisations_with_data").fill_null(0))
        .sort("council", "first_year", "strategy_id")
    )


def organisations_of(frames: Frames) -> pl.LazyFrame:
    paid = frames["lines"].lazy().group_by("organisation").agg(AMOUNT, LINES)
    every = frames["contracts"].lazy().select("organisation").unique()
    own = frames["own"].filter(strategy_id=STRATEGY)["organisation"].to_list()
    found = paid.with_columns(text("organisation")).join(
        every, on="organisation", how="full", coalesce=True
    )
    found = found.with_columns(
        pl.col("amount", "lines").fill_null(0), pl.col("organisation").is_in(own).alias("is_own")
    )
    return found.sort("is_own", "amount", "organisation", descending=[True, True, False])


def starts_on(month: pl.Expr, by: str) -> pl.Expr:
    if by == "quarter":
        return month.dt.truncate("1q")
    return month.dt.offset_by("-3mo").dt.truncate("1y").dt.offset_by("3mo")


def periods(lines: pl.LazyFrame) -> pl.LazyFrame:
    dated = lines.filter(pl.col("month").is_not_null())
    found = []
    for kind, by, months in (("year", "financial_year", "12mo"), ("quarter", "quarter", "3mo")):
        start = starts_on(pl.col("month").min(), kind)
        found.append(
            dated.group_by(text(by).alias("period")).agg(
                pl.lit(kind).alias("kind"),
                start.alias("date_from"),
                start.dt.offset_by(months).dt.offset_by("-1d").alias("date_to"),
                LINES,
            )
        )
    return pl.concat(found).sort(pl.col("period").str.head(7), "kind", "period", descending=True)


def spend_map(frames: Frames, view: View) -> Answers:
    lines = chosen(frames["lines"], view, dates=True)
    counting = placed(frames, lines)
    scope = largest(lines, "left_out").with_columns(pl.col("left_out").fill_null("In scope"))
    return together(
        {
            "strategy/tiers": frames["tiers"].filter(pl.col("tier") < 98),
            "spend/coverage": coverage(frames, counting),
            "spend/scope": scope.sort(pl.col("left_out") != "In scope", maintain_order=True),
            "spend/by_area": by_area(frames, counting),
            "spend/by_tier": by_tier(frames, counting),
            "spend/amount_basis": largest(counting, "amount_basis"),
            "spend/sources": sources(frames, counting),
        }
    )


def sources(frames: Frames, counting: pl.LazyFrame) -> pl.LazyFrame:
    sums = counting.group_by("upload_id", "organisation").agg(AMOUNT, LINES)
    uploads = frames["uploads"].lazy()
    uploads = uploads.select("upload_id", "file_name", "published_at", "published_by", "is_sample")
    found = sums.with_columns(text("organisation")).join(uploads, on="upload_id")
    return found.sort("upload_id", "organisation")


def known_and_local(frames: Frames) -> tuple[pl.Expr, ...]:
    headline = frames["tiers"]["headline_tier"][0]
    return (
        MONEY.filter(KNOWN).sum().alias("known"),
        MONEY.filter(pl.col("tier") <= headline).sum().alias("local"),
        MONEY.filter("surely_local").sum().alias("surely"),
        MONEY.filter("may_be_local").sum().alias("maybe"),
    )


def with_shares(sums: pl.LazyFrame) -> pl.LazyFrame:
    known, local, surely, maybe = map(pl.col, ("known", "local", "surely", "maybe"))
    whole = known <= MONEY
    return sums.with_columns(
        (MONEY - known).alias("not_known"),
        share(known, MONEY).alias("share_known"),
        share(local, known).alias("local_share"),
        pl.when(whole & (local >= surely)).then(share(surely, MONEY)).alias("lowest"),
        pl.when(whole & (local >= 0) & (maybe >= local + MONEY - known))
        .then(share(maybe, MONEY))
        .alias("highest"),
    )


def coverage(frames: Frames, counting: pl.LazyFrame) -> pl.LazyFrame:
    return with_shares(counting.select(AMOUNT, *known_and_local(frames), LINES, SUPPLIERS))


def by_tier(frames: Frames, counting: pl.LazyFrame) -> pl.LazyFrame:
    sums = counting.group_by("tier").agg(AMOUNT, LINES, SUPPLIERS)
    tiers = frames["tiers"].lazy().select("tier", pl.col("name").alias("tier_name"), "is_local")
    found = tiers.join(sums, on="tier", how="left").with_columns(
        pl.col("amount", "lines", "suppliers").fill_null(0)
    )
    whole = MONEY.filter(KNOWN).sum()
    return found.sort("tier").with_columns(
        pl.when(KNOWN).then(share(MONEY, whole)).alias("share_of_known"),
        pl.when(KNOWN).then(share(MONEY.cum_sum(), whole)).alias("share_up_to"),
        share(MONEY, AMOUNT).alias("share_of_all"),
    )


def by_area(frames: Frames, counting: pl.LazyFrame) -> pl.LazyFrame:
    sums = counting.group_by("area_code", "tier").agg(AMOUNT, LINES, SUPPLIERS)
    areas = (
        sums.sort("amount", "tier", descending=[True, False])
        .group_by("area_code")
        .agg(pl.col("tier").first(), pl.col("amount", "lines", "suppliers").sum())
    )
    names = frames["tiers"].lazy().select("tier", pl.col("name").alias("tier_name"))
    placed_area = pl.col("area_code").is_not_null()
    return (
        areas.join(frames["areas"].lazy(), on="area_code", how="left")
        .join(names, on="tier", how="left")
        .with_columns(
            pl.col("area").fill_null("Not known"),
            pl.when(placed_area)
            .then(share(MONEY, MONEY.filter(placed_area).sum()))
            .alias("share_of_known"),
        )
        .sort(~placed_area, "amount", "area", descending=[False, True, False])
    )


def trend(frames: Frames, view: View) -> Answers:
    whose = chosen(frames["lines"], replace(view, category=None), dates=False)
    lines = chosen(frames["lines"], view, dates=False)
    counting = placed(frames, lines)
    names = frames["tiers"].lazy().select("tier", pl.col("name").alias("tier_name"), "is_local")
    questions = {
        **said(frames, "local_share"),
        "spend/year_to_date": year_to_date(frames, whose, counting),
        "spend/coverage": coverage(frames, counting),
        "spend/sources": sources(frames, counting),
    }
    for by, column in (("year", "financial_year"), ("quarter", "quarter")):
        period, month = text(column).alias("period"), pl.col("month")
        start = starts_on(month.min(), by).alias("starts_on")
        months = whose.group_by(period).agg(month.n_unique().alias("months_with_data"))
        shares = counting.group_by(period).agg(AMOUNT, *known_and_local(frames), start)
        questions[f"spend/local_share by {by}"] = with_shares(
            shares.join(months, on="period", how="left").sort("starts_on")
        )
        split = counting.filter(month.is_not_null()).group_by(period, "tier")
        whole = MONEY.filter(KNOWN).sum().over("period")
        questions[f"spend/tier_by_period by {by}"] = (
            split.agg(AMOUNT, SUPPLIERS, start)
            .join(names, on="tier")
            .with_columns(pl.when(KNOWN).then(share(MONEY, whole)).alias("share_of_known"))
            .sort("starts_on", "tier")
        )
    for part_of in ("directorate", "organisation"):
        name = f"spend/local_share_by_part, {part_of}s"
        questions[name] = by_part(frames, whose, counting, part_of)
    return together(questions)


def by_part(
    frames: Frames, whose: pl.LazyFrame, counting: pl.LazyFrame, part_of: str
) -> pl.LazyFrame:
    year, month = text("financial_year"), pl.col("month")
    keys = ["financial_year"] if part_of == "directorate" else ["part", "financial_year"]
    sent = whose.filter(month.is_not_null()).with_columns(year, text("organisation").alias("part"))
    months = sent.group_by(keys).agg(month.n_unique().alias("months_with_data"))
    dated = counting.filter(month.is_not_null())
    sums = dated.group_by(text(part_of).alias("part"), year).agg(AMOUNT, *known_and_local(frames))
    of_part = MONEY.sum().over("part").alias("part_amount")
    found = with_shares(sums.join(months, on=keys).with_columns(of_part))
    return found.sort("part_amount", "part", "financial_year", descending=[True, False, False])


def said(frames: Frames, measure: str) -> dict[str, pl.LazyFrame]:
    """What the strategy prints, and how it words the measure."""
    names = frames["tiers"].lazy().select("tier", pl.col("name").alias("tier_name"))
    points, words = (
        frames[name].lazy().filter(strategy_id=STRATEGY, measure=measure)
        for name in ("points", "measures")
    )
    points = points.join(names, on="tier", how="left")
    return {
        "strategy/points": points.sort("financial_year", "kind", "tier", nulls_last=True),
        "strategy/measure": words,
    }


def year_to_date(frames: Frames, whose: pl.LazyFrame, counting: pl.LazyFrame) -> pl.LazyFrame:
    sent = whose.select("organisation", "month").drop_nulls().unique().collect()
    newest: date = sent["month"].max()
    begins = date(newest.year - (newest.month < 4), 4, 1)
    before = pl.col("month").dt.offset_by("-1y").alias("before")
    pairs = sent.filter(pl.col("month") >= begins).with_columns(before)
    pairs = pairs.join(sent.rename({"month": "before"}), on=["organisation", "before"]).lazy()
    sums = counting.group_by("organisation", "month").agg(AMOUNT, *known_and_local(frames))
    names = ("amount", "known", "local")
    this = sums.rename({name: f"this_{name}" for name in names})
    last = sums.rename({name: f"last_{name}" for name in names} | {"month": "before"})
    wide = pairs.join(this, on=["organisation", "month"], how="left")
    wide = wide.join(last, on=["organisation", "before"], how="left")
    month, earlier = pl.col("month"), pl.col("before")
    whole = (
        pl.col(f"{year}_{name}" for year in ("this", "last") for name in names).sum(),
        month.n_unique().alias("months"),
        month.min().alias("this_from"),
        month.max().dt.month_end().alias("this_to"),
        earlier.min().alias("last_from"),
        earlier.max().dt.month_end().alias("last_to"),
    )
    each = wide.group_by(text("organisation")).agg(*whole).sort("organisation")
    every = wide.select(pl.lit("All").alias("organisation"), *whole)
    return pl.concat([every, each]).with_columns(
        share(pl.col(f"{year}_local"), pl.col(f"{year}_known")).alias(f"{year}_share")
        for year in ("this", "last")
    )


def secured(frames: Frames, view: View) -> Answers:
    contracts = frames["contracts"].lazy()
    if view.organisations is not None:
        contracts = contracts.filter(pl.col("organisation").is_in(view.organisations))
    stated = pl.col("committed", "delivered")
    records = frames["records"].lazy().group_by("contract_id")
    records = records.agg(pl.when(stated.count() > 0).then(stated.sum()), pl.len().alias("records"))
    threshold = frames["strategies"].filter(strategy_id=STRATEGY)["threshold"][0]
    nothing, value = pl.col("committed").is_null(), pl.col("contract_value")
    past = value.is_not_null() if threshold is None else value > threshold
    files = frames["uploads"].lazy().select("upload_id", "file_name")
    seen = (
        contracts.join(records, on="contract_id", how="left")
        .join(files, on="upload_id")
        .sort(nothing, "contract_id")
        .with_columns(
            nothing.alias("nothing"),
            past.alias("past_threshold"),
            pl.col("award_year").fill_null("Year not known"),
            pl.col("suppliers").list.join("; "),
            pl.when(value > 0).then(pl.col("committed") / value).alias("secured_share"),
            pl.when(pl.col("contract_id").cum_count().over("contract_key") > 1)
            .then(pl.lit("Listed by another partner too: counted there"))
            .when(value.is_null())
            .then(pl.lit("Contract value not known"))
            .when("is_ceiling")
            .then(pl.lit("Framework ceiling: its call-offs count instead"))
            .when(value <= 0)
            .then(pl.lit("Contract value is nil"))
            .when(~past)
            .then(pl.lit("Below the threshold"))
            .alias("why_not_counted"),
        )
        .with_columns(pl.col("why_not_counted").is_null().alias("counted"))
        .sort(
            "counted", "contract_value", "contract_id",
            descending=[True, True, False], nulls_last=True,
        )
    )  # fmt: skip
    counted, rest = seen.filter("counted"), seen.filter(~pl.col("counted"))
    many, sums = pl.len().alias("contracts"), pl.col("contract_value", "committed").sum()
    years = counted.group_by("award_year").agg(
        many, pl.col("nothing").sum().alias("with_nothing"), sums
    )
    why = rest.group_by("why_not_counted").agg(many, sums)
    return together(
        {
            **said(frames, "social_value_secured"),
            "social_value/sources": contract_sources(frames, view),
            "social_value/contracts": seen,
            "social_value/contracts with nothing": counted.filter("nothing"),
            "social_value/secured_by_year": years.with_columns(
                (pl.col("committed") / value).alias("secured_share")
            ).sort("award_year"),
            "social_value/not_counted": why.sort(
                "contracts", "why_not_counted", descending=[True, False]
            ),
            "social_value/summary": summary(seen),
        }
    )


def summary(seen: pl.LazyFrame) -> pl.LazyFrame:
    committed, value, why = (
        pl.col(name) for name in ("committed", "contract_value", "why_not_counted")
    )
    counted = pl.col("counted")
    parts = seen.select(
        committed.sum().alias("committed_all"),
        committed.filter(counted).sum().alias("committed_counted"),
        committed.filter(why == "Below the threshold").sum().alias("committed_below_threshold"),
        committed.filter(why == "Contract value not known").sum()
        .alias("committed_value_not_known"),
        value.filter(counted).sum().alias("contract_value_counted"),
        pl.len().alias("contracts"),
        counted.sum().alias("contracts_counted"),
        (counted & pl.col("nothing")).sum().alias("contracts_with_nothing"),
        pl.col("records").sum(),
        pl.col("delivered").sum().alias("delivered_all"),
    )  # fmt: skip
    return parts.with_columns(
        (
            pl.col("committed_all") - pl.col("committed_counted")
            - pl.col("committed_below_threshold") - pl.col("committed_value_not_known")
        ).alias("committed_otherwise"),
        (pl.col("committed_counted") / pl.col("contract_value_counted")).alias("secured_share"),
    )  # fmt: skip


def contract_sources(frames: Frames, view: View) -> pl.LazyFrame:
    used = pl.concat(
        frames[name].lazy().select("upload_id", "organisation") for name in ("contracts", "records")
    )
    if view.organisations is not None:
        used = used.filter(pl.col("organisation").is_in(view.organisations))
    uploads = frames["uploads"].lazy()
    return uploads.join(used.select("upload_id"), on="upload_id", how="semi").sort("upload_id")


PAGES = {"sidebar": sidebar, "map": spend_map, "trend": trend, "secured": secured}
