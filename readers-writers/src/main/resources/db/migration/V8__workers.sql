-- Partitions that were handed to workers, and who works on each. Whoever takes the lake removes them all, which ends
-- whatever was still being done for the run before.
create table partition_claims (
    step_execution_id bigint primary key,
    run_id bigint not null,
    partition_name varchar(100) not null,
    state varchar(16) not null,
    -- Rises with each claim, and so tells a worker that was only asleep that the partition is another's now.
    attempt integer not null,
    failures integer not null,
    deaths integer not null,
    worker_id varchar(36),
    sent_at timestamp with time zone not null,
    heartbeat_at timestamp with time zone,
    failure varchar(2000)
);

-- Processes that take partitions, with what they have done since they started.
create table workers (
    worker_id varchar(36) primary key,
    process varchar(200) not null,
    threads integer not null,
    started_at timestamp with time zone not null,
    heartbeat_at timestamp with time zone not null,
    partitions bigint not null,
    readings bigint not null,
    busy_millis bigint not null,
    waited_millis bigint not null
);
