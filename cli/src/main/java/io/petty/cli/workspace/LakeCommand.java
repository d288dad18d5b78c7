package io.petty.cli.workspace;

import io.petty.output.WholeFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;

/** A command on a home and its lake. */
public abstract class LakeCommand implements Callable<Integer> {
    protected final CommandContext context;

    /** Standard output, for results. */
    protected final PrintStream out;

    /** Standard error, for progress and errors. */
    protected final PrintWriter err;

    @Mixin
    protected final LakeOptions options = new LakeOptions();

    protected LakeCommand(CommandContext context) {
        this.context = context;
        this.out = context.terminal().out();
        this.err = context.terminal().err();
    }

    /** Opens an existing home. Fails if it has no database. */
    protected final Workspace openExisting() {
        return context.openExisting(options);
    }

    /** Prints why the command failed, and returns the exit code for it. */
    protected final int failed(String format, @Nullable Object... values) {
        err.printf("petty: " + format + "%n", values);
        return ExitCode.FAILED;
    }

    /** Checks that the file named by an option can be written, before the work begins. */
    protected static void check(String option, @Nullable Path file) {
        if (file != null) {
            WholeFile.check(option, file);
        }
    }

    /** Writes the file named by an option, if any. */
    protected static void write(@Nullable Path file, String text) throws IOException {
        if (file != null) {
            WholeFile.write(file, written -> Files.writeString(written, text));
        }
    }
}
