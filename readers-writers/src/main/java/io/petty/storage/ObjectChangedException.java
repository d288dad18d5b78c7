package io.petty.storage;

import java.io.IOException;

/**
 * What is being read is no longer what was listed. Reading again won't help, listing again will; the fault is with
 * whoever changes files that were delivered.
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
