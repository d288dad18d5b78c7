package io.petty.benchmark.kernels;

import io.petty.jobs.rules.CollarTimelines;
import io.petty.jobs.rules.TimelineRules;
import io.petty.reading.CollarDay;
import java.util.List;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;

/** Computes a collar's events and summary for a day. */
public class TimelineKernel extends Kernel {
    private final List<CollarDay> days = new KernelDay().collarDays();
    private final CollarTimelines timelines = new CollarTimelines(TimelineRules.DEFAULTS);

    /** Computes all collars' timelines. */
    @Benchmark
    public int timelines() {
        int events = 0;
        for (CollarDay day : days) {
            events += timelines.compute(day, Optional.empty()).events().size();
        }
        return events;
    }
}
