package io.petty.api.http;

import io.petty.api.settings.ApiSettings;
import org.apache.catalina.Host;
import org.apache.catalina.Pipeline;
import org.apache.catalina.valves.StuckThreadDetectionValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Interrupts requests that take too long, and refuses what is no request. */
@Component
final class ServerLimits implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final ApiSettings api;
    private final Problems problems;

    /** @param api whose limit of a request's time is looked at every second; then its thread is interrupted */
    ServerLimits(ApiSettings api, Problems problems) {
        this.api = api;
        this.problems = problems;
    }

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        int seconds = (int) api.requestLimit().toSeconds();
        StuckThreadDetectionValve watch = new StuckThreadDetectionValve();
        watch.setThreshold(seconds);
        watch.setInterruptThreadThreshold(seconds);
        server.addEngineValves(watch);
        // What the client's language is matters nowhere; as many as fit into the headers do no harm.
        server.addConnectorCustomizers(connector -> connector.setMaxLocaleCount(-1));
        server.addContextCustomizers(context -> {
            Pipeline pipeline = ((Host) context.getParent()).getPipeline();
            pipeline.addValve(new ProblemReport(problems));
            pipeline.addValve(new PlainPaths());
        });
    }
}
