package io.petty.secret;

import java.io.Closeable;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A store of secrets. Safe for use by several threads and several processes. */
public sealed interface Secrets extends Closeable permits LocalSecrets, AwsSecrets {
    /** Opens the store that the settings name. Nothing is created or requested before the first use. */
    static Secrets open(Path home, SecretSettings settings, Clock clock) {
        return settings.isAws()
                ? new AwsSecrets(home, settings, clock)
                : new LocalSecrets(home, settings.keyFile(home));
    }

    /** Returns a new secret: 256 random bits in 43 characters of base64url. */
    static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Returns a secret that may be a few minutes old, or older while the store doesn't answer; empty if the store has
     * no such secret.
     *
     * @throws SecretException if the store can't be read and no earlier value may be used instead
     */
    Optional<String> find(SecretName name);

    /**
     * Returns the current value of a secret, or its last known value while the store doesn't answer; empty if the store
     * has no such secret.
     *
     * @throws SecretException if the store can't be read and no earlier value may be used instead
     */
    default Optional<String> findNow(SecretName name) {
        return find(name);
    }

    /**
     * Replaces a secret with a value computed from the current one. An unchanged value isn't written. If several
     * processes create the first value at the same time, one succeeds and the others get its value.
     *
     * @param change gets the current value, or an empty string if there is none; may be called more than once
     * @return the new value
     * @throws SecretException if the store can't be read or written
     */
    String change(SecretName name, UnaryOperator<String> change);

    @Override
    default void close() {}
}
