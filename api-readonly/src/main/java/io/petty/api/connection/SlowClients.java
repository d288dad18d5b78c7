package io.petty.api.connection;

import io.petty.api.settings.ApiSettings;
import io.petty.api.settings.ConnectionLimits;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Protects both servers from slow clients, which would hold threads and connections. Component scan adds it to the
 * server for clients, and an imports file adds it to the server of health and metrics.
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
            // Bodies are JSON, so reading parameters must not parse them as forms.
            connector.setParseBodyMethods("");
            WatchedProtocol protocol = (WatchedProtocol) connector.getProtocolHandler();
            protocol.setLimits(limits);
            protocol.endpoint().setProxies(isProxy);
        });
        server.addEngineValves(new UnreadBodies());
    }
}
