package io.petty.jobs;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Puts what went wrong into words for people. */
public final class FailureText {
    private FailureText() {}

    /** The innermost cause that says something, since outer ones mostly say that something failed. */
    public static String of(Throwable failure) {
        String text = failure.toString();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String words = words(cause);
            if (words != null) {
                text = words;
            }
        }
        return text;
    }

    private static @Nullable String words(Throwable cause) {
        String message = cause.getMessage();
        if (message == null || message.isBlank()) {
            return null;
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
        if (cause instanceof SQLException) {
            return "The database failed: %s (once it answers, the same command goes on)".formatted(message.strip());
        }
        boolean forPeople = cause instanceof IOException
                || cause instanceof IllegalStateException
                || cause instanceof IllegalArgumentException
                || cause.getClass().getName().startsWith("io.petty.");
        return forPeople ? message : cause.getClass().getSimpleName() + ": " + message;
    }
}
