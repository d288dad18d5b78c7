package io.petty.access;

/**
 * A new API key.
 *
 * @param text the complete key, as its holder sends it; not stored
 */
public record CreatedKey(ApiKey key, String text) {
    /** Omits the text of the key. */
    @Override
    public String toString() {
        return "CreatedKey[key=" + key + "]";
    }
}
