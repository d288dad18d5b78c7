package io.petty.spark;

import io.petty.settings.SettingsException;
import io.petty.settings.SparkSettings;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A run's connection to Spark: this process is the driver, and executors run the tasks. There can be one per process at
 * a time.
 */
public final class SparkDriver implements Closeable {
    private final JavaSparkContext context;
    private final ProcessFolder folder;

    private SparkDriver(JavaSparkContext context, ProcessFolder folder) {
        this.context = context;
        this.folder = folder;
    }

    /**
     * Connects to the master. Executors may join later.
     *
     * @param settings settings that name a master
     * @param home created if it doesn't exist; Spark's files are in a folder below it
     * @param name the run's name in Spark's pages and logs
     * @param secret supplies the cluster's secret; called only if the master is a standalone one
     * @param threads number of tasks that run at once if the master is {@code local}
     * @throws SettingsException if the master doesn't answer or refuses this process
     */
    public static SparkDriver open(
            SparkSettings settings, Path home, String name, Supplier<String> secret, int threads) {
        if (settings.uiPort() != null) {
            SparkEnvironment.checkPages();
        }
        if (!settings.isStandalone()) {
            String host = settings.isLocal() ? "localhost" : hostAmongOthers(settings);
            return open(settings, home, SparkProperties.driver(settings, name, host, null, threads));
        }
        MasterUrl master = new MasterUrl(String.valueOf(settings.master()));
        String host = settings.host() == null ? master.ownAddress() : settings.host();
        SparkConf conf = SparkProperties.driver(settings, name, host, secret.get(), threads);
        master.requireAcceptance(host, conf);
        return open(settings, home, conf);
    }

    /**
     * Returns the address at which executors reach this process. Without it, Spark would use the address of its web
     * pages, which is the loopback address.
     */
    private static String hostAmongOthers(SparkSettings settings) {
        if (settings.host() != null) {
            return settings.host();
        }
        try {
            return InetAddress.getLocalHost().getHostAddress();
        } catch (UnknownHostException e) {
            throw new SettingsException(
                    "petty.spark.host must be set to the address at which executors reach this machine, since its host name can't be resolved",
                    e);
        }
    }

    private static SparkDriver open(SparkSettings settings, Path home, SparkConf conf) {
        ProcessFolder folder;
        try {
            folder = ProcessFolder.create(home, "run");
        } catch (IOException e) {
            throw new SettingsException(
                    "petty.home: Spark needs a folder in %s: %s".formatted(home, e.getMessage()), e);
        }
        // In another folder, the shuffled readings of a killed run would never be deleted.
        conf.setIfMissing("spark.local.dir", folder.path().toString());
        try {
            return new SparkDriver(new JavaSparkContext(conf), folder);
        } catch (Exception e) {
            SettingsException failure = cannotStart(settings, e);
            try {
                folder.close();
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    /** Scala declares no checked exceptions, so the reason may be any exception, such as a SparkException. */
    private static SettingsException cannotStart(SparkSettings settings, Exception reason) {
        return new SettingsException(
                "petty.spark.master: Spark can't start with %s: %s%s"
                        .formatted(
                                settings.master(),
                                reason.getMessage(),
                                settings.isLocal() || settings.isStandalone()
                                        ? ""
                                        : " (name the folder with the jars of its client in PETTY_SPARK_JARS)"),
                reason);
    }

    /** Returns the context with which engines of this module submit jobs. */
    JavaSparkContext context() {
        return context;
    }

    /** Ends the application and its executors, and deletes its files. */
    @Override
    public void close() throws IOException {
        context.close();
        folder.close();
    }
}
