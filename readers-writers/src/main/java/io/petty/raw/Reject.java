package io.petty.raw;

import java.io.Serializable;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A record of a raw file that is no reading, a file that broke, or a feedback document that is no feedback.
 *
 * @param deliveryDay the {@code dt=} folder the file lies in
 * @param file the file's key
 * @param line the number of the record's line, from 1; null for {@link RejectReason#FILE} and feedback documents alone
 * @param reason the first reason that applies
 * @param message what was wrong, with the offending value shortened; begins with the position on the line from the second record on
 * @param content the first 4 KiB of the record without its line end, what is not UTF-8 replaced by U+FFFD; empty for a file
 */
public record Reject(
        LocalDate deliveryDay, String file, @Nullable Long line, RejectReason reason, String message, String content)
        implements Serializable {
    public Reject {
        if (line != null && reason == RejectReason.FILE) {
            throw new IllegalArgumentException("A reject of a whole file has no line number, but " + line);
        }
        if (line != null && line < 1) {
            throw new IllegalArgumentException("Lines are numbered from 1, not " + line);
        }
    }
}
