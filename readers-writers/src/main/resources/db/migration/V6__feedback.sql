-- The groups of documents below the feedback root, each with a hash of its listing as it was last read.
create table feedback_shards (
    shard integer primary key,
    run_id bigint not null references runs (run_id),
    fingerprint varchar(64) not null,
    documents bigint not null,
    rejects bigint not null
);

-- What feedback there is on which event day's events, there or not, with a hash of it.
create table feedback_days (
    event_day date primary key,
    feedback bigint not null,
    earliest timestamp with time zone not null,
    fingerprint varchar(64) not null
);

-- What feedback a publication holds, and what moved its confidences; both empty for none.
alter table publications add column feedback_fingerprint varchar(64) default '' not null;
alter table publications add column calibration_fingerprint varchar(64) default '' not null;
alter table publications add column voices_snapshot bigint default 0 not null;
alter table publications add column waiting bigint default 0 not null;

-- The voices on a publication's events, by behavior and the day they were given; collars tells on whose events.
create table publication_voices (
    publication_id bigint not null references publications (publication_id) on delete cascade,
    given_day date not null,
    behavior varchar(32) not null,
    positive bigint not null,
    negative bigint not null,
    collars bigint not null,
    primary key (publication_id, given_day, behavior)
);
