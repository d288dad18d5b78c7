package io.petty.jobs.worker;

/**
 * A partition that a worker has.
 *
 * @param attempt which time the partition was claimed, from 1; the number fences off those before
 * @param failures how often it failed before
 * @param waitedMillis how long it had been ready to be taken
 */
public record Claim(long stepExecution, String partition, int attempt, int failures, long waitedMillis) {}
