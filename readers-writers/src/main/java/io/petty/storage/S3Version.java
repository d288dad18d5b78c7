package io.petty.storage;

import java.time.Instant;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Which content of an object was listed. S3 tells it by the ETag. Some stores that speak S3 over a folder know none for
 * files that were put there by other means: for those the time of the last change has to do.
 *
 * @param text an ETag, or a time behind {@link #LAST_CHANGE}
 */
record S3Version(String text) {
    private static final String LAST_CHANGE = "last-modified ";

    static S3Version of(S3Object listed) {
        return new S3Version(listed.eTag() == null ? LAST_CHANGE + listed.lastModified() : listed.eTag());
    }

    /** Lets a request fail when the object has changed. */
    void require(GetObjectRequest.Builder request) {
        if (isLastChange()) {
            // The header holds whole seconds: cut off, the listed time itself would count as a change.
            request.ifUnmodifiedSince(lastChange().plusSeconds(1));
        } else {
            request.ifMatch(text);
        }
    }

    /** Whether the answer is of this version, as far as it tells: some stores don't know conditions. */
    boolean matches(GetObjectResponse answer) {
        if (isLastChange()) {
            // HTTP knows whole seconds, so the listed time may be the finer one.
            return answer.lastModified() == null
                    || answer.lastModified().getEpochSecond() <= lastChange().getEpochSecond();
        }
        return answer.eTag() == null || answer.eTag().equals(text);
    }

    private boolean isLastChange() {
        return text.startsWith(LAST_CHANGE);
    }

    private Instant lastChange() {
        return Instant.parse(text.substring(LAST_CHANGE.length()));
    }
}
