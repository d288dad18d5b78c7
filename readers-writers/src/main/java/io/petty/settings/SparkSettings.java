package io.petty.settings;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The Spark cluster that executes partitions.
 *
 * @param master {@code local}, {@code local[N]}, {@code local[*]}, {@code spark://HOST:PORT} (several separated by
 *     commas), {@code yarn} or {@code k8s://URL}; null for threads of the run's own process, without Spark
 * @param secret shared by all processes of a standalone cluster, at least 16 characters; null for a secret that Petty
 *     generates
 * @param host address of this process that executors connect to; null for the one from which the master is reached
 * @param executorCores number of tasks that an executor runs at once; 0 for all cores of a worker
 * @param executorMemory heap of an executor, such as {@code 900m} or {@code 2g}; at least 512m
 * @param uiPort port of Spark's web UI on the loopback address; null for none
 * @param networkTimeout time without a message after which an executor counts as lost, 4 s to 1 h
 * @param executorWait how long a run without executors waits before it fails, 1 s to 24 h
 * @param taskFailures how often a partition may fail before its step fails, 1 to 100
 * @param speculation whether a partition that takes much longer than the others is started a second time
 */
public record SparkSettings(
        @Nullable String master,
        @Nullable String secret,
        @Nullable String host,
        int executorCores,
        String executorMemory,
        @Nullable Integer uiPort,
        Duration networkTimeout,
        Duration executorWait,
        int taskFailures,
        boolean speculation) {
    private static final Pattern LOCAL = Pattern.compile("local(\\[(?:[1-9][0-9]{0,3}|\\*)])?");
    private static final Pattern STANDALONE =
            Pattern.compile("spark://[^/?#,:\\s]+:[0-9]{1,5}(,[^/?#,:\\s]+:[0-9]{1,5})*");
    private static final Pattern OTHERS = Pattern.compile("yarn|k8s://\\S+");
    private static final Pattern MEMORY = Pattern.compile("([1-9][0-9]{0,5})([mMgG])");
    private static final int LEAST_MEMORY_MIB = 512;
    private static final int MIB_PER_GIB = 1024;
    private static final int SHORTEST_SECRET = 16;

    /** No Spark: threads of the run's own process. */
    public static final SparkSettings OFF =
            new SparkSettings(null, null, null, 0, "1g", null, Duration.ofMinutes(2), Duration.ofMinutes(10), 4, false);

    /** @throws IllegalArgumentException if a property is invalid; the message names it */
    public SparkSettings {
        if (master != null
                && !LOCAL.matcher(master).matches()
                && !STANDALONE.matcher(master).matches()
                && !OTHERS.matcher(master).matches()) {
            throw new IllegalArgumentException(
                    "petty.spark.master must be local[N], spark://HOST:PORT, yarn or k8s://URL, but is " + master);
        }
        if (secret != null && secret.length() < SHORTEST_SECRET) {
            // The message doesn't repeat the secret.
            throw new IllegalArgumentException(
                    "petty.spark.secret must have at least %d characters".formatted(SHORTEST_SECRET));
        }
        SettingChecks.between("petty.spark.executor-cores", executorCores, 0, 1_024);
        memoryMib("petty.spark.executor-memory", executorMemory);
        if (uiPort != null) {
            SettingChecks.port("petty.spark.ui-port", uiPort);
        }
        SettingChecks.between(
                "petty.spark.network-timeout", networkTimeout, Duration.ofSeconds(4), Duration.ofHours(1));
        SettingChecks.between("petty.spark.executor-wait", executorWait, Duration.ofSeconds(1), Duration.ofHours(24));
        SettingChecks.between("petty.spark.task-failures", taskFailures, 1, 100);
    }

    /** Returns whether other machines may execute partitions. */
    public boolean isOnCluster() {
        return master != null && !isLocal();
    }

    /** Returns whether all of Spark runs inside this process. */
    public boolean isLocal() {
        return master != null && LOCAL.matcher(master).matches();
    }

    /** Returns whether the master is a standalone cluster of Spark. */
    public boolean isStandalone() {
        return master != null && STANDALONE.matcher(master).matches();
    }

    /**
     * Parses an amount of memory such as {@code 900m} or {@code 2g}.
     *
     * @param property name of the property, for the exception's message
     * @return MiB
     * @throws IllegalArgumentException if the text isn't an amount of memory, or is less than 512 MiB: Spark needs 450
     *     MiB besides the part of the heap that the garbage collector keeps free
     */
    public static int memoryMib(String property, String text) {
        var matcher = MEMORY.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "%s must be an amount of memory such as 900m or 2g, but is %s".formatted(property, text));
        }
        int number = Integer.parseInt(matcher.group(1));
        int mib = matcher.group(2).equalsIgnoreCase("g") ? number * MIB_PER_GIB : number;
        if (mib < LEAST_MEMORY_MIB) {
            throw new IllegalArgumentException(
                    "%s must be at least %dm, but is %s".formatted(property, LEAST_MEMORY_MIB, text));
        }
        return mib;
    }

    /** Omits the secret. */
    @Override
    public String toString() {
        return "SparkSettings[master=" + master + "]";
    }
}
