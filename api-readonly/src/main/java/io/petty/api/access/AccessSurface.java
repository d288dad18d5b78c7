package io.petty.api.access;

import java.util.List;

/**
 * What of access is a matter of settings.
 *
 * @param allowedOrigins whose pages may read by the interface, such as {@code https://example.org}; none for no other's
 * @param auditAll whether requests that are let in are recorded too
 */
public record AccessSurface(List<String> allowedOrigins, boolean auditAll) {
    public AccessSurface {
        allowedOrigins = List.copyOf(allowedOrigins);
        for (String origin : allowedOrigins) {
            if (!origin.matches("https?://[^/*]+")) {
                throw new IllegalArgumentException(
                        "petty.api.allowed-origins must be origins such as https://example.org, but one is " + origin);
            }
        }
    }
}
