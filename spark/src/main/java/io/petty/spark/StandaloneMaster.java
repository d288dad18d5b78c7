package io.petty.spark;

import io.petty.home.HomeFolder;
import io.petty.home.PrivateFiles;
import io.petty.settings.SettingsException;
import io.petty.settings.SparkSettings;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.rpc.RpcEnv;

/** A master of Spark's standalone mode in this process. It allocates the workers' cores to runs. */
public final class StandaloneMaster implements Closeable {
    private final RpcEnv endpoint;
    private final Path recovery;

    private StandaloneMaster(RpcEnv endpoint, Path recovery) {
        this.endpoint = endpoint;
        this.recovery = recovery;
    }

    /**
     * Starts to listen. The master keeps its state in the home until it is closed, so a master that is started after a
     * crash continues with the same workers and runs.
     *
     * @param home created if it doesn't exist
     * @param host an address of this machine at which workers and runs reach the master
     * @param port 0 for any free one
     * @throws SettingsException if the environment isn't set up, or the master can't listen there
     */
    public static StandaloneMaster start(SparkSettings settings, Path home, String host, int port, String secret)
            throws IOException {
        SparkEnvironment.checkPages();
        HomeFolder.create(home);
        Path recovery = home.toAbsolutePath().resolve("spark").resolve("master");
        PrivateFiles.createFolders(recovery);
        SparkConf conf = SparkProperties.standalone(settings, secret);
        conf.setIfMissing("spark.deploy.recoveryMode", "FILESYSTEM");
        conf.setIfMissing("spark.deploy.recoveryDirectory", recovery.toString());
        // Otherwise, Spark would try the next ports if this one is in use.
        conf.setIfMissing("spark.port.maxRetries", "0");
        try {
            RpcEnv endpoint = Master.startRpcEnvAndEndpoint(host, port, SparkProperties.pagesPort(settings), conf)
                    ._1();
            return new StandaloneMaster(endpoint, recovery);
        } catch (Exception e) {
            // Scala declares no checked exceptions, but this may be a BindException.
            throw new SettingsException(
                    "Spark's master can't listen on %s:%d: %s".formatted(host, port, e.getMessage()), e);
        }
    }

    /** Returns the address for runs and workers, such as {@code spark://127.0.0.1:7077}. */
    public String url() {
        return endpoint.address().toSparkURL();
    }

    @Override
    public void close() throws IOException {
        endpoint.shutdown();
        endpoint.awaitTermination();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(recovery)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
