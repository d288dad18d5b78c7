package io.petty.secret;

import org.jspecify.annotations.Nullable;

/**
 * The secret with which the processes of a Spark cluster authenticate each other and derive the keys of their
 * connections. It is the value of the setting, or is generated if the setting is missing.
 */
public final class ClusterSecret {
    private final Secrets secrets;
    private final @Nullable String set;

    /** @param set the setting {@code petty.spark.secret}; null for none */
    public ClusterSecret(Secrets secrets, @Nullable String set) {
        this.secrets = secrets;
        this.set = set;
    }

    /**
     * Returns the secret, generating it if there is none.
     *
     * @throws SecretException if it can't be read or stored
     */
    public String get() {
        return set != null
                ? set
                : secrets.find(SecretName.CLUSTER)
                        .orElseGet(() -> secrets.change(
                                SecretName.CLUSTER, current -> current.isEmpty() ? Secrets.random() : current));
    }

    /**
     * Returns the secret of a cluster that another process has started.
     *
     * @throws SecretException if there is none, or it can't be read
     */
    public String existing() {
        if (set != null) {
            return set;
        }
        return secrets.findNow(SecretName.CLUSTER)
                .orElseThrow(() -> new SecretException(
                        "There is no Spark cluster secret yet: start the master first with the same --home, share"
                                + " secrets with petty.secrets.store=aws, or set petty.spark.secret (PETTY_SPARK_SECRET)"
                                + " to the master's value"));
    }
}
