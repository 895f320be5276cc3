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

create table strategy_measure (
    strategy_id varchar, measure varchar, name varchar, why varchar, how varchar, unit varchar,
    polarity varchar, tolerance double, tolerance_is_ours boolean, target_note varchar,
    source varchar
);

create table strategy_point (
    strategy_id varchar, measure varchar, kind varchar, financial_year varchar, value double,
    tier integer, note varchar, source varchar
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
