package io.petty.cdk.network;

/** The ports of the driver, the master and the workers of a run. They are fixed, because security groups name them. */
public final class SparkPorts {
    public static final int MASTER = 7077;

    /** The driver's port for the master and executors. */
    public static final int DRIVER = 7078;

    /** The driver's port for blocks, such as broadcasts. */
    public static final int DRIVER_BLOCKS = 7079;

    /** A worker's port for the master. */
    public static final int WORKER = 7080;

    /** An executor's port for shuffled blocks. */
    public static final int EXECUTOR = 7100;

    /** The number of ports after {@link #EXECUTOR} that an executor tries. */
    public static final int RETRIES = 16;

    /** A worker's next executor takes the next port while a lost one still holds the first. */
    static final int LAST_EXECUTOR = EXECUTOR + RETRIES;

    private SparkPorts() {}
}
