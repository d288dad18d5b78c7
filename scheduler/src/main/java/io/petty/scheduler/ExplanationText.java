package io.petty.scheduler;

import io.petty.jobs.timeline.EventExplanation;
import io.petty.jobs.timeline.EventExplanation.Check;
import io.petty.jobs.timeline.EventExplanation.Cycle;
import io.petty.jobs.timeline.EventExplanation.Window;
import io.petty.jobs.timeline.TimelineRules;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes why an event is what it is, for an engineer to read. */
final class ExplanationText {
    /** Of a longer list of windows or cycles, as many are shown at its beginning and at its end. */
    private static final int SHOWN_AT_AN_END = 5;

    private final PrintStream out;
    private final Event event;

    ExplanationText(PrintStream out, Event event) {
        this.out = out;
        this.event = event;
    }

    /** @param epochMillis milliseconds since 1970-01-01T00:00Z */
    static String time(long epochMillis) {
        return DayStatus.text(Instant.ofEpochMilli(epochMillis));
    }

    static String readings(int count) {
        return count == 1 ? "1 reading" : HumanText.wholeCount(count) + " readings";
    }

    private String timeOfDay(long epochMillis) {
        return TimeOfDay.text(event.day(), epochMillis);
    }

    /** The event as it is published. */
    void event() {
        out.printf("%s of collar %s on %s (UTC)%n", event.behavior().label(), event.collarId(), event.day());
        out.printf("  id          %s%n", event.eventId());
        out.printf(
                "  time        %s to %s, %s%n",
                time(event.start()), time(event.end()), HumanText.duration(event.end() - event.start()));
        out.printf(
                "  readings    %,d, mean heart rate %.2f bpm, deviation %.2f, lowest %s, highest %s%n",
                event.readings(),
                event.heartRateMean(),
                event.heartRateDeviation(),
                event.heartRateMin(),
                event.heartRateMax());
        out.printf(
                "  confidence  %.2f, %s%n",
                event.confidence(),
                event.confidence() == event.ruleConfidence()
                        ? "the rule's own"
                        : String.format(Locale.ROOT, "the rule's own is %.2f", event.ruleConfidence()));
        out.printf("  review      %s%n", event.review().label());
        out.printf("  ruleset     %s%n", event.ruleset());
    }

    /**
     * Says that other rules are in force than those the event was published with.
     *
     * @param used the rules that explain it below
     * @param now what the rules in force tell at the event's start
     */
    void otherRules(String used, String inForce, Optional<Event> now) {
        out.printf("%nThe rules in force, %s, are not those it was published with, %s.%n", inForce, event.ruleset());
        if (used.equals(event.ruleset())) {
            out.printf(
                    "  Below are the figures of %s. The rules in force tell of that time: %s.%n",
                    used, now.map(this::told).orElse("nothing"));
        } else {
            out.printf(
                    "  Its figures are not recorded, so below the readings are held against the rules in force, which may"
                            + " tell another event.%n");
        }
    }

    private String told(Event other) {
        return "%s, %s to %s".formatted(other.behavior().label(), timeOfDay(other.start()), timeOfDay(other.end()));
    }

    /** What the published event and the computed one differ in, as {@code name: published, computed}. */
    static List<String> differences(Event published, @Nullable Event computed, String ruleset) {
        if (computed == null) {
            return List.of("the readings there are now tell no event at that time");
        }
        List<String> differences = new ArrayList<>();
        compare(
                differences,
                "behavior",
                published.behavior().label(),
                computed.behavior().label());
        compare(differences, "start", time(published.start()), time(computed.start()));
        compare(differences, "end", time(published.end()), time(computed.end()));
        compare(differences, "readings", published.readings(), computed.readings());
        compare(differences, "mean heart rate", published.heartRateMean(), computed.heartRateMean());
        compare(differences, "deviation", published.heartRateDeviation(), computed.heartRateDeviation());
        compare(differences, "lowest heart rate", published.heartRateMin(), computed.heartRateMin());
        compare(differences, "highest heart rate", published.heartRateMax(), computed.heartRateMax());
        compare(differences, "radius", published.radius(), computed.radius());
        compare(differences, "distance", published.distance(), computed.distance());
        compare(differences, "cycles", published.fetchCycles(), computed.fetchCycles());
        compare(differences, "resting baseline", published.baselineHeartRate(), computed.baselineHeartRate());
        if (published.ruleset().equals(ruleset)) {
            compare(differences, "rule's confidence", published.ruleConfidence(), computed.ruleConfidence());
        }
        return differences;
    }

    private static void compare(
            List<String> differences, String name, @Nullable Object published, @Nullable Object computed) {
        if (!Objects.equals(published, computed)) {
            differences.add("%s: %s is published, %s computed"
                    .formatted(
                            name,
                            Objects.requireNonNullElse(published, "none"),
                            Objects.requireNonNullElse(computed, "none")));
        }
    }

    /** Says that the computed event is another one than the published one. */
    void differences(List<String> differences, List<String> causes, @Nullable Long pinnedRun) {
        out.printf("%nComputed again from the readings there are now, it is not the same:%n");
        differences.forEach(difference -> out.printf("  %s%n", difference));
        if (pinnedRun != null) {
            out.printf("  Its day is pinned to what run %d published, whatever its inputs give.%n", pinnedRun);
        } else if (!causes.isEmpty()) {
            out.printf("  Its day is stale: %s.%n", String.join(", ", causes));
        } else {
            out.printf(
                    "  Nothing that is recorded accounts for it: the published day is damaged or was made by another"
                            + " program. ./petty rerun --date %s --force publishes it again.%n",
                    event.day());
        }
    }

    /** The rule and its figures. */
    void why(EventExplanation explanation, TimelineRules rules) {
        Behavior behavior = explanation.event().behavior();
        out.printf("%nWhy %s%n", behavior.label());
        out.printf("  %s%n", rule(behavior, rules));
        out.printf("  It begins %s.%n", explanation.begins());
        out.printf("  It ends %s.%n", explanation.ends());
        out.printf(
                "  Its session lasts from %s to %s and has %s.%n",
                timeOfDay(explanation.session().start()),
                timeOfDay(explanation.session().end()),
                readings(explanation.session().readings()));
        blips(explanation.blips());
        windows(explanation.windows());
        cycles(explanation.cycles());
        explanation.judgement().ifPresent(judgement -> {
            out.printf(
                    judgement.holds()
                            ? "%n  It is %s, since all of this holds%n"
                            : "%n  It is not %s, since not all of this holds%n",
                    judgement.behavior().label());
            checks(judgement.checks());
        });
        boolean asksBaseline =
                explanation.judgement().stream().anyMatch(judgement -> judgement.behavior() == Behavior.ALERT);
        if (asksBaseline && !explanation.baselineDays().isEmpty()) {
            out.printf(
                    "  Resting heart rates of earlier days, whose median is the baseline: %s%n",
                    explanation.baselineDays().stream()
                            .map(ExplanationText::resting)
                            .collect(Collectors.joining(", ")));
        }
    }

    private static String resting(RestingHeartRate rate) {
        return String.format(Locale.ROOT, "%s %.2f", rate.day(), rate.beatsPerMinute());
    }

    private static String rule(Behavior behavior, TimelineRules rules) {
        long window = rules.rest().window().toMillis();
        return switch (behavior) {
            case DEEP_SLEEP ->
                "Rule 6: a stretch of activity 0 in windows of %s, all of them calm."
                        .formatted(HumanText.duration(window));
            case RESTING ->
                "Rule 6: a stretch of activity 0 in windows of %s, none of them calm, and no alert."
                        .formatted(HumanText.duration(window));
            case ALERT ->
                "Rule 6: a stretch of activity 0 in windows of %s, none of them calm, with a heart rate far above the baseline."
                        .formatted(HumanText.duration(window));
            case ANXIOUS_PACING -> "Rule 7: activity 1 outside of a game, about one place, with a raised heart rate.";
            case WALKING -> "Rule 7: activity 1 outside of a game, and not anxious pacing.";
            case RUNNING -> "Rule 7: activity 2 outside of a game.";
            case PLAYING_FETCH ->
                "Rule 5: a chain of cycles, each a run of activity 2 and a calm of activity 0 far from it.";
            case UNKNOWN -> "Rule 8: a session of one single reading.";
        };
    }

    private void blips(List<EventExplanation.Blip> blips) {
        if (blips.isEmpty()) {
            return;
        }
        out.printf("  Absorbed inside of it by rule 3:%n");
        for (EventExplanation.Blip blip : blips) {
            out.printf(
                    "    %s  %s of activity %d taken as %d, %s %s, asked is %s%n",
                    timeOfDay(blip.start()),
                    readings(blip.readings()),
                    blip.activity(),
                    blip.takenAs(),
                    blip.around().figure(),
                    blip.around().what(),
                    blip.around().asked());
        }
    }

    private void windows(List<Window> windows) {
        if (windows.isEmpty()) {
            return;
        }
        List<Check> first = windows.get(0).checks();
        out.println();
        row("WINDOW", first, check -> check.what().toUpperCase(Locale.ROOT), "");
        row("", first, Check::asked, "");
        rows(
                windows,
                window -> row(
                        timeOfDay(window.start()),
                        window.checks(),
                        Check::figure,
                        window.isCalm() ? "calm" : "not calm: " + failed(window.checks())));
    }

    private void row(String start, List<Check> checks, Function<Check, String> cell, String verdict) {
        StringBuilder row = new StringBuilder("  %-10s".formatted(start));
        checks.forEach(check -> row.append("%-15s".formatted(cell.apply(check))));
        out.println(row.append(verdict).toString().stripTrailing());
    }

    private static String failed(List<Check> checks) {
        return checks.stream().filter(check -> !check.holds()).map(Check::what).collect(Collectors.joining(", "));
    }

    private void cycles(List<Cycle> cycles) {
        if (cycles.isEmpty()) {
            return;
        }
        out.printf("%n  Cycles%n");
        rows(
                cycles,
                cycle -> out.printf(
                        "  run %s, calm %s: %s%n",
                        timeOfDay(cycle.runStart()),
                        timeOfDay(cycle.calmStart()),
                        cycle.checks().stream()
                                .map(check -> "%s %s (%s)".formatted(check.what(), check.figure(), check.asked()))
                                .collect(Collectors.joining(", "))));
    }

    /** Takes what is printed as a line. */
    private interface Line<R> {
        void print(R row);
    }

    private <R> void rows(List<R> rows, Line<R> line) {
        for (int i = 0; i < rows.size(); i++) {
            if (i == SHOWN_AT_AN_END && rows.size() > 2 * SHOWN_AT_AN_END + 1) {
                out.printf("  … %,d more like these%n", rows.size() - 2 * SHOWN_AT_AN_END);
                i = rows.size() - SHOWN_AT_AN_END;
            }
            line.print(rows.get(i));
        }
    }

    private void checks(List<Check> checks) {
        for (Check check : checks) {
            out.printf(
                    "    %-3s  %s: %s, asked is %s%n",
                    check.holds() ? "yes" : "no", check.what(), check.figure(), check.asked());
        }
    }
}
