package io.petty.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** The content of a local file, verified against the listing when it is opened and again when its last byte is read. */
final class LocalObjectStream extends ObjectStream {
    private final StorageLocation root;
    private final StoredObject object;
    private final Path file;
    private final InputStream content;

    LocalObjectStream(StorageLocation root, StoredObject object, Path file, InputStream content) {
        super(object.size());
        this.root = root;
        this.object = object;
        this.file = file;
        this.content = content;
    }

    void checkUnchanged() throws IOException {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(file, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw ObjectChangedException.removed(root, object);
        }
        if (!LocalStorage.version(now).equals(object.version())) {
            throw ObjectChangedException.changed(root, object);
        }
    }

    @Override
    int readSome(byte[] buffer, int offset, int length) throws IOException {
        int count = content.read(buffer, offset, length);
        if (count < 0) {
            throw new ObjectChangedException(
                    root,
                    object,
                    "ends after " + position() + " of the " + object.size() + " bytes it was listed with");
        }
        return count;
    }

    @Override
    void finish() throws IOException {
        if (content.read() >= 0) {
            throw new ObjectChangedException(
                    root, object, "is longer than the " + object.size() + " bytes it was listed with");
        }
        checkUnchanged();
    }

    @Override
    void release() throws IOException {
        content.close();
    }
}
