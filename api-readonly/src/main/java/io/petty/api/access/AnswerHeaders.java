package io.petty.api.access;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.List;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.header.HeaderWriter;
import org.springframework.security.web.header.writers.CompositeHeaderWriter;
import org.springframework.security.web.header.writers.ContentSecurityPolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.HstsHeaderWriter;
import org.springframework.security.web.header.writers.PermissionsPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.security.web.header.writers.XContentTypeOptionsHeaderWriter;
import org.springframework.security.web.header.writers.XXssProtectionHeaderWriter;
import org.springframework.security.web.header.writers.frameoptions.XFrameOptionsHeaderWriter;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsProcessor;
import org.springframework.web.cors.DefaultCorsProcessor;

/**
 * Sets the security headers of every answer, and lets pages of the allowed origins read it. It comes before all limits
 * and filters, so that their refusals have these headers, too. Spring Security's filter answers preflight requests.
 */
final class AnswerHeaders extends ValveBase {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    private final HeaderWriter security = new CompositeHeaderWriter(List.of(
            new XContentTypeOptionsHeaderWriter(),
            new XXssProtectionHeaderWriter(),
            new HstsHeaderWriter(),
            new XFrameOptionsHeaderWriter(),
            new ContentSecurityPolicyHeaderWriter(CONTENT_SECURITY_POLICY),
            new ReferrerPolicyHeaderWriter(ReferrerPolicy.NO_REFERRER),
            new PermissionsPolicyHeaderWriter(
                    "accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
            openerPolicy(),
            resourcePolicy()));

    private final CorsConfiguration origins;
    private final CorsProcessor cors = new DefaultCorsProcessor();

    /** @param origins the origins whose pages may read the API */
    AnswerHeaders(CorsConfiguration origins) {
        super(true);
        this.origins = origins;
    }

    private static HeaderWriter openerPolicy() {
        CrossOriginOpenerPolicyHeaderWriter writer = new CrossOriginOpenerPolicyHeaderWriter();
        writer.setPolicy(CrossOriginOpenerPolicy.SAME_ORIGIN);
        return writer;
    }

    private static HeaderWriter resourcePolicy() {
        CrossOriginResourcePolicyHeaderWriter writer = new CrossOriginResourcePolicyHeaderWriter();
        writer.setPolicy(CrossOriginResourcePolicy.SAME_ORIGIN);
        return writer;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        security.writeHeaders(request, response);
        if (isAllowedToRead(request)) {
            cors.processRequest(origins, request, response);
        }
        getNext().invoke(request, response);
    }

    /** Returns whether the request is a read of the API by a page of an allowed origin. Other pages get no header. */
    private boolean isAllowedToRead(Request request) {
        // The path is null if the server has refused the request line.
        String path = request.getRequestURI();
        HttpMethod method = HttpMethod.valueOf(String.valueOf(request.getMethod()));
        return path != null
                && path.startsWith(AccessConfiguration.API)
                && origins.checkHttpMethod(method) != null
                && origins.checkOrigin(request.getHeader(HttpHeaders.ORIGIN)) != null;
    }
}
