package io.petty.api;

import io.petty.api.connection.SlowClients;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.context.annotation.Bean;

/** Holds for both servers: scanned in the context of clients, and imported into the one of health and metrics. */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ConnectionConfiguration {
    @Bean
    SlowClients slowClients(ServeSettings settings) {
        ApiSettings api = settings.api();
        return new SlowClients(api.connections(), api.trustedProxies());
    }
}
