package io.petty.api.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistration;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.ViewControllerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.resource.ContentVersionStrategy;
import org.springframework.web.servlet.resource.LiteWebJarsResourceResolver;

/**
 * The files of the page and of its libraries, from the jars of the program. Browsers revalidate a file before each use.
 * The tag is a hash of the content, since all files in a jar have the time of the same commit.
 */
@Configuration(proxyBeanMethods = false)
class Pages implements WebMvcConfigurer {
    private static final ContentVersionStrategy CONTENT = new ContentVersionStrategy();

    private final Map<Resource, String> tags = new ConcurrentHashMap<>();

    @Override
    public void addResourceHandlers(ResourceHandlerRegistry registry) {
        tagged(registry.addResourceHandler("/webjars/**"), "classpath:/META-INF/resources/webjars/")
                .resourceChain(true)
                .addResolver(new LiteWebJarsResourceResolver());
        tagged(registry.addResourceHandler("/**"), "classpath:/static/");
    }

    private ResourceHandlerRegistration tagged(ResourceHandlerRegistration files, String location) {
        return files.addResourceLocations(location)
                .setCacheControl(CacheControl.noCache())
                .setUseLastModified(false)
                .setEtagGenerator(this::tag);
    }

    /** Returns a weak tag, since the server may compress the file. */
    private String tag(Resource file) {
        return tags.computeIfAbsent(file, content -> "W/\"" + CONTENT.getResourceVersion(content) + "\"");
    }

    @Override
    public void addViewControllers(ViewControllerRegistry registry) {
        registry.addViewController("/").setViewName("forward:/index.html");
        registry.addRedirectViewController("/try", "/try/");
        registry.addViewController("/try/").setViewName("forward:/try/index.html");
    }

    /** Resolves no exceptions, so that {@link ProblemFilter} handles them all. */
    @Override
    public void configureHandlerExceptionResolvers(List<HandlerExceptionResolver> resolvers) {
        resolvers.add((request, response, handler, e) -> null);
    }
}
