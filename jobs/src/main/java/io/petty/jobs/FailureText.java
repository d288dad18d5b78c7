package io.petty.jobs;

import io.petty.lake.database.DatabaseFailure;
import io.petty.parquet.DamagedFileException;
import io.petty.settings.JavaErrors;
import io.petty.storage.StorageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Describes failures for users. */
public final class FailureText {
    private static final Pattern DELIVERY_DAY = Pattern.compile("/delivery_day=(\\d{4}-\\d\\d-\\d\\d)/");
    private static final Pattern EVENT_DAY = Pattern.compile("/day=(\\d{4}-\\d\\d-\\d\\d)/");

    private FailureText() {}

    /** Returns the innermost message, on one line. Outer exceptions mostly say only that something failed. */
    public static String of(Throwable failure) {
        return text(failure).strip().replaceAll("\\s*\\R\\s*", " ");
    }

    private static String text(Throwable failure) {
        String error = JavaErrors.text(failure);
        if (error != null) {
            return error;
        }
        String text = failure.toString();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof DamagedFileException damaged) {
                return damaged.getMessage() + repair(damaged.location());
            }
            if (cause instanceof StorageException) {
                return String.valueOf(cause.getMessage());
            }
            String words = words(cause);
            if (words != null) {
                text = words;
            }
        }
        return text;
    }

    /** Returns how to restore a table's file, based on the days in its path; empty for other files. */
    private static String repair(String location) {
        Matcher delivered = DELIVERY_DAY.matcher(location);
        if (delivered.find()) {
            return ". It holds data delivered on %s: ./petty run --date %s --force reads it again"
                    .formatted(delivered.group(1), delivered.group(1));
        }
        Matcher computed = EVENT_DAY.matcher(location);
        if (computed.find()) {
            return ". It holds data computed for %s: ./petty rerun --date %s --force computes it again"
                    .formatted(computed.group(1), computed.group(1));
        }
        return "";
    }

    private static @Nullable String words(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return null;
        }
        if (message.contains("No space left") || message.contains("Disk quota exceeded")) {
            return "%s: free space for the home, the tables and temporary files (%s), then run the same command again"
                    .formatted(message, JavaErrors.temporaryFolder());
        }
        if (cause instanceof NoSuchFileException file) {
            return "There is no file or folder " + file.getFile();
        }
        if (cause instanceof AccessDeniedException file) {
            return "Access to %s is denied".formatted(file.getFile());
        }
        if (cause instanceof NotDirectoryException) {
            return message;
        }
        if (cause instanceof FileSystemException file) {
            return file.getReason() == null ? file.toString() : file.getMessage();
        }
        if (DatabaseFailure.isFromDriver(cause)) {
            return "The database failed: %s. Run the same command again once the database answers"
                    .formatted(message.strip());
        }
        boolean forPeople = cause instanceof IOException
                || cause instanceof IllegalStateException
                || cause instanceof IllegalArgumentException
                || cause.getClass().getName().startsWith("io.petty.");
        return forPeople ? message : cause.getClass().getSimpleName() + ": " + message;
    }
}
