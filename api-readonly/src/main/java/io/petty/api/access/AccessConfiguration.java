package io.petty.api.access;

import io.petty.access.Access;
import io.petty.access.InvalidCredentialException;
import io.petty.api.http.ProblemFilter;
import io.petty.api.http.ProblemKind;
import io.petty.api.http.Problems;
import io.petty.api.http.Versions;
import io.petty.api.settings.ApiSettings;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.EndpointRequest;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.firewall.RequestRejectedHandler;
import org.springframework.security.web.header.HeaderWriterFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.web.context.support.WebApplicationContextUtils;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/**
 * The security filters of a request, in this order: audit, problems, origin, version, credential and rule. Before all
 * filters, {@link AnswerHeaders} sets the headers.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class AccessConfiguration {
    /** The start of the paths that pages of the allowed origins may read. */
    static final String API = "/v1/";

    /**
     * Permits health and metrics on the management port, which only the operator's network reaches. Denies everything
     * else on that port, since Spring Boot would also serve the files of the page there.
     */
    @Bean
    @Order(1)
    SecurityFilterChain watchers(HttpSecurity http, Problems problems) {
        return http.securityMatcher(
                        new OrRequestMatcher(EndpointRequest.toAnyEndpoint(), AccessConfiguration::isForWatchers))
                .authorizeHttpRequests(requests -> requests.requestMatchers(EndpointRequest.toAnyEndpoint())
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .csrf(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .addFilterAfter(new ProblemFilter(problems), HeaderWriterFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(
                        (request, response, e) -> problems.write(request, response, ProblemKind.NOT_FOUND.problem())))
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
            ApiSettings api,
            CorsConfiguration origins,
            Refusals refusals,
            Problems problems) {
        http.csrf(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .requestCache(AbstractHttpConfigurer::disable)
                .anonymous(AbstractHttpConfigurer::disable)
                .servletApi(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .headers(AbstractHttpConfigurer::disable)
                .addFilterAfter(new Audit(api.audit(), refusals), HeaderWriterFilter.class)
                .addFilterAfter(new ProblemFilter(problems), Audit.class)
                .addFilterBefore(new Versions(), AuthorizationFilter.class)
                .addFilterBefore(new CredentialFilter(access, limits), AuthorizationFilter.class)
                .exceptionHandling(handling -> handling.authenticationEntryPoint(unauthenticated(problems)))
                .authorizeHttpRequests(requests -> {
                    for (EndpointRule rule : EndpointRule.values()) {
                        for (String pattern : rule.patterns()) {
                            requests.requestMatchers(pattern).access(rule.managerOf(pattern));
                        }
                    }
                    requests.anyRequest().access((authentication, context) -> {
                        throw ProblemKind.NOT_FOUND.problem();
                    });
                });
        if (api.allowedOrigins().isEmpty()) {
            http.cors(AbstractHttpConfigurer::disable);
        } else {
            UrlBasedCorsConfigurationSource source = new UrlBasedCorsConfigurationSource();
            source.registerCorsConfiguration(API + "**", origins);
            http.cors(cors -> cors.configurationSource(source));
        }
        return http.build();
    }

    @Bean
    CorsConfiguration origins(ApiSettings api) {
        CorsConfiguration configuration = new CorsConfiguration();
        configuration.setAllowedOrigins(api.allowedOrigins());
        configuration.setAllowedMethods(List.of("GET", "HEAD"));
        configuration.setAllowedHeaders(List.of("Authorization", CredentialFilter.API_KEY, "If-None-Match"));
        configuration.setExposedHeaders(List.of("ETag", "Retry-After", "Deprecation", "Link"));
        return configuration;
    }

    /** Answers that a credential is missing, has expired, or is invalid, without the reason. */
    private static AuthenticationEntryPoint unauthenticated(Problems problems) {
        return (request, response, e) -> {
            Object refused = request.getAttribute(Audit.REFUSED);
            String detail = refused == null
                    ? "A token or an API key is required"
                    : refused == InvalidCredentialException.Reason.EXPIRED
                            ? "The credential has expired"
                            : "The credential is not valid";
            String challenge = refused == null ? "Bearer" : "Bearer error=\"invalid_token\"";
            problems.write(
                    request,
                    response,
                    ProblemKind.UNAUTHENTICATED.problem(detail).withHeader("WWW-Authenticate", challenge));
        };
    }

    /** Answers requests with ambiguous paths or headers, which the firewall rejects before any rule. */
    @Bean
    RequestRejectedHandler rejected(Problems problems) {
        return (request, response, e) -> problems.write(request, response, ProblemFilter.rejected());
    }

    /** Disables Spring Security's span and timer for each filter. They would cost more than the filters. */
    @Bean
    SecurityObservationSettings securityObservations() {
        return SecurityObservationSettings.noObservations();
    }

    /**
     * Adds the headers and the limit after the valve that reads the client's address and its use of TLS from trusted
     * proxies. The customizer that adds that valve has a higher precedence.
     */
    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> earlyAnswers(
            CorsConfiguration origins, RateLimits limits, Refusals refusals) {
        return server -> server.addEngineValves(new AnswerHeaders(origins), new MalformedLimit(limits, refusals));
    }
}
