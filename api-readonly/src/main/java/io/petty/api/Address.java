package io.petty.api;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Where it is served, once that is known. */
@Component
class Address {
    private final ApiSettings settings;
    private volatile int port;
    private volatile int managementPort;

    Address(ServeSettings settings) {
        this.settings = settings.api();
    }

    @EventListener
    void listening(WebServerInitializedEvent event) {
        if ("management".equals(event.getApplicationContext().getServerNamespace())) {
            managementPort = event.getWebServer().getPort();
        } else {
            port = event.getWebServer().getPort();
        }
    }

    /** What the service is called from outside, without a slash at the end. */
    String url() {
        return settings.url() == null
                ? url(settings.address(), port)
                : settings.url().toString().replaceFirst("/+$", "");
    }

    String managementUrl() {
        return url(settings.managementAddress(), managementPort);
    }

    private static String url(String address, int port) {
        return "http://%s:%d".formatted(address.contains(":") ? "[" + address + "]" : address, port);
    }
}
