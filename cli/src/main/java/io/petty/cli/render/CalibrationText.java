package io.petty.cli.render;

import io.petty.cli.workspace.Workspace;
import io.petty.jobs.calibration.Calibration;
import io.petty.jobs.calibration.CalibrationRules;
import io.petty.jobs.calibration.VoiceBalance;
import io.petty.jobs.timeline.VoiceHistory;
import io.petty.lake.Publication;
import io.petty.timeline.Behavior;
import io.petty.timeline.Event;
import io.petty.timeline.EventClass;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Writes owners' feedback on an event, and how feedback on earlier events changed its confidence. */
public final class CalibrationText {
    private final Workspace workspace;
    private final Publication publication;
    private final Event event;

    public CalibrationText(Workspace workspace, Publication publication, Event event) {
        this.workspace = workspace;
        this.publication = publication;
        this.event = event;
    }

    public void print(PrintStream out) throws IOException {
        out.printf("%nOwners' feedback on it%n");
        if (event.feedbackPositive() + event.feedbackNegative() == 0) {
            out.printf(
                    "  Nothing for or against it so far: %s.%n", event.review().label());
        } else {
            out.printf(
                    "  %,d for it, %,d against it: %s.%s This doesn't change the event's own confidence.%n",
                    event.feedbackPositive(),
                    event.feedbackNegative(),
                    event.review().label(),
                    event.correctedBehavior() == null ? "" : " They say it was " + event.correctedBehavior() + ".");
        }
        if (event.behavior() != Behavior.UNKNOWN) {
            confidence(out);
        }
    }

    private void confidence(PrintStream out) throws IOException {
        CalibrationRules rules = workspace.settings().rules().calibration();
        Calibration calibration = new VoiceHistory(workspace.lake(), workspace.eventDays(), rules)
                .calibration(event.day(), event.collarId());
        EventClass eventClass = EventClass.of(event);
        double base = calibration.confidence(eventClass);
        double confidence = calibration.confidence(event.collarId(), eventClass);
        out.printf("%nWhy its confidence is %s%n", String.format(Locale.ROOT, "%.4f", event.confidence()));
        out.printf(Locale.ROOT, "  the rule's own                     %.4f%n", event.ruleConfidence());
        String all = "  with all owners of " + event.behavior().label();
        step(out, all, base, rules.ruleWeight(), event.ruleConfidence(), calibration.voices(eventClass));
        step(
                out,
                "  with this collar's owners",
                confidence,
                rules.behaviorWeight(),
                base,
                calibration.voices(event.collarId(), eventClass));
        out.printf(
                "  Votes count if they were given before %s, on events of the %d days before it with the same behavior and rule confidence.%n",
                event.day(), rules.windowDays());
        if (confidence != event.confidence()) {
            boolean moved = !publication
                    .inputs()
                    .calibrationFingerprint()
                    .equals(workspace.eventDays().calibrationFingerprint(event.day(), List.of()));
            out.printf(
                    moved
                            ? "  The day was published before some of these votes were given: ./petty backfill --from %s --to %s --only stale%s brings it up to date.%n"
                            : "  The day was published with other calibration settings: ./petty rerun --date %1$s%3$s uses the current ones.%n",
                    event.day(),
                    event.day(),
                    workspace.homeOption());
        }
    }

    private static void step(
            PrintStream out, String label, double result, double weight, double prior, VoiceBalance voices) {
        out.printf(
                Locale.ROOT,
                "%-36s %.4f = (%s × %.4f + %,d) / (%s + %,d + %,d)%n",
                label,
                result,
                weight(weight),
                prior,
                voices.positive(),
                weight(weight),
                voices.positive(),
                voices.negative());
    }

    private static String weight(double weight) {
        return weight == Math.rint(weight) ? String.valueOf((long) weight) : String.valueOf(weight);
    }
}
