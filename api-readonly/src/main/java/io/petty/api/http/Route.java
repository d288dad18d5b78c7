package io.petty.api.http;

import io.micrometer.common.KeyValue;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.stereotype.Component;

/** Names figures and traces of a request by its route also when it was refused before it got to its endpoint. */
@Component
public class Route extends DefaultServerRequestObservationConvention {
    /** The attribute of a request that holds the pattern of the path that was asked for. */
    public static final String ATTRIBUTE = Route.class.getName();

    @Override
    protected KeyValue uri(ServerRequestObservationContext context) {
        if (context.getCarrier() != null && context.getCarrier().getAttribute(ATTRIBUTE) instanceof String route) {
            return KeyValue.of("uri", route);
        }
        return super.uri(context);
    }

    /** The path itself names a collar, and what is sent for a trace is kept by others. */
    @Override
    protected KeyValue httpUrl(ServerRequestObservationContext context) {
        return KeyValue.of("http.url", uri(context).getValue());
    }
}
