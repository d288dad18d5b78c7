package io.petty.cli.commands;

import io.petty.cli.render.HumanText;
import io.petty.cli.render.PrintableText;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.lake.Delivery;
import io.petty.lake.LeaseHolder;
import io.petty.lake.Publication;
import io.petty.lake.RunHistory;
import io.petty.parquet.export.TimeText;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows a run with its steps. */
@Command(
        name = "show",
        description = "Show what a run ingested and published, its steps with counts and durations, and its error.",
        mixinStandardHelpOptions = true)
final class RunsShowCommand extends LakeCommand {
    private static final String STEP = "  %-11s  %-10s  %-21s  %-9s  %10s  %12s  %12s  %8s%n";

    @Parameters(paramLabel = "ID", description = "The run's number. 'runs' and 'status' show it.")
    private long id;

    RunsShowCommand(CommandContext context) {
        super(context);
    }

    /** A step with the total counts of its partitions, since a partitioned step itself reads and writes nothing. */
    private static final class StepLine {
        private final RunHistory.Step step;
        private int partitions;
        private long read;
        private long written;

        private StepLine(RunHistory.Step step) {
            this.step = step;
        }
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = openExisting()) {
            RunHistory history = workspace.runHistory();
            RunHistory.Run run = history.find(id).orElse(null);
            if (run == null) {
                return failed("there is no run %d; ./petty runs%s lists all runs", id, workspace.homeOption());
            }
            printRun(run, workspace.holder().orElse(null));
            for (Delivery delivery : workspace.deliveries().ingestedBy(id)) {
                Delivery.Ingested ingested = delivery.ingested();
                if (ingested != null) {
                    out.printf(
                            "Ingested   %s: %,d files, %,d readings, %,d rejects%s%s%n",
                            delivery.day(),
                            ingested.files(),
                            ingested.readings(),
                            ingested.rejects(),
                            HumanText.ofForgotten(ingested.forgotten(), ", %,d lines of forgotten collars"),
                            ingested.isComplete()
                                    ? ""
                                    : "; incomplete: "
                                            + PrintableText.of(workspace
                                                    .deliveries()
                                                    .incompleteFiles(delivery)
                                                    .text()));
                }
            }
            for (Publication publication : workspace.publications().byRun(id)) {
                out.printf(
                        "Published  %s: %,d collars, %,d readings, %,d events, ruleset %s%s%n",
                        publication.eventDay(),
                        publication.content().collars(),
                        publication.content().readings(),
                        publication.content().events(),
                        publication.inputs().ruleset(),
                        publication.pinnedRun() == null ? "" : ", pinned to run " + publication.pinnedRun());
            }
            printSteps(history.steps(id));
        }
        return ExitCode.DONE;
    }

    private void printRun(RunHistory.Run run, @Nullable LeaseHolder holder) {
        out.printf("Run        %d: %s%n", run.id(), run.command());
        String state = RunsCommand.state(run, holder);
        out.printf(
                "State      %s%s%n",
                state,
                holder != null && state.equals("running")
                        ? ", lease renewed %d s ago: %s"
                                .formatted(holder.silence().toSeconds(), holder.name())
                        : "");
        out.printf("Started    %s%n", TimeText.of(run.startedAt()));
        if (run.endedAt() != null) {
            out.printf("Ended      %s, after %s%n", TimeText.of(run.endedAt()), RunsCommand.seconds(run.took()));
        }
        if (run.message() != null) {
            out.printf("Error      %s%n", run.message());
        }
    }

    private void printSteps(List<RunHistory.Step> steps) {
        if (steps.isEmpty()) {
            return;
        }
        Map<String, StepLine> lines = new LinkedHashMap<>();
        for (RunHistory.Step step : steps) {
            int partition = step.name().indexOf(':');
            String name = partition < 0 ? step.name() : step.name().substring(0, partition) + "Partitioned";
            StepLine line = lines.computeIfAbsent(step.jobExecution() + " " + name, key -> new StepLine(step));
            line.partitions += partition < 0 ? 0 : 1;
            line.read += step.read();
            line.written += step.written();
        }
        out.printf("Steps%n");
        out.printf(STEP, "JOB", "DELIVERY", "STEP", "STATUS", "PARTITIONS", "READ", "WRITTEN", "TOOK");
        for (StepLine line : lines.values()) {
            out.printf(
                    STEP,
                    line.step.job(),
                    line.step.day() == null ? "" : line.step.day(),
                    line.step.name(),
                    line.step.status().toLowerCase(Locale.ROOT),
                    line.partitions == 0 ? "" : "%,d".formatted(line.partitions),
                    count(line.read),
                    count(line.written),
                    took(line.step.took()));
        }
    }

    private static String count(long items) {
        return items == 0 ? "" : "%,d".formatted(items);
    }

    private static String took(@Nullable Duration took) {
        return took == null ? "" : RunsCommand.seconds(took);
    }
}
