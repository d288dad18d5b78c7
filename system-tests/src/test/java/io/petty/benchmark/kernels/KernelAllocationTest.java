package io.petty.benchmark.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/**
 * Counts the bytes that the hot kernels allocate per line or reading. Unlike times, these counts are the same on every
 * machine. Each limit is about a tenth above the measured value: raise it only for a good reason.
 */
class KernelAllocationTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void parsesUsualLinesWithoutAllocatingPerLine() throws Exception {
        RawFileKernel kernel = new RawFileKernel();

        // The limits allow for the reader's buffer, divided by the number of lines.
        assertThat(bytesPerLine(kernel::usualLines)).isLessThan(7);
        assertThat(bytesPerLine(kernel::usualRecordsOnOneLine)).isLessThan(7);
        assertThat(bytesPerLine(kernel::gzipFile)).isLessThan(7);
    }

    @Test
    void parsesUnusualLines() throws Exception {
        assertThat(bytesPerLine(new RawFileKernel()::unusualLines)).isLessThan(640);
    }

    @Test
    void sortsReadingsIntoRunsAndDays() throws Exception {
        SortKernel kernel = new SortKernel();
        try {
            // The sorter grows from a small day's memory to a large one's, see ReadingSorter.
            assertThat(bytesPerLine(kernel::sortedRun)).isLessThan(53);
            assertThat(bytesPerLine(kernel::collarDays)).isLessThan(66);
        } finally {
            kernel.removeFiles();
        }
    }

    @Test
    void writesReadings() throws Exception {
        ReadingFileKernel kernel = new ReadingFileKernel();
        try {
            assertThat(bytesPerLine(kernel::parquetFile)).isLessThan(36);
        } finally {
            kernel.removeFiles();
        }
    }

    @Test
    void computesTimelines() throws Exception {
        // Texts are joined by StringBuilder, so that the JVM generates no classes for them at the start of a run.
        assertThat(bytesPerLine(new TimelineKernel()::timelines)).isLessThan(6);
    }

    private interface Work {
        Object run() throws Exception;
    }

    private static double bytesPerLine(Work kernel) throws Exception {
        // Loads classes.
        kernel.run();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Object result = kernel.run();
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(result).isNotNull();
        return (double) allocated / KernelDay.LINES;
    }
}
