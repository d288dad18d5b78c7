package io.petty.cli.workspace;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command on a lake. */
public final class LakeOptions {
    @Option(names = "--home", paramLabel = "DIR", description = "Folder of the database and tables (default: .petty).")
    @Nullable
    public String home;

    @Option(
            names = "--raw",
            paramLabel = "URI",
            description = "Raw files: a folder or s3://bucket/prefix with dt=YYYY-MM-DD folders"
                    + " (default: those last used by the home).")
    @Nullable
    String raw;

    @Option(
            names = "--feedback",
            paramLabel = "URI",
            description = "Owners' feedback: a folder or s3://bucket/prefix with one JSON document per file"
                    + " (default: that last used by the home, if any).")
    @Nullable
    String feedback;

    @Option(
            names = "--lake",
            paramLabel = "URI",
            description = "Tables: a folder or s3://bucket/prefix (default: lake in the home).")
    @Nullable
    String lake;
}
