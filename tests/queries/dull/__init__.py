"""The questions answered a second time: by hand, in plain Python, from the rows of the files.

Slow and dull on purpose. It shares no SQL with the project. What it takes from it is what other
tests stand for: the reference's two tables of postcodes, and which codes an area's name means.
Money is Decimal, in pounds; shares are None where they would not lie between 0 and 1.
"""

from tests.queries.dull import areas, contracts, filters, quality, spend, suppliers

QUESTIONS = {
    "areas/by_period": areas.by_period,
    "areas/categories": areas.categories,
    "areas/payments": areas.payments,
    "areas/suppliers": areas.suppliers,
    "filters/data_to": filters.data_to,
    "filters/organisations": filters.organisations,
    "filters/parts": filters.parts,
    "filters/periods": filters.periods,
    "filters/strategies": filters.strategy_list,
    "quality/directorates": quality.directorates,
    "quality/missing": quality.missing,
    "quality/to_look_up": quality.to_look_up,
    "quality/uploads": quality.uploads,
    "social_value/contracts": contracts.sv_contracts,
    "social_value/not_counted": contracts.not_counted,
    "social_value/secured_by_year": contracts.secured_by_year,
    "social_value/sources": contracts.sv_sources,
    "social_value/summary": contracts.summary,
    "spend/amount_basis": spend.amount_basis,
    "spend/by_area": areas.by_area,
    "spend/by_tier": spend.by_tier,
    "spend/change_by_area": areas.change_by_area,
    "spend/coverage": spend.coverage,
    "spend/local_share": spend.local_share,
    "spend/points": areas.points,
    "spend/received": spend.received,
    "spend/scope": spend.scope,
    "spend/sources": spend.sources,
    "spend/suppliers_by_flag": spend.suppliers_by_flag,
    "spend/tier_by_period": spend.tier_by_period,
    "spend/year_to_date": spend.year_to_date,
    "strategy/assumptions": filters.assumptions,
    "strategy/measure": filters.measure,
    "strategy/points": filters.points,
    "strategy/tiers": filters.tiers,
    "suppliers/by_category": suppliers.by_category,
    "suppliers/by_year": suppliers.by_year,
    "suppliers/claims": suppliers.claims,
    "suppliers/contracts": suppliers.held,
    "suppliers/doubts": suppliers.doubts,
    "suppliers/numbers_by_year": suppliers.numbers_by_year,
    "suppliers/one": suppliers.one,
    "suppliers/payments": suppliers.payments,
    "suppliers/ranked": suppliers.ranked,
    "suppliers/sources": suppliers.sources,
}
