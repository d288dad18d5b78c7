package io.petty.readiness;

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

/** Makes checks one after the other. One that takes longer than the limit has timed out, and the next one is made. */
public final class CheckRunner {
    private static final int MOST_CHARACTERS = 2_000;
    private static final long LOOK_MILLIS = 200;

    private final UnaryOperator<String> cleaned;
    private final Consumer<Finding> progress;
    private final BooleanSupplier stopped;
    private final TimeLimit limit;

    /**
     * @param cleaned takes out of evidence what must be in no report
     * @param progress told of each finding as it is made
     * @param stopped whether the checks that are left are no longer wanted
     * @param limit of each check
     */
    public CheckRunner(
            UnaryOperator<String> cleaned, Consumer<Finding> progress, BooleanSupplier stopped, TimeLimit limit) {
        this.cleaned = cleaned;
        this.progress = progress;
        this.stopped = stopped;
        this.limit = limit;
    }

    public List<Finding> run(List<Check> checks) throws InterruptedException {
        List<Finding> findings = new ArrayList<>();
        for (Check check : checks) {
            if (stopped.getAsBoolean()) {
                throw new InterruptedException("The checks were stopped before " + check.id());
            }
            long begun = System.nanoTime();
            Result result = result(check);
            Finding finding = Finding.of(
                    check, result, Duration.ofNanos(System.nanoTime() - begun).toMillis());
            findings.add(finding);
            progress.accept(finding);
        }
        return findings;
    }

    private Result result(Check check) throws InterruptedException {
        FutureTask<Result> task = new FutureTask<>(check.examination()::examine);
        Thread thread = new Thread(task, "check " + check.id());
        thread.setDaemon(true);
        BooleanSupplier over = limit.start();
        thread.start();
        try {
            return cleaned(awaited(check, task, over));
        } catch (TimeoutException e) {
            return new Result.TimedOut(
                    "no result within %d s".formatted(limit.length().toSeconds()));
        } catch (ExecutionException e) {
            return cleaned(
                    e.getCause() instanceof UnmetException unmet
                            ? new Result.NotApplicable(String.valueOf(unmet.getMessage()))
                            : new Result.Fail("it broke off: " + text(Objects.requireNonNullElse(e.getCause(), e))));
        } finally {
            task.cancel(true);
        }
    }

    /** Looks now and then whether it is still wanted, so that who stops the checks needn't wait for a long one. */
    private Result awaited(Check check, FutureTask<Result> task, BooleanSupplier over)
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

    private static String text(Throwable failure) {
        String message = failure.getMessage();
        return message == null || message.isBlank()
                ? failure.getClass().getSimpleName()
                : "%s: %s".formatted(failure.getClass().getSimpleName(), message);
    }

    private Result cleaned(Result result) {
        if (result instanceof Result.Pass pass) {
            return new Result.Pass(shown(pass.evidence()));
        }
        if (result instanceof Result.Fail fail) {
            return new Result.Fail(shown(fail.evidence()));
        }
        if (result instanceof Result.NotApplicable notApplicable) {
            return new Result.NotApplicable(shown(notApplicable.why()));
        }
        return result;
    }

    /** What others wrote may be in it: no control characters, which a terminal would obey, and not without end. */
    private String shown(String text) {
        String plain = cleaned.apply(text).replaceAll("\\p{Cntrl}+", " ").strip();
        return plain.length() <= MOST_CHARACTERS ? plain : plain.substring(0, MOST_CHARACTERS - 1) + "…";
    }
}
