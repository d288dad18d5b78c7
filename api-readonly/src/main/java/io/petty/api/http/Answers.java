package io.petty.api.http;

import io.petty.parquet.export.JsonRows;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.codec.digest.DigestUtils;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.ServletWebRequest;
import org.springframework.web.util.UriComponentsBuilder;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Answers with JSON under a strong tag: 304 to who has it already, and compressed to who takes gzip. The tag is known
 * before the body is made, so that a 304 costs no look at the tables.
 */
public final class Answers {
    private static final JsonFactory JSON = JsonRows.factory().build();
    private static final String VARY = "Accept-Encoding, Authorization, X-API-Key";
    private static final int TAG_DIGITS = 32;
    private static final int USUAL_BYTES = 1 << 15;

    /** Shorter bodies hardly get smaller. */
    private static final int LEAST_TO_COMPRESS = 512;

    /** The fastest level: bodies here are a fifth of their size with it already. */
    private static final int LEVEL = Deflater.BEST_SPEED;

    private Answers() {}

    /** Writes a body. */
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** What an answer depends on but for its encoding: the tag's first part. */
    public static String state(String... parts) {
        return DigestUtils.sha256Hex(String.join("\0", parts)).substring(0, TAG_DIGITS);
    }

    /**
     * The answer to a request.
     *
     * @param state all that the body depends on, see {@link #state}
     */
    public static ResponseEntity<byte[]> json(
            HttpServletRequest request, HttpServletResponse response, String state, Body body) throws IOException {
        boolean gzip = takesGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        String tag = "\"" + state + (gzip ? "-gzip\"" : "\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        // Beside what another origin's request makes it depend on.
        if (!response.getHeaders(HttpHeaders.VARY).contains(VARY)) {
            response.addHeader(HttpHeaders.VARY, VARY);
        }
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        boolean knowsAny = known != null && known.strip().equals("*");
        if (known != null && !knowsAny && new ServletWebRequest(request, response).checkNotModified(tag)) {
            return notModified(tag);
        }
        byte[] bytes = bytes(body);
        // Any tag is as good, but of something that is there: only the body's making tells.
        if (knowsAny) {
            return notModified(tag);
        }
        ResponseEntity.BodyBuilder answer = ResponseEntity.status(HttpStatus.OK)
                .header(HttpHeaders.ETAG, tag)
                .contentType(MediaType.APPLICATION_JSON);
        if (gzip && bytes.length >= LEAST_TO_COMPRESS) {
            bytes = compressed(bytes);
            answer.header(HttpHeaders.CONTENT_ENCODING, "gzip");
        }
        return answer.contentLength(bytes.length).body(bytes);
    }

    /**
     * Writes where a list goes on.
     *
     * @param last of this page, after which the next one begins; null for the last page
     */
    public static void writeNext(JsonGenerator json, HttpServletRequest request, @Nullable Object last) {
        json.writeStringProperty(
                "next",
                last == null
                        ? null
                        : UriComponentsBuilder.fromPath(request.getRequestURI())
                                .query(request.getQueryString())
                                .replaceQueryParam("after", last)
                                .build()
                                .toUriString());
    }

    private static ResponseEntity<byte[]> notModified(String tag) {
        return ResponseEntity.status(HttpStatus.NOT_MODIFIED).eTag(tag).build();
    }

    /** A body as bytes. */
    public static byte[] bytes(Body body) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(USUAL_BYTES);
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            body.write(json);
        }
        return out.toByteArray();
    }

    private static byte[] compressed(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 4);
        try (GZIPOutputStream gzip = new GZIPOutputStream(out) {
            {
                def.setLevel(LEVEL);
            }
        }) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    /** Whether gzip, or anything, is accepted with a weight above 0. */
    static boolean takesGzip(@Nullable String accepted) {
        if (accepted == null) {
            return false;
        }
        boolean any = false;
        for (String part : accepted.split(",", -1)) {
            String[] coding = part.strip().split("\\s*;\\s*", -1);
            boolean wanted = Arrays.stream(coding).noneMatch(weight -> weight.matches("q=0(\\.0*)?"));
            if (coding[0].equalsIgnoreCase("gzip")) {
                return wanted;
            }
            any |= coding[0].equals("*") && wanted;
        }
        return any;
    }
}
