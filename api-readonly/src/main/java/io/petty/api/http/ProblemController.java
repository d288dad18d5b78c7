package io.petty.api.http;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** What stands at a problem's address: what it means and what to do. */
@RestController
class ProblemController {
    @GetMapping("/problems/{kind}")
    Map<String, Object> problem(@PathVariable("kind") String slug) {
        return Arrays.stream(ProblemKind.values())
                .filter(kind -> kind.slug().equals(slug))
                .findFirst()
                .map(ProblemController::described)
                .orElseThrow(() -> new ProblemException(ProblemKind.NOT_FOUND, ProblemKind.NOT_FOUND.meaning()));
    }

    private static Map<String, Object> described(ProblemKind kind) {
        Map<String, Object> described = new LinkedHashMap<>();
        described.put("type", "/problems/" + kind.slug());
        described.put("title", kind.title());
        described.put("status", kind.status());
        described.put("meaning", kind.meaning());
        return described;
    }
}
