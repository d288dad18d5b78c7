package io.petty.spark;

import io.petty.settings.SettingsException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SecurityManager;
import org.apache.spark.SparkConf;
import org.apache.spark.rpc.RpcAddress;
import org.apache.spark.rpc.RpcEnv;
import scala.Option;

/** The address of a standalone master, or the addresses of several, one of which is active. */
final class MasterUrl {
    private static final String SCHEME = "spark://";
    private static final int CONNECT_MILLIS = 5_000;

    private final List<String> masters;

    /** @param url {@code spark://HOST:PORT}, or several hosts and ports separated by commas */
    MasterUrl(String url) {
        // Only the first one has the scheme.
        masters = Arrays.stream(url.substring(SCHEME.length()).split(",", -1))
                .map(master -> SCHEME + master)
                .toList();
    }

    /** Returns the URL of each master. */
    String[] each() {
        return masters.toArray(String[]::new);
    }

    /** Returns whether anything listens at the address of a master. */
    boolean isReachable() {
        return masters.stream().anyMatch(MasterUrl::isReachable);
    }

    private static boolean isReachable(String master) {
        try (Socket socket = new Socket()) {
            socket.connect(socketAddress(master), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Checks that a master accepts this process. Spark's own clients retry for more than a minute, whatever the reason
     * for a refusal.
     *
     * @param host the address of this process
     * @param conf Spark's properties, with the secret
     * @throws SettingsException if no master accepts it
     */
    void requireAcceptance(String host, SparkConf conf) {
        if (!isReachable()) {
            throw new SettingsException(
                    "petty.spark.master: nothing listens at %s: start ./petty spark master, or correct the address"
                            .formatted(String.join(", ", masters)));
        }
        RpcEnv client = RpcEnv.create("check", host, 0, conf, securityManager(conf), true);
        try {
            RuntimeException refusal = null;
            for (String master : masters) {
                try {
                    client.setupEndpointRef(RpcAddress.fromSparkURL(master), "Master");
                    return;
                } catch (Exception e) {
                    // Scala declares no checked exceptions, but this may be an IOException.
                    refusal = new SettingsException(
                            "petty.spark.master: %s refuses this process, since it doesn't use the master's secret. Use the master's --home, share secrets with petty.secrets.store=aws, or set the same petty.spark.secret (PETTY_SPARK_SECRET) for all"
                                    .formatted(master),
                            e);
                }
            }
            if (refusal != null) {
                throw refusal;
            }
        } finally {
            client.shutdown();
            client.awaitTermination();
        }
    }

    private static SecurityManager securityManager(SparkConf conf) {
        return new SecurityManager(
                conf, Option.empty(), org.apache.spark.internal.config.package$.MODULE$.AUTH_SECRET_FILE());
    }

    /** Returns the local address for connections to the first master. Sends no packets. */
    String ownAddress() {
        InetSocketAddress address = socketAddress(masters.get(0));
        if (address.isUnresolved()) {
            throw new SettingsException("petty.spark.master: there is no host " + address.getHostString());
        }
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.connect(address);
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException e) {
            throw new SettingsException(
                    "petty.spark.master: %s can't be reached: %s".formatted(masters.get(0), e.getMessage()), e);
        }
    }

    private static InetSocketAddress socketAddress(String master) {
        RpcAddress address = RpcAddress.fromSparkURL(master);
        return new InetSocketAddress(address.host(), address.port());
    }
}
