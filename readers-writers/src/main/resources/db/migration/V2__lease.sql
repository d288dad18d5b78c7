-- The one writer that a lake has: its epoch, and when it last gave a sign of life by this database's clock.
create table leases (
    lease varchar(16) primary key,
    epoch bigint not null,
    run_id bigint references runs (run_id),
    holder varchar(400),
    home_lock varchar(1200),
    expiry_millis bigint,
    heartbeat_at timestamp with time zone
);

insert into leases (lease, epoch) values ('lake', 0);
