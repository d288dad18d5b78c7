package io.petty.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;

/** Describes errors of the JVM: which setting of Java or of the machine caused them, and how to change it. */
public final class JavaErrors {
    private static final long MEBIBYTE = 1 << 20;

    /** The free space that the folder must have. It is more than a native library needs. */
    private static final long LIBRARY_BYTES = 4 * MEBIBYTE;

    private static final String ANOTHER_FOLDER = "Name a folder that exists, has room and isn't mounted noexec, such as"
            + " PETTY_JAVA_OPTIONS=-Djava.io.tmpdir=/var/tmp";

    private JavaErrors() {}

    /** Returns a line about the outermost JVM error among a failure and its causes; null if there is none. */
    public static @Nullable String text(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError) {
                return memory(String.valueOf(cause.getMessage()));
            }
            if (cause instanceof StackOverflowError) {
                return "A thread's stack is full: raise its size with PETTY_JAVA_OPTIONS=-Xss8m";
            }
            if (cause instanceof LinkageError) {
                return ofZstd(cause)
                        ? zstd(NestedExceptionUtils.getMostSpecificCause(cause))
                        : classes(NestedExceptionUtils.getMostSpecificCause(cause));
            }
        }
        return null;
    }

    private static String memory(String message) {
        if (message.contains("native thread")) {
            return "No thread can be started (%s): raise the limit on processes of this user or container"
                    .formatted(message);
        }
        if (message.contains("heap") || message.contains("GC overhead") || message.contains("array size")) {
            long heap = Runtime.getRuntime().maxMemory() / MEBIBYTE;
            return "The heap of %d MB is full (%s): raise it with PETTY_HEAP=%dm, or give the container more memory"
                    .formatted(heap, message, 2 * heap);
        }
        return "The memory outside the heap is full (%s): give the process more memory, or reduce the heap with PETTY_HEAP"
                .formatted(message);
    }

    /** Returns whether zstd's library can't be loaded, now or at an earlier attempt. */
    private static boolean ofZstd(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("zstd")) {
                return true;
            }
        }
        return false;
    }

    private static String zstd(Throwable cause) {
        String problem = problem();
        return "The native library of zstd can't be loaded from the folder for temporary files, %s: %s. %s"
                .formatted(temporaryFolder(), problem == null ? reason(cause) : problem, ANOTHER_FOLDER);
    }

    private static String classes(Throwable cause) {
        return "A class of the program is missing or incompatible (%s: %s): build or install the program again, with all of its jars"
                .formatted(cause.getClass().getSimpleName(), firstLine(cause));
    }

    /** Returns the reason without the library's path, which the linker prepends. */
    private static String reason(Throwable cause) {
        String line = firstLine(cause);
        return line.substring(line.lastIndexOf(": ") + 1).strip();
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("no reason given");
    }

    /** Returns the folder for temporary files, {@code java.io.tmpdir}. */
    public static String temporaryFolder() {
        return System.getProperty("java.io.tmpdir", "");
    }

    /** Returns a line about a problem with the folder for temporary files; null if there is none. */
    public static @Nullable String temporaryFolderProblem() {
        String problem = problem();
        return problem == null
                ? null
                : "The folder for temporary files, %s, can't be used: %s. %s"
                        .formatted(temporaryFolder(), problem, ANOTHER_FOLDER);
    }

    private static @Nullable String problem() {
        Path folder = Path.of(temporaryFolder());
        if (!Files.isDirectory(folder)) {
            return "it doesn't exist";
        }
        if (!Files.isWritable(folder)) {
            return "it can't be written to";
        }
        try {
            return Files.getFileStore(folder).getUsableSpace() < LIBRARY_BYTES ? "it is full" : null;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }
}
