package io.petty.cli.commands;

import io.petty.cli.render.HumanText;
import io.petty.cli.render.PrintableText;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.ingest.RawFolders;
import io.petty.lake.Delivery;
import io.petty.lake.IncompleteFiles;
import io.petty.lake.NoDataException;
import io.petty.lake.RejectCounts;
import io.petty.raw.Reject;
import io.petty.settings.SettingsException;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows a delivery day's rejects. */
@Command(
        name = "rejects",
        description = "Show a delivery day's rejects by reason and file, with examples.",
        mixinStandardHelpOptions = true)
public final class RejectsCommand extends LakeCommand {
    @Option(names = "--date", paramLabel = "YYYY-MM-DD", required = true, description = "The delivery day.")
    private LocalDate date = LocalDate.EPOCH;

    RejectsCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        try (Workspace workspace = openExisting()) {
            requireIngested(workspace, date);
            RejectCounts counts = RejectCounts.of(workspace.lake(), date);
            if (counts.byReason().isEmpty()) {
                out.printf("No rejects in the delivery of %s.%n", date);
            } else {
                print(counts);
            }
            Delivery delivery = workspace.deliveries().find(date).orElse(null);
            printLostFiles(workspace, delivery);
            Delivery.Ingested ingested = delivery == null ? null : delivery.ingested();
            if (ingested != null) {
                out.print(HumanText.ofForgotten(
                        ingested.forgotten(),
                        "%nAlso ignored: %,d lines of forgotten collars. They are not stored.%n"));
            }
            if (!counts.byReason().isEmpty()) {
                out.printf(
                        "%nAll rejects, line by line: ./petty export rejects --date %s%s%n",
                        date, workspace.homeOption());
            }
        }
        return ExitCode.DONE;
    }

    /** @throws NoDataException if the day was never ingested; the message says what to do */
    static void requireIngested(Workspace workspace, LocalDate day) {
        // Feedback that was delivered on a day without raw files can have rejects too.
        if (workspace.deliveries().find(day).isEmpty()
                && workspace.feedbackDeliveries().shards().isEmpty()) {
            throw new NoDataException("%s has not been ingested yet; ingest it with ./petty run --date %s%s"
                    .formatted(day, day, workspace.homeOption()));
        }
    }

    private void print(RejectCounts counts) {
        out.printf("Rejects of delivery day %s%n%n", date);
        counts.byReason().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(reason -> {
                    out.printf("%,10d  %s%n", reason.getValue(), reason.getKey());
                    counts.examples().getOrDefault(reason.getKey(), List.of()).forEach(this::printExample);
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
    }

    /** Lists unusable and ignored files, since such a file may have no reject. */
    private void printLostFiles(Workspace workspace, @Nullable Delivery delivery) {
        if (delivery != null) {
            IncompleteFiles lost = workspace.deliveries().incompleteFiles(delivery);
            lost.unusable().forEach(file -> out.printf("  unusable  %s%n", PrintableText.shortened(file)));
            lost.ignored().forEach(file -> out.printf("   ignored  %s%n", PrintableText.shortened(file)));
        }
        try {
            for (String folder : RawFolders.list(workspace.raw()).notDays()) {
                out.printf("   ignored  %s/, whose name contains no valid date%n", PrintableText.shortened(folder));
            }
        } catch (IOException | SettingsException e) {
            // The raw root may be gone by now. The day's rejects are already listed.
            return;
        }
    }

    private void printExample(Reject reject) {
        String place = reject.line() == null ? reject.file() : reject.file() + ":" + reject.line();
        out.printf("            %s  %s%n", PrintableText.shortened(place), PrintableText.shortened(reject.message()));
        if (!reject.content().isEmpty()) {
            out.printf("              %s%n", PrintableText.shortened(reject.content()));
        }
    }
}
