-- The rules that the last run worked by, so that readers that don't know the rules can tell which days are stale: one row,
-- none before the first run.
create table rules_in_force (
    ruleset varchar(32) not null,
    baseline_days integer not null,
    calibration_days integer not null
);
