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
 * Lists and reads the files below one root, in a local folder or on S3. Prefixes are prefixes of keys as on S3: {@code
 * dt=2026-11-20/} lists that folder, and {@code dt=2026-11} the days of that month. Safe for use by several threads at
 * once. When it is serialized to another process, it is opened there once.
 */
public sealed interface Storage extends Closeable, Serializable permits LocalStorage, S3Storage {
    /**
     * Opens storage without checking that the root exists. Loads no class of the AWS SDK for a local folder.
     *
     * @throws IOException if the settings and the environment don't suffice for an S3 client
     */
    static Storage open(StorageLocation root, S3Settings settings) throws IOException {
        return root.isS3() ? S3Storage.open(root, settings) : new LocalStorage(root);
    }

    /**
     * Opens the files of a lake's tables for Iceberg. Locations are absolute paths, or {@code s3://bucket/key}. Loads
     * no class of the AWS SDK for a local lake, and creates the S3 client on first access.
     */
    static FileIO tableFiles(StorageLocation lake, S3Settings settings) {
        return lake.isS3() ? S3Clients.tableFiles(settings) : new LocalFileIO();
    }

    StorageLocation root();

    /**
     * Returns all objects whose key starts with the prefix, at any depth, in the order of {@link String#compareTo};
     * possibly none. The empty prefix lists all. Hidden and unfinished files are included; devices, pipes and objects
     * that only mark a folder are not. Symbolic links are followed, except loops.
     *
     * @throws IOException if the root is not a folder, its bucket does not exist, or it can't be listed
     */
    default List<StoredObject> list(String keyPrefix) throws IOException {
        List<StoredObject> objects = new ArrayList<>();
        list(keyPrefix, objects::add);
        // S3 sorts by UTF-8 bytes, which differs for characters beyond the basic plane. Listings of a local folder
        // aren't sorted at all.
        objects.sort(Comparator.comparing(StoredObject::key));
        return objects;
    }

    /** Receives objects one by one. */
    interface Objects {
        void object(StoredObject object) throws IOException;
    }

    /**
     * Lists the same objects as {@link #list(String)}, in any order and without keeping all of them in memory.
     *
     * @throws IOException as {@link #list(String)}
     */
    void list(String keyPrefix, Objects objects) throws IOException;

    /**
     * Returns the folders whose path starts with the prefix, but not the folders inside them: {@code ""} lists the
     * top-level folders, {@code dt=} those of the days, {@code a/} the children of {@code a}. Each path is relative to
     * the root and has no trailing slash. They are in the order of {@link String#compareTo}.
     *
     * @throws IOException as {@link #list(String)}
     */
    List<String> folders(String prefix) throws IOException;

    /**
     * Opens an object that {@link #list} returned. The stream returns the whole listed content or fails. On S3 a broken
     * connection is resumed.
     *
     * @throws ObjectChangedException here or from the stream, if the object was changed or deleted
     * @throws IOException here or from the stream, if it can't be read
     */
    InputStream open(StoredObject object) throws IOException;
}
