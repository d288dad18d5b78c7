package io.petty.cdk;

import java.util.List;
import java.util.Map;

/**
 * What the driver, the master and the workers of a run are started with. All ports are fixed, since security groups name
 * them.
 */
final class SparkProcesses {
    static final int MASTER_PORT = 7077;

    /** Where the driver is reached by the master and by executors. */
    static final int DRIVER_PORT = 7078;

    /** Where the driver serves blocks, such as broadcasts. */
    static final int DRIVER_BLOCKS_PORT = 7079;

    /** Where a worker is reached by the master. */
    static final int WORKER_PORT = 7080;

    /** Where an executor serves shuffled blocks. */
    static final int EXECUTOR_PORT = 7100;

    private static final int PORT_RETRIES = 16;

    /** The next executor of a worker takes the next port while a lost one still holds the first. */
    static final int LAST_EXECUTOR_PORT = EXECUTOR_PORT + PORT_RETRIES;

    /** {@code docker/in-task} replaces it by the address of the task. */
    static final String ADDRESS = "@ADDRESS@";

    /** The master's address as the run knows it: the master is in the same task. */
    static final String MASTER_BESIDE = masterAt(ADDRESS);

    /** Mebibytes of a worker's task that are not for executors. */
    private static final int WORKER_OVERHEAD = 640;

    /** The rest of an executor's memory is for what it has outside of its heap: network buffers, codecs, threads. */
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

    /** Mebibytes of heap for the one executor of a worker, whose task has 2 GiB a processor. */
    static int executorMemory(StageSettings settings) {
        return (ProgramTask.memory(settings.workerVcpu()) - WORKER_OVERHEAD) * HEAP_PERCENT / 100;
    }

    /** Settings of the run, which is the driver; executors get theirs from it. */
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

    /** Of a master or a worker. */
    static Map<String, String> processEnvironment() {
        return Map.of("PETTY_HOME", ProgramTask.HOME, "PETTY_LOG_FORMAT", "json");
    }
}
