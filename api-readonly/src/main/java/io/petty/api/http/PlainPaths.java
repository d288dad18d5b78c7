package io.petty.api.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Refuses paths with parameters, which no endpoint has, before a filter reads them: Spring fails on some of them. */
public final class PlainPaths extends ValveBase {
    /** Whether a request's path, if it has one, has no parameters. */
    public static boolean isPlain(Request request) {
        // None when the server refused the first line already.
        String path = request.getRequestURI();
        return path == null || path.indexOf(';') < 0;
    }

    @Override
    public void invoke(Request request, Response response) throws IOException, ServletException {
        if (!isPlain(request) && !response.isError()) {
            response.sendError(HttpServletResponse.SC_BAD_REQUEST);
        } else {
            getNext().invoke(request, response);
        }
    }
}
