package io.petty.cdk.program;

import io.petty.cdk.network.SparkPorts;
import io.petty.cdk.settings.StageSettings;
import java.util.List;
import java.util.Map;

/** The command lines and settings of the driver, the master and the workers of a run. */
final class SparkProcesses {
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
        return "spark://%s:%d".formatted(address, SparkPorts.MASTER);
    }

    static List<String> master() {
        return List.of("spark", "master", "--host", ADDRESS, "--port", String.valueOf(SparkPorts.MASTER));
    }

    static List<String> worker(StageSettings settings) {
        return List.of(
                "spark",
                "worker",
                "--host",
                ADDRESS,
                "--port",
                String.valueOf(SparkPorts.WORKER),
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
                        "-Dspark.driver.port=" + SparkPorts.DRIVER,
                        "-Dspark.driver.blockManager.port=" + SparkPorts.DRIVER_BLOCKS,
                        "-Dspark.blockManager.port=" + SparkPorts.EXECUTOR,
                        "-Dspark.port.maxRetries=" + SparkPorts.RETRIES));
    }

    /** Returns the settings of a master or a worker. */
    static Map<String, String> processEnvironment() {
        return Map.of("PETTY_HOME", ProgramTask.HOME, "PETTY_LOG_FORMAT", "json");
    }
}
