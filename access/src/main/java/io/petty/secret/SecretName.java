package io.petty.secret;

/** What Petty keeps secret. */
public enum SecretName {
    /** The private keys that sign access tokens: a JSON list. */
    SIGNING_KEYS("signing-keys"),

    /** Who logs in to the database: a JSON object with {@code username} and {@code password}; on AWS alone. */
    DATABASE("database"),

    /** The text under which users' ids are hashed. */
    KEYED_HASH_KEY("keyed-hash-key"),

    /** The secret that the processes of a Spark cluster share. */
    CLUSTER("spark-cluster");

    private final String label;

    SecretName(String label) {
        this.label = label;
    }

    /** What it is called in the store. */
    public String label() {
        return label;
    }
}
