package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The greatest resident memory of all that a process has started, from Linux's {@code /proc}. Each process counts by its
 * own high-water mark ({@code VmHWM}), so a peak between two looks is not missed; those that live at the same look are
 * added up.
 */
final class ResidentMemory {
    private static final String MARK = "VmHWM:";
    /**
     * Finding processes means to look through all of the machine's, so most looks take those found before. One that lives
     * for less than a tenth of a second may be missed.
     */
    private static final int LOOKS_PER_SEARCH = 5;

    private final ProcessHandle parent;
    private List<Path> found = List.of();
    private int looks;
    private long peakKibibytes;

    /** @param parent itself not counted */
    ResidentMemory(ProcessHandle parent) {
        this.parent = parent;
    }

    /** Looks at the processes that live now. */
    void look() {
        if (looks++ % LOOKS_PER_SEARCH == 0) {
            found = parent.descendants()
                    .map(process -> Path.of("/proc/" + process.pid() + "/status"))
                    .toList();
        }
        long sum = found.stream().mapToLong(ResidentMemory::mark).sum();
        peakKibibytes = Math.max(peakKibibytes, sum);
    }

    /** The greatest sum so far. */
    long peakBytes() {
        return peakKibibytes * 1024;
    }

    /** The greatest of one process so far, in bytes; 0 when it has ended. */
    static long peakBytesOf(ProcessHandle process) {
        return mark(Path.of("/proc/" + process.pid() + "/status")) * 1024;
    }

    /** In KiB; 0 for a process that has ended. */
    private static long mark(Path status) {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith(MARK)) {
                    return Long.parseLong(
                            line.substring(MARK.length()).replace("kB", "").trim());
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }
}
