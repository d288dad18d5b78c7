package io.petty.version;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The version of this build of Petty.
 *
 * @param version the version in the POM: {@code 1.0.0}, or {@code 1.0.0-SNAPSHOT} before that release
 * @param commit abbreviated id of the built commit, with {@code -dirty} if there were uncommitted changes; null if
 *     there was no commit, or outside of Petty's programs
 */
public record ProgramVersion(String version, @Nullable String commit) {
    /** Only the modules of programs contain this file, so that a new commit doesn't recompile the others. */
    private static final String COMMIT = "/petty-commit.properties";

    private static final Pattern COMMIT_ID = Pattern.compile("[0-9a-f]{7,64}");

    private static final ProgramVersion CURRENT = of(read("version.properties"), read(COMMIT));

    /** Returns the version of the running program. */
    public static ProgramVersion current() {
        return CURRENT;
    }

    /** Reads the two files that the build fills in. */
    static ProgramVersion of(Properties version, Properties commit) {
        String id = commit.getProperty("commit", "");
        boolean dirty = Boolean.parseBoolean(commit.getProperty("dirty"));
        return new ProgramVersion(
                Objects.requireNonNull(version.getProperty("version"), "version"),
                COMMIT_ID.matcher(id).matches() ? dirty ? id + "-dirty" : id : null);
    }

    /** Returns the version for people: {@code 1.0.0 (commit 0123456789)}, or only {@code 1.0.0}. */
    @Override
    public String toString() {
        return commit == null ? version : version + " (commit " + commit + ")";
    }

    private static Properties read(String resource) {
        Properties properties = new Properties();
        try (InputStream in = ProgramVersion.class.getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read " + resource + " from the program's jar", e);
        }
        return properties;
    }
}
