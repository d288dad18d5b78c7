package io.petty.jobs.partition;

/** A partition has failed in all attempts that an engine makes. */
public final class PartitionFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** @param reason why the last attempt failed */
    public PartitionFailedException(String partition, int attempts, String reason) {
        super("%s failed %d times: %s".formatted(partition, attempts, reason));
    }
}
