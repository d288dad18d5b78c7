package io.petty.access;

import io.petty.lake.DatabaseSettings;
import io.petty.lake.LakeDatabase;
import io.petty.secret.SecretSettings;
import io.petty.secret.Secrets;
import java.nio.file.Path;
import java.time.Clock;

/** All that access needs, on a home with its database: what one process has. */
public final class AccessHome implements AutoCloseable {
    public static final String KEYED_HASH_KEY = "for tests";

    private final LakeDatabase database;
    private final Secrets secrets;
    private final SigningKeys signingKeys;
    private final Access access;
    private final TokenAdministration tokens;
    private final KeyAdministration keys;

    public AccessHome(Path home, DatabaseSettings settings, Clock clock) {
        database = LakeDatabase.open(home, settings);
        secrets = Secrets.open(home, SecretSettings.LOCAL, clock);
        signingKeys = new SigningKeys(secrets, AccessSettings.DEFAULTS, clock);
        access = new Access(database.dataSource(), signingKeys, AccessSettings.DEFAULTS, clock);
        tokens = new TokenAdministration(
                database.dataSource(), signingKeys, AccessSettings.DEFAULTS, () -> KEYED_HASH_KEY, clock);
        keys = new KeyAdministration(database.dataSource(), AccessSettings.DEFAULTS, clock);
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
