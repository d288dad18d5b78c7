package io.petty.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.petty.api.EndpointTable.Need;
import io.petty.api.access.RulePatterns;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Compares the table of endpoints with the endpoints and their rules, so that no new endpoint is left out. */
@ExtendWith(SharedServer.class)
class EndpointTableTest {
    private static final Map<String, Need> NEEDS =
            Map.of("PUBLIC", Need.NOTHING, "TIMELINES", Need.TIMELINES, "COLLAR", Need.COLLAR, "STATUS", Need.STATUS);

    @Test
    void hasARowForEachEndpoint(ApiServer server) {
        assertThat(mappings(server)).isEqualTo(EndpointTable.byMapping().keySet());
    }

    @Test
    void hasTheSamePermissionsAsTheRules() {
        Map<String, Need> byRule = new TreeMap<>();
        RulePatterns.all().forEach((pattern, rule) -> byRule.put(pattern, NEEDS.get(rule)));
        EndpointTable.FILES.keySet().forEach(byRule::remove);

        Map<String, Need> byTable = EndpointTable.byMapping().entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().replaceFirst(".* ", ""),
                        entry -> entry.getValue().need()));

        assertThat(byRule).isEqualTo(byTable);
    }

    @Test
    void hasOnlyPublicFiles(ApiServer server) {
        EndpointTable.FILES.forEach((pattern, path) -> {
            assertThat(RulePatterns.all()).containsEntry(pattern, "PUBLIC");
            assertThat(server.get(path).status()).as(path).isEqualTo(200);
        });
    }

    static Set<String> mappings(ApiServer server) {
        Set<String> mappings = new TreeSet<>();
        server.context()
                .getBeansOfType(RequestMappingHandlerMapping.class)
                .values()
                .forEach(mapping -> mapping.getHandlerMethods()
                        .keySet()
                        .forEach(info -> info.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> info.getPatternValues()
                                        .forEach(pattern -> mappings.add(method + " " + pattern)))));
        return mappings;
    }
}
