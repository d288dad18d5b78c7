package io.petty.access;

/**
 * A new API key.
 *
 * @param text the key that its holder sends; it isn't stored
 */
public record CreatedKey(ApiKey key, String text) {
    /** Contains no text of the key. */
    @Override
    public String toString() {
        return "CreatedKey[key=" + key + "]";
    }
}
