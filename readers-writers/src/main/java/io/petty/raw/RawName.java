package io.petty.raw;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The kind of an object below a raw root, determined by its key. */
public enum RawName {
    /** A raw file. */
    RAW,
    /**
     * Never read and never reported: a marker, an unfinished file, a companion file of macOS. Its file name, or the
     * name of one of its folders below the day's folder, starts with {@code _} or {@code .}. Or its key ends with
     * {@code /}, so it is a placeholder of a folder.
     */
    HIDDEN,
    /** Delivered, but not a raw file. */
    IGNORED;

    private static final Pattern RAW_FILE = Pattern.compile(
            "(.*\\.(ndjson|jsonl|json)|[^.]+)(\\.(gz|zst))?", Pattern.DOTALL | Pattern.CASE_INSENSITIVE);

    /**
     * Classifies a key. The name of a raw file ends in {@code .ndjson}, {@code .jsonl} or {@code .json} or has no
     * extension. One {@code .gz} or {@code .zst} may follow. Case doesn't matter.
     *
     * @param key relative to the raw root, such as {@code dt=2026-11-20/hour=04/part-0.gz}; the day's folder is ignored
     */
    public static RawName of(String key) {
        String[] names = key.substring(key.indexOf('/') + 1).split("/", -1);
        String file = names[names.length - 1];
        if (file.isEmpty() || Arrays.stream(names).anyMatch(name -> name.startsWith("_") || name.startsWith("."))) {
            return HIDDEN;
        }
        return RAW_FILE.matcher(file).matches() ? RAW : IGNORED;
    }
}
