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
 * The access classes of one process, with their home and database. Local secrets start with a signing key that all
 * tests share, since generating one is slow.
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

    /** Opens a home with the given lock limit of transactions. */
    AccessHome(Path home, DatabaseSettings settings, Clock clock, Duration lockLimit) {
        this(home, settings, SecretSettings.LOCAL, clock, lockLimit);
        secrets.change(SecretName.SIGNING_KEYS, known -> known.isEmpty() ? SharedSigningKey.TEXT : known);
    }

    /** Opens a home with the given store of secrets, which starts empty. */
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
