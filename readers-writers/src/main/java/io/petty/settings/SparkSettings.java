package io.petty.settings;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where partitions run on Apache Spark.
 *
 * @param master {@code local}, {@code local[N]}, {@code local[*]}, {@code spark://HOST:PORT} (several separated by commas),
 *     {@code yarn} or {@code k8s://URL}; null for threads of the run itself, without Spark
 * @param secret shared by all processes of a standalone cluster, at least 16 characters; null for a secret that Petty
 *     generates
 * @param host address of this process that executors connect to; null for the one from which the master is reached
 * @param executorCores tasks that an executor runs at once; 0 for all cores of a worker
 * @param executorMemory heap of an executor, such as {@code 900m} or {@code 2g}; at least 512m
 * @param uiPort port of Spark's web pages about the run, on the loopback address; null for no pages
 * @param networkTimeout silence after which an executor counts as lost, 4 s to 1 h
 * @param executorWait how long a run waits while it has no executor before it fails, 1 s to 24 h
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
    private static final int MOST_CORES = 1_024;
    private static final int MOST_FAILURES = 100;
    private static final Duration SHORTEST_TIMEOUT = Duration.ofSeconds(4);
    private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);
    private static final Duration LONGEST_WAIT = Duration.ofHours(24);

    /** Threads of the run itself. */
    public static final SparkSettings OFF =
            new SparkSettings(null, null, null, 0, "1g", null, Duration.ofMinutes(2), Duration.ofMinutes(10), 4, false);

    /** @throws IllegalArgumentException that names the property which makes no sense */
    public SparkSettings {
        if (master != null
                && !LOCAL.matcher(master).matches()
                && !STANDALONE.matcher(master).matches()
                && !OTHERS.matcher(master).matches()) {
            throw new IllegalArgumentException(
                    "petty.spark.master must be local[N], spark://HOST:PORT, yarn or k8s://URL, but is " + master);
        }
        if (secret != null && secret.length() < SHORTEST_SECRET) {
            // Not repeated in a message.
            throw new IllegalArgumentException(
                    "petty.spark.secret must have at least %d characters".formatted(SHORTEST_SECRET));
        }
        SettingChecks.between("petty.spark.executor-cores", executorCores, 0, MOST_CORES);
        memoryMib("petty.spark.executor-memory", executorMemory);
        if (uiPort != null) {
            SettingChecks.port("petty.spark.ui-port", uiPort);
        }
        SettingChecks.between("petty.spark.network-timeout", networkTimeout, SHORTEST_TIMEOUT, LONGEST_TIMEOUT);
        SettingChecks.between("petty.spark.executor-wait", executorWait, SHORTEST_WAIT, LONGEST_WAIT);
        SettingChecks.between("petty.spark.task-failures", taskFailures, 1, MOST_FAILURES);
    }

    /** Whether other machines may execute partitions. */
    public boolean isOnCluster() {
        return master != null && !isLocal();
    }

    /** Whether all of Spark runs inside this process. */
    public boolean isLocal() {
        return master != null && LOCAL.matcher(master).matches();
    }

    /** Whether the master is one of Spark's standalone clusters. */
    public boolean isStandalone() {
        return master != null && STANDALONE.matcher(master).matches();
    }

    /**
     * Reads an amount of memory such as {@code 900m} or {@code 2g}.
     *
     * @param property named in the message of the exception
     * @return MiB
     * @throws IllegalArgumentException unless it is at least 512 MiB: Spark needs 450 MiB without the part of the heap that the collector keeps free
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

    /** Not the secret. */
    @Override
    public String toString() {
        return "SparkSettings[master=" + master + "]";
    }
}
