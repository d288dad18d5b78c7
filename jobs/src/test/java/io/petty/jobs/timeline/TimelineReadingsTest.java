package io.petty.jobs.timeline;

import static io.petty.jobs.SmallLake.COLLAR;
import static io.petty.jobs.SmallLake.DAY;
import static io.petty.jobs.SmallLake.OTHER_COLLAR;
import static io.petty.jobs.SmallLake.rest;
import static io.petty.jobs.SmallLake.together;
import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.SmallLake;
import io.petty.jobs.batch.SortedDeliveries;
import io.petty.jobs.batch.WorkFolder;
import io.petty.jobs.ingest.RawFolders;
import io.petty.jobs.update.RunOutcome;
import io.petty.lake.Lake;
import io.petty.lake.Publication;
import io.petty.lake.lease.Lease;
import io.petty.timeline.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.expressions.Expressions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;

/** From where the readings of timelines come: sorted runs of the same run, or the table. */
class TimelineReadingsTest {
    private static final LocalDate NEXT_DAY = DAY.plusDays(1);
    private static final LocalDate LAST_DAY = DAY.plusDays(2);
    private static final String FILE = "00.ndjson";

    private SmallLake lake;

    @BeforeEach
    void openLake(@TempDir Path folder) throws IOException {
        lake = new SmallLake(folder);
    }

    @AfterEach
    void closeLake() throws IOException {
        lake.close();
    }

    /** What depends on the readings of a day. */
    private record Published(Publication.Inputs inputs, Publication.Content content, List<Event> events) {}

    @Test
    void sortedRunsAndTheTableGiveTheSameTimelines() throws Exception {
        deliverRepeatedAndLateReadings();
        run(List.of());
        List<Published> fromRuns = published();

        deleteWorkFiles();
        for (LocalDate day : List.of(DAY, NEXT_DAY)) {
            assertThat(lake.update(update -> update.rerun(day, true)).published())
                    .containsExactly(day);
        }

        assertThat(fromRuns).extracting(day -> day.content().readings()).containsExactly(2_500L, 1_310L);
        assertThat(published()).isEqualTo(fromRuns);
    }

    @Test
    void readsDeliveriesOfTheSameRunFromTheirSortedRuns() throws Exception {
        deliverRepeatedAndLateReadings();

        RunOutcome outcome = run(List.of(before("timelineRecording", () -> deleteReadings(DAY, NEXT_DAY, LAST_DAY))));

        assertThat(outcome.failures()).isEmpty();
        assertThat(published(DAY).content().readings()).isEqualTo(2_500);
        assertThat(published(NEXT_DAY).content().readings()).isEqualTo(1_310);
    }

    @Test
    void readsDeliveriesOfEarlierRunsFromTheTable() throws Exception {
        deliverRepeatedAndLateReadings();
        lake.update(update -> update.runDay(DAY, false));
        lake.update(update -> update.runDay(NEXT_DAY, false));
        deleteWorkFiles();

        RunOutcome outcome = run(List.of(before("timelineRecording", () -> deleteReadings(LAST_DAY))));

        assertThat(outcome.ingested()).containsExactly(LAST_DAY);
        assertThat(outcome.failures()).isEmpty();
        assertThat(published(DAY).content().readings()).isEqualTo(2_500);
        assertThat(published(NEXT_DAY).content().readings()).isEqualTo(1_310);
    }

    @Test
    void aRestartedJobReadsTheTable() throws Exception {
        deliverRepeatedAndLateReadings();
        RunOutcome failed = run(List.of(before("timelinesPartitioned", () -> {
            throw new IllegalStateException("the run dies");
        })));
        assertThat(failed.published()).isEmpty();
        deleteWorkFiles();

        RunOutcome restarted = run(List.of());

        assertThat(restarted.ingested()).isEmpty();
        assertThat(restarted.published()).containsExactly(DAY, NEXT_DAY);
        assertThat(published(DAY).content().readings()).isEqualTo(2_500);
        assertThat(published(NEXT_DAY).content().readings()).isEqualTo(1_310);
    }

    @Test
    void readsNoSortedRunsOnS3() throws Exception {
        deliverRepeatedAndLateReadings();
        run(List.of());
        SortedDeliveries sorted =
                new SortedDeliveries(new WorkFolder(lake.lake().files(), "s3://bucket/work", "work"));
        sorted.add(DAY, List.of("s3://bucket/work/run-0000"));

        try (Lease lease = lake.take("run")) {
            assertThat(sorted.readings(lake.parts(lease), List.of(DAY)).runs().get(DAY))
                    .isEmpty();
        }
    }

    /**
     * Delivers three days, two of them with more readings than are sorted at once. The second and third repeat readings
     * of the first and contradict others.
     */
    private void deliverRepeatedAndLateReadings() throws IOException {
        lake.deliver(DAY, FILE, together(rest(COLLAR, DAY, 700, 60), rest(OTHER_COLLAR, DAY, 700, 55)));
        lake.deliver(DAY, "01.ndjson", together(rest(COLLAR, DAY, 600, 60), rest("MAX-03", DAY, 700, 65)));
        lake.deliver(NEXT_DAY, FILE, together(rest(COLLAR, NEXT_DAY, 700, 62), rest(COLLAR, DAY, 300, 58)));
        lake.deliver(NEXT_DAY, "01.ndjson", rest("ROCKY-04", DAY, 400, 70));
        lake.deliver(LAST_DAY, FILE, together(rest(COLLAR, DAY, 350, 64), rest(OTHER_COLLAR, NEXT_DAY, 610, 61)));
    }

    private RunOutcome run(List<StepExecutionListener> stepListeners) throws Exception {
        RawFolders folders = RawFolders.list(lake.raw());
        try (Lease lease = lake.take("run")) {
            return lake.update(lease, stepListeners, update -> update.run(folders, folders.days(), false, false));
        }
    }

    /** Something that happens during a run. */
    private interface Incident {
        void happens() throws IOException;
    }

    private static StepExecutionListener before(String stepName, Incident incident) {
        return new StepExecutionListener() {
            @Override
            public void beforeStep(StepExecution step) {
                if (step.getStepName().equals(stepName)) {
                    try {
                        incident.happens();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        };
    }

    /** Deletes the table's files with the readings of some delivery days. */
    private void deleteReadings(LocalDate... deliveryDays) throws IOException {
        for (LocalDate day : deliveryDays) {
            List<DataFile> files =
                    Lake.currentDataFiles(lake.lake().readings(), Expressions.equal("delivery_day", day.toString()));
            assertThat(files).isNotEmpty();
            for (DataFile file : files) {
                Files.delete(Path.of(URI.create(file.location()).getPath()));
            }
        }
    }

    private void deleteWorkFiles() throws IOException {
        Path work = Path.of(lake.work().location());
        try (Stream<Path> files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private List<Published> published() throws IOException {
        return List.of(published(DAY), published(NEXT_DAY));
    }

    private Published published(LocalDate day) throws IOException {
        Publication publication = lake.publication(day).orElseThrow();
        List<Event> events = new ArrayList<>();
        for (String collar : List.of(COLLAR, OTHER_COLLAR, "MAX-03", "ROCKY-04")) {
            events.addAll(lake.events(day, collar));
        }
        return new Published(publication.inputs(), publication.content(), events);
    }
}
