package io.petty.api.http;

import java.time.Duration;
import org.apache.catalina.Host;
import org.apache.catalina.Pipeline;
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
        int seconds = (int) requestLimit.toSeconds();
        StuckThreadDetectionValve watch = new StuckThreadDetectionValve();
        watch.setThreshold(seconds);
        watch.setInterruptThreadThreshold(seconds);
        server.addEngineValves(watch);
        // What the client's language is matters nowhere; as many as fit into the headers do no harm.
        server.addConnectorCustomizers(connector -> connector.setMaxLocaleCount(-1));
        server.addContextCustomizers(context -> {
            Pipeline pipeline = ((Host) context.getParent()).getPipeline();
            pipeline.addValve(new ProblemReport());
            pipeline.addValve(new PlainPaths());
        });
    }
}
