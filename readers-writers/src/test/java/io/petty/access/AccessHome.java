package io.petty.access;

import io.petty.lake.DatabaseSettings;
import io.petty.lake.LakeDatabase;
import io.petty.secret.SecretName;
import io.petty.secret.SecretSettings;
import io.petty.secret.Secrets;
import java.nio.file.Path;
import java.time.Clock;

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
        this(home, settings, SecretSettings.LOCAL, clock);
        secrets.change(SecretName.SIGNING_KEYS, known -> known.isEmpty() ? SharedSigningKey.TEXT : known);
    }

    /** The same with other secrets, which begin with none. */
    public AccessHome(Path home, DatabaseSettings settings, SecretSettings secretSettings, Clock clock) {
        database = LakeDatabase.open(home, settings);
        secrets = Secrets.open(home, secretSettings, clock);
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
