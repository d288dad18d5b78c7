package io.petty.storage;

import java.io.Serializable;

/**
 * A file as listed.
 *
 * @param key its name relative to the listed root, with segments separated by {@code /}
 * @param size in bytes, at least 0
 * @param version changes with the content: on S3 the ETag, in a local folder the size and the time of the last change.
 *     A copy of a folder that preserves times has the same versions.
 */
public record StoredObject(String key, long size, String version) implements Serializable {
    public StoredObject {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("A stored object needs a key");
        }
        if (size < 0) {
            throw new IllegalArgumentException("The size of " + key + " can't be " + size);
        }
        if (version.isEmpty()) {
            throw new IllegalArgumentException("The version of " + key + " is missing");
        }
    }
}
