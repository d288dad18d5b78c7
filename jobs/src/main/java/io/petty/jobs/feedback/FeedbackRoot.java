package io.petty.jobs.feedback;

import io.petty.feedback.FeedbackRules;
import io.petty.feedback.UserKeys;
import io.petty.lake.Fingerprint;
import io.petty.storage.Storage;
import java.io.Serializable;

/**
 * The location of feedback documents, and how they are read.
 *
 * @param userKeySecret turns users' ids into keys
 */
public record FeedbackRoot(Storage documents, FeedbackRules rules, String userKeySecret) implements Serializable {
    private static final int VERSION_DIGITS = 16;

    public FeedbackRoot {
        new UserKeys(userKeySecret);
    }

    /** Returns a text that changes with the rules and the secret, and reveals neither. */
    String version() {
        return new Fingerprint()
                .add(rules.toString())
                .add(new UserKeys(userKeySecret).of("version"))
                .digest()
                .substring(0, VERSION_DIGITS);
    }

    @Override
    public String toString() {
        return "FeedbackRoot[" + documents.root() + "]";
    }
}
