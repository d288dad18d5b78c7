-- Collars that were forgotten, each by a keyed hash of its id, never the id. While erased_at is null, its erasing was
-- begun and has not ended. key_check tells whether the key in use is the one that the hash was made with.
create table forgotten_collars (
    collar_hash varchar(64) primary key,
    key_check varchar(64) not null,
    run_id bigint not null,
    begun_at timestamp with time zone not null,
    erased_at timestamp with time zone
);

-- How many of its rows went from which table.
create table forgotten_rows (
    collar_hash varchar(64) not null references forgotten_collars (collar_hash) on delete cascade,
    table_name varchar(64) not null,
    erased bigint not null,
    primary key (collar_hash, table_name)
);

-- Keyed hashes of the events that forgotten collars had: feedback on them is known by these when it comes again.
create table forgotten_events (
    event_hash bigint primary key
);

-- Lines and documents of forgotten collars, of which nothing was kept.
alter table deliveries add column forgotten bigint default 0 not null;
alter table delivery_files add column forgotten bigint default 0 not null;
alter table feedback_shards add column forgotten bigint default 0 not null;
