package io.petty.readiness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.petty.readiness.Finding.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CheckRunnerTest {
    private final SensitiveTexts sensitive = new SensitiveTexts();
    private final List<Finding> told = new ArrayList<>();

    private static Check check(Check.Examination examination) {
        return new Check("tests.one", "It holds", "looks", "Fix it.", examination);
    }

    private Finding found(Check check) throws InterruptedException {
        List<Finding> findings =
                new CheckRunner(sensitive, told::add, () -> false, CheckRuns.endless()).run(List.of(check));
        assertThat(told).isEqualTo(findings);
        return findings.get(0);
    }

    @Test
    void timesOutACheckThatHangsAndRunsTheNext() throws InterruptedException {
        AtomicLong nanos = new AtomicLong();
        TimeLimit limit = new TimeLimit(Duration.ofMinutes(1), nanos::get);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Check hangs = check(evidence -> {
            nanos.addAndGet(limit.length().toNanos());
            try {
                never.await();
            } finally {
                ended.countDown();
            }
        });

        List<Finding> findings = new CheckRunner(sensitive, told::add, () -> false, limit)
                .run(List.of(hangs, check(evidence -> evidence.saw("seen"))));

        assertThat(findings).extracting(Finding::outcome).containsExactly(Outcome.TIMED_OUT, Outcome.PASS);
        assertThat(findings.get(0).evidence()).isEqualTo("no result within 60 s");
        assertThat(findings.get(0).remedy()).contains("--limit", "Fix it.");
        assertThat(findings.get(1).remedy()).isNull();
        ended.await();
    }

    @Test
    void failsOnAnExceptionAndIsNotApplicableIfSomethingIsMissing() throws InterruptedException {
        assertThat(found(check(evidence -> {
                            throw new IOException("no route to host");
                        }))
                        .evidence())
                .isEqualTo("it failed: IOException: no route to host");
        told.clear();
        Finding unmet = found(check(evidence -> {
            throw new UnmetException("there is no collector");
        }));
        assertThat(unmet.outcome()).isEqualTo(Outcome.NOT_APPLICABLE);
        assertThat(unmet.evidence()).isEqualTo("there is no collector");
    }

    @Test
    void showsNeitherSensitiveTextsNorControlCharacters() throws InterruptedException {
        sensitive.add("access token", "eyJ.secret.token");
        sensitive.addId("collar", "LUNA-01");

        Finding finding =
                found(check(evidence -> evidence.wrong("eyJ.secret.token of LUNA-01\n\u001b[2J" + "x".repeat(5_000))));

        assertThat(finding.evidence())
                .startsWith("[access token] of [collar] [2Jxxx")
                .hasSize(2_000)
                .endsWith("…");
    }

    @Test
    void endsTheRunningCheckWhenItIsStopped() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Check hangs = check(evidence -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } finally {
                ended.countDown();
            }
        });

        assertThatThrownBy(() -> new CheckRunner(sensitive, told::add, () -> begun.getCount() == 0, CheckRuns.endless())
                        .run(List.of(hangs)))
                .isInstanceOf(InterruptedException.class)
                .hasMessageContaining("tests.one");
        ended.await();
    }

    @Test
    void startsNoCheckOnceItIsStopped() {
        CheckRunner runner = new CheckRunner(sensitive, told::add, () -> !told.isEmpty(), CheckRuns.endless());

        assertThatThrownBy(() -> runner.run(
                        List.of(check(evidence -> evidence.saw("seen")), check(evidence -> evidence.saw("skipped")))))
                .isInstanceOf(InterruptedException.class);
        assertThat(told).hasSize(1);
    }
}
