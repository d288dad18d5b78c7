package io.petty.cli.commands;

import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.ExitCode;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.output.WholeFile;
import io.petty.settings.SettingsException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Exports a day of a table. */
@Command(
        name = "export",
        description = "Write a day of a table to a file or to standard output.",
        mixinStandardHelpOptions = true)
public final class ExportCommand extends LakeCommand {
    private static final int BUFFER_BYTES = 1 << 16;

    @Parameters(paramLabel = "TABLE", description = "${COMPLETION-CANDIDATES}.")
    private ExportTable table = ExportTable.timelines;

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            required = true,
            description = "The event day; for rejects, the delivery day.")
    private LocalDate date = LocalDate.EPOCH;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "ndjson",
            description = "${COMPLETION-CANDIDATES}.")
    private ExportFormat format = ExportFormat.ndjson;

    @Option(names = "--out", paramLabel = "FILE", description = "File to write (default: standard output).")
    private @Nullable Path file;

    ExportCommand(CommandContext context) {
        super(context);
    }

    @Override
    public Integer call() throws Exception {
        if (format == ExportFormat.parquet && file == null) {
            throw new SettingsException("--format parquet needs --out FILE");
        }
        check("--out", file);
        try (Workspace workspace = openExisting()) {
            TableExport<?> export = TableExport.of(workspace, table, date);
            if (file == null) {
                writeText(export, out);
            } else {
                WholeFile.write(file, unfinished -> writeFile(export, unfinished));
            }
        }
        return ExitCode.DONE;
    }

    private void writeFile(TableExport<?> export, Path unfinished) throws IOException {
        if (format == ExportFormat.parquet) {
            // The Parquet writer doesn't overwrite a file.
            Files.deleteIfExists(unfinished);
            export.writeParquet(unfinished);
            return;
        }
        try (OutputStream stream = Files.newOutputStream(unfinished)) {
            writeText(export, stream);
        }
    }

    private void writeText(TableExport<?> export, OutputStream stream) throws IOException {
        OutputStream buffered = new BufferedOutputStream(stream, BUFFER_BYTES);
        export.writeText(format, buffered);
        buffered.flush();
    }
}
