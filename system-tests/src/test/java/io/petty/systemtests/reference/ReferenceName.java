package io.petty.systemtests.reference;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Whether a file is read, judged by its name and folders. */
public enum ReferenceName {
    /** A raw file. */
    RAW,
    /** Not read, but named in the run's report. */
    IGNORED,
    /** Neither read nor named. */
    HIDDEN;

    private static final Pattern RAW_NAME =
            Pattern.compile("([^.]+|.*\\.(?i:ndjson|jsonl|json))(\\.(?i:gz|zst))?", Pattern.DOTALL);

    /** @param file the path below the day's {@code dt=} folder, with slashes */
    public static ReferenceName of(String file) {
        String[] names = file.split("/", -1);
        if (Arrays.stream(names).anyMatch(name -> name.startsWith("_") || name.startsWith("."))) {
            return HIDDEN;
        }
        return RAW_NAME.matcher(names[names.length - 1]).matches() ? RAW : IGNORED;
    }
}
