package io.petty.access;

import io.petty.lake.database.DatabaseSettings;
import io.petty.process.HandClock;
import io.petty.process.LimitedProcess;
import io.petty.process.WrittenLines;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Another process with access to a home. It refreshes tokens on request. */
public final class AccessProcess implements Closeable {
    private static final String OPEN = "open";
    private static final String REFRESHED = "refreshed ";
    private static final String NONE = "-";
    private static final int POOL_SIZE = 4;

    private final Process process;
    private final WrittenLines lines;

    private AccessProcess(Process process) {
        this.process = process;
        this.lines = WrittenLines.of(process);
    }

    /**
     * Starts the process, and returns when it has opened the database.
     *
     * @param clock a clock that returns the fixed time of the process
     */
    public static AccessProcess start(Path home, DatabaseSettings database, Clock clock) throws IOException {
        ProcessBuilder command = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        AccessProcess.class.getName(),
                        home.toString(),
                        clock.instant().toString(),
                        text(database.url()),
                        text(database.user()),
                        text(database.password()))
                .redirectErrorStream(true);
        AccessProcess started = new AccessProcess(LimitedProcess.start(command, WrittenLines.PATIENCE.multipliedBy(3)));
        started.await(OPEN);
        return started;
    }

    private static String text(@Nullable String value) {
        return value == null ? NONE : value;
    }

    private static @Nullable String value(String text) {
        return text.equals(NONE) ? null : text;
    }

    /** Starts a number of simultaneous refreshes. */
    void refresh(String token, String attempt, int calls) throws IOException {
        process.getOutputStream()
                .write("%s %s %d%n".formatted(token, attempt, calls).getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
    }

    /** Waits for the refresh tokens from {@link #refresh}. */
    List<String> refreshed() {
        await(REFRESHED);
        String text = lines.text();
        return List.of(text.substring(text.lastIndexOf(REFRESHED) + REFRESHED.length())
                .lines()
                .findFirst()
                .orElseThrow()
                .split(" ", -1));
    }

    private void await(String beginning) {
        if (!lines.reaches(line -> line.startsWith(beginning))) {
            throw new AssertionError("The process ended:\n" + lines.text());
        }
    }

    public ProcessHandle handle() {
        return process.toHandle();
    }

    @Override
    public void close() {
        process.toHandle().destroyForcibly();
        process.onExit().join();
    }

    public static void main(String[] arguments) throws Exception {
        HandClock clock = new HandClock(Instant.parse(arguments[1]));
        DatabaseSettings database =
                DatabaseSettings.ownedBy(value(arguments[2]), value(arguments[3]), value(arguments[4]), POOL_SIZE);
        try (AccessHome home = new AccessHome(Path.of(arguments[0]), database, clock, SimultaneousRefreshes.PATIENCE);
                BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            System.out.println(OPEN);
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                String[] words = line.split(" ", -1);
                List<String> tokens = new ArrayList<>();
                for (SignedIn signedIn :
                        SimultaneousRefreshes.of(home.access(), words[0], words[1], Integer.parseInt(words[2]))) {
                    tokens.add(signedIn.refreshToken());
                }
                System.out.println(REFRESHED + String.join(" ", tokens));
            }
        }
    }
}
