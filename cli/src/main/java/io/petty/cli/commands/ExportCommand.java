package io.petty.cli.commands;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeOptions;
import io.petty.cli.workspace.Workspace;
import io.petty.output.WholeFile;
import io.petty.settings.SettingsException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a day of a table to a file or to standard output. */
@Command(name = "export", description = "A day of a table, in the order of its rows.", mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    private final CommandContext context;

    @Mixin
    private final LakeOptions options = new LakeOptions();

    @Parameters(paramLabel = "TABLE", description = "${COMPLETION-CANDIDATES}.")
    private ExportTable table = ExportTable.timelines;

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            required = true,
            description = "The event day; of rejects, the delivery day.")
    private LocalDate date = LocalDate.EPOCH;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "ndjson",
            description = "${COMPLETION-CANDIDATES}.")
    private ExportFormat format = ExportFormat.ndjson;

    @Option(names = "--out", paramLabel = "FILE", description = "File to write (default: standard output).")
    private @Nullable Path out;

    ExportCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() throws Exception {
        if (format == ExportFormat.parquet && out == null) {
            throw new SettingsException("--format parquet needs --out FILE");
        }
        if (out != null) {
            WholeFile.check("--out", out);
        }
        try (Workspace workspace = context.openExisting(options)) {
            TableExport export = new TableExport(workspace, table, date);
            if (out == null) {
                OutputStream stream =
                        new BufferedOutputStream(context.terminal().out(), 1 << 16);
                export.writeText(format, stream);
                stream.flush();
                return ExitCode.DONE;
            }
            WholeFile.write(out, file -> {
                if (format == ExportFormat.parquet) {
                    // The Parquet writer doesn't overwrite a file.
                    Files.deleteIfExists(file);
                    export.writeParquet(file);
                } else {
                    writeFile(export, file);
                }
            });
        }
        return ExitCode.DONE;
    }

    private void writeFile(TableExport export, Path file) throws IOException {
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            export.writeText(format, stream);
        }
    }
}
