package io.petty.api.http;

import java.net.URI;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** The endpoint that explains a kind of problem: its meaning and what to do. */
@RestController
class ProblemController {
    /** @param type the address of the explanation */
    record Explained(
            @Nullable URI type,
            @Nullable String title,
            int status,
            @Nullable String meaning) {}

    @GetMapping("/problems/{kind}")
    Explained problem(@PathVariable("kind") String name) {
        return Arrays.stream(ProblemKind.values())
                .filter(kind -> kind.type().equals("/problems/" + name))
                .map(kind -> kind.problem().getBody())
                .map(body -> new Explained(body.getType(), body.getTitle(), body.getStatus(), body.getDetail()))
                .findFirst()
                .orElseThrow(ProblemKind.NOT_FOUND::problem);
    }
}
