package io.petty.jobs.batch;

import java.time.LocalDate;
import org.apache.iceberg.DataFile;

/**
 * Distinguishes the files of the rejects table. A delivery day's rejects come from raw files and from feedback
 * documents, which are read at different times. Replacing one kind must keep the other, so a file's name shows
 * its kind.
 */
public final class RejectFiles {
    /** Prefix of the names of files with rejects of feedback. The two-digit number of the shard follows. */
    private static final String FEEDBACK = "feedback-";

    private RejectFiles() {}

    /** Returns whether the file has rejects of feedback documents rather than of raw files. */
    public static boolean isOfFeedback(DataFile file) {
        return name(file).startsWith(FEEDBACK);
    }

    /** Returns the prefix for the name of a file that replaces the given one. It keeps the kind and the shard. */
    public static String prefix(DataFile file) {
        return isOfFeedback(file) ? name(file).substring(0, FEEDBACK.length() + "00-".length()) : "";
    }

    /** Returns the shard of a file with rejects of feedback documents. Requires {@link #isOfFeedback}. */
    public static int shard(DataFile file) {
        return Integer.parseInt(name(file).substring(FEEDBACK.length(), FEEDBACK.length() + 2));
    }

    private static String name(DataFile file) {
        return file.location().substring(file.location().lastIndexOf('/') + 1);
    }

    /** Returns the delivery day of the file's rejects. */
    public static LocalDate deliveryDay(DataFile file) {
        return LocalDate.ofEpochDay(file.partition().get(0, Integer.class));
    }

    /** Returns a name for a file with a shard's rejects of feedback. */
    public static String feedbackName(int shard, String name) {
        return FEEDBACK + "%02d-%s".formatted(shard, name);
    }
}
