package io.petty.feedback;

import io.petty.settings.SettingChecks;
import java.io.Serializable;

/**
 * The limits that feedback documents are checked against.
 *
 * @param documentBytes maximum size of a document in bytes, 1 to 16 MiB
 * @param depth maximum nesting depth of a document, 2 to 1,000; its outer object has depth 1
 * @param textCharacters maximum length of free text in characters (Unicode code points), 0 to 1,000,000
 * @param segmentBytes maximum size of the segment as written, in bytes, 1 to 16 MiB
 * @param idCharacters maximum length of the ids of feedback and users in characters (Unicode code points), 1 to 4,096
 */
public record FeedbackRules(int documentBytes, int depth, int textCharacters, int segmentBytes, int idCharacters)
        implements Serializable {
    /**
     * The limits of the specification, and Petty's own for documents and ids, which the specification doesn't limit.
     */
    public static final FeedbackRules DEFAULTS = new FeedbackRules(131_072, 64, 1_000, 65_536, 256);

    /** @throws IllegalArgumentException naming the property that is out of range */
    public FeedbackRules {
        SettingChecks.between("petty.feedback-rules.document-bytes", documentBytes, 1, 16 << 20);
        SettingChecks.between("petty.feedback-rules.depth", depth, 2, 1_000);
        SettingChecks.between("petty.feedback-rules.text-characters", textCharacters, 0, 1_000_000);
        SettingChecks.between("petty.feedback-rules.segment-bytes", segmentBytes, 1, 16 << 20);
        SettingChecks.between("petty.feedback-rules.id-characters", idCharacters, 1, 4_096);
    }
}
