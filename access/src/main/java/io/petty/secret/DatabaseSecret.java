package io.petty.secret;

import io.petty.lake.database.DatabaseLogin;
import io.petty.lake.database.DatabaseLogins;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The secret {@code database}: the user and password with which Petty logs in to the database. */
public final class DatabaseSecret {
    private DatabaseSecret() {}

    /**
     * Returns suppliers of the login in the secret; null if secrets are stored in the home. The suppliers throw a
     * {@link SecretException} if there is no such secret or it contains no login.
     */
    public static @Nullable DatabaseLogins logins(Secrets secrets) {
        // Operators can store their own secrets only in Secrets Manager.
        return secrets instanceof AwsSecrets
                ? new DatabaseLogins(
                        () -> login(secrets.find(SecretName.DATABASE)),
                        () -> login(secrets.findNow(SecretName.DATABASE)))
                : null;
    }

    private static DatabaseLogin login(Optional<String> secret) {
        String text = secret.orElseThrow(() -> new SecretException(
                "petty.database.password is not set, and there is no secret 'database' below petty.secrets.prefix: create"
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
                    "The secret 'database' below petty.secrets.prefix isn't a JSON object with username and password");
        }
        return new DatabaseLogin(user, password);
    }
}
