package io.petty.api.http;

import io.petty.api.settings.ApiSettings;
import org.apache.catalina.Host;
import org.apache.catalina.Pipeline;
import org.apache.catalina.valves.StuckThreadDetectionValve;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/** Interrupts requests that exceed the time limit, and answers malformed requests with a problem. */
@Component
final class ServerLimits implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final ApiSettings api;
    private final Problems problems;

    /** @param api has the time limit; a thread that exceeds it is interrupted about a second later */
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
        // No limit on the number of languages: they are never used, and the size of the headers limits them.
        server.addConnectorCustomizers(connector -> connector.setMaxLocaleCount(-1));
        server.addContextCustomizers(context -> {
            Pipeline pipeline = ((Host) context.getParent()).getPipeline();
            pipeline.addValve(new ProblemReport(problems));
            pipeline.addValve(new PlainPaths());
        });
    }
}
