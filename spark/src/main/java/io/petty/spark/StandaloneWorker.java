package io.petty.spark;

import io.petty.settings.SettingsException;
import io.petty.settings.SparkSettings;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.spark.SparkConf;
import org.apache.spark.deploy.DeployMessages;
import org.apache.spark.deploy.worker.Worker;
import org.apache.spark.rpc.RpcEndpointRef;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;
import scala.reflect.ClassTag;

/**
 * A worker of Spark's standalone mode in this process. It starts executors as processes when the master requests them.
 */
public final class StandaloneWorker implements Closeable {
    private final RpcEnv endpoint;
    private final RpcEndpointRef worker;
    private final ProcessFolder folder;

    private StandaloneWorker(RpcEnv endpoint, ProcessFolder folder) {
        this.endpoint = endpoint;
        this.worker = endpoint.setupEndpointRef(endpoint.address(), "Worker");
        this.folder = folder;
    }

    /**
     * Starts to register with a master, and waits for it if it isn't reachable yet. If none answers for some minutes,
     * the process ends with code 1.
     *
     * @param settings settings that name a standalone master
     * @param home created if it doesn't exist; logs and shuffled files of executors are in a folder below it
     * @param host an address of this machine at which the master and other workers reach the worker
     * @param port the port at which the master reaches the worker; 0 for any free one
     * @param cores number of tasks that all its executors together run at once
     * @param memoryMib total heap of all its executors, in MiB
     * @throws SettingsException if the environment isn't set up, or the master refuses the worker
     */
    public static StandaloneWorker start(
            SparkSettings settings, Path home, String host, int port, int cores, int memoryMib, String secret)
            throws IOException {
        SparkEnvironment.checkPages();
        SparkEnvironment.checkLibraries();
        MasterUrl master = new MasterUrl(String.valueOf(settings.master()));
        SparkConf conf = SparkProperties.standalone(settings, secret);
        if (master.isReachable()) {
            master.requireAcceptance(host, conf);
        }
        ProcessFolder folder = ProcessFolder.create(home, "worker");
        conf.setIfMissing("spark.worker.cleanup.enabled", "true");
        conf.set("spark.local.dir", folder.path().resolve("shuffle").toString());
        return new StandaloneWorker(
                Worker.startRpcEnvAndEndpoint(
                        host,
                        port,
                        SparkProperties.pagesPort(settings),
                        cores,
                        memoryMib,
                        master.each(),
                        folder.path().resolve("executors").toString(),
                        Option.empty(),
                        conf,
                        Option.empty()),
                folder);
    }

    /** Returns whether a master has accepted this worker. */
    public boolean isRegistered() {
        return !state().masterUrl().isEmpty();
    }

    /** Accepts no more executors. Existing ones finish their tasks, copy their shuffled blocks to others, and end. */
    public void decommission() {
        worker.send(DeployMessages.WorkerDecommissionSigReceived$.MODULE$);
    }

    /** Returns the number of running executors. */
    public int executors() {
        return state().executors().size();
    }

    private DeployMessages.WorkerStateResponse state() {
        ClassTag<DeployMessages.WorkerStateResponse> type = ClassTag.apply(DeployMessages.WorkerStateResponse.class);
        return worker.askSync(DeployMessages.RequestWorkerState$.MODULE$, type);
    }

    /** Ends the executors and the worker, and deletes its files. */
    @Override
    public void close() throws IOException {
        endpoint.shutdown();
        endpoint.awaitTermination();
        folder.close();
    }
}
