package io.petty.cli.commands;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.ingest.RawFolders;
import io.petty.settings.SettingsException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ingests a delivery day, or all of them, and publishes the event days that changed by it. */
@Command(
        name = "run",
        description = {
            "Ingest a delivery day and publish every event day whose readings it changed.",
            "Without --date all delivery days below the raw root are brought up to date, oldest first."
        },
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Mixin
    private final WaitOption wait = new WaitOption();

    @Mixin
    private final IncompleteOption incomplete = new IncompleteOption();

    @Mixin
    private final SparkOption spark = new SparkOption();

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "The delivery day.")
    private @Nullable LocalDate date;

    @Option(names = "--force", description = "Ingest again what is ingested already and unchanged.")
    private boolean force;

    @Option(
            names = "--max-reject-share",
            paramLabel = "SHARE",
            description =
                    "Share of rejects among a delivery day's lines, and of unusable files among its bytes, above which"
                            + " nothing is published (default: 0.05).")
    private @Nullable Double maxRejectShare;

    RunCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        Map<String, Object> settings = new LinkedHashMap<>(incomplete.settings());
        settings.putAll(spark.settings());
        if (maxRejectShare != null) {
            settings.put("petty.max-reject-share", maxRejectShare);
        }
        try (Workspace workspace = context.open(options, settings)) {
            String command = (date == null ? "run" : "run --date " + date) + (force ? " --force" : "");
            return new WritingCommand(context, workspace, command, wait.toWait).execute((run, lease) -> {
                if (date != null) {
                    return run.runDay(date, force);
                }
                RawFolders folders = RawFolders.list(workspace.raw());
                return run.run(folders, allDays(folders, workspace), force, true);
            });
        }
    }

    private static SortedSet<LocalDate> allDays(RawFolders folders, Workspace workspace) {
        SortedSet<LocalDate> days = new TreeSet<>(folders.days());
        if (days.isEmpty()) {
            throw new SettingsException("petty.raw: there is no folder dt=YYYY-MM-DD below " + workspace.rawLocation());
        }
        // The readings of an ingested delivery day whose folder is gone are removed.
        days.addAll(workspace.deliveries().days());
        return days;
    }
}
