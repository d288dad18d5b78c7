package io.petty.cli.render;

import io.petty.jobs.rules.EventExplanation;
import io.petty.jobs.rules.EventExplanation.Check;
import io.petty.jobs.rules.EventExplanation.Cycle;
import io.petty.parquet.export.TimeText;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.RestingHeartRate;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes the explanation of an event for engineers. */
public final class ExplanationText {
    /** Of a long list, this many entries are shown from the start, and as many from the end. */
    private static final int SHOWN_AT_AN_END = 5;

    private static final double HUNDRED = 100;

    private final PrintStream out;
    private final Event event;

    public ExplanationText(PrintStream out, Event event) {
        this.out = out;
        this.event = event;
    }

    /** @param epochMillis milliseconds since 1970-01-01T00:00Z */
    public static String time(long epochMillis) {
        return TimeText.of(Instant.ofEpochMilli(epochMillis));
    }

    static String readings(int count) {
        return count == 1 ? "1 reading" : HumanText.wholeCount(count) + " readings";
    }

    private String timeOfDay(long epochMillis) {
        return TimeOfDay.text(event.day(), epochMillis);
    }

    /** Writes the event as published. */
    public void event() {
        out.printf("%s of collar %s on %s (UTC)%n", event.behavior().label(), event.collarId(), event.day());
        out.printf("  id          %s%n", event.eventId());
        out.printf(
                "  time        %s to %s, %s%n",
                time(event.start()), time(event.end()), HumanText.duration(event.end() - event.start()));
        out.printf("  readings    %,d, %s%n", event.readings(), heartRates());
        out.printf(
                "  confidence  %.2f, %s%n",
                event.confidence(),
                event.confidence() == event.ruleConfidence()
                        ? "the rule's own"
                        : String.format(Locale.ROOT, "the rule's own is %.2f", event.ruleConfidence()));
        out.printf("  review      %s%n", event.review().label());
        out.printf("  ruleset     %s%n", event.ruleset());
    }

    private String heartRates() {
        if (event.heartRateMean() == null) {
            return "none with a heart rate";
        }
        return String.format(
                Locale.ROOT,
                "%s: mean %.2f bpm%s, deviation %.2f, lowest %s, highest %s",
                event.heartRateReadings() == event.readings()
                        ? "each with a heart rate"
                        : HumanText.wholeCount(event.heartRateReadings()) + " with a heart rate",
                event.heartRateMean(),
                event.referenceHeartRate() == null
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " (%.2f %% of R)",
                                HUNDRED * event.heartRateMean() / event.referenceHeartRate()),
                event.heartRateDeviation(),
                event.heartRateMin(),
                event.heartRateMax());
    }

    /**
     * Writes that the event was published with a ruleset other than the current one.
     *
     * @param now the events that the current rules find in the event's time, from the current readings
     */
    public void otherRules(String inForce, List<Event> now) {
        out.printf(
                "%nIt was published with ruleset %s, which is no longer in force. For the same time, ruleset %s finds:%n",
                event.ruleset(), inForce);
        if (now.isEmpty()) {
            out.printf("  nothing, because that time no longer has readings%n");
        }
        now.forEach(other -> out.printf("  %s%n", told(other)));
        if (!now.isEmpty()) {
            out.printf("  Below is the explanation of %s by ruleset %s.%n", nameOf(now), inForce);
        }
    }

    private static String nameOf(List<Event> events) {
        return events.size() == 1 ? "this event" : "the first of these events";
    }

    private String told(Event other) {
        return "%s to %s  %s"
                .formatted(
                        timeOfDay(other.start()),
                        timeOfDay(other.end()),
                        other.behavior().label());
    }

    /** Returns the differences between the published and the computed event, one sentence each. */
    public static List<String> differences(Event published, @Nullable Event computed) {
        if (computed == null) {
            return List.of("the current readings give no event at that time");
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
        compare(differences, "readings with a heart rate", published.heartRateReadings(), computed.heartRateReadings());
        compare(differences, "mean heart rate", published.heartRateMean(), computed.heartRateMean());
        compare(differences, "deviation", published.heartRateDeviation(), computed.heartRateDeviation());
        compare(differences, "lowest heart rate", published.heartRateMin(), computed.heartRateMin());
        compare(differences, "highest heart rate", published.heartRateMax(), computed.heartRateMax());
        compare(differences, "radius", published.radius(), computed.radius());
        compare(differences, "distance", published.distance(), computed.distance());
        compare(differences, "cycles", published.fetchCycles(), computed.fetchCycles());
        compare(differences, "resting baseline", published.baselineHeartRate(), computed.baselineHeartRate());
        compare(differences, "reference rate", published.referenceHeartRate(), computed.referenceHeartRate());
        compare(differences, "rule's confidence", published.ruleConfidence(), computed.ruleConfidence());
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

    /** Writes that the computed event differs from the published one, and why. */
    public void differences(List<String> differences, List<String> causes, @Nullable Long pinnedRun) {
        out.printf("%nComputed again from the current readings, it differs:%n");
        differences.forEach(difference -> out.printf("  %s%n", difference));
        if (pinnedRun != null) {
            out.printf("  Its day is pinned to run %d.%n", pinnedRun);
        } else if (!causes.isEmpty()) {
            out.printf("  Its day is stale: %s.%n", String.join(", ", causes));
        } else {
            out.printf(
                    "  No recorded change explains this: the published day is damaged, or another program wrote it."
                            + " ./petty rerun --date %s --force publishes it again.%n",
                    event.day());
        }
    }

    /** Writes the rule and its figures. */
    public void why(EventExplanation explanation) {
        Behavior behavior = explanation.event().behavior();
        out.printf("%nWhy %s%n", behavior.label());
        out.printf("  %s%n", rule(behavior));
        out.printf("  It begins %s.%n", explanation.begins());
        out.printf("  It ends %s.%n", explanation.ends());
        out.printf(
                "  Its session lasts from %s to %s and has %s.%n",
                timeOfDay(explanation.session().start()),
                timeOfDay(explanation.session().end()),
                readings(explanation.session().readings()));
        out.printf("  R, the day's reference rate, is %s.%n", explanation.reference());
        minutes(explanation.minutes());
        blips(explanation.blips());
        stretches(explanation);
        cycles(explanation.cycles());
        explanation.judgement().ifPresent(judgement -> {
            out.printf(
                    judgement.holds()
                            ? "%n  It is %s, since all of these hold:%n"
                            : "%n  It is not %s, since not all of these hold:%n",
                    judgement.behavior().label());
            checks("    ", judgement.checks());
        });
        if (!explanation.baselineDays().isEmpty()) {
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

    private static String rule(Behavior behavior) {
        return switch (behavior) {
            case DEEP_SLEEP -> "Steps 4 to 6: stretches of quiet minutes that are long enough at a low heart rate.";
            case RESTING -> "Step 12: activity 0 outside of sleep and games, and no alert.";
            case ALERT -> "Step 12: activity 0 outside of sleep and games, with a heart rate far above the baseline.";
            case ANXIOUS_PACING ->
                "Step 11: activity 1 outside of sleep and games, around one place, with a raised heart rate.";
            case WALKING -> "Step 11: activity 1 outside of sleep and games, and not anxious pacing.";
            case RUNNING -> "Step 11: activity 2 outside of sleep and games.";
            case PLAYING_FETCH ->
                "Step 10: a chain of cycles, each a run of activity 2 and a calm of activity 0 far from it.";
            case UNKNOWN -> "Step 1: a session of a single reading.";
        };
    }

    private void minutes(EventExplanation.Minutes minutes) {
        out.printf(
                "  It lasts %,d min, %,d of them with readings: %,d restless, %,d quiet.%n",
                minutes.length(), minutes.observed(), minutes.restless(), minutes.quiet());
    }

    private void stretches(EventExplanation explanation) {
        boolean asleep = explanation.event().behavior() == Behavior.DEEP_SLEEP;
        rows(explanation.stretches(), stretch -> {
            boolean isSleep = stretch.isSleep();
            out.printf(
                    "%n  Quiet stretch %s to %s, %,d min, %,d restless: %s%n",
                    timeOfDay(stretch.start()),
                    timeOfDay(stretch.end()),
                    stretch.minutes(),
                    stretch.restless(),
                    isSleep ? "a sleep, since it meets a tier" : "no sleep, since it " + lacking(stretch));
            checks("    ", stretch.checks());
            stretch.tiers().forEach(tier -> {
                out.printf("    tier %s%n", tier.isMet() ? "met" : "missed");
                checks("      ", tier.checks());
            });
        });
        if (!asleep || explanation.sureness().isEmpty()) {
            return;
        }
        boolean sure = explanation.sureness().stream().anyMatch(Check::holds);
        out.printf(
                sure
                        ? "%n  The sleep is sure, since one of these holds:%n"
                        : "%n  The sleep is likely, since none of these holds:%n");
        checks("    ", explanation.sureness());
    }

    private static String lacking(EventExplanation.Stretch stretch) {
        return stretch.checks().stream().allMatch(Check::holds)
                ? "meets no tier"
                : "fails a condition that every sleep needs";
    }

    private void blips(List<EventExplanation.Blip> blips) {
        if (blips.isEmpty()) {
            return;
        }
        out.printf("  Absorbed into it by step 8:%n");
        for (EventExplanation.Blip blip : blips) {
            out.printf(
                    "    %s  %s of activity %d taken as %d, %s %s (needs %s)%n",
                    timeOfDay(blip.start()),
                    readings(blip.readings()),
                    blip.activity(),
                    blip.takenAs(),
                    blip.around().figure(),
                    blip.around().what(),
                    blip.around().needed());
        }
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
                                .map(check ->
                                        "%s %s (needs %s)".formatted(check.what(), check.figure(), check.needed()))
                                .collect(Collectors.joining(", "))));
    }

    private <R> void rows(List<R> rows, Consumer<R> line) {
        for (int i = 0; i < rows.size(); i++) {
            if (i == SHOWN_AT_AN_END && rows.size() > 2 * SHOWN_AT_AN_END + 1) {
                out.printf("  … %,d more like these%n", rows.size() - 2 * SHOWN_AT_AN_END);
                i = rows.size() - SHOWN_AT_AN_END;
            }
            line.accept(rows.get(i));
        }
    }

    private void checks(String indent, List<Check> checks) {
        for (Check check : checks) {
            out.printf(
                    "%s%-3s  %s: %s (needs %s)%s%n",
                    indent,
                    check.holds() ? "yes" : "no",
                    check.what(),
                    check.figure(),
                    check.needed(),
                    check.missedBy().isEmpty() ? "" : ", " + check.missedBy());
        }
    }
}
