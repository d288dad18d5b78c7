package io.petty.secret;

import java.io.Closeable;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Where secrets are kept. Several threads and several processes may use it at once. */
public sealed interface Secrets extends Closeable permits LocalSecrets, AwsSecrets {
    /** Opens the store that the settings name; nothing is made or asked for before a secret is. */
    static Secrets open(Path home, SecretSettings settings, Clock clock) {
        return settings.isAws()
                ? AwsSecrets.open(home, settings, clock)
                : new LocalSecrets(home, settings.keyFile(home));
    }

    /**
     * A secret as it was some minutes ago at most, or for longer while the store doesn't answer; empty when the store has
     * none of this name.
     *
     * @throws SecretException when the store can't be read and there is no earlier value that may stand in
     */
    Optional<String> find(SecretName name);

    /**
     * A secret as it is now, or as it was when the store last answered.
     *
     * @throws SecretException when the store can't be read and there is no earlier value that may stand in
     */
    Optional<String> findNow(SecretName name);

    /**
     * Replaces a secret by what is made of its current value; the same value leaves it alone. Of several processes that
     * make a first value at once, one does and the others get that.
     *
     * @param change is given the value, the empty text for none, and may be called more than once
     * @return what the secret is now
     * @throws SecretException when the store can't be read or written
     */
    String change(SecretName name, UnaryOperator<String> change);

    /** Whether operators keep secrets there that Petty doesn't make, as the login of the database. */
    boolean isManaged();

    @Override
    void close();
}
