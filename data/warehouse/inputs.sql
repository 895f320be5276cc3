-- What Python fills in before the models run: the uploads of this build, and the strategies.
create table upload (
    upload_id integer, kind varchar, organisation varchar, file_name varchar, published_at varchar,
    published_by varchar, rows_accepted bigint, control_total decimal(18, 2), date_from date,
    date_to date, is_sample boolean, replaces_period boolean
);

-- Directorates that an officer counts as another: their names change over the years.
create table directorate_merge (organisation varchar, name varchar, into_name varchar);

-- What officers said of suppliers: that two keys are one supplier, or are not.
create table supplier_decision (
    decision_id integer, one varchar, other varchar, is_same boolean, who varchar, decided_at varchar
);

-- Names that look like a person's.
create table person_name (named varchar);

-- Names by which a person trades: "J Smith t/a The Bakery".
create table person_trading (named varchar);

create table strategy (
    strategy_id varchar, council varchar, title varchar, document varchar, first_year varchar,
    last_year varchar, headline_tier integer, smallest_payment decimal(18, 2),
    smallest_payment_operator varchar, sv_threshold decimal(18, 2), sv_operator varchar,
    scope_id integer
);

create table strategy_organisation (strategy_id varchar, organisation varchar);

create table strategy_assumption (strategy_id varchar, place integer, assumption varchar);

-- Amounts at which something begins: "from" and "over" them, or "below" them.
create table strategy_threshold (
    strategy_id varchar, place integer, threshold varchar, purpose varchar, amount decimal(18, 2),
    operator varchar, below decimal(18, 2), applies_to varchar, note varchar, source varchar
);

create table strategy_theme (
    strategy_id varchar, place integer, theme varchar, name varchar, kind varchar, part_of varchar,
    outcome varchar, source varchar
);

-- A measure without a query is read in; params is JSON.
create table strategy_measure (
    strategy_id varchar, place integer, measure varchar, name varchar, why varchar, how varchar,
    unit varchar, polarity varchar, theme varchar, by_organisation boolean, tolerance double,
    tolerance_is_ours boolean, target_note varchar, rule varchar, rule_value double,
    rule_by_year varchar, rule_base_year varchar, rule_note varchar, query varchar, params varchar,
    source varchar
);

-- Figures as printed; a rule that stands for every year is a target in each. A figure without an
-- organisation is that of the whole strategy.
create table strategy_point (
    strategy_id varchar, measure varchar, kind varchar, financial_year varchar, value double,
    tier integer, organisation varchar, note varchar, source varchar
);

-- A measure's row of a printed table, cell by cell; a blank cell is ''.
create table strategy_printed (
    strategy_id varchar, measure varchar, place integer, heading varchar, printed varchar
);

create table strategy_milestone (
    strategy_id varchar, place integer, called varchar, milestone varchar, number varchar,
    action varchar, detail varchar, owner varchar, theme varchar, kind varchar,
    starts_printed varchar, starts date, ends_printed varchar, ends date, note varchar,
    source varchar
);

-- Levels of maturity from the lowest.
create table strategy_level (strategy_id varchar, place integer, level varchar);

create table strategy_maturity (
    strategy_id varchar, place integer, behaviour varchar, name varchar, theme varchar,
    is_success_measure boolean, now varchar, wanted varchar, now_means varchar,
    wanted_means varchar, body_now varchar, body_wanted varchar, disagrees boolean, note varchar,
    source varchar
);

create table strategy_contract_review (
    strategy_id varchar, earliest_months integer, latest_months integer, purpose varchar,
    source varchar
);

-- Tiers run from the innermost outwards; 98 is elsewhere and 99 not known, in every strategy.
create table tier (
    strategy_id varchar, tier integer, name varchar, is_local boolean, source varchar
);

create table tier_area (strategy_id varchar, tier integer, area_code varchar);

create table tier_postcode (strategy_id varchar, tier integer, level varchar, prefix varchar);

create table tier_radius (
    strategy_id varchar, tier integer, centre varchar, latitude double, longitude double,
    radius_km double
);

-- Strategies that count the same spend share a scope.
create table scope (
    scope_id integer, smallest_payment decimal(18, 2), smallest_payment_operator varchar
);

create table leave_out_term (
    scope_id integer, place integer, reason varchar, applies_to varchar, term varchar
);
