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
 * JSON answers with strong entity tags, compressed if the client accepts gzip. The tag is computed before the body, so
 * that a 304 reads nothing from the tables.
 */
public final class Answers {
    private static final JsonFactory JSON = JsonRows.factory().build();
    private static final String VARY = "Accept-Encoding, Authorization, X-API-Key";
    private static final int TAG_DIGITS = 32;
    private static final int USUAL_BYTES = 1 << 15;

    /** Compression hardly makes shorter bodies smaller. */
    private static final int LEAST_TO_COMPRESS = 512;

    /** The fastest level, which already compresses these bodies to a fifth. */
    private static final int LEVEL = Deflater.BEST_SPEED;

    private Answers() {}

    /** Writes a body. */
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** Returns the first part of a tag: a hash of everything that an answer depends on, except the encoding. */
    public static String state(String... parts) {
        return DigestUtils.sha256Hex(String.join("\0", parts)).substring(0, TAG_DIGITS);
    }

    /**
     * Answers a request.
     *
     * @param state a hash of everything that the body depends on, see {@link #state}
     */
    public static ResponseEntity<byte[]> json(
            HttpServletRequest request, HttpServletResponse response, String state, Body body) throws IOException {
        boolean gzip = acceptsGzip(request.getHeader(HttpHeaders.ACCEPT_ENCODING));
        String tag = "\"" + state + (gzip ? "-gzip\"" : "\"");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        // Added to the Vary header that Spring sets for requests from other origins.
        if (!response.getHeaders(HttpHeaders.VARY).contains(VARY)) {
            response.addHeader(HttpHeaders.VARY, VARY);
        }
        String known = request.getHeader(HttpHeaders.IF_NONE_MATCH);
        boolean knowsAny = known != null && known.strip().equals("*");
        if (known != null && !knowsAny && new ServletWebRequest(request, response).checkNotModified(tag)) {
            return notModified(tag);
        }
        byte[] bytes = bytes(body);
        // `If-None-Match: *` matches only if the resource exists, which is known once the body is written.
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
     * Writes the link to the next page.
     *
     * @param last the last entry of this page; null for the last page
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

    /** Returns a body as bytes. */
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

    /** Returns whether a header accepts gzip, or any encoding, with a weight above 0. */
    private static boolean acceptsGzip(@Nullable String header) {
        if (header == null) {
            return false;
        }
        boolean any = false;
        for (String part : header.split(",", -1)) {
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
