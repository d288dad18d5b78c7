-- Files whose names aren't raw files' names stand among a delivery's files, without counts: they make the day incomplete.
alter table delivery_files add column ignored boolean default false not null;

-- How many raw files broke, or aren't empty and gave no reading.
alter table deliveries add column unusable_files integer default 0 not null;
