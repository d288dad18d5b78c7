package io.petty.api.connection;

import io.petty.api.settings.ConnectionLimits;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 on watched connections. Tomcat creates it by its class name. */
public final class WatchedProtocol extends Http11NioProtocol {
    private static final int WATCH_MILLIS = 100;
    private static final int SEND_BUFFER = 256 << 10;

    private @Nullable ScheduledFuture<?> watch;

    public WatchedProtocol() {
        super(new WatchedEndpoint());
        // By default, the operating system buffers megabytes for each client that reads nothing.
        setProperty("socket.txBufSize", String.valueOf(SEND_BUFFER));
        // Sends 100 Continue only if an endpoint reads the body.
        setContinueResponseTiming("onRead");
    }

    @Override
    public void start() throws Exception {
        super.start();
        watch = getUtilityExecutor()
                .scheduleWithFixedDelay(endpoint()::watch, WATCH_MILLIS, WATCH_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() throws Exception {
        if (watch != null) {
            watch.cancel(false);
        }
        super.stop();
    }

    /** Sets the limits, which also apply to open connections. */
    public void setLimits(ConnectionLimits limits) {
        endpoint().setLimits(limits);
    }

    /** Returns how many threads wait for clients. */
    public int waitingThreads() {
        return endpoint().waitingThreads();
    }

    WatchedEndpoint endpoint() {
        return (WatchedEndpoint) getEndpoint();
    }
}
