package io.petty.secret;

import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The secret by which the processes of a Spark cluster authenticate each other and from which they derive the keys of
 * their connections: the setting, else a generated one.
 */
public final class ClusterSecret {
    private static final int BYTES = 32;

    private final Secrets secrets;
    private final @Nullable String set;

    /** @param set the setting {@code petty.spark.secret}; null for none */
    public ClusterSecret(Secrets secrets, @Nullable String set) {
        this.secrets = secrets;
        this.set = set;
    }

    /**
     * Returns the secret, generated now if there is none.
     *
     * @throws SecretException when it can't be read or kept
     */
    public String get() {
        return set != null
                ? set
                : secrets.find(SecretName.CLUSTER)
                        .orElseGet(() -> secrets.change(
                                SecretName.CLUSTER, current -> current.isEmpty() ? generated() : current));
    }

    /**
     * Returns the secret of a cluster that another process has started.
     *
     * @throws SecretException when there is none, or it can't be read
     */
    public String existing() {
        if (set != null) {
            return set;
        }
        return secrets.findNow(SecretName.CLUSTER)
                .orElseThrow(() -> new SecretException(
                        "There is no secret of a Spark cluster yet: start the master first with the same --home, share"
                                + " secrets by petty.secrets.store=aws, or set petty.spark.secret (PETTY_SPARK_SECRET)"
                                + " to what the master has"));
    }

    private static String generated() {
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
