package io.petty.api.access;

import io.petty.access.Access;
import io.petty.access.InvalidCredentialException;
import io.petty.api.http.ProblemException;
import io.petty.api.http.ProblemFilter;
import io.petty.api.http.ProblemKind;
import io.petty.api.http.Problems;
import io.petty.api.http.Versions;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.header.writers.CrossOriginOpenerPolicyHeaderWriter.CrossOriginOpenerPolicy;
import org.springframework.security.web.header.writers.CrossOriginResourcePolicyHeaderWriter.CrossOriginResourcePolicy;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;
import org.springframework.web.context.support.WebApplicationContextUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** The way of a request to its endpoint: limit by address, headers, version, credential, limit by principal, rule. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class AccessConfiguration {
    private static final String CONTENT_SECURITY_POLICY = "default-src 'none'; script-src 'self'; style-src 'self';"
            + " img-src 'self' data:; connect-src 'self'; font-src 'self'; manifest-src 'self'; base-uri 'none';"
            + " form-action 'none'; frame-ancestors 'none'";

    /** Health and figures, on a port of their own that only the operator's network reaches. */
    @Bean
    @Order(0)
    SecurityFilterChain watchers(HttpSecurity http) {
        return http.securityMatcher(EndpointRequest.toAnyEndpoint())
                .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
                .csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .build();
    }

    /** Pages, whose files Spring Boot would serve there too, are at the port of clients alone. */
    @Bean
    @Order(1)
    SecurityFilterChain besideWatchers(HttpSecurity http, Problems problems) {
        return http.securityMatcher(AccessConfiguration::isForWatchers)
                .authorizeHttpRequests(requests -> requests.anyRequest().denyAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .exceptionHandling(handling ->
                        handling.authenticationEntryPoint((request, response, e) -> problems.write(
                                request,
                                response,
                                new ProblemException(ProblemKind.NOT_FOUND, ProblemKind.NOT_FOUND.meaning()))))
                .build();
    }

    private static boolean isForWatchers(HttpServletRequest request) {
        return WebServerApplicationContext.hasServerNamespace(
                WebApplicationContextUtils.getWebApplicationContext(request.getServletContext()), "management");
    }

    @Bean
    @Order(2)
    SecurityFilterChain clients(
            HttpSecurity http,
            Access access,
            RateLimits limits,
            AccessSurface surface,
            Refusals refusals,
            ProblemFilter problemFilter,
            Versions versions,
            Problems problems) {
        http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(AccessConfiguration::headers)
                .addFilterAfter(new Audit(surface.auditAll(), refusals), HeaderWriterFilter.class)
                .addFilterAfter(problemFilter, Audit.class)
                .addFilterBefore(versions, AuthorizationFilter.class)
                .addFilterBefore(new CredentialFilter(access, limits), AuthorizationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthenticated(problems)))
                .authorizeHttpRequests(requests -> {
                    for (Rule rule : Rule.values()) {
                        for (String pattern : rule.patterns()) {
                            requests.requestMatchers(pattern).access(new RuleManager(rule, pattern));
                        }
                    }
                    requests.anyRequest().access((authentication, context) -> {
                        throw new ProblemException(ProblemKind.NOT_FOUND, ProblemKind.NOT_FOUND.meaning());
                    });
                });
        if (surface.allowedOrigins().isEmpty()) {
            http.cors(AbstractHttpConfigurer::disable);
        } else {
            http.cors(cors -> cors.configurationSource(origins(surface.allowedOrigins())));
        }
        return http.build();
    }

    private static void headers(HeadersConfigurer<HttpSecurity> headers) {
        headers.contentSecurityPolicy(policy -> policy.policyDirectives(CONTENT_SECURITY_POLICY))
                .referrerPolicy(policy -> policy.policy(ReferrerPolicy.NO_REFERRER))
                .permissionsPolicyHeader(policy ->
                        policy.policy("accelerometer=(), camera=(), geolocation=(), microphone=(), payment=(), usb=()"))
                .crossOriginOpenerPolicy(policy -> policy.policy(CrossOriginOpenerPolicy.SAME_ORIGIN))
                .crossOriginResourcePolicy(policy -> policy.policy(CrossOriginResourcePolicy.SAME_ORIGIN))
                .frameOptions(HeadersConfigurer.FrameOptionsConfig::deny)
                // What may be kept, each answer says itself.
                .cacheControl(HeadersConfigurer.CacheControlConfig::disable);
    }

    private static UrlBasedCorsConfigurationSource origins(List<String> allowed) {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(allowed);
        configuration.setAllowedMethods(List.of("GET", "HEAD"));
        configuration.setAllowedHeaders(List.of("Authorization", CredentialFilter.API_KEY, "If-None-Match"));
        configuration.setExposedHeaders(List.of("ETag", "Retry-After", "Deprecation", "Link"));
        UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
        source.registerCorsConfiguration("/v1/**", configuration);
        return source;
    }

    /** Says that a credential is needed, and of one that was given no more than that it ran out. */
    private static AuthenticationEntryPoint unauthenticated(Problems problems) {
        return (request, response, e) -> {
            Object refused = request.getAttribute(Audit.REFUSED);
            String detail = refused == null
                    ? "A token or an API key is needed"
                    : refused == InvalidCredentialException.Reason.EXPIRED
                            ? "The credential has expired"
                            : "The credential is not valid";
            String challenge = refused == null ? "Bearer" : "Bearer error=\"invalid_token\"";
            problems.write(
                    request,
                    response,
                    new ProblemException(ProblemKind.UNAUTHENTICATED, detail)
                            .withHeader("WWW-Authenticate", challenge));
        };
    }

    /** Paths that could be taken for others are refused before any rule is asked. */
    @Bean
    RequestRejectedHandler rejected(Problems problems) {
        return (request, response, e) -> problems.write(
                request,
                response,
                new ProblemException(
                        ProblemKind.BAD_REQUEST, "The address or a header has characters that don't belong there"));
    }

    /** A span and a timer for each filter would cost more than the filters. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /** Without one, a user with a password is made up. */
    @Bean
    UserDetailsService noUsers() {
        return new InMemoryUserDetailsManager();
    }

    @Bean
    Refusals refusals(Clock clock) {
        return new Refusals(clock);
    }

    /** First after the one that gives a request its trace and its figures. */
    @Bean
    FilterRegistrationBean<AddressLimitFilter> addressLimit(RateLimits limits, Refusals refusals, Problems problems) {
        FilterRegistrationBean<AddressLimitFilter> registration =
                new FilterRegistrationBean<>(new AddressLimitFilter(limits, refusals, problems));
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 2);
        return registration;
    }

    /** Comes after the valve that takes the client's address from a trusted proxy, since that has an order. */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> malformedLimit(RateLimits limits, Refusals refusals) {
        return server -> server.addEngineValves(new MalformedLimit(limits, refusals));
    }

    /** Filters that are beans would run for every request once more, outside of the chain. */
    @Configuration(proxyBeanMethods = false)
    static class FiltersOfTheChainAlone {
        @Bean
        FilterRegistrationBean<ProblemFilter> problemFilterOfTheChain(ProblemFilter filter) {
            return off(filter);
        }

        @Bean
        FilterRegistrationBean<Versions> versionsOfTheChain(Versions filter) {
            return off(filter);
        }

        private static <F extends Filter> FilterRegistrationBean<F> off(F filter) {
            FilterRegistrationBean<F> registration = new FilterRegistrationBean<>(filter);
            registration.setEnabled(false);
            return registration;
        }
    }
}
