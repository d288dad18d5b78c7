package io.petty.spark;

import io.petty.settings.SparkSettings;
import java.time.Duration;
import java.util.Objects;
import org.apache.spark.SparkConf;
import org.jspecify.annotations.Nullable;

/**
 * Spark's own properties. System properties {@code spark.*} override them, except the master, addresses and secrets.
 */
final class SparkProperties {
    private static final String LOG = "-Dlogback.configurationFile=spark-executor-log.xml";

    /**
     * Thresholds of HotSpot's second compiler, ten times the defaults. This compiler pays off for code that is hot all
     * night, such as encryption. With the default thresholds, it would also compile code that is called occasionally,
     * which takes a fifth of a short night's CPU time.
     */
    private static final String RELUCTANT_SECOND_COMPILER = "-XX:Tier4InvocationThreshold=50000"
            + " -XX:Tier4MinInvocationThreshold=6000 -XX:Tier4CompileThreshold=150000 -XX:Tier4BackEdgeThreshold=400000";

    private static final int HEARTBEATS = 12;
    private static final int CHECKS = 4;

    private SparkProperties() {}

    /**
     * Creates the properties of a driver.
     *
     * @param host the address at which executors connect to this process
     * @param secret the cluster's secret; null if Spark creates and distributes one itself
     * @param threads number of tasks that run at once if the master is {@code local}
     */
    static SparkConf driver(
            SparkSettings settings, String name, @Nullable String host, @Nullable String secret, int threads) {
        SparkConf conf = new SparkConf().setAppName(name).setMaster(master(settings, threads));
        conf.setIfMissing("spark.serializer", "org.apache.spark.serializer.JavaSerializer");
        conf.setIfMissing("spark.ui.showConsoleProgress", "false");
        // Spark's debug info needs java.io to be open. With debug info, a job whose tasks can't be serialized would
        // hang instead of failing.
        conf.set("spark.serializer.extraDebugInfo", "false");
        conf.set("spark.ui.enabled", Boolean.toString(settings.uiPort() != null));
        if (settings.uiPort() != null) {
            conf.set("spark.ui.port", settings.uiPort().toString());
        }
        conf.setIfMissing("spark.task.maxFailures", Integer.toString(settings.taskFailures()));
        conf.setIfMissing("spark.speculation", Boolean.toString(settings.speculation()));
        timeouts(conf, settings.networkTimeout());
        conf.set("spark.driver.host", host);
        conf.setIfMissing("spark.driver.bindAddress", host);
        if (!settings.isLocal()) {
            encrypt(conf, secret);
            conf.setIfMissing("spark.executor.memory", settings.executorMemory());
            if (settings.executorCores() > 0) {
                conf.setIfMissing("spark.executor.cores", Integer.toString(settings.executorCores()));
            }
            decommission(conf);
            String options = conf.get("spark.executor.extraJavaOptions", executorOptions(conf));
            conf.set("spark.executor.extraJavaOptions", LOG + " " + options);
        }
        return conf;
    }

    /**
     * Allocates the whole heap at the start, half of it for the young generation. Growing it gradually costs garbage
     * collections.
     */
    private static String executorOptions(SparkConf conf) {
        return "-Xms%dm -XX:NewRatio=1 -XX:+UseSerialGC %s"
                .formatted(conf.getSizeAsMb("spark.executor.memory"), RELUCTANT_SECOND_COMPILER);
    }

    /** Creates the properties of a standalone master or worker. */
    static SparkConf standalone(SparkSettings settings, String secret) {
        SparkConf conf = new SparkConf();
        encrypt(conf, secret);
        timeouts(conf, settings.networkTimeout());
        conf.setIfMissing(
                "spark.worker.timeout", Long.toString(settings.networkTimeout().toSeconds() / 2));
        // No drivers are submitted, since the run is the driver.
        conf.setIfMissing("spark.master.rest.enabled", "false");
        decommission(conf);
        if (settings.uiPort() == null) {
            conf.set("spark.ui.filters", NoPages.class.getName());
        }
        return conf;
    }

    /** Returns the port of the web pages that Spark always serves for a master or worker; 0 for any free port. */
    static int pagesPort(SparkSettings settings) {
        return Objects.requireNonNullElse(settings.uiPort(), 0);
    }

    private static String master(SparkSettings settings, int threads) {
        String master = String.valueOf(settings.master());
        if (!settings.isLocal()) {
            return master;
        }
        String cores = master.equals("local") ? Integer.toString(threads) : master.replaceAll("[^0-9*]", "");
        // Without the second number, Spark doesn't retry tasks in local mode.
        return "local[%s,%d]".formatted(cores, settings.taskFailures());
    }

    private static void encrypt(SparkConf conf, @Nullable String secret) {
        conf.setIfMissing("spark.authenticate", "true");
        if (secret != null) {
            conf.set("spark.authenticate.secret", secret);
        }
        conf.setIfMissing("spark.network.crypto.enabled", "true");
        conf.setIfMissing("spark.network.crypto.authEngineVersion", "2");
        conf.setIfMissing("spark.network.crypto.cipher", "AES/GCM/NoPadding");
        conf.setIfMissing("spark.network.crypto.saslFallback", "false");
    }

    /** Before a worker ends, lets its executors finish their tasks and copy their shuffled blocks to others. */
    private static void decommission(SparkConf conf) {
        conf.setIfMissing("spark.decommission.enabled", "true");
        conf.setIfMissing("spark.storage.decommission.enabled", "true");
        // Petty caches no RDDs.
        conf.setIfMissing("spark.storage.decommission.rddBlocks.enabled", "false");
        // Spark's default of 30 s would use up too much of a worker's remaining time.
        conf.setIfMissing("spark.storage.decommission.replicationReattemptInterval", "2s");
    }

    private static void timeouts(SparkConf conf, Duration timeout) {
        conf.setIfMissing("spark.network.timeout", timeout.toMillis() + "ms");
        conf.setIfMissing("spark.executor.heartbeatInterval", timeout.toMillis() / HEARTBEATS + "ms");
        conf.setIfMissing("spark.network.timeoutInterval", timeout.toMillis() / CHECKS + "ms");
    }
}
