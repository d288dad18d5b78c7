package io.petty.raw;

import java.io.Serializable;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A rejected record of a raw file, a broken file, or a rejected feedback document.
 *
 * @param deliveryDay the day of the file's {@code dt=} folder
 * @param file the file's key
 * @param line the number of the record's line, from 1; null only for {@link RejectReason#FILE} and feedback documents
 * @param reason the first reason that applies
 * @param message the fault, with the offending value shortened; for a line's second and later records, it starts with
 *     the record's position on the line
 * @param content the first 4 KiB of the record without its line end, with invalid UTF-8 replaced by U+FFFD; empty for a
 *     file
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
