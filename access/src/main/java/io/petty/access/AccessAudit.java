package io.petty.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes to the logger {@code petty.audit} what became of credentials: issued, used to sign in or to refresh, revoked,
 * rotated. A line names credentials by their ids, which let nobody in, and neither secrets nor users nor collars.
 */
final class AccessAudit {
    private static final Logger LOG = LoggerFactory.getLogger("petty.audit");

    /** What happened. */
    enum Event {
        /** A one-time code was traded for the first tokens of a family. */
        SIGN_IN("sign-in", "Signed in"),
        /** A refresh token was traded for the next tokens of its family. */
        REFRESH("refresh", "Refreshed"),
        /** The holder of a family's refresh token signed out. */
        SIGN_OUT("sign-out", "Signed out"),
        /** A refresh token was used a second time, and its family is revoked. */
        REFRESH_TOKEN_REUSE("refresh-token-reuse", "A refresh token was used twice, its family is revoked"),
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
        /** A collar was forgotten, and grants that named it are narrower now, or gone. */
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
     * Writes a line of one field.
     *
     * @param field what the value is, such as {@code family}
     * @param value an id or a count
     */
    static void record(Event event, String field, Object value) {
        line(event).addKeyValue(field, value).log("{}: {} {}", event.text, field, value);
    }

    /** Writes a line of two fields. */
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
