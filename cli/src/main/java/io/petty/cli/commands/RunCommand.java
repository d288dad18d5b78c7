package io.petty.cli.commands;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.jobs.ingest.RawFolders;
import io.petty.settings.SettingsException;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Ingests one or all delivery days, and publishes the event days that changed. */
@Command(
        name = "run",
        description = {
            "Ingest a delivery day and publish every event day whose readings changed.",
            "Without --date, brings all delivery days below the raw root up to date, oldest first."
        },
        mixinStandardHelpOptions = true)
public final class RunCommand extends LakeCommand {
    @Mixin
    private final WaitOption wait = new WaitOption();

    @Mixin
    private final IncompleteOption incomplete = new IncompleteOption();

    @Mixin
    private final SparkOption spark = new SparkOption();

    @Option(names = "--date", paramLabel = "YYYY-MM-DD", description = "The delivery day.")
    private @Nullable LocalDate date;

    @Option(names = "--force", description = "Also ingest days whose files are already ingested and unchanged.")
    private boolean force;

    @Option(
            names = "--max-reject-share",
            paramLabel = "SHARE",
            description =
                    "Publish a delivery day only if at most this share of its lines are rejects, and at most this share of"
                            + " its bytes are in unusable files (default: 0.05).")
    private @Nullable Double maxRejectShare;

    RunCommand(CommandContext context) {
        super(context);
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
        // If the folder of an ingested delivery day is gone, its readings are removed.
        days.addAll(workspace.deliveries().days());
        return days;
    }
}
