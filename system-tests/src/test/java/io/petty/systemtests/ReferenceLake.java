package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.lake.DeliveryFile;
import io.petty.lake.database.LakeDatabase;
import io.petty.systemtests.reference.ReferenceDelivery;
import io.petty.systemtests.reference.ReferenceExport;
import io.petty.systemtests.reference.ReferenceRaw;
import io.petty.systemtests.reference.ReferenceReading;
import io.petty.systemtests.reference.ReferenceReadings;
import io.petty.systemtests.reference.ReferenceReject;
import io.petty.systemtests.reference.ReferenceTimeline;
import io.petty.systemtests.reference.RowsAssert;
import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The expected content of a lake after all files of a raw folder are ingested, computed by the reference. */
final class ReferenceLake {
    private final SortedMap<LocalDate, ReferenceDelivery> raw;
    private final SortedMap<LocalDate, List<ReferenceReading>> readings = new TreeMap<>();
    private final SortedMap<LocalDate, List<ReferenceTimeline>> timelines = new TreeMap<>();

    private ReferenceLake(SortedMap<LocalDate, ReferenceDelivery> raw) {
        this.raw = raw;
        raw.forEach((day, delivery) -> readings.put(
                day,
                delivery.files().values().stream()
                        .flatMap(file -> file.readings().stream())
                        .toList()));
        ReferenceReadings.byCollar(readings)
                .values()
                .forEach(days -> ReferenceTimeline.ofCollar(days)
                        .forEach((day, timeline) -> timelines
                                .computeIfAbsent(day, any -> new ArrayList<>())
                                .add(timeline)));
    }

    static ReferenceLake of(RawFolder folder) throws IOException {
        return new ReferenceLake(folder.read());
    }

    /** Returns the rows of all days' timelines. The caller may change them. */
    SortedMap<LocalDate, List<Map<String, @Nullable Object>>> timelineRows() {
        SortedMap<LocalDate, List<Map<String, @Nullable Object>>> rows = new TreeMap<>();
        timelines.forEach((day, ofDay) -> rows.put(day, ReferenceExport.timelines(ofDay)));
        return rows;
    }

    Collection<LocalDate> eventDays() {
        return timelines.keySet();
    }

    /** Returns the exit code of a run that ingests all days and allows any share of rejects. */
    int exitCode() {
        boolean complete = raw.values().stream().allMatch(day -> day.state("1") == ReferenceDelivery.State.FRESH);
        return (complete ? ReferenceDelivery.State.FRESH : ReferenceDelivery.State.INCOMPLETE).exitCode();
    }

    long lines() {
        return raw.values().stream()
                .flatMap(delivery -> delivery.files().values().stream())
                .mapToLong(ReferenceRaw::lines)
                .sum();
    }

    /** Compares every day of every table, and the counts of every file. */
    void assertEqualTo(PettyHome home) {
        try (LakeDatabase open = home.open()) {
            assertThat(home.deliveryDays()).containsExactlyElementsOf(raw.keySet());
            assertThat(home.eventDays()).containsExactlyElementsOf(timelines.keySet());
            raw.forEach((day, delivery) -> {
                assertFiles(home.files(day), delivery.files());
                List<ReferenceReject> rejects = delivery.files().values().stream()
                        .flatMap(file -> file.rejects().stream())
                        .toList();
                RowsAssert.assertThatRows(home.export("rejects", day))
                        .as("rejects of %s", day)
                        .ignoring("message")
                        .matches(ReferenceExport.rejects(rejects));
            });
            assertResults(home);
        }
    }

    /** Compares every event day's readings, timelines and summaries. */
    void assertResults(PettyHome home) {
        try (LakeDatabase open = home.open()) {
            timelines.forEach((day, ofDay) -> {
                RowsAssert.assertThatRows(home.export("readings", day))
                        .matches(ReferenceExport.readings(day, readings));
                RowsAssert.assertThatRows(home.export("timelines", day)).matches(ReferenceExport.timelines(ofDay));
                RowsAssert.assertThatRows(home.export("summaries", day)).matches(ReferenceExport.summaries(ofDay));
            });
        }
    }

    private static void assertFiles(List<DeliveryFile> found, SortedMap<String, ReferenceRaw> expected) {
        assertThat(found).extracting(DeliveryFile::key).containsExactlyElementsOf(expected.keySet());
        for (DeliveryFile file : found) {
            ReferenceRaw reference = Objects.requireNonNull(expected.get(file.key()));
            assertThat(file.lines()).as("lines of %s", file.key()).isEqualTo(file.readings() + file.rejects());
            assertThat(file.lines()).as("lines of %s", file.key()).isEqualTo(reference.lines());
            assertThat(file.readings())
                    .as("readings of %s", file.key())
                    .isEqualTo(reference.readings().size());
            assertThat(file.rejects()).as("rejects of %s", file.key()).isEqualTo(reference.lineRejects());
            assertThat(file.broken()).as("whether %s is broken", file.key()).isEqualTo(reference.broken());
        }
    }
}
