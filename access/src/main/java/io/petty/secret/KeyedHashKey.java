package io.petty.secret;

import io.petty.feedback.UserKeys;
import io.petty.lake.KeyedHashCheck;
import io.petty.lake.database.LakeDatabase;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The key with which user ids and forgotten collars are hashed. It is the value of the setting, or a generated secret
 * if the setting is missing. The database stores a check value of the key, so that homes with different keys can't use
 * the same database unnoticed.
 */
public final class KeyedHashKey {
    private final KeyedHashCheck recorded;
    private final Secrets secrets;
    private final @Nullable String set;

    /** @param set the setting {@code petty.user-key-secret}; null for none */
    public KeyedHashKey(LakeDatabase database, Secrets secrets, @Nullable String set) {
        recorded = new KeyedHashCheck(database);
        this.secrets = secrets;
        this.set = set;
    }

    /**
     * Returns the key, generating it if there is none. Must be called outside a transaction, since the store of secrets
     * may take seconds to answer.
     *
     * @throws IllegalStateException within a transaction
     * @throws SecretException if the database was used with another key, or the key can't be read or stored
     */
    public String get() {
        if (recorded.isInTransaction()) {
            throw new IllegalStateException(
                    "The key of user ids was requested within a database transaction, which holds locks that others wait for");
        }
        if (set == null) {
            return stored();
        }
        record(check(set));
        return set;
    }

    private String stored() {
        Optional<String> check = recorded.find();
        if (check.isEmpty()) {
            // The key is stored before its check value, so that the database never refers to a lost key.
            String key = secrets.change(
                    SecretName.KEYED_HASH_KEY, current -> current.isEmpty() ? Secrets.random() : current);
            // If another process has recorded a check value meanwhile, our key is compared with it.
            return recorded.add(check(key)) ? key : stored();
        }
        String key = secrets.find(SecretName.KEYED_HASH_KEY)
                // The key may have been created since the store was last read.
                .or(() -> secrets.findNow(SecretName.KEYED_HASH_KEY))
                .orElseThrow(() -> mismatch("a key that this home doesn't have"));
        if (!check.get().equals(check(key))) {
            throw mismatch("a different key than this home has");
        }
        return key;
    }

    private static SecretException mismatch(String key) {
        return new SecretException(
                "User ids and forgotten collars in this database are hashed with %s: copy secrets and secrets.key from the home that was used before, share secrets with petty.secrets.store=aws, or set petty.user-key-secret to the previous key; with a new key, all feedback is read again"
                        .formatted(key));
    }

    private static String check(String key) {
        return new UserKeys(key).of("check of the keyed hash key");
    }

    /** Records the check value of a configured key. If it has changed, feedback is read again. */
    private void record(String now) {
        String before = recorded.find().orElse(null);
        // If several processes record a first check value at the same time, one succeeds. If another of them has a
        // different key, its next call replaces the value.
        if (before == null) {
            recorded.add(now);
        } else if (!before.equals(now)) {
            recorded.replace(now);
        }
    }
}
