-- The run whose events a rollback put back; the day stays with them until it is rerun.
alter table publications add column pinned_run_id bigint;
