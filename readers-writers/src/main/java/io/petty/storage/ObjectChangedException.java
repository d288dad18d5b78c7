package io.petty.storage;

import java.io.IOException;

/**
 * A file that is being read has changed since it was listed. Retrying doesn't help; listing again does. Delivered files
 * must not be changed.
 */
public final class ObjectChangedException extends IOException {
    private static final long serialVersionUID = 1L;

    ObjectChangedException(StorageLocation root, StoredObject object, String what) {
        super("%s in %s %s".formatted(object.key(), root, what));
    }

    static ObjectChangedException removed(StorageLocation root, StoredObject object) {
        return new ObjectChangedException(root, object, "was removed since it was listed");
    }

    static ObjectChangedException changed(StorageLocation root, StoredObject object) {
        return new ObjectChangedException(root, object, "was changed since it was listed");
    }
}
