package io.petty.cli.commands;

import io.petty.cli.render.DayList;
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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reports what a run published, and suggests the next commands. */
final class RunReport {
    /** If more collar-days than this are published, none is drawn. */
    private static final int DRAWN = 40;

    private static final double NANOS_PER_SECOND = 1e9;

    private final Terminal terminal;
    private final PrintStream out;
    private final Workspace workspace;

    RunReport(Terminal terminal, Workspace workspace) {
        this.terminal = terminal;
        this.out = terminal.out();
        this.workspace = workspace;
    }

    /** Prints the report and returns the exit code. */
    int print(RunOutcome outcome, long nanos) throws IOException {
        Long run = outcome.run();
        if (run == null) {
            printTimelines(publications(outcome.fresh()));
            printFindings(outcome);
            out.println("Everything is fresh: nothing to do.");
            printStale(out, workspace);
            return ExitCode.DONE;
        }
        List<Publication> published = publications(outcome.published());
        printTimelines(published);
        printCounts(outcome, run, published, nanos);
        printFindings(outcome);
        for (RunOutcome.Failure failure : outcome.failures()) {
            terminal.err().println("petty: " + failure.what() + " failed: " + PrintableText.of(failure.message()));
        }
        if (outcome.failures().isEmpty()) {
            printStale(out, workspace);
            printNext(outcome, published);
            return code(!outcome.findings().incomplete().isEmpty(), workspace);
        }
        List<LocalDate> audited = outcome.failures().stream()
                .filter(RunOutcome.Failure::audit)
                .flatMap(failure -> Stream.ofNullable(failure.day()))
                .toList();
        if (!audited.isEmpty()) {
            terminal.err()
                    .printf(
                            "Of a delivery that fails its audit, only the rejects are published; earlier publications"
                                    + " stay. See ./petty rejects --date %s%s, or allow more rejects with --max-reject-share%n",
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

    private void printTimelines(List<Publication> published) throws IOException {
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

    private void printCounts(RunOutcome outcome, long run, List<Publication> published, long nanos) {
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
                    DayList.range("delivery day", outcome.ingested()),
                    lines,
                    rejects,
                    HumanText.ofForgotten(forgotten, ", %,d of forgotten collars"));
        }
        if (outcome.feedback()) {
            printFeedback();
        }
        if (!outcome.folded().isEmpty()) {
            out.printf("Folded    feedback into %s%n", DayList.range("event day", outcome.folded()));
        }
        if (!published.isEmpty()) {
            List<Publication.Content> contents =
                    published.stream().map(Publication::content).toList();
            out.printf(
                    "Published %s: %s, %s%n",
                    DayList.range(
                            "event day",
                            published.stream().map(Publication::eventDay).toList()),
                    counted(
                            contents.stream()
                                    .mapToLong(Publication.Content::readings)
                                    .sum(),
                            "reading"),
                    counted(
                            contents.stream()
                                    .mapToLong(Publication.Content::events)
                                    .sum(),
                            "event"));
        }
        out.printf("Run %d took %.1f s.%n", run, nanos / NANOS_PER_SECOND);
    }

    private void printFeedback() {
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
                HumanText.ofForgotten(forgotten, "; %,d on events of forgotten collars are ignored"),
                carried == 0 ? "" : "; %,d carried over from events that no longer exist".formatted(carried),
                waiting == 0 ? "" : "; %,d wait for an event that doesn't exist".formatted(waiting));
    }

    private static String counted(long count, String name) {
        return "%,d %s%s".formatted(count, name, count == 1 ? "" : "s");
    }

    /** Reports stale days, if there are any. */
    static void printStale(PrintStream out, Workspace workspace) {
        List<LocalDate> stale = workspace.publications().days().stream()
                .filter(day -> !workspace.eventDays().staleness(day).isEmpty())
                .toList();
        if (!stale.isEmpty()) {
            String home = workspace.homeOption();
            out.printf(
                    "%,d published %s stale: ./petty status%s shows why, ./petty backfill --from %s --to %s --only stale%s"
                            + " brings %s up to date.%n",
                    stale.size(),
                    stale.size() == 1 ? "day is" : "days are",
                    home,
                    stale.get(0),
                    stale.get(stale.size() - 1),
                    home,
                    stale.size() == 1 ? "it" : "them");
        }
    }

    private void printNext(RunOutcome outcome, List<Publication> published) throws IOException {
        List<String> next = new ArrayList<>();
        Publication last = published.stream()
                .filter(publication -> publication.content().collars() > 0)
                .reduce((earlier, later) -> later)
                .orElse(null);
        if (last != null) {
            String collar =
                    new PublishedDay(workspace.lake(), last).exampleCollar().orElseThrow();
            next.add("timeline %s --date %s".formatted(collar, last.eventDay()));
            next.add("export timelines --date " + last.eventDay());
        }
        next.add("status");
        if (!outcome.ingested().isEmpty()) {
            next.add("rejects --date "
                    + outcome.ingested().get(outcome.ingested().size() - 1));
        }
        out.println(next.stream()
                .map(command -> "./petty " + command + workspace.homeOption())
                .collect(Collectors.joining("\n      ", "Next: ", "")));
    }
}
