package io.petty.benchmark;

/**
 * The time and memory that one run of a program took.
 *
 * @param wallSeconds time from its start to its end
 * @param cpuSeconds user and system time of the program and all its children
 * @param peakBytes greatest resident memory
 */
record Measurement(double wallSeconds, double cpuSeconds, long peakBytes) {}
