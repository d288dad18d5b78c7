package io.petty.api.http;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/** Refuses path parameters before any filter. No endpoint has them, and Spring fails on some of them. */
public final class PlainPaths extends ValveBase {
    /** Returns whether the path of a request, if any, has no parameters. */
    public static boolean isPlain(Request request) {
        // Null if the server has refused the request line.
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
