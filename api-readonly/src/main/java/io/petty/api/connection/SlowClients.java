package io.petty.api.connection;

import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/** Keeps slow clients from taking a server down: bodies that nobody reads, connections and threads that they hold. */
public final class SlowClients implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {
    private final ConnectionLimits limits;
    private final Predicate<String> isProxy;

    /** @param trustedProxies a regular expression for addresses that may have any number of connections; null for none */
    public SlowClients(ConnectionLimits limits, @Nullable String trustedProxies) {
        this.limits = limits;
        this.isProxy = trustedProxies == null
                ? address -> false
                : Pattern.compile(trustedProxies).asMatchPredicate();
    }

    @Override
    public void customize(TomcatServletWebServerFactory server) {
        server.setProtocol(WatchedProtocol.class.getName());
        server.addConnectorCustomizers(connector -> {
            // Bodies are JSON: none is read as a form by who asks for parameters.
            connector.setParseBodyMethods("");
            WatchedProtocol protocol = (WatchedProtocol) connector.getProtocolHandler();
            protocol.setLimits(limits);
            protocol.setProxies(isProxy);
        });
        server.addEngineValves(new UnreadBodies());
    }
}
