package io.petty.benchmark;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Makes the measured service answer timelines with constant bytes. The server, filters, token checks and headers stay
 * the same, but nothing is looked up, decoded or written as JSON. Active if the system property {@value #PROPERTY} is
 * set to the number of bytes.
 */
public final class ConstantAnswers implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    static final String PROPERTY = "petty.benchmark.constant-bytes";

    private static final String REPLACED = "timelineController";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        Integer bytes = Integer.getInteger(PROPERTY);
        if (bytes == null) {
            return;
        }
        context.addBeanFactoryPostProcessor(factory -> {
            BeanDefinitionRegistry beans = (BeanDefinitionRegistry) factory;
            beans.removeBeanDefinition(REPLACED);
            beans.registerBeanDefinition(
                    REPLACED, new RootBeanDefinition(Controller.class, () -> new Controller(bytes)));
        });
    }

    /** Answers requests for a collar's timeline. */
    @RestController
    @RequestMapping("/v1/collars/{collar}")
    static final class Controller {
        private final byte[] body;

        Controller(int bytes) {
            body = "x".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
        }

        @GetMapping("/timeline")
        ResponseEntity<byte[]> timeline(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
            response.setHeader(HttpHeaders.VARY, "Accept-Encoding, Authorization, X-API-Key");
            return ResponseEntity.ok()
                    .header(HttpHeaders.ETAG, "\"constant\"")
                    .contentType(MediaType.APPLICATION_JSON)
                    .contentLength(body.length)
                    .body(body);
        }
    }
}
