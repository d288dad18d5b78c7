package io.petty.home;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Creates files and folders that are as private as their folder: in a folder that is private to its owner, they are
 * private, whatever the umask. Elsewhere, such as in a lake that other users read, the umask applies. File systems
 * without POSIX permissions are left as they are.
 */
public final class PrivateFiles {
    static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");
    static final Set<PosixFilePermission> OWNER_FILE = PosixFilePermissions.fromString("rw-------");

    private static final FileAttribute<?>[] BY_UMASK = {};

    private PrivateFiles() {}

    /**
     * Returns whether the group or others have any permission. Always false on a file system without POSIX permissions.
     */
    public static boolean isOpenToOthers(Path path) throws IOException {
        return isPosix(path)
                && Files.getPosixFilePermissions(path).stream()
                        .anyMatch(permission -> !permission.name().startsWith("OWNER_"));
    }

    static boolean isPosix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Creates a folder that is private to its owner. Its parent must exist, and the folder must not. */
    static void createOwnFolder(Path folder) throws IOException {
        Files.createDirectory(folder, isPosix(folder) ? only(OWNER_FOLDER) : BY_UMASK);
    }

    /** Creates an empty file that is private to its owner. Returns false if the file exists. */
    public static boolean createOwnFile(Path file) throws IOException {
        try {
            Files.createFile(file, isPosix(file) ? only(OWNER_FILE) : BY_UMASK);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Creates a folder and its missing parents, each as private as the folder that contains it. */
    public static void createFolders(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            createFolders(parent);
        }
        try {
            Files.createDirectory(folder, asPrivateAs(parent, OWNER_FOLDER));
        } catch (FileAlreadyExistsException e) {
            // Another thread or process may have created it in the meantime.
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    /** Opens a file. If this creates the file, it is as private as its folder. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(
                file, Set.of(options), asPrivateAs(file.toAbsolutePath().getParent(), OWNER_FILE));
    }

    /**
     * Replaces a file completely or not at all, even if the machine fails. The file is private to its owner. Missing
     * folders are created as by {@link #createFolders}.
     */
    public static void replace(Path file, byte[] content) throws IOException {
        Path folder = file.toAbsolutePath().resolveSibling("");
        createFolders(folder);
        // On a file system with POSIX permissions, a temporary file is private to its owner.
        Path unfinished = Files.createTempFile(folder, file.getFileName().toString(), ".tmp");
        try {
            try (FileChannel channel = FileChannel.open(unfinished, StandardOpenOption.WRITE)) {
                ByteBuffer rest = ByteBuffer.wrap(content);
                while (rest.hasRemaining()) {
                    channel.write(rest);
                }
                channel.force(true);
            }
            move(unfinished, file);
        } finally {
            Files.deleteIfExists(unfinished);
        }
        forceFolder(folder);
    }

    /** Renames a file, replacing an existing file with the new name. */
    public static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** Forces the entries of a folder to disk. Systems that don't support this don't need it. */
    public static void forceFolder(Path folder) {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException e) {
            // Nothing more can be done about the entries; the content is on disk.
        }
    }

    private static FileAttribute<?>[] asPrivateAs(@Nullable Path folder, Set<PosixFilePermission> permissions)
            throws IOException {
        return folder == null || !isPosix(folder) || isOpenToOthers(folder) ? BY_UMASK : only(permissions);
    }

    private static FileAttribute<?>[] only(Set<PosixFilePermission> permissions) {
        return new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }
}
