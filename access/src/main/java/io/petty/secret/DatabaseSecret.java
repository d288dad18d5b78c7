package io.petty.secret;

import io.petty.lake.database.DatabaseLogin;
import io.petty.lake.database.DatabaseLogins;
import io.petty.lake.database.DatabaseSettings;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The users and passwords with which Petty logs in to the database: the secret {@code database} of the owner, and {@code
 * database-reader} of readers.
 */
public final class DatabaseSecret {
    private DatabaseSecret() {}

    /**
     * Returns suppliers of the login in the secret; null if secrets are stored in the home. The suppliers throw a
     * {@link SecretException} if there is no such secret or it contains no login.
     */
    public static @Nullable DatabaseLogins logins(Secrets secrets, DatabaseSettings settings) {
        SecretName own = settings.isReader() ? SecretName.DATABASE_READER : SecretName.DATABASE;
        // Operators can store their own secrets only in Secrets Manager.
        return secrets instanceof AwsSecrets
                ? new DatabaseLogins(
                        own.label(),
                        () -> login(own, secrets.find(own)),
                        () -> login(own, secrets.findNow(own)),
                        () -> login(SecretName.DATABASE_READER, secrets.findNow(SecretName.DATABASE_READER)))
                : null;
    }

    private static DatabaseLogin login(SecretName name, Optional<String> secret) {
        String text = secret.orElseThrow(() -> new SecretException(
                "petty.database.password is not set, and there is no secret '%s' below petty.secrets.prefix: create"
                                .formatted(name.label())
                        + " the secret, a JSON object with username and password, or set the password"));
        Map<String, String> named;
        try {
            named = NamedTexts.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            named = Map.of();
        }
        String user = named.get("username");
        String password = named.get("password");
        if (user == null || password == null) {
            throw new SecretException(
                    "The secret '%s' below petty.secrets.prefix isn't a JSON object with username and password"
                            .formatted(name.label()));
        }
        return new DatabaseLogin(user, password);
    }
}
