package io.petty.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The peak resident memory of all descendants of a process, from Linux's {@code /proc}. Each process counts with its
 * own high-water mark ({@code VmHWM}), so a peak between two samples is not missed. A sample is the sum over all
 * processes alive at that time.
 */
final class ResidentMemory {
    private static final String MARK = "VmHWM:";
    /**
     * The number of samples per search for descendants. A search scans all processes of the machine, so the other
     * samples reuse its result unless it is empty. A process that starts later and lives for less than a tenth of a
     * second may be missed.
     */
    private static final int LOOKS_PER_SEARCH = 5;

    private final ProcessHandle parent;
    private List<Path> found = List.of();
    private int looks;
    private long peakKibibytes;

    /** @param parent the process whose descendants count; not counted itself */
    ResidentMemory(ProcessHandle parent) {
        this.parent = parent;
    }

    /** Samples the processes that are alive now. */
    void look() {
        if (looks++ % LOOKS_PER_SEARCH == 0 || found.isEmpty()) {
            found = parent.descendants()
                    .map(process -> Path.of("/proc/" + process.pid() + "/status"))
                    .toList();
        }
        long sum = found.stream().mapToLong(ResidentMemory::mark).sum();
        peakKibibytes = Math.max(peakKibibytes, sum);
    }

    /** Returns the largest sum so far. */
    long peakBytes() {
        return peakKibibytes * 1024;
    }

    /** Returns the peak of one process so far, in bytes; 0 if it has ended. */
    static long peakBytesOf(ProcessHandle process) {
        return mark(Path.of("/proc/" + process.pid() + "/status")) * 1024;
    }

    /** Returns the peak in KiB; 0 for a process that has ended. */
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
