package io.petty.storage;

import java.time.Instant;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * The version of an object's content. S3 identifies it by the ETag. Some stores that serve a folder have no ETag for
 * files that were copied into it; for those, the time of the last change is used.
 *
 * @param text an ETag, or {@link #LAST_CHANGE} followed by a time
 */
record S3Version(String text) {
    private static final String LAST_CHANGE = "last-modified ";

    static S3Version of(S3Object listed) {
        return new S3Version(listed.eTag() == null ? LAST_CHANGE + listed.lastModified() : listed.eTag());
    }

    /** Makes a request fail if the object has changed. */
    void require(GetObjectRequest.Builder request) {
        if (isLastChange()) {
            // The header has whole seconds. If the listed time were truncated to them, an unchanged object would count
            // as changed.
            request.ifUnmodifiedSince(lastChange().plusSeconds(1));
        } else {
            request.ifMatch(text);
        }
    }

    /**
     * Returns whether the answer is of this version or doesn't state its version. Necessary even after a request with a
     * condition, since some stores don't support conditions.
     */
    boolean matches(GetObjectResponse answer) {
        if (isLastChange()) {
            // HTTP has whole seconds, so the listed time may be more precise.
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
