-- Sections 1 to 3 of the data contract (ruleset 2027.1) in DuckDB SQL, for one delivery day without history.
--
-- Why it is fast: one json_transform parses each line once. It suffices for lines in the usual layout; only the few
-- other lines are checked again from their text. Readings are stored as integers and sorted once, by a packed key.
-- Sessions, bouts and distances are computed with streaming windows (no partition, no order: rows in input order),
-- which cost a quarter of sorted ones. Minutes are computed from bits and from runs of one activity within a minute.
-- Later steps use bouts and events, some 100,000 rows. The readings themselves are read three more times: to count them
-- by run, to sum them by bout, and for the radius of each event.
--
-- It is less exact than the contract where DuckDB doesn't provide the text of a line. It is also less exact where exact
-- SQL would be slower only to handle lines that no generator writes:
--   * a line that isn't JSON has no text here. It is therefore always a `json` reject, even if the contract's reason is
--     `encoding`, or if it is also too deep or too long;
--   * white space around a line doesn't count toward its length;
--   * numbers are doubles, so digits beyond the 17th don't count;
--   * a compressed file that is truncated, or has anything after its last member, even zeros, fails the run;
--   * so does a malformed record in a file whose first line contains several objects, because DuckDB skips errors only
--     if each record is on its own line;
--   * several objects on a later line, or in a Zstandard file, are one `json` reject;
--   * a line that begins with a byte order mark is a `json` reject.
set timezone = 'UTC';
set preserve_insertion_order = false;

-- The distance between two places in millimetres (haversine formula), as the contract specifies.
create macro square_of_sine(degrees) as sin(radians(degrees)) * sin(radians(degrees));
create macro half_chord(lon1, lat1, lon2, lat2) as
    square_of_sine((lat2 - lat1) / 2e6) + cos(radians(lat1 / 1e6)) * cos(radians(lat2 / 1e6))
    * square_of_sine((lon2 - lon1) / 2e6);
create macro millimetres(h) as round(2 * 6371008800.0 * asin(sqrt(case when h > 1 then 1 else h end)))::bigint;
-- Packs a location into one number, and unpacks it.
create macro packed(lon, lat) as (lon + 180000000)::bigint << 28 | (lat + 90000000);
create macro lon_of(location) as (location >> 28)::integer - 180000000;
create macro lat_of(location) as (location & 268435455)::integer - 90000000;
-- The minute and the day of a key, each as one number that includes the collar. Consecutive days of a collar are
-- separated by more unused minute numbers than any rule looks ahead.
create macro minute_of(key) as ((key >> 32) << 17) | ((key & 4294967295) // 60000 + (key & 4294967295) // 86400000 * 64);
create macro day_of(key) as ((key >> 32) << 6) | ((key & 4294967295) // 86400000);
create macro day_of_minute(minute) as ((minute >> 17) << 6) | ((minute & 131071) // 1504);
-- The earliest and latest valid timestamps of a delivery day, in milliseconds since 1970.
create macro earliest() as epoch_ms(date '${date}') - 2592000000;
create macro latest() as epoch_ms(date '${date}') + 90000000;

-- Without these parameters, DuckDB would rely on a file's name. The program that runs this script inspects the content.
create macro records(files, layout, packing) as table
    select filename, json
    from read_json_objects(files, format = layout, compression = packing, ignore_errors = true,
        hive_partitioning = false, filename = true);

-- Section 1. A usual line has exactly the fields of the contract: all were found, and the line is too short to contain
-- another (the shortest is ,"location":5). Therefore no field occurs twice.
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
    select * replace (case when not no_heart_rate then heart_rate end as heart_rate), coalesce(
        epoch_ms(time) between earliest() and latest()
        -- Values rounded to a limit, or to longitude 0 and latitude 0, are checked again from their text.
        and (no_heart_rate or heart_rate > 30 and heart_rate < 300)
        and activity is not null
        and regexp_full_match(fields.timestamp,
            '\d{4}-\d\d-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?Z')
        and case
            when fields.location is null then around < 73
            else fields.location.type = 'Point' and len(fields.location.coordinates) = 2
                and lon > -180 and lon < 180 and lat > -90 and lat < 90 and not (lon = 0 and lat = 0)
                and around - strlen(fields.location.coordinates[1]) - strlen(fields.location.coordinates[2]) < 122
        end, false) as usual
    from (
        select *,
            try_cast(fields.timestamp as timestamp) as time,
            try_cast(fields.heart_rate::varchar as decimal(9, 3)) as heart_rate,
            fields.heart_rate::varchar = '0' or fields.heart_rate is null and contains(json, '"heart_rate":null')
                as no_heart_rate,
            case fields.activity_level::varchar when '0' then 0 when '1' then 1 when '2' then 2 end::tinyint as activity,
            try_cast(fields.location.coordinates[1]::varchar as decimal(9, 6)) as lon,
            try_cast(fields.location.coordinates[2]::varchar as decimal(9, 6)) as lat,
            strlen(json) - strlen(fields.collar_id) - strlen(fields.timestamp) as around
        from (
            select filename, json, json_transform(json, '{"collar_id": "VARCHAR", "timestamp": "VARCHAR",
                "heart_rate": "JSON", "activity_level": "JSON",
                "location": {"type": "VARCHAR", "coordinates": ["JSON"]}}') as fields
            from (${records}))));

-- Checks the other lines from their text.
create temp table unusual as
select row_number() over () as id, file, line,
    -- The line without its strings, to find invalid JSON that DuckDB's parser accepts.
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
        when coalesce(json_type(object, '$.heart_rate'), 'NULL') <> 'NULL'
            and not coalesce(json_type(object, '$.heart_rate') in ('UBIGINT', 'BIGINT', 'DOUBLE')
            and (heart_rate = 0 or heart_rate between 30 and 300), false) then 'heart_rate'
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
            try_cast(object ->> '$.heart_rate' as double) as heart_rate,
            try_cast(object ->> '$.location.coordinates[0]' as double) as lon,
            try_cast(object ->> '$.location.coordinates[1]' as double) as lat
        from unusual left join nested using (id)));

insert into staged
select collar, millis,
    case when heart_rate <> 0 then ((object ->> '$.heart_rate')::decimal(18, 3) * 1000)::integer end,
    (object ->> '$.activity_level')::double::tinyint,
    case when lon <> 0 or lat <> 0 then
        packed(((object ->> '$.location.coordinates[0]')::decimal(18, 6) * 1000000)::integer,
            ((object ->> '$.location.coordinates[1]')::decimal(18, 6) * 1000000)::integer) end,
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

-- Section 2, and step 1. The key packs collar and time (2 to the 32 milliseconds are more than the time range of a
-- delivery day). The keys of a session are therefore close together, and those of two collars never are. A run consists
-- of consecutive readings of one activity within a minute.
create temp table readings as
select collar, key, heart_rate, activity, location, starts_session,
    sum((activity <> earlier_activity or minute <> earlier_minute)::integer) over (rows unbounded preceding)::integer
        as run,
    -- The previous reading with a location, in any event.
    case when location is not null then coalesce(earlier_location, location) end as earlier_location
from (
    select *,
        coalesce(key - earlier_key > 1800000 or day_of(key) <> day_of(earlier_key), true) as starts_session,
        coalesce(lag(activity) over (), activity) as earlier_activity,
        coalesce(lag(minute) over (), minute) as earlier_minute,
        lag(latest_location) over () as earlier_location
    from (
        select *,
            minute_of(key) as minute,
            lag(key) over () as earlier_key,
            arg_max(location, key) over (rows unbounded preceding) as latest_location
        from (
            select *, lag(key) over () as same_key
            from (
                select try_cast(collar as collar) as collar, heart_rate, activity, location,
                    enum_code(try_cast(collar as collar))::bigint << 32 | (millis - earliest()) as key
                from staged
                where try_cast(collar as collar) is not null
                order by key, heart_rate nulls last, activity, location nulls last))
        where same_key is distinct from key));
drop table staged;

copy (
    select collar::varchar as collar_id, make_timestamp(((key & 4294967295) + earliest()) * 1000) as "time",
        heart_rate / 1000 as heart_rate, activity::integer as activity_level,
        lon_of(location) / 1e6 as lon, lat_of(location) / 1e6 as lat,
        date '${date}' - 30 + ((key & 4294967295) // 86400000)::integer as event_day, date '${date}' as delivery_day
    from readings
) to '${out}/readings.parquet' (format parquet, compression zstd);

create temp table runs as
select run, any_value(minute_of(key)) as minute, any_value(activity) as activity, bool_or(starts_session) as starts_session,
    count(*) as readings, count(heart_rate) as measured, coalesce(sum(heart_rate), 0)::bigint as beats
from readings group by run;

-- Steps 3 and 4. Minutes of two sessions are at least 30 apart, so minutes within 10 of each other belong to the same
-- session. Two bit sets, with ten minutes per row, mark the minutes that have readings and those that are restless.
-- Together with the bits of the previous and the next row, one shift gives the 21 minutes around a minute.
create temp table minutes as
select minute, bool_or(starts_session) as starts_session,
    2 * sum(case when activity > 0 then readings else 0 end) >= sum(readings) as restless,
    sum(case when activity = 0 then beats else 0 end)::bigint as rest_beats,
    sum(case when activity = 0 then measured else 0 end)::bigint as rest_measured
from runs group by minute;

create temp table quiet_minutes as
select *,
    -- Running totals of readings at rest up to this minute; the total of a span is the difference of two of them.
    sum(rest_beats) over (rows unbounded preceding) as beats_after,
    sum(rest_measured) over (rows unbounded preceding) as measured_after,
    sum((not quiet or starts_session)::integer) over (rows unbounded preceding) as stretch
from (
    select minutes.*,
        10 * bit_count((restless_around >> (minute % 10)) & 2097151)::integer
            <= bit_count((around >> (minute % 10)) & 2097151) as quiet
    from minutes join (
        select ten,
            (bits << 10) | case when lag(ten) over tens = ten - 1 then lag(bits) over tens else 0 end
                | (case when lead(ten) over tens = ten + 1 then lead(bits) over tens else 0 end << 20) as around,
            (restless_bits << 10) | case when lag(ten) over tens = ten - 1 then lag(restless_bits) over tens else 0 end
                | (case when lead(ten) over tens = ten + 1 then lead(restless_bits) over tens else 0 end << 20)
                as restless_around
        from (
            select minute // 10 as ten, bit_or(1::bigint << (minute % 10)) as bits,
                bit_or(restless::bigint << (minute % 10)) as restless_bits
            from minutes group by ten)
        window tens as (order by ten)) on ten = minute // 10
    order by minute);

-- Step 2 and the baseline. The day number includes the collar.
create temp table rates as
select day, baseline,
    case when minutes_at_rest >= 240 then resting else coalesce(baseline, resting) end as reference, resting
from (
    select *,
        case when len(earlier) >= 3 then
            (earlier[len(earlier) // 2 + 1] + earlier[(len(earlier) + 1) // 2] + 1) // 2 end as baseline
    from (
        select *, list_sort(list_slice(list(resting order by day) filter (resting is not null) over earlier_days, -14, -1))
            as earlier
        from (
            select day_of_minute(minute) as day, count(*) filter (not restless and rest_measured > 0) as minutes_at_rest,
                (2 * sum(rest_beats) + sum(rest_measured)) // nullif(2 * sum(rest_measured), 0) as resting
            from minutes group by day)
        window earlier_days as (partition by day >> 6 order by day range between 90 preceding and 1 preceding)));

-- Steps 5 and 6. Stretches, and then sleeps, are joined unless the gap between them is too wide. A running count of the
-- wide gaps identifies each joined group.
create temp table sleeps as
with stretches as (
    select min(minute) as first_minute, max(minute) as last_minute,
        min(beats_after - rest_beats) as beats_before, max(beats_after) as beats_after,
        min(measured_after - rest_measured) as measured_before, max(measured_after) as measured_after
    from quiet_minutes where quiet and not restless group by stretch
), joined as (
    select min(first_minute) as first_minute, max(last_minute) as last_minute,
        min(beats_before) as beats_before, max(beats_after) as beats_after,
        min(measured_before) as measured_before, max(measured_after) as measured_after
    from (
        select *, sum(starts_joined) over (order by first_minute) as joined
        from (
            select *, (first_minute - lag(last_minute) over (order by first_minute) > 11)::integer as starts_joined
            from stretches))
    group by joined
), judged as (
    select *,
        last_minute - first_minute + 1 as length,
        length + case when (first_minute & 131071) % 1504 < 5 or (last_minute & 131071) % 1504 >= 1435
            then 30 else 0 end as credited,
        beats_after - beats_before as beats, measured_after - measured_before as measured
    from joined join rates on day = day_of_minute(first_minute)
)
select min(first_minute) as first_minute, max(last_minute) as last_minute,
    case when max(last_minute) - min(first_minute) + 1 >= 180
        or 100 * (max(beats_after) - min(beats_before))
            <= 90 * any_value(reference) * (max(measured_after) - min(measured_before))
        then 0.94 else 0.7 end as rule_confidence
from (
    select *, sum(starts_sleep) over (order by first_minute) as sleep
    from (
        select *, (first_minute - lag(last_minute) over (order by first_minute) > 21)::integer as starts_sleep
        from judged
        where length >= 10 and measured >= 4 and (
            credited >= 90 and 100 * beats <= 105 * reference * measured
            or credited >= 60 and 100 * beats <= 90 * reference * measured
            or credited >= 30 and 100 * beats <= 85 * reference * measured)))
group by sleep;
drop table minutes;
drop table quiet_minutes;

-- Steps 7 and 8. A sleep is treated as a bout that forms a separate piece.
create temp table bouts_of_runs as
select run, sum(starts_bout::integer) over (order by run)::integer as bout, starts_piece, sleep
from (
    select run, sleep,
        starts_session or sleep is distinct from lag(sleep) over runs_in_order as starts_piece,
        starts_piece or sleep is null and activity <> lag(activity) over runs_in_order as starts_bout
    from runs left join (select unnest(range(first_minute, last_minute + 1)) as minute, first_minute as sleep from sleeps)
        using (minute)
    window runs_in_order as (order by run));
drop table runs;

create temp table bouts as
with bouts as (
    select bout, any_value(sleep) as sleep, bool_or(starts_piece) as starts_piece,
        bool_or(starts_session) as starts_session, any_value(activity) as activity,
        min(key) as first_key, max(key) as last_key, count(*) as readings, count(heart_rate) as measured,
        coalesce(sum(heart_rate), 0)::bigint as beats,
        coalesce(sum(heart_rate::bigint * heart_rate), 0)::bigint as squares,
        min(heart_rate) as least, max(heart_rate) as most,
        count(location) as located, sum(lon_of(location))::bigint as lons, sum(lat_of(location))::bigint as lats,
        min(lon_of(location)) as west, max(lon_of(location)) as east,
        arg_min_null(location, key) as first_location, arg_max_null(location, key) as last_location,
        arg_min(location, key) as first_place, sum(step)::bigint as steps, arg_min(step, key) as first_step
    from (
        select *, millimetres(half_chord(lon_of(earlier_location), lat_of(earlier_location),
            lon_of(location), lat_of(location))) as step
        from readings)
    join bouts_of_runs using (run)
    group by bout
), neighbours as (
    select *,
        sum(starts_session::integer) over bouts_in_order as session,
        sum(starts_piece::integer) over bouts_in_order as piece,
        not starts_piece and not coalesce(lead(starts_piece) over bouts_in_order, true)
            and lag(activity) over bouts_in_order = lead(activity) over bouts_in_order
            and abs(lag(activity) over bouts_in_order - activity) = 1
            and lead(first_key) over bouts_in_order - lag(last_key) over bouts_in_order <= 300000 as blip,
        lag(activity) over bouts_in_order as earlier_activity
    from bouts
    window bouts_in_order as (order by bout)
), absorbed as (
    -- Of consecutive blips, the first, third and so on are absorbed.
    select * replace (
        case when blip and (bout - max(case when not blip then bout end) over (order by bout)) % 2 = 1
            then earlier_activity else activity end as activity)
    from neighbours
)
select *, sum(starts_segment) over (order by bout)::integer as segment
from (
    select *, (starts_piece or activity <> lag(activity) over (order by bout))::integer as starts_segment
    from absorbed);

-- Step 9.
create temp table segments as
select segment, any_value(piece) as piece, any_value(activity) as activity, min(first_key) as first_key,
    sum(measured) as measured, sum(beats) as beats,
    arg_min_null(first_location, bout) as first_location, arg_max_null(last_location, bout) as last_location
from bouts group by segment;

-- Step 10.
create temp table games as
with lows as (
    select *,
        case
            when lead(activity, 1) over piece_in_order = 0 then segment + 1
            when lead(activity, 1) over piece_in_order = 1 and lead(activity, 2) over piece_in_order = 0
                then segment + 2
        end as low
    from segments
    window piece_in_order as (partition by piece order by segment)
), cycles as (
    select high.piece, high.segment as high, high.low, high.first_key, low.first_key as low_key
    from lows as high join segments as low on low.segment = high.low
    where high.activity = 2
        and millimetres(half_chord(lon_of(high.last_location), lat_of(high.last_location),
            lon_of(low.first_location), lat_of(low.first_location))) > 100000
), chains as (
    select min(high) as first_segment, max(low) as until_segment, count(*)::integer as cycles
    from (
        select *, sum(starts_chain) over (order by high) as chain
        from (
            select *, coalesce(first_key - lag(low_key) over (partition by piece order by high) > 900000, true)::integer
                as starts_chain
            from cycles))
    group by chain
    having count(*) >= 2
)
select first_segment, until_segment, cycles
from chains
join segments on segment >= first_segment and segment < until_segment
join rates on day = day_of(first_key)
where activity = 2
group by first_segment, until_segment, cycles
having sum(measured) > 0
    and 100 * sum(beats) between 125 * any_value(reference) * sum(measured) and 300 * any_value(reference) * sum(measured);

-- The segment of each bout, or the first segment of its game.
create temp table parts_of_bouts as
select bout, case when segment < until_segment then first_segment else segment end as part,
    case when segment < until_segment then cycles end as cycles,
    sum(readings) over (partition by session) = 1 as alone
from bouts asof left join games on segment >= first_segment;

create temp table events as
select part, any_value(session) as session, any_value(activity) as activity, any_value(sleep) as sleep,
    bool_or(alone) as alone, max(cycles) as cycles,
    min(first_key) as first_key, max(last_key) as last_key, sum(readings)::bigint as readings,
    sum(measured)::bigint as measured, sum(beats)::bigint as beats, sum(squares)::bigint as squares,
    min(least) as least, max(most) as most,
    sum(located)::bigint as located, sum(lons)::bigint as lons, sum(lats)::bigint as lats,
    -- Longitudes that span half a turn or more are measured from the event's first longitude.
    max(east) - min(west) >= 180000000 as turned, arg_min(first_place, bout) as first_place,
    -- Excludes the step that leads to the event's first place.
    sum(steps)::bigint - arg_min(first_step, bout) as steps
from bouts join parts_of_bouts using (bout) group by part;

create temp table turned as
select part, sum(lon_of(first_place)
    + (lon_of(location) - lon_of(first_place) + 540000000) % 360000000 - 180000000)::bigint as lons
from readings
join bouts_of_runs using (run)
join parts_of_bouts using (bout)
join events using (part)
where turned and location is not null
group by part;

create temp table radii as
select part, millimetres(max(half_chord(lon, lat, lon_of(location), lat_of(location)))) as radius
from readings
join (
    select run, part, coalesce(turned.lons, events.lons) / located as lon, lats / located as lat
    from bouts_of_runs join parts_of_bouts using (bout) join events using (part) left join turned using (part)
    where located > 0) using (run)
where location is not null
group by part;

-- Steps 11 and 12.
create temp table timelines as
select *, behavior in ('Deep Sleep', 'Resting', 'Alert') as rest,
    case behavior when 'Deep Sleep' then sure when 'Resting' then 0.95 when 'Playing Fetch' then 0.8
        when 'Anxious Pacing' then 0.75 when 'Unknown' then 0 else 0.7 end::double as rule_confidence
from (
    select
        session, first_key, readings, measured, beats, least, most, cycles, rates.day as rates_day, baseline, reference,
        sleeps.rule_confidence as sure,
        enum_range(null::collar)[(first_key >> 32) + 1]::varchar as collar_id,
        date '${date}' - 30 + ((first_key & 4294967295) // 86400000)::integer as day,
        make_timestamp(((first_key & 4294967295) + earliest()) * 1000) as "start",
        make_timestamp(((coalesce(lead(first_key) over (partition by session order by first_key), last_key) & 4294967295)
            + earliest()) * 1000) as "end",
        sqrt((measured::hugeint * squares - beats::hugeint * beats)::double) / nullif(measured, 0) / 1000 as deviation,
        radius / 1000 as radius_m, case when located >= 2 then steps / 1000 end as distance_m,
        case
            when alone then 'Unknown'
            when cycles is not null then 'Playing Fetch'
            when sleep is not null then 'Deep Sleep'
            when activity = 0 and measured >= 4 and 100 * beats > 150 * baseline * measured then 'Alert'
            when activity = 0 then 'Resting'
            when activity = 2 then 'Running'
            when located >= 6 and radius < 70000 and measured > 0
                and 100 * beats between 110 * reference * measured and 170 * reference * measured then 'Anxious Pacing'
            else 'Walking' end as behavior
    from events left join radii using (part) left join sleeps on sleep = first_minute
        join rates on rates.day = day_of(first_key));

copy (
    select
        'evt_' || printf('%04x', epoch_ms("start") // 86400000) || left(sha256(collar_id || chr(10)
            || strftime("start", '%Y-%m-%dT%H:%M:%S.%gZ') || chr(10) || behavior), 20) as event_id,
        collar_id, day, "start", "end", behavior, rule_confidence, rule_confidence as confidence,
        readings::integer as readings, measured::integer as hr_readings,
        beats / nullif(measured * 1000, 0) as hr_mean, deviation as hr_std,
        least / 1000 as hr_min, most / 1000 as hr_max, radius_m, distance_m, cycles as fetch_cycles,
        case when rest then baseline / 1000 end as baseline_hr, reference / 1000 as reference_hr,
        0 as feedback_positive, 0 as feedback_negative, 'unreviewed' as review,
        null::varchar as corrected_behavior, '2027.1' as ruleset
    from timelines
    order by collar_id, "start"
) to '${out}/timelines.parquet' (format parquet, compression zstd);

copy (
    with chains as (
        select any_value(collar_id) as collar_id, any_value(day) as day,
            least(max("end"), day + interval 20 hours) - greatest(min("start"), day + interval 8 hours)
                > interval 8 hours as prolonged
        from (
            select *, sum((not rest)::integer) over (partition by session order by first_key) as chain from timelines)
        where rest
        group by session, chain, day
    ), inactive as (
        select collar_id, day, bool_or(prolonged) as prolonged from chains group by collar_id, day
    ), lengths as (
        select *, (epoch_ms("end") - epoch_ms("start")) / 60000 as minutes from timelines
    )
    select collar_id, lengths.day,
        coalesce(sum(minutes) filter (behavior = 'Deep Sleep'), 0) as minutes_deep_sleep,
        coalesce(sum(minutes) filter (behavior = 'Resting'), 0) as minutes_resting,
        coalesce(sum(minutes) filter (behavior = 'Alert'), 0) as minutes_alert,
        coalesce(sum(minutes) filter (behavior = 'Walking'), 0) as minutes_walking,
        coalesce(sum(minutes) filter (behavior = 'Running'), 0) as minutes_running,
        coalesce(sum(minutes) filter (behavior = 'Anxious Pacing'), 0) as minutes_anxious_pacing,
        coalesce(sum(minutes) filter (behavior = 'Playing Fetch'), 0) as minutes_playing_fetch,
        sum(minutes) as observed_minutes, sum(readings)::integer as readings,
        min("start") as first_reading, max("end") as last_reading,
        min(least) / 1000 as hr_min, sum(beats) / nullif(sum(measured) * 1000, 0) as hr_mean, max(most) / 1000 as hr_max,
        any_value(resting) / 1000 as resting_hr,
        coalesce(sum(distance_m), 0) as distance_m, count(*)::integer as events,
        list_filter([
            case when bool_or(behavior = 'Alert') then 'high_resting_heart_rate' end,
            case when bool_or(prolonged) then 'prolonged_inactivity' end], lambda flag: flag is not null) as flags
    from lengths left join inactive using (collar_id, day) join rates on rates_day = rates.day
    group by collar_id, lengths.day
    order by collar_id, lengths.day
) to '${out}/summaries.parquet' (format parquet, compression zstd);
