package io.petty.cli.commands;

import io.petty.cli.workspace.Workspace;
import io.petty.jobs.FailureText;
import io.petty.lake.Publication;
import io.petty.lake.PublishedDay;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Published days, read in full. After a restore, the database and the tables may be of different times.
 *
 * @param count number of days that could be read and have the events and collars of their publication
 * @param problems the other days, each with the reason
 */
record ReadableDays(int count, List<String> problems) {
    /** Reads the timelines and summaries of the published days in a range. */
    static ReadableDays read(Workspace workspace, DayRangeOptions range) {
        int count = 0;
        List<String> problems = new ArrayList<>();
        for (Publication publication : workspace.publications().all()) {
            if (range.contains(publication.eventDay())) {
                try {
                    read(workspace, publication);
                    count++;
                } catch (IOException | RuntimeException e) {
                    problems.add("%s, published by run %d: %s"
                            .formatted(publication.eventDay(), publication.run(), FailureText.of(e)));
                }
            }
        }
        return new ReadableDays(count, problems);
    }

    private static void read(Workspace workspace, Publication publication) throws IOException {
        PublishedDay day = new PublishedDay(workspace.lake(), publication);
        AtomicLong events = new AtomicLong();
        AtomicLong collars = new AtomicLong();
        day.events(event -> events.incrementAndGet());
        day.summaries(summary -> collars.incrementAndGet());
        Publication.Content content = publication.content();
        if (events.get() != content.events() || collars.get() != content.collars()) {
            throw new IOException("the tables have %,d events and %,d summaries, but %,d and %,d were published"
                    .formatted(events.get(), collars.get(), content.events(), content.collars()));
        }
    }
}
