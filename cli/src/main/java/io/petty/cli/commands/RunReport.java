package io.petty.cli.commands;

import io.petty.cli.render.HumanText;
import io.petty.cli.render.PrintableText;
import io.petty.cli.render.TimelineDrawing;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.Terminal;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.update.RunOutcome;
import io.petty.lake.Delivery;
import io.petty.lake.FeedbackDeliveries;
import io.petty.lake.Publication;
import io.petty.lake.PublishedDay;
import io.petty.timeline.Event;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Says in a few lines what a run published and what to try next. */
final class RunReport {
    /** Collar-days up to which each is drawn. */
    private static final int DRAWN = 40;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final Workspace workspace;

    RunReport(Terminal terminal, Workspace workspace) {
        this.terminal = terminal;
        this.workspace = workspace;
    }

    /** Prints the report and returns the exit code. */
    int print(RunOutcome outcome, long nanos) throws IOException {
        PrintStream out = terminal.out();
        Long run = outcome.run();
        if (run == null) {
            printTimelines(out, publications(outcome.fresh()));
            printFindings(outcome);
            out.println("Everything is fresh: nothing to do.");
            printStale(out);
            return ExitCode.DONE;
        }
        List<Publication> published = publications(outcome.published());
        printTimelines(out, published);
        printCounts(out, outcome, run, published, nanos);
        printFindings(outcome);
        for (RunOutcome.Failure failure : outcome.failures()) {
            terminal.err().println("petty: " + failure.what() + " failed: " + PrintableText.of(failure.message()));
        }
        if (outcome.failures().isEmpty()) {
            printStale(out);
            printNext(out, outcome, published);
            return code(!outcome.findings().incomplete().isEmpty(), workspace);
        }
        List<LocalDate> audited = outcome.failures().stream()
                .filter(RunOutcome.Failure::audit)
                .flatMap(failure -> Stream.ofNullable(failure.day()))
                .toList();
        if (!audited.isEmpty()) {
            terminal.err()
                    .printf(
                            "Nothing of it is published but its rejects; what was published before stays. Look at them with"
                                    + " ./petty rejects --date %s%s, or let more pass with --max-reject-share%n",
                            audited.get(0), workspace.homeOption());
            return ExitCode.AUDIT;
        }
        return ExitCode.FAILED;
    }

    /** Returns the exit code of a run without failures. */
    static int code(boolean incomplete, Workspace workspace) {
        return incomplete && !workspace.settings().allowIncomplete() ? ExitCode.INCOMPLETE : ExitCode.DONE;
    }

    private void printFindings(RunOutcome outcome) {
        outcome.findings().lines().forEach(line -> terminal.err().println("petty: " + PrintableText.of(line)));
    }

    private List<Publication> publications(List<LocalDate> days) {
        return days.stream()
                .distinct()
                .sorted()
                .flatMap(day -> workspace.publications().current(day).stream())
                .toList();
    }

    private void printTimelines(PrintStream out, List<Publication> published) throws IOException {
        int collarDays = published.stream()
                .mapToInt(publication -> publication.content().collars())
                .sum();
        if (collarDays == 0 || collarDays > DRAWN) {
            return;
        }
        for (Publication publication : published) {
            Map<String, List<Event>> byCollar = new TreeMap<>();
            new PublishedDay(workspace.lake(), publication)
                    .events(event -> byCollar.computeIfAbsent(event.collarId(), collar -> new ArrayList<>())
                            .add(event));
            int widest =
                    byCollar.keySet().stream().mapToInt(String::length).max().orElse(0);
            byCollar.forEach((collar, events) -> out.println(
                    TimelineDrawing.line(collar, publication.eventDay(), events, widest, terminal.colors())));
        }
        out.println(TimelineDrawing.legend(terminal.colors()));
        out.println();
    }

    private void printCounts(PrintStream out, RunOutcome outcome, long run, List<Publication> published, long nanos) {
        long lines = 0;
        long rejects = 0;
        long forgotten = 0;
        for (LocalDate day : outcome.ingested()) {
            Delivery delivery = workspace.deliveries().find(day).orElseThrow();
            Delivery.Ingested ingested = delivery.ingested();
            if (ingested != null) {
                lines += ingested.lines();
                rejects += ingested.rejects();
                forgotten += ingested.forgotten();
            }
        }
        if (!outcome.ingested().isEmpty()) {
            out.printf(
                    "Ingested  %s: %,d lines, %,d of them rejects%s%n",
                    daysText(outcome.ingested(), "delivery day"),
                    lines,
                    rejects,
                    HumanText.ofForgotten(forgotten, ", %,d of forgotten collars"));
        }
        if (outcome.feedback()) {
            printFeedback(out);
        }
        if (!outcome.folded().isEmpty()) {
            out.printf("Folded    feedback into %s%n", daysText(outcome.folded(), "event day"));
        }
        if (!published.isEmpty()) {
            out.printf(
                    "Published %s: %s, %s%n",
                    daysText(published.stream().map(Publication::eventDay).toList(), "event day"),
                    counted(
                            published.stream()
                                    .mapToLong(
                                            publication -> publication.content().readings())
                                    .sum(),
                            "reading"),
                    counted(
                            published.stream()
                                    .mapToLong(
                                            publication -> publication.content().events())
                                    .sum(),
                            "event"));
        }
        out.printf("Run %d took %.1f s.%n", run, nanos / NANOS_PER_SECOND);
    }

    private void printFeedback(PrintStream out) {
        long documents = 0;
        long rejects = 0;
        long forgotten = 0;
        for (FeedbackDeliveries.Shard shard : workspace.feedbackDeliveries().shards()) {
            documents += shard.documents();
            rejects += shard.rejects();
            forgotten += shard.forgotten();
        }
        long carried = workspace.eventDays().carriedFeedback();
        long waiting = workspace.eventDays().waitingFeedback();
        out.printf(
                "Feedback  %s, %,d of them rejects%s%s%s%n",
                counted(documents, "document"),
                rejects,
                HumanText.ofForgotten(forgotten, "; %,d on forgotten collars' events are ignored"),
                carried == 0 ? "" : "; %,d carried over from events that are there no more".formatted(carried),
                waiting == 0 ? "" : "; %,d wait for an event that isn't there".formatted(waiting));
    }

    private static String counted(long count, String name) {
        return "%,d %s%s".formatted(count, name, count == 1 ? "" : "s");
    }

    private static String daysText(List<LocalDate> days, String name) {
        return days.size() == 1
                ? "%s %s".formatted(name, days.get(0))
                : "%d %ss (%s to %s)".formatted(days.size(), name, days.get(0), days.get(days.size() - 1));
    }

    private void printStale(PrintStream out) {
        long stale = workspace.publications().days().stream()
                .filter(day -> !workspace.eventDays().staleness(day).isEmpty())
                .count();
        if (stale > 0) {
            out.printf(
                    "%d published %s stale: ./petty status%s tells why, ./petty backfill --only stale brings %s up to date.%n",
                    stale, stale == 1 ? "day is" : "days are", workspace.homeOption(), stale == 1 ? "it" : "them");
        }
    }

    private void printNext(PrintStream out, RunOutcome outcome, List<Publication> published) throws IOException {
        List<String> next = new ArrayList<>();
        for (Publication publication : published) {
            if (publication.content().collars() > 0) {
                // The last published day is the one people want to see.
                next.clear();
                List<String> collars = new ArrayList<>();
                new PublishedDay(workspace.lake(), publication).summaries(summary -> {
                    if (collars.isEmpty()) {
                        collars.add(summary.collarId());
                    }
                });
                next.add("./petty timeline %s --date %s%s"
                        .formatted(collars.get(0), publication.eventDay(), workspace.homeOption()));
                next.add("./petty export timelines --date " + publication.eventDay() + workspace.homeOption());
            }
        }
        next.add("./petty status" + workspace.homeOption());
        if (!outcome.ingested().isEmpty()) {
            next.add("./petty rejects --date "
                    + outcome.ingested().get(outcome.ingested().size() - 1)
                    + workspace.homeOption());
        }
        out.println("Next: " + String.join("\n      ", next));
    }
}
