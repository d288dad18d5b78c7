package io.petty.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Storage in a local folder. */
final class LocalStorage implements Storage {
    private final StorageLocation root;
    private final transient Path folder;

    LocalStorage(StorageLocation root) {
        this.root = root;
        folder = root.path();
    }

    private Object readResolve() {
        return new LocalStorage(root);
    }

    @Override
    public StorageLocation root() {
        return root;
    }

    @Override
    public void list(String keyPrefix, Objects objects) throws IOException {
        Path start = folderOf(keyPrefix);
        if (start != null) {
            Files.walkFileTree(
                    start,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new ListingVisitor(start, keyPrefix, objects));
        }
    }

    @Override
    public List<String> folders(String prefix) throws IOException {
        List<String> folders = new ArrayList<>();
        Path start = folderOf(prefix);
        if (start != null) {
            try (DirectoryStream<Path> children = Files.newDirectoryStream(start)) {
                for (Path child : children) {
                    String key = keyOf(child);
                    if (key.startsWith(prefix) && Files.isDirectory(child)) {
                        folders.add(key);
                    }
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                return List.of();
            } catch (IOException e) {
                throw cannotList(start, e);
            }
        }
        folders.sort(Comparator.naturalOrder());
        return folders;
    }

    @Override
    public InputStream open(StoredObject object) throws IOException {
        if (!StorageLocation.badSegment(object.key()).isEmpty()) {
            throw new IOException("'" + object.key() + "' can't be the key of a file in " + root);
        }
        Path file;
        try {
            file = folder.resolve(object.key());
        } catch (InvalidPathException e) {
            throw new IOException(
                    "The name '" + object.key() + "' in " + root
                            + " can't be written in this process's character set; set LC_ALL=C.UTF-8",
                    e);
        }
        InputStream content;
        try {
            content = Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(file)) {
                throw new IOException(object.key() + " in " + root + " is a broken symbolic link", e);
            }
            throw ObjectChangedException.removed(root, object);
        } catch (IOException e) {
            throw new IOException("Can't read " + file + ": " + reason(e), e);
        }
        try {
            LocalObjectStream stream = new LocalObjectStream(root, object, file, content);
            stream.checkUnchanged();
            return stream;
        } catch (IOException e) {
            content.close();
            throw e;
        }
    }

    @Override
    public void close() {}

    /**
     * Returns the version of a file: its size and the time of its last change. Device and inode numbers aren't part of
     * it, since they change when a disk is mounted again or a folder is copied. The time is truncated to the
     * millisecond, because copying tools drop finer digits.
     */
    static String version(BasicFileAttributes attributes) {
        return attributes.size() + " "
                + attributes.lastModifiedTime().toInstant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns the folder that contains all keys with this prefix, or null if no key can have it. */
    private @Nullable Path folderOf(String prefix) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(
                    Files.exists(folder) ? root + " is a file, not a folder" : root + " does not exist");
        }
        int slash = prefix.lastIndexOf('/');
        if (slash < 0) {
            return folder;
        }
        String below = prefix.substring(0, slash);
        if (!StorageLocation.badSegment(below).isEmpty()) {
            return null;
        }
        try {
            Path start = folder.resolve(below);
            return Files.isDirectory(start) ? start : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }

    private String keyOf(Path path) {
        String key = folder.relativize(path).toString();
        String separator = path.getFileSystem().getSeparator();
        return separator.equals("/") ? key : key.replace(separator, "/");
    }

    private static IOException cannotList(Path path, IOException cause) {
        return new IOException("Can't list " + path + ": " + reason(cause), cause);
    }

    /**
     * Returns the reason for a message. The exceptions of java.nio.file often have only the path as their message, and
     * express the reason by their class.
     */
    private static String reason(IOException cause) {
        if (cause instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (cause instanceof FileSystemException failure && failure.getReason() != null) {
            return failure.getReason();
        }
        return cause.toString();
    }

    private final class ListingVisitor extends SimpleFileVisitor<Path> {
        private final Path start;
        private final String prefix;
        private final Objects objects;

        ListingVisitor(Path start, String prefix, Objects objects) {
            this.start = start;
            this.prefix = prefix;
            this.objects = objects;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
            boolean wanted = path.equals(start) || (keyOf(path) + "/").startsWith(prefix);
            return wanted ? FileVisitResult.CONTINUE : FileVisitResult.SKIP_SUBTREE;
        }

        @Override
        public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
            String key = keyOf(path);
            // A broken link is listed, and fails when it is read.
            if (key.startsWith(prefix) && !attributes.isOther()) {
                objects.object(new StoredObject(key, attributes.size(), version(attributes)));
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path path, IOException cause) throws IOException {
            // Skips a loop of links, a file that was deleted after it was listed, and a path without the prefix.
            if (cause instanceof FileSystemLoopException
                    || cause instanceof NoSuchFileException
                    || !(keyOf(path) + "/").startsWith(prefix)) {
                return FileVisitResult.CONTINUE;
            }
            throw cannotList(path, cause);
        }

        @Override
        public FileVisitResult postVisitDirectory(Path path, @Nullable IOException cause) throws IOException {
            if (cause != null) {
                throw cannotList(path, cause);
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
