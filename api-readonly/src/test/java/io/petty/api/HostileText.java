package io.petty.api;

import java.util.List;
import java.util.Random;

/** Texts for attacks. */
final class HostileText {
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "%",
            "%%",
            "%0",
            "%00",
            "%zz",
            "%c0%af",
            "%ff",
            "%F0%9F%90%95",
            "%2e%2e%2f",
            "%252e",
            "%0d%0aX: y",
            "..",
            "../../etc/passwd",
            "..\\..",
            ".",
            "//",
            "/",
            ";",
            ";a=b",
            ";jsessionid=1",
            "#",
            "?",
            "&",
            "=",
            "+",
            "*",
            "{collar}",
            "${jndi:ldap://127.0.0.1:1/a}",
            "#{1+1}",
            "{{1+1}}",
            "<script>alert(1)</script>",
            "\"><b>",
            "' or '1'='1",
            "'; drop table runs; --",
            "\u0000",
            "\u0007",
            "\u001b[31m",
            "\u007f",
            "\u0085",
            "\u200e",
            "\u2028",
            "\ud83d\udc15",
            "\u00e9",
            "e\u0301",
            "\ufeff",
            "\ufffd",
            "\u0130",
            "\uff0e",
            "null",
            "undefined",
            "NaN",
            "Infinity",
            "true",
            "[]",
            "{}",
            "0",
            "-0",
            "-1",
            "1",
            "92",
            "93",
            "1000",
            "1001",
            "2147483647",
            "2147483648",
            "-2147483649",
            "9223372036854775808",
            "1e400",
            "1e-400",
            "0.0000000000000000000001",
            "1.0000000000000001",
            "0x10",
            "\u0661",
            "1_000",
            "1,5",
            "00000000001",
            "2026-11-20",
            "2026-02-30",
            "2026-13-01",
            "0000-01-01",
            "0000-00-00",
            "9999-12-31",
            "10000-01-01",
            "-001-01-01",
            "2026-11-20T00:00:00Z",
            "20261120",
            "2026-W01-1",
            "today",
            "LUNA-01",
            "luna-01",
            "MOCHI-01",
            "Deep Sleep",
            "deep sleep",
            "evt_",
            "evt_ffffffffffffffffffffffff",
            "evt_000000000000000000000000");

    private static final List<String> HEADERS = """
            If-None-Match: *
            If-None-Match: "
            If-None-Match: W/"a", "b"
            If-None-Match: ,,,
            If-Match: "x"
            If-Modified-Since: yesterday
            If-Modified-Since: Fri, 31 Dec 9999 23:59:59 GMT
            If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT
            Range: bytes=0-
            Range: bytes=-1
            Range: bytes=5-2
            Range: bytes=0-0,2-3,5-5
            Range: lines=1-2
            Range: bytes=99999999999999999999-
            If-Range: "x"
            Accept: text/html
            Accept: */*;q=0
            Accept: application/xml
            Accept: ;;;
            Accept: a
            Accept: application/json;q=2
            Accept-Encoding: gzip
            Accept-Encoding: gzip;q=0
            Accept-Encoding: br, *;q=0
            Accept-Encoding: ;q=
            Accept-Encoding: gzip;q=x
            Accept-Encoding: *
            Accept-Language: xx-\u00e9
            Accept-Charset: utf-99
            Content-Encoding: gzip
            Origin: null
            Origin: https://elsewhere.example
            Origin: :
            Access-Control-Request-Method: GET
            Sec-Fetch-Site: cross-site
            X-Petty-Client: page
            X-HTTP-Method-Override: DELETE
            X-Forwarded-For: 1.2.3.4, x
            X-Forwarded-Host: elsewhere.example
            X-Forwarded-Proto: javascript
            Forwarded: for="[::1"
            X-Original-URL: /v1/status
            X-Rewrite-URL: /v1/status
            Cookie: petty_refresh=
            Cookie: petty_refresh=a; petty_refresh=b
            Cookie: \1
            Cookie: $Version=1; a="
            Cookie: ;;==;
            traceparent: 00-ffffffffffffffffffffffffffffffff-ffffffffffffffff-01
            traceparent: x
            baggage: a=b,=
            b3: 1
            Upgrade: h2c
            Upgrade: websocket
            HTTP2-Settings: AAMAAABkAAQAAP__
            TE: trailers
            Via: x
            Max-Forwards: -1
            Connection: keep-alive, X-API-Key
            Content-Length: 3
            Transfer-Encoding: chunked
             folded: 1
            no colon
            : no name
            a b: c
            X: \0
            X: \205
            """.lines().toList();

    private static final List<String> CONTENT_TYPES = List.of(
            "",
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "multipart/form-data",
            "application/json; charset=utf-99",
            "application/json;charset=UTF-16",
            "application/json;;",
            "APPLICATION/JSON",
            "application/jsonx",
            "*/*",
            "a",
            "application/json\u0000");

    private static final List<String> HOSTS = List.of(
            "",
            "localhost:99999",
            "localhost:x",
            "a b",
            "[::1",
            "elsewhere.example",
            "\u00e9",
            "localhost, elsewhere",
            "127.0.0.1:-1",
            "../",
            "@");

    private static final List<String> PATHS = List.of(
            "%s/",
            "%s//",
            "/%s",
            "/.%s",
            "%s/..",
            "%s/.",
            "%s;a=b",
            "%s.json",
            "%s%%00",
            "%s%%2f",
            "%s%%5c",
            "%s\\",
            "http://elsewhere.example%s",
            "https:%s",
            "*",
            "",
            "%s\u00e9",
            "%s#a",
            "/v0%s",
            "/v2%s",
            "/v1%s",
            "/actuator%s",
            "/actuator/prometheus",
            "/error",
            "/v1",
            "/V1/days",
            "/collars",
            "/collars/LUNA-01/timeline",
            "/days/",
            "/status",
            "/WEB-INF/web.xml",
            "/META-INF/MANIFEST.MF",
            "/webjars/",
            "/try/..%%2f",
            "/problems/%%",
            "/h2-console");

    private final Random random;

    HostileText(Random random) {
        this.random = random;
    }

    String text() {
        return switch (random.nextInt(12)) {
            case 0 -> pick(TEXTS) + pick(TEXTS);
            case 1 -> pick(TEXTS).repeat(1 + random.nextInt(200));
            case 2 -> "a".repeat(random.nextInt(6_000));
            case 3 -> anything(1 + random.nextInt(30));
            default -> pick(TEXTS);
        };
    }

    /** Returns a valid text with one character removed, added or changed. */
    String spoiled(String good) {
        if (good.isEmpty()) {
            return text();
        }
        int at = random.nextInt(good.length());
        return switch (random.nextInt(4)) {
            case 0 -> good.substring(0, at);
            case 1 -> good.substring(0, at) + text() + good.substring(at);
            case 2 -> good.substring(0, at) + anything(1) + good.substring(at + 1);
            default -> good + good;
        };
    }

    String json() {
        return switch (random.nextInt(9)) {
            case 0 -> "[".repeat(1 + random.nextInt(20_000));
            case 1 -> "{\"a\":".repeat(1 + random.nextInt(3_000));
            case 2 -> "{\"code\":" + "9".repeat(random.nextInt(5_000)) + "}";
            case 3 ->
                "{\"code\":1e" + random.nextInt(999_999_999) + ",\"refresh_token\":-1E+" + random.nextInt(999_999)
                        + "}";
            case 4 -> "{\"code\":\"" + text() + "\",\"code\":null,\"cookie\":\"" + text() + "\"}";
            case 5 -> "{\"" + "k".repeat(random.nextInt(60_000)) + "\":1}";
            case 6 ->
                "{\"code\":\"\\ud800\",\"cookie\":" + pick(List.of("true", "false", "1", "\"true\"", "[true]", "nul"))
                        + "}";
            case 7 -> "\ufeff{\"refresh_token\":\"" + "A".repeat(43) + "\"}";
            default -> pick(TEXTS);
        };
    }

    String header() {
        return random.nextInt(6) == 0
                ? pick(HEADERS).replaceFirst(":.*", ": ") + text().replaceAll("[\r\n]", "")
                : pick(HEADERS);
    }

    String contentType() {
        return pick(CONTENT_TYPES);
    }

    String host() {
        return pick(HOSTS);
    }

    String path(String path) {
        return pick(PATHS).formatted(path);
    }

    private String anything(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(random.nextInt(random.nextBoolean() ? 0x100 : 0xD7FF));
        }
        return text.toString();
    }

    private String pick(List<String> all) {
        return all.get(random.nextInt(all.size()));
    }
}
