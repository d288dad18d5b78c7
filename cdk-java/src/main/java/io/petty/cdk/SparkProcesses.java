package io.petty.cdk;

import java.util.List;
import java.util.Map;

/**
 * The command lines and settings of the driver, the master and the workers of a run. All ports are fixed, because
 * security groups name them.
 */
final class SparkProcesses {
    static final int MASTER_PORT = 7077;

    /** The driver's port for the master and executors. */
    static final int DRIVER_PORT = 7078;

    /** The driver's port for blocks, such as broadcasts. */
    static final int DRIVER_BLOCKS_PORT = 7079;

    /** A worker's port for the master. */
    static final int WORKER_PORT = 7080;

    /** An executor's port for shuffled blocks. */
    static final int EXECUTOR_PORT = 7100;

    private static final int PORT_RETRIES = 16;

    /** A worker's next executor takes the next port while a lost one still holds the first. */
    static final int LAST_EXECUTOR_PORT = EXECUTOR_PORT + PORT_RETRIES;

    /** A placeholder that {@code docker/in-task} replaces with the address of the task. */
    static final String ADDRESS = "@ADDRESS@";

    /** The master's address for the run: the master is in the same task. */
    static final String MASTER_BESIDE = masterAt(ADDRESS);

    /** Memory of a worker's task that isn't available to executors, in MiB. */
    private static final int WORKER_OVERHEAD = 640;

    /** The percentage of an executor's memory that is its heap. Network buffers, codecs and threads use the rest. */
    private static final int HEAP_PERCENT = 80;

    private SparkProcesses() {}

    static String masterAt(String address) {
        return "spark://%s:%d".formatted(address, MASTER_PORT);
    }

    static List<String> master() {
        return List.of("spark", "master", "--host", ADDRESS, "--port", String.valueOf(MASTER_PORT));
    }

    static List<String> worker(StageSettings settings) {
        return List.of(
                "spark",
                "worker",
                "--host",
                ADDRESS,
                "--port",
                String.valueOf(WORKER_PORT),
                "--cores",
                String.valueOf(settings.workerVcpu()),
                "--memory",
                executorMemory(settings) + "m");
    }

    /** Returns the heap of a worker's single executor in MiB. The worker's task has 2 GiB per processor. */
    static int executorMemory(StageSettings settings) {
        return (ProgramTask.memory(settings.workerVcpu()) - WORKER_OVERHEAD) * HEAP_PERCENT / 100;
    }

    /** Returns the settings of the run, which is the driver. It passes on the executors' settings. */
    static Map<String, String> driverEnvironment(StageSettings settings) {
        return Map.of(
                "PETTY_SPARK_MASTER",
                MASTER_BESIDE,
                "PETTY_SPARK_EXECUTOR_MEMORY",
                executorMemory(settings) + "m",
                "PETTY_JAVA_OPTIONS",
                String.join(
                        " ",
                        "-Dspark.driver.port=" + DRIVER_PORT,
                        "-Dspark.driver.blockManager.port=" + DRIVER_BLOCKS_PORT,
                        "-Dspark.blockManager.port=" + EXECUTOR_PORT,
                        "-Dspark.port.maxRetries=" + PORT_RETRIES));
    }

    /** Returns the settings of a master or a worker. */
    static Map<String, String> processEnvironment() {
        return Map.of("PETTY_HOME", ProgramTask.HOME, "PETTY_LOG_FORMAT", "json");
    }
}
