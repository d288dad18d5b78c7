package io.petty.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.jobs.rules.CollarTimeline;
import io.petty.jobs.rules.CollarTimelines;
import io.petty.jobs.rules.RestingBaseline;
import io.petty.jobs.rules.TimelineRules;
import io.petty.systemtests.reference.RandomCollarDays;
import io.petty.systemtests.reference.ReferenceExport;
import io.petty.systemtests.reference.ReferenceReading;
import io.petty.systemtests.reference.ReferenceTimeline;
import io.petty.systemtests.reference.RowsAssert;
import io.petty.timeline.RestingHeartRate;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the rules with the reference on thousands of difficult collar-days. */
class TimelineComparisonTest {

    private static final int COLLARS = 400;
    private static final int MOST_DIFFERENCES = 5;

    private final CollarTimelines timelines = new CollarTimelines(TimelineRules.DEFAULTS);

    @ParameterizedTest
    @ValueSource(longs = {20261120, 1, 2, 3, 4, 5})
    void matchesTheTimelinesAndSummariesOfTheReference(long seed) {
        RandomCollarDays collars = new RandomCollarDays(seed);
        List<String> differences = new ArrayList<>();
        int days = 0;
        for (int i = 0; i < COLLARS && differences.size() < MOST_DIFFERENCES; i++) {
            RandomCollarDays.Collar collar = collars.next();
            days += collar.days().size();
            compare(collar, differences);
        }
        SoftAssertions.assertSoftly(softly -> differences.forEach(softly::fail));
        assertThat(days).isGreaterThan(4 * COLLARS);
    }

    private void compare(RandomCollarDays.Collar collar, List<String> differences) {
        SortedMap<LocalDate, ReferenceTimeline> expected = ReferenceTimeline.ofCollar(collar.days());
        List<RestingHeartRate> resting = new ArrayList<>();
        for (Map.Entry<LocalDate, List<ReferenceReading>> entry : collar.days().entrySet()) {
            LocalDate day = entry.getKey();
            Optional<RestingBaseline> baseline = RestingBaseline.before(day, resting, TimelineRules.DEFAULTS);
            CollarTimeline found =
                    timelines.compute(ProductRows.collarDay(collar.id(), day, entry.getValue()), baseline);
            found.resting().ifPresent(resting::add);
            String difference = difference(found, expected.get(day));
            if (difference != null) {
                differences.add(collar.id() + " on " + day + ": " + difference);
                return;
            }
        }
    }

    private static @Nullable String difference(CollarTimeline found, @Nullable ReferenceTimeline timeline) {
        if (timeline == null) {
            return "no reference";
        }
        List<Map<String, @Nullable Object>> events = ReferenceExport.timelines(List.of(timeline));
        for (int i = 0; i < Math.min(events.size(), found.events().size()); i++) {
            Map<String, @Nullable Object> event = ProductRows.row(found.events().get(i));
            String difference = RowsAssert.firstDifference(event, events.get(i));
            if (difference != null) {
                return "event %d, %s%nfound    %s%nexpected %s".formatted(i + 1, difference, event, events.get(i));
            }
        }
        if (events.size() != found.events().size()) {
            return found.events().size() + " events, expected " + events.size();
        }
        Map<String, @Nullable Object> expected =
                ReferenceExport.summaries(List.of(timeline)).get(0);
        Map<String, @Nullable Object> summary = ProductRows.row(found.summary());
        String difference = RowsAssert.firstDifference(summary, expected);
        return difference == null
                ? null
                : "summary, %s%nfound    %s%nexpected %s".formatted(difference, summary, expected);
    }
}
