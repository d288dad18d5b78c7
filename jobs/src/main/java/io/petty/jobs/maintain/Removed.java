package io.petty.jobs.maintain;

import java.util.List;

/**
 * The data and records that were removed, or would be removed.
 *
 * @param publications number of earlier publications
 * @param runs number of records of runs
 * @param jobs number of records of job executions
 */
public record Removed(List<Files> tables, int publications, int runs, int jobs) {
    public Removed {
        tables = List.copyOf(tables);
    }

    /**
     * The files of one table.
     *
     * @param snapshots number of expired snapshots
     * @param files number of files that belonged only to these snapshots
     * @param bytes total size of these files
     * @param orphans number of files that belonged to no snapshot
     * @param orphanBytes total size of the orphans
     */
    public record Files(String table, int snapshots, int files, long bytes, int orphans, long orphanBytes) {}
}
