package io.petty.lake;

import java.util.ArrayList;
import java.util.List;

/**
 * The files that make a delivery day incomplete.
 *
 * @param unusable keys of raw files that are broken, or that aren't empty but contain no reading
 * @param ignored keys of files that aren't named like raw files
 */
public record IncompleteFiles(List<String> unusable, List<String> ignored) {
    private static final int NAMED = 3;

    /** The files of a complete day. */
    public static final IncompleteFiles NONE = new IncompleteFiles(List.of(), List.of());

    public IncompleteFiles {
        unusable = List.copyOf(unusable);
        ignored = List.copyOf(ignored);
    }

    public boolean isEmpty() {
        return unusable.isEmpty() && ignored.isEmpty();
    }

    /** Returns the number and the first few keys of each kind, such as {@code 1 unusable file: dt=2026-11-20/a.gz}. */
    public String text() {
        List<String> kinds = new ArrayList<>();
        add(kinds, "unusable", unusable);
        add(kinds, "ignored", ignored);
        return String.join("; ", kinds);
    }

    private static void add(List<String> kinds, String kind, List<String> files) {
        if (!files.isEmpty()) {
            kinds.add("%,d %s file%s: %s%s"
                    .formatted(
                            files.size(),
                            kind,
                            files.size() == 1 ? "" : "s",
                            String.join(", ", files.subList(0, Math.min(NAMED, files.size()))),
                            files.size() > NAMED ? ", …" : ""));
        }
    }
}
