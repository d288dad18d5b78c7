package io.petty.api.timeline;

import io.petty.lake.Publication;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** The collars of all published days, for a lake that has few. */
@Component
public class SampleCollars {
    private static final int NEWEST_DAYS = 31;

    private final DayPublications days;
    private final PublishedCollarDays collarDays;

    SampleCollars(DayPublications days, PublishedCollarDays collarDays) {
        this.days = days;
        this.collarDays = collarDays;
    }

    /** So many of them at most, in order. */
    public List<String> of(int most) throws IOException {
        return collarDays.answer(() -> {
            TreeSet<String> collars = new TreeSet<>();
            for (Publication publication : days.newest(NEWEST_DAYS)) {
                collars.addAll(collarDays.collars(publication, null, most));
            }
            return collars.stream().limit(most).toList();
        });
    }
}
