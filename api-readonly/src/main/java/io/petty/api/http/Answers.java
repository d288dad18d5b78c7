package io.petty.api.http;

import io.petty.parquet.export.JsonRows;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Answers with JSON under a strong tag: 304 to who has it already, and compressed to who takes gzip. The tag is known
 * before the body is made, so that a 304 costs no look at the tables.
 */
public final class Answers {
    private static final JsonFactory JSON = JsonRows.factory().build();
    private static final HexFormat HEX = HexFormat.of();
    private static final String VARY = "Accept-Encoding, Authorization, X-API-Key";
    private static final int TAG_BYTES = 16;
    private static final int USUAL_BYTES = 1 << 15;

    /** Shorter bodies hardly get smaller. */
    private static final int LEAST_TO_COMPRESS = 512;

    /** The fastest level: bodies here are a fifth of their size with it already. */
    private static final int LEVEL = Deflater.BEST_SPEED;

    private Answers() {}

    /** Writes a body. */
    @FunctionalInterface
    public interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    /** What an answer depends on but for its encoding: the tag's first part. */
    public static String state(String... parts) {
        MessageDigest digest = sha256();
        for (String part : parts) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HEX.formatHex(digest.digest(), 0, TAG_BYTES);
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
            String[] coding = part.split(";", -1);
            String name = coding[0].strip();
            boolean wanted = true;
            for (int i = 1; i < coding.length; i++) {
                wanted &= !coding[i].strip().matches("q=0(\\.0*)?");
            }
            if (name.equalsIgnoreCase("gzip")) {
                return wanted;
            }
            any |= name.equals("*") && wanted;
        }
        return any;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
