package io.petty.api.http;

import java.time.Duration;
import org.apache.catalina.Host;
import org.apache.catalina.valves.StuckThreadDetectionValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** What the server does about requests that take too long, and about those that are none. */
public final class ServerLimits implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final Duration requestLimit;

    /** @param requestLimit after which a request's thread is interrupted; looked at every second */
    public ServerLimits(Duration requestLimit) {
        this.requestLimit = requestLimit;
    }

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        int seconds = Math.max(1, (int) requestLimit.toSeconds());
        StuckThreadDetectionValve watch = new StuckThreadDetectionValve();
        watch.setThreshold(seconds);
        watch.setInterruptThreadThreshold(seconds);
        server.addEngineValves(watch);
        server.addContextCustomizers(
                context -> ((Host) context.getParent()).getPipeline().addValve(new ProblemReport()));
    }
}
