package io.petty.storage;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.iceberg.io.FileIO;

/**
 * Lists and reads the files below one root, in a local folder or on S3. Prefixes are beginnings of keys as on S3, so
 * {@code dt=2026-11-20/} is what lies in that folder and {@code dt=2026-11} finds that month. Safe for use by several
 * threads at once. Where it is sent to another process it is opened there, once for all that are sent.
 */
public sealed interface Storage extends Closeable, Serializable permits LocalStorage, S3Storage {
    /**
     * Opens without looking yet whether the root is there. Nothing of the AWS SDK is loaded for a local folder.
     *
     * @throws IOException when no S3 client can be made of the settings and the environment
     */
    static Storage open(StorageLocation root, S3Settings settings) throws IOException {
        return root.isS3() ? S3Storage.open(root, settings) : new LocalStorage(root);
    }

    /**
     * Opens the files of the tables in a lake for Iceberg: locations are absolute paths, or {@code s3://bucket/key}.
     * Nothing of the AWS SDK is loaded for a local lake, and no S3 client is made before the first access.
     */
    static FileIO tableFiles(StorageLocation lake, S3Settings settings) {
        return lake.isS3() ? S3Clients.tableFiles(settings) : new LocalFileIO();
    }

    StorageLocation root();

    /**
     * All objects whose key begins with the prefix, at any depth, in the order of {@link String#compareTo}; none when
     * nothing does. The empty prefix lists all. Hidden and half-written files are objects like others; markers that
     * only stand for a folder, devices and pipes are not. Symbolic links are followed, a loop of links is left out.
     *
     * @throws IOException when the root is not a folder, its bucket does not exist, or it can't be listed
     */
    default List<StoredObject> list(String keyPrefix) throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        list(keyPrefix, objects::add);
        // S3 sorts by the bytes of UTF-8, which differs beyond the basic plane; a folder doesn't sort at all.
        objects.sort(Comparator.comparing(StoredObject::key));
        return objects;
    }

    /** Takes objects one by one. */
    interface Objects {
        void object(StoredObject object) throws IOException;
    }

    /**
     * Gives the objects that {@link #list(String)} would, in any order and without holding all of them.
     *
     * @throws IOException as {@link #list(String)}
     */
    void list(String keyPrefix, Objects objects) throws IOException;

    /**
     * The folders whose name begins with the prefix, not those below them: {@code ""} gives the top ones,
     * {@code dt=} those of the days, {@code a/} the children of {@code a}. As keys from the root without a slash at
     * their end, in the order of {@link String#compareTo}.
     *
     * @throws IOException as {@link #list(String)}
     */
    List<String> folders(String prefix) throws IOException;

    /**
     * Reads an object that {@link #list} gave, all of it or not at all: a stream that would end early, or whose
     * content is not the one listed, fails instead. On S3 a broken connection is resumed where it broke.
     *
     * @throws ObjectChangedException here or from the stream, when the object was changed or removed
     * @throws IOException here or from the stream, when it can't be read
     */
    InputStream open(StoredObject object) throws IOException;
}
