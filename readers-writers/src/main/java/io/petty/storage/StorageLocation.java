package io.petty.storage;

import java.io.Serializable;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place that contains files: a local folder, or a bucket and prefix of an S3 store. Every instance is valid.
 *
 * @param uri the canonical name: an absolute path of a local folder, or {@code s3://bucket} or {@code
 *     s3://bucket/prefix}; without a trailing slash, except for the local root {@code /}
 */
public record StorageLocation(String uri) implements Serializable {
    private static final String S3 = "s3://";
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]+)://.*", Pattern.DOTALL);
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]");
    private static final String EXAMPLE = "; give a folder such as /data/raw, or s3://bucket/raw";

    /**
     * Accepts an absolute path, a path relative to the working folder, a {@code file:} URI or {@code
     * s3://bucket/prefix}.
     *
     * @throws IllegalArgumentException if it names no such place, with the reason
     */
    public StorageLocation {
        if (uri.isBlank()) {
            throw new IllegalArgumentException("A storage location is missing" + EXAMPLE);
        }
        if (uri.startsWith("s3:")) {
            uri = canonicalS3(uri);
        } else if (uri.startsWith("file:")) {
            uri = canonicalFolder(pathOfFileUri(uri), uri);
        } else {
            uri = canonicalFolder(uri, uri);
        }
    }

    /** @throws IllegalArgumentException if the text names no folder or S3 prefix, with the reason */
    public static StorageLocation parse(String text) {
        return new StorageLocation(text);
    }

    public boolean isS3() {
        return uri.startsWith(S3);
    }

    /** @throws IllegalStateException for a local folder */
    public String bucket() {
        String rest = afterScheme();
        int slash = rest.indexOf('/');
        return slash < 0 ? rest : rest.substring(0, slash);
    }

    /**
     * Returns the prefix of the keys, without a trailing slash; empty for the whole bucket.
     *
     * @throws IllegalStateException for a local folder
     */
    public String prefix() {
        String rest = afterScheme();
        int slash = rest.indexOf('/');
        return slash < 0 ? "" : rest.substring(slash + 1);
    }

    /** @throws IllegalStateException for a place on S3 */
    public Path path() {
        if (isS3()) {
            throw new IllegalStateException(uri + " is not a local folder");
        }
        return Path.of(uri);
    }

    /**
     * Returns the place below this one that a key such as {@code a/b} names.
     *
     * @throws IllegalArgumentException if the key is empty, absolute, or has an empty, {@code .} or {@code ..} segment
     */
    public StorageLocation resolve(String relativeKey) {
        String bad = badSegment(relativeKey);
        if (!bad.isEmpty()) {
            throw new IllegalArgumentException("'" + relativeKey + "' is not a key below " + uri + ": it has " + bad);
        }
        return new StorageLocation(uri.endsWith("/") ? uri + relativeKey : uri + "/" + relativeKey);
    }

    /** Returns the canonical name. */
    @Override
    public String toString() {
        return uri;
    }

    /** Returns the part of a key that could lead outside its root, for a message; empty if the key is safe. */
    static String badSegment(String key) {
        for (String segment : key.split("/", -1)) {
            if (segment.isEmpty()) {
                return "an empty segment";
            }
            if (segment.equals(".") || segment.equals("..")) {
                return "a '" + segment + "' segment";
            }
        }
        return "";
    }

    private String afterScheme() {
        if (!isS3()) {
            throw new IllegalStateException(uri + " is not on S3");
        }
        return uri.substring(S3.length());
    }

    private static String canonicalS3(String text) {
        if (!text.startsWith(S3)) {
            throw bad(text, "an S3 location begins with s3://");
        }
        String rest = text.substring(S3.length()).replaceFirst("/+$", "");
        int slash = rest.indexOf('/');
        String bucket = slash < 0 ? rest : rest.substring(0, slash);
        if (!BUCKET.matcher(bucket).matches() || bucket.contains("..")) {
            throw bad(
                    text,
                    "'" + bucket + "' is not a bucket's name (3 to 63 lower-case letters, digits, dots and hyphens)");
        }
        if (slash < 0) {
            return S3 + bucket;
        }
        String prefix = rest.substring(slash + 1);
        String badSegment = badSegment(prefix);
        if (!badSegment.isEmpty()) {
            throw bad(text, "its prefix has " + badSegment);
        }
        // Iceberg cuts locations at these two characters, and would write elsewhere than we read.
        if (prefix.indexOf('?') >= 0 || prefix.indexOf('#') >= 0) {
            throw bad(text, "a prefix can't contain '?' or '#'");
        }
        if (prefix.chars().anyMatch(Character::isISOControl)) {
            throw bad(text, "its prefix has a control character");
        }
        return S3 + bucket + "/" + prefix;
    }

    private static String pathOfFileUri(String text) {
        URI parsed;
        try {
            parsed = new URI(text);
        } catch (URISyntaxException e) {
            throw bad(text, "it is not a valid file: URI (a space is written %20), or give the plain path");
        }
        String host = parsed.getAuthority();
        if (host != null && !host.equals("localhost")) {
            throw bad(text, "a file: URI can't name a host ('" + host + "'), and its path begins with a slash");
        }
        if (parsed.getRawQuery() != null || parsed.getRawFragment() != null) {
            throw bad(text, "a file: URI can't contain '?' or '#', but a plain path can");
        }
        String path = parsed.getPath();
        if (path == null || !path.startsWith("/")) {
            throw bad(text, "the path of a file: URI begins with a slash");
        }
        return path;
    }

    private static String canonicalFolder(String path, String text) {
        Matcher scheme = SCHEME.matcher(path);
        if (scheme.matches()) {
            throw bad(text, "storage of the kind '" + scheme.group(1) + "' is not supported");
        }
        if (path.equals("~") || path.startsWith("~/")) {
            throw bad(text, "'~' means a home folder only to the shell; give the whole path");
        }
        try {
            return Path.of(path).toAbsolutePath().normalize().toString();
        } catch (InvalidPathException e) {
            throw bad(text, "it is not a valid path on this machine (" + e.getReason() + ")");
        }
    }

    private static IllegalArgumentException bad(String text, String why) {
        return new IllegalArgumentException("'" + text + "' is not a storage location: " + why + EXAMPLE);
    }
}
