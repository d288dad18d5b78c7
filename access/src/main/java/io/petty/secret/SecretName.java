package io.petty.secret;

/** The secrets that Petty stores or reads. */
public enum SecretName {
    /** The private keys that sign access tokens: a JSON list. */
    SIGNING_KEYS("signing-keys"),

    /** The database login: a JSON object with {@code username} and {@code password}. Only in Secrets Manager. */
    DATABASE("database"),

    /** The login of readers of the database, such as the API. In the same format. Only in Secrets Manager. */
    DATABASE_READER("database-reader"),

    /** The key with which user ids and forgotten collars are hashed. */
    KEYED_HASH_KEY("keyed-hash-key"),

    /** The secret that the processes of a Spark cluster share. */
    CLUSTER("spark-cluster");

    private final String label;

    SecretName(String label) {
        this.label = label;
    }

    /** Returns the name in the store. */
    public String label() {
        return label;
    }
}
