package io.petty.api.connection;

import io.petty.api.settings.ApiSettings;
import io.petty.api.settings.ConnectionLimits;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Keeps slow clients from taking a server down: bodies that nobody reads, connections and threads that they hold.
 * Scanned for the server of clients, and imported for the one of health and metrics.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
final class SlowClients implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final ConnectionLimits limits;
    private final Predicate<String> isProxy;

    SlowClients(ApiSettings api) {
        this.limits = api.connections();
        Pattern trusted = api.trustedProxies();
        this.isProxy = trusted == null ? address -> false : trusted.asMatchPredicate();
    }

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.setProtocol(WatchedProtocol.class.getName());
        server.addConnectorCustomizers(connector -> {
            // Bodies are JSON: none is read as a form by who asks for parameters.
            connector.setParseBodyMethods("");
            WatchedProtocol protocol = (WatchedProtocol) connector.getProtocolHandler();
            protocol.setLimits(limits);
            protocol.endpoint().setProxies(isProxy);
        });
        server.addEngineValves(new UnreadBodies());
    }
}
