package io.petty.home;

import io.petty.settings.SettingsException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of a home. It is private to its owner (mode 0700), which protects everything in it from other users: the
 * database, its lock file, secrets and tables.
 */
public final class HomeFolder {
    private static final Logger LOG = LoggerFactory.getLogger(HomeFolder.class);

    /** Folders of a home. Everything in them belongs to Petty. */
    private static final Set<String> FOLDERS = Set.of("lake", "work", "served", "spark");

    /** Prefixes of the names of a home's files. */
    private static final List<String> FILES = List.of("database.", "secrets", "home.properties", "run.lock");

    private HomeFolder() {}

    /**
     * Creates the folder, private to its owner, unless it exists. If it exists and is open to other users, makes it and
     * its contents private.
     *
     * @throws SettingsException if the folder is closed to this user, or if it is open to other users and Petty can't
     *     make it private: it belongs to another user, contains files that aren't a home's, or is on a file system
     *     without permissions; the message says what to do
     * @throws IOException if the folder can't be created or read
     */
    public static void create(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            Path parent = home.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            try {
                PrivateFiles.createOwnFolder(home);
                return;
            } catch (FileAlreadyExistsException e) {
                // Another process may have created it in the meantime.
                if (!Files.isDirectory(home)) {
                    throw e;
                }
            }
        }
        close(home);
    }

    /**
     * Makes the folder private, like {@link #create}. Does nothing if it doesn't exist.
     *
     * @throws SettingsException as {@link #create}
     */
    public static void closeExisting(Path home) throws IOException {
        if (Files.isDirectory(home)) {
            close(home);
        }
    }

    /** Returns whether the folder contains anything that makes it a home. */
    public static boolean isHome(Path home) throws IOException {
        if (!Files.isDirectory(home)) {
            return false;
        }
        try (Stream<Path> entries = Files.list(home)) {
            return entries.anyMatch(entry -> isFileOfHome(entry.getFileName().toString()));
        }
    }

    private static boolean isFileOfHome(String name) {
        return FILES.stream().anyMatch(name::startsWith);
    }

    private static void close(Path home) throws IOException {
        // Checks only the folder itself, since homes are opened often. Nothing in it can be reached if the folder is
        // private.
        if (!PrivateFiles.isOpenToOthers(home)) {
            if (!Files.isExecutable(home)) {
                throw new SettingsException(
                        "petty.home: the folder %s belongs to %s and is closed to the user that Petty runs as: run the command as the folder's owner, or name another folder with --home"
                                .formatted(home, Files.getOwner(home).getName()));
            }
            return;
        }
        if (!isHome(home) && !isEmpty(home)) {
            throw new SettingsException(
                    "petty.home: the folder %s is open to other users and contains files that don't belong to a home: name a folder of Petty's own, such as %s, or close this one: chmod go-rwx '%1$s'"
                            .formatted(home, home.resolve(".petty")));
        }
        if (!belongsToUser(home)) {
            throw new SettingsException(
                    "petty.home: the folder %s is open to other users and belongs to %s, not to the user that Petty runs as: run chmod -R go-rwx '%1$s' as the folder's owner, or name another folder with --home"
                            .formatted(home, Files.getOwner(home).getName()));
        }
        Files.setPosixFilePermissions(home, PrivateFiles.OWNER_FOLDER);
        if (PrivateFiles.isOpenToOthers(home)) {
            throw new SettingsException(
                    "petty.home: the folder %s is open to other users, and its file system doesn't support permissions: name a folder elsewhere with --home"
                            .formatted(home));
        }
        closeContent(home);
        LOG.warn(
                "Home {} was open to other users of this machine and is now private to its owner; docs/upgrading.md describes what they may have done",
                home);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    /**
     * Returns whether a file that this process creates in the folder has the folder's owner. This also works for owners
     * without a name on this machine.
     */
    private static boolean belongsToUser(Path home) throws IOException {
        Path probe;
        try {
            probe = Files.createTempFile(home, "database.owner", ".tmp");
        } catch (AccessDeniedException e) {
            return false;
        }
        try {
            return Files.getOwner(probe).equals(Files.getOwner(home));
        } finally {
            Files.delete(probe);
        }
    }

    private static void closeContent(Path home) throws IOException {
        List<Path> left = new ArrayList<>();
        for (Path path : openToOthers(home)) {
            try {
                Files.setPosixFilePermissions(
                        path, Files.isDirectory(path) ? PrivateFiles.OWNER_FOLDER : PrivateFiles.OWNER_FILE);
            } catch (NoSuchFileException e) {
                // Deleted in the meantime.
            } catch (IOException e) {
                left.add(path);
            }
        }
        if (!left.isEmpty()) {
            LOG.warn(
                    "{} files of home {}, such as {}, belong to another user; the home's permissions now keep other users out",
                    left.size(),
                    home,
                    left.get(0));
        }
    }

    /**
     * Returns the home and those of Petty's files and folders in it on which the group or others have any permission.
     * Links are not followed.
     */
    public static List<Path> openToOthers(Path home) throws IOException {
        List<Path> open = new ArrayList<>();
        if (!PrivateFiles.isPosix(home)) {
            return open;
        }
        if (PrivateFiles.isOpenToOthers(home)) {
            open.add(home);
        }
        List<Path> own;
        try (Stream<Path> entries = Files.list(home)) {
            own = entries.filter(entry -> isOwn(entry.getFileName().toString())).toList();
        }
        for (Path entry : own) {
            Files.walkFileTree(entry, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
                        throws IOException {
                    return visit(folder);
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    return attributes.isRegularFile() ? visit(file) : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) {
                    // Deleted in the meantime, or another user's folder.
                    return FileVisitResult.CONTINUE;
                }

                private FileVisitResult visit(Path path) throws IOException {
                    try {
                        if (PrivateFiles.isOpenToOthers(path)) {
                            open.add(path);
                        }
                    } catch (NoSuchFileException e) {
                        // Deleted in the meantime.
                    }
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException failure) {
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        return open;
    }

    private static boolean isOwn(String name) {
        return FOLDERS.contains(name) || isFileOfHome(name);
    }
}
