package io.petty.access;

import io.petty.lake.database.DatabaseSettings;
import io.petty.lake.database.LakeDatabase;
import io.petty.secret.SecretName;
import io.petty.secret.SecretSettings;
import io.petty.secret.Secrets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;

/**
 * All that access needs, on a home with its database: what one process has. Local secrets begin with a signing key that all
 * tests share, since making one takes long.
 */
public final class AccessHome implements AutoCloseable {
    public static final String KEYED_HASH_KEY = "for tests";

    private final LakeDatabase database;
    private final Secrets secrets;
    private final SigningKeys signingKeys;
    private final Access access;
    private final TokenAdministration tokens;
    private final KeyAdministration keys;

    public AccessHome(Path home, DatabaseSettings settings, Clock clock) {
        this(home, settings, clock, AccessDatabase.LOCK_LIMIT);
    }

    /** The same with another limit to how long a transaction waits for a lock. */
    AccessHome(Path home, DatabaseSettings settings, Clock clock, Duration lockLimit) {
        this(home, settings, SecretSettings.LOCAL, clock, lockLimit);
        secrets.change(SecretName.SIGNING_KEYS, known -> known.isEmpty() ? SharedSigningKey.TEXT : known);
    }

    /** The same with other secrets, which begin with none. */
    public AccessHome(Path home, DatabaseSettings settings, SecretSettings secretSettings, Clock clock) {
        this(home, settings, secretSettings, clock, AccessDatabase.LOCK_LIMIT);
    }

    private AccessHome(
            Path home, DatabaseSettings settings, SecretSettings secretSettings, Clock clock, Duration lockLimit) {
        database = LakeDatabase.open(home, settings, null);
        secrets = Secrets.open(home, secretSettings, clock);
        signingKeys = new SigningKeys(secrets, AccessSettings.DEFAULTS, clock);
        AccessDatabase limited = new AccessDatabase(database, lockLimit);
        access = new Access(limited, signingKeys, AccessSettings.DEFAULTS, Access.LONGEST_WAIT, clock);
        tokens = new TokenAdministration(limited, signingKeys, AccessSettings.DEFAULTS, () -> KEYED_HASH_KEY, clock);
        keys = new KeyAdministration(database, AccessSettings.DEFAULTS, clock);
    }

    public Access access() {
        return access;
    }

    public TokenAdministration tokens() {
        return tokens;
    }

    public KeyAdministration keys() {
        return keys;
    }

    /** The store of the keys that sign. */
    public SigningKeys signingKeys() {
        return signingKeys;
    }

    public LakeDatabase database() {
        return database;
    }

    public Secrets secrets() {
        return secrets;
    }

    @Override
    public void close() {
        access.close();
        secrets.close();
        database.close();
    }
}
