-- Converts the day's JSON files to one Parquet file without checks: the minimum work if the columns
-- are known.
set preserve_insertion_order = false;

create macro records(files, layout, packing) as table
    from read_json(files, format = layout, compression = packing, ignore_errors = true, hive_partitioning = false,
        columns = {
            collar_id: 'VARCHAR', "timestamp": 'TIMESTAMP', heart_rate: 'DOUBLE', activity_level: 'DOUBLE',
            location: 'STRUCT("type" VARCHAR, coordinates DOUBLE[])'});

copy (${records}) to '${out}/raw.parquet' (format parquet, compression zstd);
