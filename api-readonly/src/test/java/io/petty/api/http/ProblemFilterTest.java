package io.petty.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.SQLException;
import org.apache.catalina.Context;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class ProblemFilterTest {
    @TempDir
    private Path folder;

    /** Throws the exception that Spring's dispatcher throws for a failed endpoint. */
    private static final class Failing extends HttpServlet {
        private static final long serialVersionUID = 1L;

        private final Throwable failure;

        Failing(Throwable failure) {
            this.failure = failure;
        }

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws ServletException {
            throw new ServletException("Request processing failed", failure);
        }
    }

    @Test
    void answersAnErrorOfTheJvmWithAProblemWithoutDetails() throws Exception {
        HttpResponse<String> answer = answerTo(new OutOfMemoryError("no heap in a.secret.place"));

        assertThat(answer.statusCode()).isEqualTo(500);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("/problems/").doesNotContain("secret", "OutOfMemory", "\tat ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"08006", "53300", "55P03", "57014", "57P01", "57P03"})
    void answersUnavailableWhileTheDatabaseCannotAnswer(String state) throws Exception {
        HttpResponse<String> answer =
                answerTo(new IllegalStateException("No day", new SQLException("a.secret.place", state)));

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.headers().firstValue("Retry-After")).isPresent();
        assertThat(answer.body()).contains("/problems/unavailable").doesNotContain("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"22001", "23505", "42P01"})
    void answersInternalErrorIfTheDatabaseRefusesAStatement(String state) throws Exception {
        assertThat(answerTo(new SQLException("refused", state)).statusCode()).isEqualTo(500);
    }

    private HttpResponse<String> answerTo(Throwable failure) throws Exception {
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.toString());
        tomcat.setPort(0);
        Context context = tomcat.addContext("", null);
        FilterDef filter = new FilterDef();
        filter.setFilterName("problems");
        filter.setFilter(new ProblemFilter(new Problems(new JsonMapper())));
        context.addFilterDef(filter);
        FilterMap everywhere = new FilterMap();
        everywhere.setFilterName("problems");
        everywhere.addURLPattern("/*");
        context.addFilterMap(everywhere);
        Tomcat.addServlet(context, "failing", new Failing(failure)).addMapping("/");
        tomcat.start();
        try {
            URI address = URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + "/");
            return HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }
}
