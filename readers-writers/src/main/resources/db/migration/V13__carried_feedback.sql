-- How many pieces of feedback count for an event of another id than they name.
alter table publications add column carried bigint default 0 not null;
