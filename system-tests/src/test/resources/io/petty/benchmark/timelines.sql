-- The contract of the data, sections 1 to 3, for one delivery day without any history, by DuckDB.
--
-- How it goes fast: lines are parsed once, by one json_transform; a line in the usual layout is judged by that alone,
-- and only the few others are looked at closely, from their text. What is kept of a reading is integers. Readings are
-- sorted once, on a packed key; sessions, bouts and distances then come from streaming windows (no partition, no
-- order: rows in the order they come), which cost a quarter of sorted ones. All rules work on bouts, windows and events,
-- some 100,000 rows; the readings are visited twice more, to be summed up by window and by event.
--
-- Where it judges less exactly than the contract, since DuckDB hands out no text of such lines or since SQL would be
-- slowed for lines that no generator writes:
--   * a line that isn't JSON has no text here: `encoding` and `json` are both counted as `json`, as is a line too deep
--     or too long that isn't JSON either;
--   * the length of a line is counted without white space around it;
--   * numbers are those of a double, so digits beyond the 17th don't count;
--   * a compressed file that breaks off, or has anything after its last member, even zeros, ends the run with an error;
--   * so does a malformed record in a file whose first line holds several objects: DuckDB skips errors only where each
--     record has a line of its own. Several objects on a later line, or in a Zstandard file, are one `json`;
--   * a line that begins with a byte order mark is `json`;
--   * a delivery day that feeds more than three event days could give the last of them a baseline; it gets none.
set timezone = 'UTC';
set preserve_insertion_order = false;

-- Microdegrees to millimetres (haversine), from h and back, as the contract has it.
create macro square_of_sine(degrees) as sin(radians(degrees)) * sin(radians(degrees));
create macro half_chord(lon1, lat1, lon2, lat2) as
    square_of_sine((lat2 - lat1) / 2e6) + cos(radians(lat1 / 1e6)) * cos(radians(lat2 / 1e6))
    * square_of_sine((lon2 - lon1) / 2e6);
create macro millimetres(h) as round(2 * 6371008800.0 * asin(sqrt(case when h > 1 then 1 else h end)))::bigint;
-- A location in one number, and out of it again.
create macro packed(lon, lat) as (lon + 180000000)::bigint << 28 | (lat + 90000000);
create macro lon_of(location) as (location >> 28)::integer - 180000000;
create macro lat_of(location) as (location & 268435455)::integer - 90000000;
-- Milliseconds since 1970 of the earliest reading a delivery day may bring.
create macro earliest() as epoch_ms(date '${date}') - 2592000000;
create macro latest() as epoch_ms(date '${date}') + 90000000;

-- DuckDB goes by a file's name unless it is told what is inside: the program that runs this script looks.
create macro records(files, layout, packing) as table
    select filename, json
    from read_json_objects(files, format = layout, compression = packing, ignore_errors = true,
        hive_partitioning = false, filename = true);

-- Section 1. A usual line has exactly the fields of the contract and nothing else: all were found, and they leave no
-- room in the line for another (the shortest is ,"location":5). So no field can be in it twice.
create temp table staged as
select
    case when usual then fields.collar_id end as collar,
    case when usual then epoch_ms(time) end as millis,
    case when usual then (heart_rate * 1000)::integer end as heart_rate,
    case when usual then activity end as activity,
    case when usual then packed((lon * 1000000)::integer, (lat * 1000000)::integer) end as location,
    case when not usual then json end as line,
    case when not usual then filename end as file
from (
    select *, coalesce(
        epoch_ms(time) between earliest() and latest()
        and heart_rate between 30 and 300
        and activity is not null
        and regexp_full_match(fields.timestamp,
            '\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z')
        and case
            when fields.location is null then around < 73
            else fields.location.type = 'Point' and len(fields.location.coordinates) = 2
                and lon between -180 and 180 and lat between -90 and 90
                and around - strlen(fields.location.coordinates[1]) - strlen(fields.location.coordinates[2]) < 122
        end, false) as usual
    from (
        select *,
            try_cast(fields.timestamp as timestamp) as time,
            try_cast(fields.heart_rate::varchar as decimal(9, 3)) as heart_rate,
            case fields.activity_level::varchar when '0' then 0 when '1' then 1 when '2' then 2 end::tinyint as activity,
            try_cast(fields.location.coordinates[1]::varchar as decimal(9, 6)) as lon,
            try_cast(fields.location.coordinates[2]::varchar as decimal(9, 6)) as lat,
            strlen(json) - strlen(fields.collar_id) - strlen(fields.timestamp) as around
        from (
            select filename, json, json_transform(json, '{"collar_id": "VARCHAR", "timestamp": "VARCHAR",
                "heart_rate": "JSON", "activity_level": "JSON",
                "location": {"type": "VARCHAR", "coordinates": ["JSON"]}}') as fields
            from (${records}))));

-- The others, from their text.
create temp table unusual as
select row_number() over () as id, file, line,
    -- Outside its strings, to tell what DuckDB's parser lets pass.
    regexp_replace(line, '"(?:[^"\\]|\\.)*"', '', 'g') as frame,
    case when json_type(line) = 'OBJECT' then line end as object
from staged where millis is null;

create temp table nested as
select id, max(depth) as depth
from (
    select id, sum(case when bracket in ('{', '[') then 1 when bracket in ('}', ']') then -1 else 0 end)
        over (partition by id order by position) as depth
    from (select id, unnest(string_split(frame, '')) as bracket, generate_subscripts(string_split(frame, ''), 1) as position
        from unusual where strlen(frame) > 128))
group by id;

create temp table judged as
select *,
    case
        when strlen(line) > 65536 then 'size'
        when depth > 64 then 'depth'
        when object is null or regexp_matches(frame, '(?i)nan|inf|,\s*[}\]]')
            or len(list_filter(json_keys(object), lambda k: k in ('collar_id', 'timestamp', 'heart_rate', 'activity_level', 'location')))
            <> len(list_distinct(list_filter(json_keys(object), lambda k: k in ('collar_id', 'timestamp', 'heart_rate', 'activity_level', 'location'))))
            then 'json'
        when not coalesce(json_type(object, '$.collar_id') = 'VARCHAR'
            and regexp_full_match(collar, '[A-Za-z0-9][A-Za-z0-9_-]{0,63}'), false) then 'collar_id'
        when not coalesce(json_type(object, '$.timestamp') = 'VARCHAR' and time is not null
            and regexp_full_match(written, '\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:(?:0\d|1[0-7]):[0-5]\d|18:00))'),
            false) then 'timestamp'
        when millis not between earliest() and latest() then 'timestamp_range'
        when not coalesce(json_type(object, '$.heart_rate') in ('UBIGINT', 'BIGINT', 'DOUBLE')
            and try_cast(object ->> '$.heart_rate' as double) between 30 and 300, false) then 'heart_rate'
        when not coalesce(json_type(object, '$.activity_level') in ('UBIGINT', 'BIGINT', 'DOUBLE')
            and try_cast(object ->> '$.activity_level' as double) in (0, 1, 2), false) then 'activity_level'
        when coalesce(json_type(object, '$.location'), 'NULL') <> 'NULL'
            and not coalesce(json_type(object, '$.location.type') = 'VARCHAR' and object ->> '$.location.type' = 'Point'
            and json_type(object, '$.location.coordinates') = 'ARRAY'
            and json_array_length(object, '$.location.coordinates') in (2, 3)
            and json_type(object, '$.location.coordinates[0]') in ('UBIGINT', 'BIGINT', 'DOUBLE')
            and json_type(object, '$.location.coordinates[1]') in ('UBIGINT', 'BIGINT', 'DOUBLE')
            and coalesce(json_type(object, '$.location.coordinates[2]'), 'DOUBLE') in ('UBIGINT', 'BIGINT', 'DOUBLE')
            and lon between -180 and 180 and lat between -90 and 90, false) then 'location'
    end as reason
from (
    select *, epoch_ms(time) as millis
    from (
        select *,
            object ->> '$.collar_id' as collar,
            object ->> '$.timestamp' as written,
            try_cast(object ->> '$.timestamp' as timestamptz) as time,
            try_cast(object ->> '$.location.coordinates[0]' as double) as lon,
            try_cast(object ->> '$.location.coordinates[1]' as double) as lat
        from unusual left join nested using (id)));

insert into staged
select collar, millis,
    ((object ->> '$.heart_rate')::decimal(18, 3) * 1000)::integer,
    (object ->> '$.activity_level')::double::tinyint,
    packed(((object ->> '$.location.coordinates[0]')::decimal(18, 6) * 1000000)::integer,
        ((object ->> '$.location.coordinates[1]')::decimal(18, 6) * 1000000)::integer),
    null, null
from judged where reason is null;

-- Collars by number, in the order of their ids.
create type collar as enum (
    select distinct collar from staged
    where regexp_full_match(collar, '[A-Za-z0-9][A-Za-z0-9_-]{0,63}') order by collar);

copy (
    select date '${date}' as delivery_day, regexp_extract(file, 'dt=.*') as file, null::bigint as line, reason,
        '' as message, line as content
    from judged where reason is not null
    union all
    select date '${date}', null, null, 'collar_id', '', null
    from staged where collar is not null and try_cast(collar as collar) is null
) to '${out}/rejects.parquet' (format parquet, compression zstd);

-- Section 2, and rules 1 and 2. The key packs collar and time (2 to the 32 milliseconds are more than a delivery day may
-- bring), so readings of one session are near one another in it, and those of two collars never.
create temp table readings as
select collar, key, heart_rate, activity, location, starts_session,
    sum((starts_session or activity <> earlier_activity)::integer) over (rows unbounded preceding)::integer as bout,
    -- The located reading before, whatever event that is in.
    case when location is not null then coalesce(earlier_location, location) end as earlier_location
from (
    select *,
        coalesce(key - earlier_key > 1800000
            or (key & 4294967295) // 86400000 <> (earlier_key & 4294967295) // 86400000, true) as starts_session,
        lag(latest_location) over () as earlier_location
    from (
        select *,
            lag(key) over () as earlier_key,
            lag(activity) over () as earlier_activity,
            arg_max(location, key) over (rows unbounded preceding) as latest_location
        from (
            select *, lag(key) over () as same_key
            from (
                select try_cast(collar as collar) as collar, heart_rate, activity, location,
                    enum_code(try_cast(collar as collar))::bigint << 32 | (millis - earliest()) as key
                from staged
                where try_cast(collar as collar) is not null
                order by key, heart_rate, activity, location nulls last))
        where same_key is distinct from key));
drop table staged;

copy (
    select collar::varchar as collar_id, make_timestamp(((key & 4294967295) + earliest()) * 1000) as "time",
        heart_rate / 1000 as heart_rate, activity::integer as activity_level,
        lon_of(location) / 1e6 as lon, lat_of(location) / 1e6 as lat,
        date '${date}' - 30 + ((key & 4294967295) // 86400000)::integer as event_day, date '${date}' as delivery_day
    from readings
) to '${out}/readings.parquet' (format parquet, compression zstd);

-- Rules 3 and 4.
create temp table segments_of_bouts as
with bouts as (
    select bout, any_value(activity) as activity, bool_or(starts_session) as starts_session,
        min(key) as first_key, max(key) as last_key, count(*) as readings, sum(heart_rate)::bigint as beats,
        arg_min_null(location, key) as first_location, arg_max_null(location, key) as last_location
    from readings group by bout
), neighbours as (
    select *,
        sum(starts_session::integer) over bouts_in_order as session,
        not starts_session and not coalesce(lead(starts_session) over bouts_in_order, true)
            and lag(activity) over bouts_in_order = lead(activity) over bouts_in_order
            and abs(lag(activity) over bouts_in_order - activity) = 1
            and lead(first_key) over bouts_in_order - lag(last_key) over bouts_in_order <= 300000 as blip,
        lag(activity) over bouts_in_order as earlier_activity
    from bouts
    window bouts_in_order as (order by bout)
), absorbed as (
    -- Of blips one after the other the first, the third and so on are absorbed.
    select * replace (
        case when blip and (bout - max(case when not blip then bout end) over (order by bout)) % 2 = 1
            then earlier_activity else activity end as activity)
    from neighbours
)
select *, sum(starts_segment) over (order by bout)::integer as segment
from (
    select *, (starts_session or activity <> lag(activity) over (order by bout))::integer as starts_segment
    from absorbed);

create temp table segments as
select segment, any_value(session) as session, any_value(activity) as activity,
    min(first_key) as first_key, max(last_key) as last_key, sum(readings) as readings, sum(beats) as beats,
    arg_min_null(first_location, bout) as first_location, arg_max_null(last_location, bout) as last_location
from segments_of_bouts group by segment;

-- Rule 5.
create temp table games as
with lows as (
    select *,
        case
            when lead(activity, 1) over session_in_order = 0 then segment + 1
            when lead(activity, 1) over session_in_order = 1 and lead(activity, 2) over session_in_order = 0
                then segment + 2
        end as low
    from segments
    window session_in_order as (partition by session order by segment)
), cycles as (
    select high.session, high.segment as high, high.low, high.first_key, low.first_key as low_key
    from lows as high join segments as low on low.segment = high.low
    where high.activity = 2
        and millimetres(half_chord(lon_of(high.last_location), lat_of(high.last_location),
            lon_of(low.first_location), lat_of(low.first_location))) > 100000
), chains as (
    select min(high) as first_segment, max(low) as until_segment, count(*)::integer as cycles
    from (
        select *, sum(starts_chain) over (order by high) as chain
        from (
            select *, coalesce(first_key - lag(low_key) over (partition by session order by high) > 900000, true)::integer
                as starts_chain
            from cycles))
    group by chain
    having count(*) >= 2
)
select first_segment, until_segment, cycles
from chains join segments on segment >= first_segment and segment < until_segment
where activity = 2
group by first_segment, until_segment, cycles
having sum(beats) between 80000 * sum(readings) and 160000 * sum(readings);

-- What each bout belongs to: a segment, or a game by its first one.
create temp table parts_of_bouts as
select bout, part, cycles, session, activity, alone, activity = 0 and cycles is null and not alone as rest,
    case when activity = 0 and cycles is null and not alone then min(first_key) over (partition by part) end as rest_key
from (
    select bout, session,
        case when segment < until_segment then first_segment else segment end as part,
        case when segment < until_segment then cycles end as cycles,
        activity,
        sum(readings) over (partition by session) = 1 as alone,
        first_key
    from segments_of_bouts asof left join games on segment >= first_segment);

-- Rule 6: a part of rest in windows of ten minutes, of which a day has fewer than 256; any other part as one.
create temp table windows as
select *,
    rest and readings >= 4 and beats between 40000 * readings and 65000 * readings
        and readings::hugeint * squares - beats::hugeint * beats < 9000000::hugeint * readings * readings as calm
from (
    select part * 256 + coalesce((key - rest_key) // 600000, 0)::integer as unit,
        any_value(part) as part, any_value(session) as session, any_value(parts_of_bouts.activity) as activity,
        bool_or(rest) as rest, bool_or(alone) as alone, max(cycles) as cycles,
        min(key) as first_key, max(key) as last_key, count(*) as readings, sum(heart_rate)::bigint as beats,
        sum(heart_rate::bigint * heart_rate)::bigint as squares, min(heart_rate) as least, max(heart_rate) as most,
        count(location) as located, sum(lon_of(location))::bigint as lons, sum(lat_of(location))::bigint as lats,
        min(lon_of(location)) as west, max(lon_of(location)) as east, arg_min(location, key) as first_location,
        sum(step)::bigint as steps, arg_min(step, key) as first_step
    from (
        select *, millimetres(half_chord(lon_of(earlier_location), lat_of(earlier_location),
            lon_of(location), lat_of(location))) as step
        from readings)
    join parts_of_bouts using (bout)
    group by unit);

create temp table events_of_windows as
select *, sum(starts_event) over (order by unit)::integer as event
from (
    select *, coalesce(part <> lag(part) over units or calm <> lag(calm) over units, true)::integer as starts_event
    from windows
    window units as (order by unit));

create temp table events as
select event, any_value(session) as session, any_value(activity) as activity, bool_or(rest) as rest,
    bool_or(calm) as calm, bool_or(alone) as alone, max(cycles) as cycles,
    min(first_key) as first_key, max(last_key) as last_key, sum(readings)::bigint as readings,
    sum(beats)::bigint as beats, sum(squares)::bigint as squares, min(least) as least, max(most) as most,
    sum(located)::bigint as located, sum(lons)::bigint as lons, sum(lats)::bigint as lats,
    -- Half a turn apart, longitudes must be counted from the event's first.
    max(east) - min(west) >= 180000000 as turned, arg_min(first_location, first_key) as first_location,
    -- The way to the event's first place is no part of its own.
    sum(steps)::bigint - arg_min(first_step, first_key) as steps
from events_of_windows group by event;

create temp table turned as
select event, sum(lon_of(events.first_location)
    + (lon_of(location) - lon_of(events.first_location) + 540000000) % 360000000 - 180000000)::bigint as lons
from readings
join (from parts_of_bouts where part in (select part from events_of_windows join events using (event) where turned))
    as parts using (bout)
join events_of_windows on unit = parts.part * 256 + coalesce((key - rest_key) // 600000, 0)::integer
join events using (event)
where turned and location is not null
group by event;

create temp table centres as
select unit, event, coalesce(turned.lons, events.lons) / events.located as lon, events.lats / events.located as lat
from events_of_windows join events using (event) left join turned using (event)
where events.located > 0;

create temp table radii as
select event, millimetres(max(half_chord(lon, lat, lon_of(location), lat_of(location)))) as radius
from readings join parts_of_bouts using (bout)
join centres on unit = part * 256 + coalesce((key - rest_key) // 600000, 0)::integer
where location is not null
group by event;

create temp table timelines as
select
    session, first_key, behavior, readings, beats, least, most, rest,
    enum_range(null::collar)[(first_key >> 32) + 1]::varchar as collar_id,
    date '${date}' - 30 + ((first_key & 4294967295) // 86400000)::integer as day,
    make_timestamp(((first_key & 4294967295) + earliest()) * 1000) as "start",
    make_timestamp(((coalesce(lead(first_key) over (partition by session order by first_key), last_key) & 4294967295)
        + earliest()) * 1000) as "end",
    sqrt((readings::hugeint * squares - beats::hugeint * beats)::double) / readings / 1000 as deviation,
    radius / 1000 as radius_m, case when located >= 2 then steps / 1000 end as distance_m, cycles
from (
    select *, case
        when alone then 'Unknown'
        when cycles is not null then 'Playing Fetch'
        when calm then 'Deep Sleep'
        when rest then 'Resting'
        when activity = 2 then 'Running'
        when located >= 6 and radius < 70000 and beats between 70000 * readings and 110000 * readings
            then 'Anxious Pacing'
        else 'Walking' end as behavior
    from events left join radii using (event));

copy (
    select
        'evt_' || printf('%04x', epoch_ms("start") // 86400000) || left(sha256(collar_id || chr(10)
            || strftime("start", '%Y-%m-%dT%H:%M:%S.%gZ') || chr(10) || behavior), 20) as event_id,
        collar_id, day, "start", "end", behavior, rule_confidence, rule_confidence as confidence,
        readings::integer as readings, beats / (readings * 1000) as hr_mean, deviation as hr_std,
        least / 1000 as hr_min, most / 1000 as hr_max, radius_m, distance_m, cycles as fetch_cycles,
        null::double as baseline_hr, 0 as feedback_positive, 0 as feedback_negative, 'unreviewed' as review,
        null::varchar as corrected_behavior, '2026.1' as ruleset
    from (select *, case behavior when 'Deep Sleep' then 0.9 when 'Playing Fetch' then 0.8 when 'Anxious Pacing' then 0.75
        when 'Unknown' then 0 else 0.7 end::double as rule_confidence from timelines)
    order by collar_id, "start"
) to '${out}/timelines.parquet' (format parquet, compression zstd);

copy (
    with stretches as (
        select any_value(collar_id) as collar_id, any_value(day) as day,
            least(max("end"), day + interval 20 hours) - greatest(min("start"), day + interval 8 hours)
                > interval 8 hours as prolonged
        from (
            select *, sum((not rest)::integer) over (partition by session order by first_key) as stretch from timelines)
        where rest
        group by session, stretch, day
    ), inactive as (
        select collar_id, day, bool_or(prolonged) as prolonged from stretches group by collar_id, day
    ), lengths as (
        select *, (epoch_ms("end") - epoch_ms("start")) / 60000 as minutes from timelines
    )
    select collar_id, day,
        coalesce(sum(minutes) filter (behavior = 'Deep Sleep'), 0) as minutes_deep_sleep,
        coalesce(sum(minutes) filter (behavior = 'Resting'), 0) as minutes_resting,
        0::double as minutes_alert,
        coalesce(sum(minutes) filter (behavior = 'Walking'), 0) as minutes_walking,
        coalesce(sum(minutes) filter (behavior = 'Running'), 0) as minutes_running,
        coalesce(sum(minutes) filter (behavior = 'Anxious Pacing'), 0) as minutes_anxious_pacing,
        coalesce(sum(minutes) filter (behavior = 'Playing Fetch'), 0) as minutes_playing_fetch,
        sum(minutes) as observed_minutes, sum(readings)::integer as readings,
        min("start") as first_reading, max("end") as last_reading,
        min(least) / 1000 as hr_min, sum(beats) / (sum(readings) * 1000) as hr_mean, max(most) / 1000 as hr_max,
        sum(beats) filter (rest) / (sum(readings) filter (rest) * 1000) as resting_hr,
        coalesce(sum(distance_m), 0) as distance_m, count(*)::integer as events,
        case when bool_or(prolonged) then ['prolonged_inactivity'] else []::varchar[] end as flags
    from lengths left join inactive using (collar_id, day)
    group by collar_id, day
    order by collar_id, day
) to '${out}/summaries.parquet' (format parquet, compression zstd);
