-- Partitions are no longer handed out through the database: an engine executes them (decision 0041).
drop table partition_claims;
drop table workers;
