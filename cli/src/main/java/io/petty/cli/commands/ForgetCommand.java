package io.petty.cli.commands;

import io.petty.cli.progress.ProgressDisplay;
import io.petty.cli.render.DayList;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.forgotten.ForgottenNames;
import io.petty.jobs.FailureText;
import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.batch.JobParts;
import io.petty.jobs.forget.Forgetting;
import io.petty.jobs.forget.Forgot;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.lake.ForgottenCollars;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.erasure.CollarColumn;
import io.petty.lake.lease.Lease;
import io.petty.lake.lease.LeaseLostException;
import io.petty.parquet.export.TimeText;
import io.petty.raw.CollarIdText;
import io.petty.settings.SettingsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases a collar. The collar's id is never stored, logged or printed in a message. */
@Command(
        name = ForgetCommand.NAME,
        description = {
            "Erase all data of a collar, and ignore its lines from then on.",
            "This can't be undone. No day can be rolled back to an earlier run afterwards."
        },
        mixinStandardHelpOptions = true)
public final class ForgetCommand extends LakeCommand {
    static final String NAME = "forget";

    private static final int SHOWN_HASH_CHARACTERS = 12;

    @Mixin
    private final WaitOption wait = new WaitOption();

    @Mixin
    private final SparkOption spark = new SparkOption();

    // Accepts any number of ids, since picocli's message about a second one would contain it.
    @Parameters(
            paramLabel = "COLLAR",
            arity = "0..*",
            description =
                    "The collar's id, or - to read it from standard input, which keeps it out of the process list.")
    private List<String> collars = List.of();

    @Option(names = "--yes", description = "Don't ask for confirmation.")
    private boolean yes;

    @Option(names = "--list", description = "Show when collars were erased, and how many rows they had.")
    private boolean list;

    ForgetCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            if (!collars.isEmpty()) {
                throw new SettingsException("--list shows all erased collars and takes no COLLAR");
            }
            try (Workspace workspace = openExisting()) {
                printList(workspace);
            }
            return ExitCode.DONE;
        }
        String collarId = collarId();
        if (!confirmed(collarId)) {
            out.println("Nothing was done.");
            return ExitCode.FAILED;
        }
        int code;
        boolean embedded;
        Path home;
        try (Workspace workspace = context.openWithoutRaw(options, spark.settings())) {
            home = workspace.settings().home();
            WritingCommand command = new WritingCommand(context, workspace, NAME, wait.toWait);
            code = command.hold(lease -> {
                Forgot forgot = forget(workspace, command, lease, collarId);
                print(workspace, forgot);
            });
            embedded = workspace.database().isEmbedded();
            if (code == ExitCode.DONE && !embedded) {
                workspace.database().vacuum(CollarColumn.changedTables());
            }
        }
        if (code == ExitCode.DONE && embedded && !LakeDatabase.compactEmbedded(home)) {
            return failed(
                    "another process has the database open, so the database's file may still contain deleted data;"
                            + " stop serve and schedule, then run the same command again");
        }
        return code;
    }

    private String collarId() throws IOException {
        if (collars.size() != 1) {
            throw new SettingsException("forget takes one collar's id");
        }
        String id = collars.get(0);
        if (id.equals("-")) {
            if (!yes) {
                throw new SettingsException(
                        "--yes is required if the id is read from standard input, which then can't be used to confirm");
            }
            String line = readLine();
            id = line == null ? "" : line.strip();
        }
        if (!CollarIdText.isId(id)) {
            throw new SettingsException(
                    "forget: this is not a collar's id: an id has 1 to 64 letters, digits, _ and -, and starts with a letter or digit");
        }
        return id;
    }

    private boolean confirmed(String collarId) throws IOException {
        if (yes) {
            return true;
        }
        if (!Boolean.getBoolean("petty.terminal.in")) {
            throw new SettingsException(
                    "without a terminal to ask for confirmation, --yes is required; erased data can't be restored");
        }
        out.printf("Erase collar %s and all its data for good? [y/N] ", collarId);
        out.flush();
        String answer = readLine();
        return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    private static @Nullable String readLine() throws IOException {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    private Forgot forget(Workspace workspace, WritingCommand command, Lease lease, String collarId)
            throws IOException {
        Progress progress = command.progress();
        try (PartitionEngine engine = command.engine(lease);
                ProgressDisplay display = new ProgressDisplay(progress, context.terminal())) {
            // An unfinished run may have left data of the collar in its work files. Without them, it can't be
            // restarted.
            workspace.workFiles().delete();
            JobParts parts = workspace.jobParts(lease, context.stop(), progress);
            return new Forgetting(parts, engine, context.stop()::check).forget(collarId);
        } catch (LeaseLostException | StopRequest.StoppedException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            // The failure is recorded and logged, so neither it nor its cause may contain the id.
            String message = FailureText.of(e);
            if (!message.contains(collarId)) {
                throw e;
            }
            ForgottenNames names =
                    workspace.forgotten().loadWith(collarId, List.of()).names();
            throw new IllegalStateException(names.withoutThem(message));
        }
    }

    private void print(Workspace workspace, Forgot forgot) {
        if (!forgot.isFound()) {
            out.println("No data of the collar is kept. Its lines will be ignored from now on.");
            return;
        }
        out.printf("Erased     %s%n", rowsText(forgot.rows()));
        if (!forgot.eventDays().isEmpty()) {
            out.printf("Published  %s again, without the collar%n", DayList.range("event day", forgot.eventDays()));
        }
        if (forgot.publications() > 0) {
            out.printf(
                    "Removed    %,d files and %,d earlier publications: no day can be rolled back to them%n",
                    forgot.files(), forgot.publications());
        }
        if (!forgot.deliveryDays().isEmpty()) {
            out.printf(
                    "Raw files  stay as they are. Petty ignores the collar's lines, which are in the files of %s.%n",
                    DayList.range("delivery day", forgot.deliveryDays()));
        }
        RunReport.printStale(out, workspace);
    }

    private static String rowsText(SortedMap<String, Long> rows) {
        return rows.isEmpty()
                ? "nothing"
                : rows.entrySet().stream()
                        .filter(table -> table.getValue() > 0)
                        .map(table -> "%s %,d".formatted(table.getKey(), table.getValue()))
                        .collect(Collectors.joining(", "));
    }

    private void printList(Workspace workspace) {
        List<ForgottenCollars.Entry> entries = workspace.forgotten().entries();
        if (entries.isEmpty()) {
            out.println("No collar was erased.");
            return;
        }
        String row = "%-12s  %5s  %-24s  %-24s  %s%n";
        out.printf(row, "KEYED HASH", "RUN", "STARTED", "ERASED", "ROWS");
        for (ForgottenCollars.Entry entry : entries) {
            out.printf(
                    row,
                    entry.hash().substring(0, SHOWN_HASH_CHARACTERS),
                    entry.run(),
                    TimeText.of(entry.begunAt()),
                    entry.erasedAt() == null ? "cut off" : TimeText.of(entry.erasedAt()),
                    rowsText(entry.rows()));
        }
    }
}
