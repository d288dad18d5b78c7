package io.petty.secret;

import io.petty.feedback.UserKeys;
import io.petty.lake.KeyedHashCheck;
import io.petty.lake.database.LakeDatabase;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The text under which users' ids are hashed: the setting, else a secret that is made when it is first needed. The
 * database keeps a check of it, so that homes which share one notice when they would hash differently.
 */
public final class KeyedHashKey {
    private static final int BYTES = 32;

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
     * The key, made now where there is none. To be asked for before a transaction, since the store of secrets may take long.
     *
     * @throws IllegalStateException within a transaction
     * @throws SecretException when the database was used with another key than this home has, or the key can't be kept
     */
    public String get() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException(
                    "The key of users' ids was asked for within a database transaction, whose locks others wait for");
        }
        if (set != null) {
            remember(set);
            return set;
        }
        return kept();
    }

    private String kept() {
        String check = recorded.find().orElse(null);
        String known = secrets.find(SecretName.KEYED_HASH_KEY).orElse(null);
        if (known == null && check != null) {
            // It may have been made since the store was last asked.
            known = secrets.findNow(SecretName.KEYED_HASH_KEY).orElse(null);
        }
        if (check != null) {
            if (known == null) {
                throw new SecretException(
                        "users' ids in this database are hashed under a key that this home doesn't have: copy secrets and"
                                + " secrets.key from the home that has it, share secrets by petty.secrets.store=aws, or"
                                + " set petty.user-key-secret to what it was");
            }
            if (!check.equals(check(known))) {
                throw new SecretException(
                        "users' ids in this database are hashed under another key than this home has: "
                                + "copy secrets and secrets.key from the home that was used before, or share secrets by petty.secrets.store=aws, or set petty.user-key-secret; with another key than before all feedback is read again");
            }
            return known;
        }
        String first = known == null ? random() : known;
        // The secret comes first: nothing may be hashed under a key that is noted and kept nowhere.
        String made = secrets.change(SecretName.KEYED_HASH_KEY, current -> current.isEmpty() ? first : current);
        if (!recorded.add(check(made))) {
            // Another process recorded its key meanwhile: compare ours with that.
            return kept();
        }
        return made;
    }

    private static String random() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String check(String key) {
        return new UserKeys(key).of("check of the keyed hash key");
    }

    /** Records a key that is set. It may be another one than before: then feedback is read again. */
    private void remember(String key) {
        String now = check(key);
        String before = recorded.find().orElse(null);
        // Of processes that record the first key at the same time, the first one's is kept until the next call.
        if (before == null) {
            recorded.add(now);
        } else if (!before.equals(now)) {
            recorded.replace(now);
        }
    }
}
