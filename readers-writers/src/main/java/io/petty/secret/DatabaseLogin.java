package io.petty.secret;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** The user and password that Petty logs in to the database with, from the secret {@code database}. */
public record DatabaseLogin(String user, String password) {
    /**
     * The login as it was some minutes ago at most.
     *
     * @throws SecretException when there is no such secret, or no login in it
     */
    public static DatabaseLogin find(Secrets secrets) {
        return of(secrets.find(SecretName.DATABASE));
    }

    /**
     * The login as it is now.
     *
     * @throws SecretException when there is no such secret, or no login in it
     */
    public static DatabaseLogin findNow(Secrets secrets) {
        return of(secrets.findNow(SecretName.DATABASE));
    }

    private static DatabaseLogin of(Optional<String> secret) {
        String text = secret.orElseThrow(() -> new SecretException(
                "petty.database.password is not set, and there is no secret 'database' below petty.secrets.prefix: make"
                        + " it, a JSON object with username and password, or set the password"));
        Map<String, String> login;
        try {
            login = NamedTexts.read(text.getBytes(StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw noLogin();
        }
        String user = login.get("username");
        String password = login.get("password");
        if (user == null || password == null) {
            throw noLogin();
        }
        return new DatabaseLogin(user, password);
    }

    private static SecretException noLogin() {
        return new SecretException(
                "The secret 'database' below petty.secrets.prefix is no JSON object with username and password");
    }

    /** Not the password. */
    @Override
    public String toString() {
        return "DatabaseLogin[user=" + user + "]";
    }
}
