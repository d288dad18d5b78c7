package io.petty.readiness;

import io.petty.readiness.Finding.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Runs checks one after the other. A check that exceeds the limit times out, and the next one starts. */
public final class CheckRunner {
    private static final int MOST_CHARACTERS = 2_000;
    private static final long LOOK_MILLIS = 200;

    private final UnaryOperator<String> cleaned;
    private final Consumer<Finding> progress;
    private final BooleanSupplier stopped;
    private final TimeLimit limit;

    /**
     * @param cleaned replaces sensitive texts in evidence
     * @param progress receives each finding as soon as its check ends
     * @param stopped whether to skip the remaining checks
     * @param limit the time limit of each check
     */
    public CheckRunner(
            UnaryOperator<String> cleaned, Consumer<Finding> progress, BooleanSupplier stopped, TimeLimit limit) {
        this.cleaned = cleaned;
        this.progress = progress;
        this.stopped = stopped;
        this.limit = limit;
    }

    /** @throws InterruptedException if the checks were stopped */
    public List<Finding> run(List<Check> checks) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            if (stopped.getAsBoolean()) {
                throw new InterruptedException("The checks were stopped before " + check.id());
            }
            Finding finding = finding(check);
            findings.add(finding);
            progress.accept(finding);
        }
        return findings;
    }

    private Finding finding(Check check) throws InterruptedException {
        long begun = System.nanoTime();
        Evidence evidence = new Evidence();
        FutureTask<Evidence> task = new FutureTask<>(() -> {
            check.examination().examine(evidence);
            return evidence;
        });
        Thread thread = new Thread(task, "check " + check.id());
        thread.setDaemon(true);
        BooleanSupplier over = limit.start();
        thread.start();
        Outcome outcome;
        String text;
        try {
            Evidence complete = awaited(check, task, over);
            outcome = complete.isGood() ? Outcome.PASS : Outcome.FAIL;
            text = complete.toString();
        } catch (TimeoutException e) {
            outcome = Outcome.TIMED_OUT;
            text = "no result within %d s".formatted(limit.length().toSeconds());
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            boolean unmet = cause instanceof UnmetException;
            outcome = unmet ? Outcome.NOT_APPLICABLE : Outcome.FAIL;
            text = unmet ? String.valueOf(cause.getMessage()) : "it failed: " + describe(cause);
        } finally {
            task.cancel(true);
        }
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        return Finding.of(check, outcome, shown(text), millis);
    }

    /** Waits until a check has ended, exceeds its limit or is stopped. */
    private Evidence awaited(Check check, FutureTask<Evidence> task, BooleanSupplier over)
            throws InterruptedException, ExecutionException, TimeoutException {
        while (true) {
            try {
                return task.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                if (stopped.getAsBoolean()) {
                    throw new InterruptedException("The checks were stopped at " + check.id());
                }
                if (over.getAsBoolean() && !task.isDone()) {
                    throw e;
                }
            }
        }
    }

    private static String describe(Throwable failure) {
        String type = failure.getClass().getSimpleName();
        String message = failure.getMessage();
        return message == null || message.isBlank() ? type : "%s: %s".formatted(type, message);
    }

    /**
     * Replaces sensitive texts, and shortens long texts. Also replaces control characters, since text from other
     * programs may contain escape codes for terminals.
     */
    private String shown(String text) {
        String plain = cleaned.apply(text).replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() <= MOST_CHARACTERS ? plain : plain.substring(0, MOST_CHARACTERS - 1) + "…";
    }
}
