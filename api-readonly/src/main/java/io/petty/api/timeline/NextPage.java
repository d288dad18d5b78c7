package io.petty.api.timeline;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.web.util.UriComponentsBuilder;

/** Where the next page of a list is. */
final class NextPage {
    private NextPage() {}

    /** The same request, going on after what was the last of this page. */
    static String address(HttpServletRequest request, String last) {
        String query = request.getQueryString();
        return UriComponentsBuilder.fromPath(request.getRequestURI())
                .query(query)
                .replaceQueryParam("after", last)
                .build()
                .toUriString();
    }
}
