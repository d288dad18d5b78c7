package io.petty.jobs.maintain;

import java.util.List;

/**
 * What was removed, or would be.
 *
 * @param publications how many could no longer be rolled back to
 * @param runs how many records of runs
 * @param jobs how many records of job executions
 */
public record Removed(List<Files> tables, int publications, int runs, int jobs) {
    public Removed {
        tables = List.copyOf(tables);
    }

    /**
     * Of one table.
     *
     * @param snapshots how many expired
     * @param files of these snapshots alone
     * @param bytes of these files
     * @param orphans files that no snapshot had
     * @param orphanBytes of these files
     */
    public record Files(String table, int snapshots, int files, long bytes, int orphans, long orphanBytes) {}
}
