package io.petty.access;

/**
 * A new API key.
 *
 * @param text what its holder sends; it is known now and never again
 */
public record CreatedKey(ApiKey key, String text) {
    /** Not the text. */
    @Override
    public String toString() {
        return "CreatedKey[key=" + key + "]";
    }
}
