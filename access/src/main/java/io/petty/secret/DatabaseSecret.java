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
     * Returns where logins are found, which throws a {@link SecretException} when there is no such secret or no login in it;
     * null where secrets are not managed.
     */
    public static @Nullable DatabaseLogins logins(Secrets secrets) {
        return secrets.isManaged()
                ? new DatabaseLogins(
                        () -> login(secrets.find(SecretName.DATABASE)),
                        () -> login(secrets.findNow(SecretName.DATABASE)))
                : null;
    }

    private static DatabaseLogin login(Optional<String> secret) {
        String text = secret.orElseThrow(() -> new SecretException(
                "petty.database.password is not set, and there is no secret 'database' below petty.secrets.prefix: make"
                        + " it, a JSON object with username and password, or set the password"));
        Map<String, String> named;
        try {
            named = NamedTexts.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw noLogin();
        }
        String user = named.get("username");
        String password = named.get("password");
        if (user == null || password == null) {
            throw noLogin();
        }
        return new DatabaseLogin(user, password);
    }

    private static SecretException noLogin() {
        return new SecretException(
                "The secret 'database' below petty.secrets.prefix is no JSON object with username and password");
    }
}
