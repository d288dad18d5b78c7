package io.petty.cli.commands;

import io.petty.cli.render.HumanText;
import io.petty.cli.render.PrintableText;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.ingest.RawFolders;
import io.petty.lake.Delivery;
import io.petty.lake.IncompleteFiles;
import io.petty.lake.RejectCounts;
import io.petty.raw.Reject;
import io.petty.settings.SettingsException;
import java.io.IOException;
import java.io.PrintStream;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows a delivery day's rejects. */
@Command(
        name = "rejects",
        description = "The rejects of a delivery day by reason and file, with examples.",
        mixinStandardHelpOptions = true)
public final class RejectsCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", required = true, description = "The delivery day.")
    private LocalDate date = LocalDate.EPOCH;

    RejectsCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = context.openExisting(options)) {
            if (workspace.deliveries().find(date).isEmpty()
                    && workspace.feedbackDeliveries().shards().isEmpty()) {
                throw new IllegalStateException(
                        "%s was not ingested yet: ./petty run --date %s does".formatted(date, date));
            }
            RejectCounts counts = RejectCounts.of(workspace.lake(), date);
            PrintStream out = context.terminal().out();
            if (counts.byReason().isEmpty()) {
                out.printf("No rejects among what was delivered on %s.%n", date);
                printLostFiles(workspace, out);
                printForgotten(workspace, out);
                return ExitCode.DONE;
            }
            out.printf("Rejects of delivery day %s%n%n", date);
            counts.byReason().entrySet().stream()
                    .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                    .forEach(reason -> {
                        out.printf("%,10d  %s%n", reason.getValue(), reason.getKey());
                        counts.examples()
                                .getOrDefault(reason.getKey(), List.of())
                                .forEach(reject -> printExample(out, reject));
                    });
            out.println();
            counts.byFile()
                    .forEach((file, reasons) -> out.printf(
                            "%,10d  %s (%s)%n",
                            reasons.values().stream().mapToLong(Long::longValue).sum(),
                            PrintableText.shortened(file),
                            reasons.entrySet().stream()
                                    .map(reason -> "%s %,d".formatted(reason.getKey(), reason.getValue()))
                                    .collect(Collectors.joining(", "))));
            printLostFiles(workspace, out);
            printForgotten(workspace, out);
            out.printf("%nAll of them, line by line: ./petty export rejects --date %s%n", date);
        }
        return ExitCode.DONE;
    }

    /** Names unusable and ignored files, too: they may have no reject, and give no reading. */
    private void printLostFiles(Workspace workspace, PrintStream out) {
        IncompleteFiles lost = workspace
                .deliveries()
                .find(date)
                .map(workspace.deliveries()::incompleteFiles)
                .orElse(IncompleteFiles.NONE);
        lost.unusable().forEach(file -> out.printf("  unusable  %s%n", PrintableText.shortened(file)));
        lost.ignored().forEach(file -> out.printf("   ignored  %s%n", PrintableText.shortened(file)));
        try {
            RawFolders.list(workspace.raw())
                    .notDays()
                    .forEach(folder ->
                            out.printf("   ignored  %s/, which names no date%n", PrintableText.shortened(folder)));
        } catch (IOException | SettingsException e) {
            // The raw root may be gone by now. The day's rejects are listed all the same.
            return;
        }
    }

    private void printForgotten(Workspace workspace, PrintStream out) {
        long forgotten = workspace
                .deliveries()
                .find(date)
                .map(Delivery::ingested)
                .map(Delivery.Ingested::forgotten)
                .orElse(0L);
        out.print(HumanText.ofForgotten(
                forgotten, "%nBesides, %,d lines of forgotten collars, of which nothing is kept.%n"));
    }

    private static void printExample(PrintStream out, Reject reject) {
        String place = reject.line() == null ? reject.file() : reject.file() + ":" + reject.line();
        out.printf("            %s  %s%n", PrintableText.shortened(place), PrintableText.shortened(reject.message()));
        if (!reject.content().isEmpty()) {
            out.printf("              %s%n", PrintableText.shortened(reject.content()));
        }
    }
}
