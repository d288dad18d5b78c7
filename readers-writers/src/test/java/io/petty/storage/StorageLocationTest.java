package io.petty.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageLocationTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @ParameterizedTest
    @CsvSource({
        "/data/raw, /data/raw",
        "/data//raw/, /data/raw",
        "/data/./x/../raw, /data/raw",
        "/, /",
        "file:/data/raw, /data/raw",
        "file:///data/raw/, /data/raw",
        "file://localhost/data/raw, /data/raw",
        "file:///data/my%20raw+1, /data/my raw+1",
        "/data/50%20 a#b?, /data/50%20 a#b?",
        "s3://petty-raw, s3://petty-raw",
        "s3://petty-raw/, s3://petty-raw",
        "s3://petty-raw/a/b//, s3://petty-raw/a/b",
        "s3://petty-raw/a b%20c, s3://petty-raw/a b%20c",
    })
    void hasOneCanonicalName(String text, String canonical) {
        assertThat(StorageLocation.parse(text)).hasToString(canonical).isEqualTo(new StorageLocation(canonical));
    }

    @Test
    void resolvesRelativeFoldersAgainstTheWorkingFolder() {
        assertThat(StorageLocation.parse("sample-data/raw").path())
                .isEqualTo(Path.of("sample-data/raw").toAbsolutePath());
    }

    @Test
    void returnsItsParts() {
        StorageLocation s3 = StorageLocation.parse("s3://petty-raw/a/b");
        assertThat(s3.isS3()).isTrue();
        assertThat(s3.bucket()).isEqualTo("petty-raw");
        assertThat(s3.prefix()).isEqualTo("a/b");
        assertThatThrownBy(s3::path).isInstanceOf(IllegalStateException.class);
        StorageLocation local = StorageLocation.parse("/data");
        assertThat(local.isS3()).isFalse();
        assertThat(local.path()).isEqualTo(Path.of("/data"));
        assertThatThrownBy(local::bucket).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void resolvesOnlyKeysBelowIt() {
        assertThat(StorageLocation.parse("s3://petty-raw").resolve("a/b")).hasToString("s3://petty-raw/a/b");
        assertThat(StorageLocation.parse("/").resolve("a")).hasToString("/a");
        assertThat(StorageLocation.parse("/data").resolve("a b")).hasToString("/data/a b");
        for (String key : new String[] {"", "/a", "../a", "a/../b", "a//b", "a/.", "a/"}) {
            assertThatThrownBy(() -> StorageLocation.parse("/data").resolve(key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("below /data");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "s3:",
                "s3:/bucket/a",
                "s3://",
                "s3:///a",
                "s3://B/a",
                "s3://Bucket/a",
                "s3://ab",
                "s3://a..b/c",
                "s3://bucket/a/../b",
                "s3://bucket//a",
                "s3://bucket/a?b",
                "s3://bucket/a#b",
                "s3://bucket/a\nb",
                "s3a://bucket/a",
                "gs://bucket/a",
                "https://example.com/a",
                "file:raw",
                "file://host/raw",
                "file:/a b",
                "file:/a?b",
                "~/raw",
                "a\0b"
            })
    void refusesInvalidLocationsWithAnExample(String text) {
        assertThatThrownBy(() -> StorageLocation.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("s3://bucket/raw");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:9000", "ftp://a", "http:///a", "http://a?b", "http://u:p@a", "store"})
    void refusesInvalidEndpoints(String endpoint) {
        URI uri = URI.create(endpoint.startsWith("127") ? "//" + endpoint : endpoint);
        assertThatThrownBy(() -> new S3Settings(uri, null, true, TIMEOUT, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("petty.s3.endpoint must be")
                .hasMessageNotContaining("u:p");
    }

    @Test
    void refusesOtherInvalidSettings() {
        assertThatThrownBy(() -> new S3Settings(null, null, false, TIMEOUT, "never"))
                .hasMessage("petty.s3.checksums must be when-required or when-supported, but is 'never'");
        assertThatThrownBy(() -> new S3Settings(null, " ", false, TIMEOUT, null))
                .hasMessageStartingWith("petty.s3.region must be");
        assertThatThrownBy(() -> new S3Settings(null, null, false, Duration.ofMillis(99), null))
                .hasMessage("petty.s3.timeout must be at least 100ms, but is 99ms");
    }
}
