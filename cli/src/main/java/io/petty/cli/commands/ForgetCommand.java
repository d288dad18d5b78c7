package io.petty.cli.commands;

import io.petty.cli.progress.ProgressDisplay;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
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
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Erases a collar. Its id is nowhere noted or logged, neither by this command nor in what it tells. */
@Command(
        name = ForgetCommand.NAME,
        description = {
            "Erase a collar from all that is kept, and ignore it when its lines come again.",
            "It can't be taken back, nor can any day be rolled back to a run before."
        },
        mixinStandardHelpOptions = true)
public final class ForgetCommand implements Callable<Integer> {
    static final String NAME = "forget";

    /** Of the hash, which nobody has to type. */
    private static final int SHOWN_HASH = 12;

    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Mixin
    private final WaitOption wait = new WaitOption();

    @Mixin
    private final SparkOption spark = new SparkOption();

    // One, but all are taken: a message about one too many would show it.
    @Parameters(
            paramLabel = "COLLAR",
            arity = "0..*",
            description = "Its id, or - to read that from standard input, where nobody sees it.")
    private List<String> collars = List.of();

    @Option(names = "--yes", description = "Don't ask.")
    private boolean yes;

    @Option(names = "--list", description = "Show when collars were forgotten, and how many rows went.")
    private boolean list;

    ForgetCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (list) {
            if (!collars.isEmpty()) {
                throw new SettingsException("--list shows all that were forgotten, and takes no collar");
            }
            try (Workspace workspace = context.openExisting(options)) {
                printList(workspace);
            }
            return ExitCode.DONE;
        }
        String collarId = collarId();
        if (!confirmed(collarId)) {
            context.terminal().out().println("Nothing was done.");
            return ExitCode.FAILED;
        }
        int code;
        boolean clean;
        Path home;
        try (Workspace workspace = context.openWithoutRaw(options, spark.settings())) {
            home = workspace.settings().home();
            WritingCommand command = new WritingCommand(context, workspace, NAME, wait.toWait);
            code = command.hold(lease -> {
                        Forgot forgot =
                                withoutId(workspace, collarId, () -> forget(workspace, command, lease, collarId));
                        workspace.runs().complete(lease.run());
                        print(workspace, forgot);
                        return new WritingCommand.Result(ExitCode.DONE, null, 0);
                    })
                    .code();
            clean = workspace.database().isEmbedded();
            if (code == ExitCode.DONE && !clean) {
                workspace.database().vacuum(CollarColumn.changedTables());
            }
        }
        if (code == ExitCode.DONE && clean && !LakeDatabase.compactEmbedded(home)) {
            context.terminal()
                    .err()
                    .println("petty: another process has the database open, so its file may still hold what was deleted"
                            + " from it: stop serve and schedule, then give the same command again");
            return ExitCode.FAILED;
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
                        "--yes: needed where the id comes from standard input, since nobody can be asked");
            }
            String line = readLine();
            id = line == null ? "" : line.strip();
        }
        if (!CollarIdText.isId(id)) {
            throw new SettingsException(
                    "forget: that is no collar's id: it has 1 to 64 letters, digits, _ and -, and begins with a letter or digit");
        }
        return id;
    }

    private boolean confirmed(String collarId) throws IOException {
        if (yes) {
            return true;
        }
        if (!Boolean.getBoolean("petty.terminal.in")) {
            throw new SettingsException(
                    "--yes: needed where there is no terminal to ask on; what is erased can't come back");
        }
        PrintStream out = context.terminal().out();
        out.printf("Erase collar %s and all that is known of it, for good? [y/N] ", collarId);
        out.flush();
        String answer = readLine();
        return answer != null && List.of("y", "yes").contains(answer.strip().toLowerCase(Locale.ROOT));
    }

    private static @Nullable String readLine() throws IOException {
        return new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
    }

    private Forgot forget(Workspace workspace, WritingCommand command, Lease lease, String collarId)
            throws IOException {
        // With it goes what an unfinished run has of the collar, and the chance to restart that run.
        workspace.workFiles().delete();
        Progress progress = command.progress();
        try (PartitionEngine engine = command.engine(lease);
                ProgressDisplay display = new ProgressDisplay(progress, context.terminal())) {
            JobParts parts = workspace.jobParts(lease, context.stop(), progress);
            return new Forgetting(parts, engine, context.stop()::check).forget(collarId);
        }
    }

    /** The work itself. */
    private interface Work {
        Forgot done() throws IOException;
    }

    /** Lets no failure tell the id, since it is recorded and logged. */
    private static Forgot withoutId(Workspace workspace, String collarId, Work work) throws IOException {
        try {
            return work.done();
        } catch (LeaseLostException | StopRequest.StoppedException e) {
            throw e;
        } catch (IOException | RuntimeException | Error e) {
            String message = FailureText.of(e);
            if (!message.contains(collarId)) {
                throw e;
            }
            ForgottenNames names =
                    workspace.forgotten().loadWith(collarId, List.of()).names();
            // Neither may its cause.
            throw new IllegalStateException(names.withoutThem(message));
        }
    }

    private void print(Workspace workspace, Forgot forgot) {
        PrintStream out = context.terminal().out();
        if (!forgot.isFound()) {
            out.println("Nothing of it is kept. When lines of it come, they will be ignored.");
            return;
        }
        out.printf("Erased     %s%n", rowsText(forgot.rows()));
        if (!forgot.eventDays().isEmpty()) {
            out.printf("Published  %s again, without it%n", daysText(forgot.eventDays()));
        }
        if (forgot.publications() > 0) {
            out.printf(
                    "Removed    %,d files, and %,d publications of before: no day can be rolled back to them%n",
                    forgot.files(), forgot.publications());
        }
        if (!forgot.deliveryDays().isEmpty()) {
            out.printf(
                    "Raw files  stay as they are, and Petty ignores its lines in them. Those delivered on %s had some.%n",
                    daysText(forgot.deliveryDays()));
        }
        long stale = workspace.publications().days().stream()
                .filter(day -> !workspace.eventDays().staleness(day).isEmpty())
                .count();
        if (stale > 0) {
            out.printf(
                    "%,d published %s stale: ./petty status%s tells why.%n",
                    stale, stale == 1 ? "day is" : "days are", workspace.homeOption());
        }
    }

    private static String daysText(SortedSet<LocalDate> days) {
        return days.size() == 1
                ? days.first().toString()
                : "%,d days from %s to %s".formatted(days.size(), days.first(), days.last());
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
        PrintStream out = context.terminal().out();
        List<ForgottenCollars.Entry> entries = workspace.forgotten().entries();
        if (entries.isEmpty()) {
            out.println("No collar was forgotten.");
            return;
        }
        String row = "%-12s  %5s  %-24s  %-24s  %s%n";
        out.printf(row, "KEYED HASH", "RUN", "BEGUN", "ERASED", "ROWS");
        for (ForgottenCollars.Entry entry : entries) {
            out.printf(
                    row,
                    entry.hash().substring(0, SHOWN_HASH),
                    entry.run(),
                    TimeText.of(entry.begunAt()),
                    entry.erasedAt() == null ? "cut off" : TimeText.of(entry.erasedAt()),
                    rowsText(entry.rows()));
        }
    }
}
