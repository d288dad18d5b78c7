package io.petty.jobs.timeline;

import io.petty.jobs.batch.RowTable;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.Publications;
import io.petty.timeline.RestingHeartRate;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The published resting heart rates of earlier days, from which baselines are computed. */
public final class RestingHistory {
    private final Lake lake;
    private final Publications publications;

    public RestingHistory(Lake lake, Publications publications) {
        this.lake = lake;
        this.publications = publications;
    }

    /**
     * Returns the files with the rates of the days before the computed ones. The rates of the computed days are left
     * out, since they change.
     *
     * @param windowDays number of days before an event day whose rates count
     */
    BucketFiles<RestingHeartRate> before(List<LocalDate> computed, int windowDays) {
        LocalDate first = Collections.min(computed);
        LocalDate last = Collections.max(computed);
        Set<LocalDate> days = publications.current(first.minusDays(windowDays), last.minusDays(1)).stream()
                .map(Publication::eventDay)
                .filter(day -> !computed.contains(day))
                .collect(Collectors.toSet());
        return BucketFiles.of(days, () -> RowTable.resting(lake));
    }

    /** Returns the published rates from which a run would compute a collar's baseline for a day. */
    public List<RestingHeartRate> of(String collarId, LocalDate day, int windowDays) throws IOException {
        List<RestingHeartRate> resting = new ArrayList<>();
        before(List.of(day), windowDays)
                .read(lake.buckets().bucket(collarId), collarId, RestingHeartRate::collarId, resting::add);
        return resting;
    }
}
