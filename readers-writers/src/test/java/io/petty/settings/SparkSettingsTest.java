package io.petty.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SparkSettingsTest {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final Duration WAIT = Duration.ofMinutes(10);

    private static SparkSettings master(String master) {
        return settings(master, null, "1g", TIMEOUT, WAIT);
    }

    private static SparkSettings settings(
            String master, @Nullable String secret, String memory, Duration networkTimeout, Duration executorWait) {
        return new SparkSettings(master, secret, null, 0, memory, null, networkTimeout, executorWait, 4, false);
    }

    @ParameterizedTest
    @ValueSource(strings = {"local", "local[1]", "local[16]", "local[*]"})
    void acceptsLocalMasters(String master) {
        assertThat(master(master).isLocal()).isTrue();
        assertThat(master(master).isStandalone()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"spark://127.0.0.1:7077", "spark://a.example:7077,b.example:7078"})
    void acceptsStandaloneMasters(String master) {
        assertThat(master(master).isStandalone()).isTrue();
        assertThat(master(master).isLocal()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yarn", "k8s://https://127.0.0.1:6443"})
    void acceptsMastersOfOtherClusters(String master) {
        assertThat(master(master).isStandalone() || master(master).isLocal()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "local[0]", "local[2,4]", "spark://host", "spark://:7077", "http://host:7077", "mesos://h:1"
            })
    void refusesOtherMasters(String master) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> master(master))
                .withMessage(
                        "petty.spark.master must be local[N], spark://HOST:PORT, yarn or k8s://URL, but is " + master);
    }

    @Test
    void refusesAShortSecretWithoutRepeatingIt() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("local", "too-short", "1g", TIMEOUT, WAIT))
                .withMessage("petty.spark.secret must have at least 16 characters");
    }

    @Test
    void showsNoSecret() {
        assertThat(settings("local", "a-secret-to-be-hidden", "1g", TIMEOUT, WAIT)
                        .toString())
                .doesNotContain("hidden");
    }

    @Test
    void readsAmountsOfMemory() {
        assertThat(SparkSettings.memoryMib("--memory", "900m")).isEqualTo(900);
        assertThat(SparkSettings.memoryMib("--memory", "4G")).isEqualTo(4096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "1t", "511m", "-1g", "1 g"})
    void refusesInvalidAndTooSmallAmountsOfMemory(String memory) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("local", null, memory, TIMEOUT, WAIT))
                .withMessageStartingWith("petty.spark.executor-memory must be ");
    }

    @ParameterizedTest
    @ValueSource(longs = {3, 3601})
    void refusesTimeoutsThatAreTooShortOrTooLong(long seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("local", null, "1g", Duration.ofSeconds(seconds), WAIT))
                .withMessageStartingWith("petty.spark.network-timeout must be between 4s and 1h");
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 86_401})
    void refusesExecutorWaitsThatAreTooShortOrTooLong(long seconds) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings("local", null, "1g", TIMEOUT, Duration.ofSeconds(seconds)))
                .withMessageStartingWith("petty.spark.executor-wait must be between 1s and 1d");
    }
}
