package io.petty.jobs.batch;

import java.time.LocalDate;
import org.apache.iceberg.DataFile;

/**
 * Tells the files of the rejects table apart. A delivery day's rejects come from raw files and from feedback documents,
 * which are read at different times: who replaces the one must leave the other, and the file's name says which it is.
 */
public final class RejectFiles {
    /** Begins the names of files of rejects from feedback; two digits of the shard follow. */
    static final String FEEDBACK = "feedback-";

    private RejectFiles() {}

    /** Whether the file holds rejects of feedback documents, and not of raw files. */
    public static boolean isOfFeedback(DataFile file) {
        return file.location().substring(file.location().lastIndexOf('/') + 1).startsWith(FEEDBACK);
    }

    /** How the name of a file that takes another's place must begin, so that it counts as what that one does. */
    public static String prefix(DataFile file) {
        String name = file.location().substring(file.location().lastIndexOf('/') + 1);
        return isOfFeedback(file) ? name.substring(0, FEEDBACK.length() + "00-".length()) : "";
    }

    /** The shard of feedback documents whose rejects the file holds; only where {@link #isOfFeedback} holds. */
    public static int shard(DataFile file) {
        String name = file.location().substring(file.location().lastIndexOf('/') + 1);
        return Integer.parseInt(name.substring(FEEDBACK.length(), FEEDBACK.length() + 2));
    }

    /** The delivery day whose rejects the file holds. */
    public static LocalDate deliveryDay(DataFile file) {
        return LocalDate.ofEpochDay(file.partition().get(0, Integer.class));
    }

    /** Names a file of a shard's rejects. */
    public static String feedbackName(int shard, String name) {
        return FEEDBACK + "%02d-%s".formatted(shard, name);
    }
}
