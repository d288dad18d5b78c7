package io.petty.api.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Refuses paths with parameters, which no endpoint has, before a filter reads them: Spring fails on some of them. */
final class PlainPaths extends ValveBase {
    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        // None when the server refused the first line already.
        String path = request.getRequestURI();
        if (path != null && path.indexOf(';') >= 0) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            getNext().invoke(request, response);
        }
    }
}
