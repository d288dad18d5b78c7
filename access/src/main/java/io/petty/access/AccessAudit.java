package io.petty.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The audit log of credentials. The logger {@code petty.audit} writes a line for each issue, sign-in, refresh,
 * revocation and rotation. A line contains ids of credentials, but never secrets, users or collars.
 */
final class AccessAudit {
    private static final Logger LOG = LoggerFactory.getLogger("petty.audit");

    /** The event that an audit line records. */
    enum Event {
        /** A sign-in code was exchanged for the first tokens of a family. */
        SIGN_IN("sign-in", "Signed in"),
        /** A refresh token was exchanged for the next tokens of its family. */
        REFRESH("refresh", "Refreshed"),
        /** The holder of a family's refresh token signed out. */
        SIGN_OUT("sign-out", "Signed out"),
        /** A refresh token was used a second time, which revoked its family. */
        REFRESH_TOKEN_REUSE("refresh-token-reuse", "A refresh token was used twice; its family is revoked"),
        TOKENS_ISSUED("tokens-issued", "Issued tokens"),
        CODE_ISSUED("code-issued", "Issued a sign-in code"),
        FAMILY_REVOKED("family-revoked", "Revoked a family of tokens"),
        USER_REVOKED("user-revoked", "Revoked all tokens of a user"),
        TOKEN_REVOKED("token-revoked", "Revoked an access token"),
        SIGNING_KEY_ROTATED("signing-key-rotated", "Rotated the signing key"),
        SIGNING_KEY_DROPPED("signing-key-dropped", "Dropped a signing key"),
        KEY_CREATED("key-created", "Created an API key"),
        KEY_REVOKED("key-revoked", "Revoked an API key"),
        KEY_ROTATED("key-rotated", "Rotated an API key"),
        /** A collar was forgotten and removed from the families and keys that named it. */
        COLLAR_REMOVED("collar-removed", "Removed a forgotten collar from grants");

        private final String label;
        private final String text;

        Event(String label, String text) {
            this.label = label;
            this.text = text;
        }
    }

    private AccessAudit() {}

    /**
     * Writes a line with one field.
     *
     * @param field the name of the field, such as {@code family}
     * @param value an id or a count
     */
    static void record(Event event, String field, Object value) {
        line(event).addKeyValue(field, value).log("{}: {} {}", event.text, field, value);
    }

    /** Writes a line with two fields. */
    static void record(Event event, String field, Object value, String otherField, Object otherValue) {
        line(event)
                .addKeyValue(field, value)
                .addKeyValue(otherField, otherValue)
                .log("{}: {} {}, {} {}", event.text, field, value, otherField, otherValue);
    }

    private static LoggingEventBuilder line(Event event) {
        return LOG.atInfo().addKeyValue("event", event.label);
    }
}
