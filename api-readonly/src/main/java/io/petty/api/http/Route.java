package io.petty.api.http;

import io.micrometer.common.KeyValue;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/** Labels metrics and traces with the route of a request, even if the request is refused before its endpoint. */
@Component
public class Route extends DefaultServerRequestObservationConvention {
    /** The request attribute with the pattern of the path. */
    public static final String ATTRIBUTE = Route.class.getName();

    @Override
    protected KeyValue uri(ServerRequestObservationContext context) {
        if (context.getCarrier() != null && context.getCarrier().getAttribute(ATTRIBUTE) instanceof String route) {
            return KeyValue.of("uri", route);
        }
        return super.uri(context);
    }

    /** Returns the route instead of the path: the path contains a collar, and traces leave the service. */
    @Override
    protected KeyValue httpUrl(ServerRequestObservationContext context) {
        return KeyValue.of("http.url", uri(context).getValue());
    }
}
