package io.petty.generate;

import io.petty.timeline.Behavior;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The settings of synthetic days. The pets' lives depend only on the species, the cadences and the share of missing
 * heart rates. The other shares and the files affect only the delivery.
 *
 * @param names the names of pets. With the names {@code rex} and {@code kim}, collars are called {@code rex-01},
 *     {@code kim-01}, {@code rex-02} and so on. Without names, they are called {@code collar-00000001} and so on.
 * @param misread for each behavior, the share of its spans in which the pet really does something else that looks the
 *     same to a collar; changes the truth, but not the readings
 */
public record GenerateSettings(
        Cadence cadence,
        Shares shares,
        DayFiles files,
        Lives lives,
        List<String> names,
        Map<Behavior, Double> misread) {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofMinutes(10);
    private static final double GREATEST_SHARE = 0.2;
    private static final double GREATEST_MISSING = 0.9;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,52}");

    /**
     * The time between readings.
     *
     * @param still while the pet sleeps or rests, 1 s to 10 min
     * @param active while the pet moves, 1 s to 10 min
     */
    record Cadence(Duration still, Duration active) {
        Cadence {
            requireCadence(still);
            requireCadence(active);
        }
    }

    /**
     * Shares of readings that aren't delivered once and on time.
     *
     * @param late delivered on a later day, at most 3 days after the time of the reading; 0 to 0.2
     * @param duplicate delivered twice, half of them with another heart rate; 0 to 0.2
     * @param malformed accompanied by a malformed line; 0 to 0.2
     */
    record Shares(double late, double duplicate, double malformed) {
        Shares {
            requireShare("late", late);
            requireShare("duplicate", duplicate);
            requireShare("malformed", malformed);
        }
    }

    /**
     * The files of a delivery day.
     *
     * @param perDay number of files, each for an equal part of the day: 1, 2, 3, 4, 6, 8, 12 or 24
     */
    record DayFiles(FileFormat format, int perDay) {
        DayFiles {
            if (perDay < 1 || 24 % perDay != 0) {
                throw new IllegalArgumentException(
                        "The number of files per day must be 1, 2, 3, 4, 6, 8, 12 or 24, not %d".formatted(perDay));
            }
        }
    }

    /**
     * The settings that determine the lives of pets.
     *
     * @param species the species of the collars, assigned in turn; empty for lives without a species
     * @param heartRateMissing the share of the time for which a collar measures no heart rate; 0 to 0.9. The gaps last
     *     2 minutes to 4 hours.
     */
    record Lives(List<Species> species, double heartRateMissing) {
        Lives {
            species = List.copyOf(species);
            if (!(heartRateMissing >= 0 && heartRateMissing <= GREATEST_MISSING)) {
                throw new IllegalArgumentException("The share of missing heart rates must be 0 to %s, not %s"
                        .formatted(GREATEST_MISSING, heartRateMissing));
            }
        }
    }

    /** @throws IllegalArgumentException if a value is out of range, or a name is repeated */
    public GenerateSettings {
        misread = Map.copyOf(misread);
        misread.forEach((behavior, share) -> {
            if (behavior == Behavior.UNKNOWN || !(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(
                        "--misread takes a behavior other than Unknown and a share of 0 to 1, not %s=%s"
                                .formatted(behavior.label(), share));
            }
        });
        names = List.copyOf(names);
        for (String name : names) {
            if (!NAME.matcher(name).matches()) {
                throw new IllegalArgumentException(
                        "'%s' is not a name for collars: use at most 53 letters, digits, _ and -".formatted(name));
            }
        }
        if (new HashSet<>(names).size() < names.size()) {
            throw new IllegalArgumentException("A name is repeated in " + names);
        }
    }

    /**
     * Returns the default settings: about 2,800 readings per collar and day, of which half a percent are late and half
     * a percent arrive twice, in hourly gzip files.
     */
    public static GenerateSettings defaults() {
        return new GenerateSettings(
                new Cadence(Duration.ofSeconds(34), Duration.ofSeconds(10)),
                new Shares(0.005, 0.005, 0.001),
                new DayFiles(FileFormat.GZIP, 24),
                new Lives(List.of(), 0),
                List.of(),
                Map.of());
    }

    public GenerateSettings withCadence(Duration still, Duration active) {
        return new GenerateSettings(new Cadence(still, active), shares, files, lives, names, misread);
    }

    public GenerateSettings withShares(double late, double duplicate, double malformed) {
        return new GenerateSettings(cadence, new Shares(late, duplicate, malformed), files, lives, names, misread);
    }

    public GenerateSettings withFiles(FileFormat format, int perDay) {
        return new GenerateSettings(cadence, shares, new DayFiles(format, perDay), lives, names, misread);
    }

    public GenerateSettings withNames(List<String> petNames) {
        return new GenerateSettings(cadence, shares, files, lives, petNames, misread);
    }

    public GenerateSettings withMisread(Map<Behavior, Double> misreadShares) {
        return new GenerateSettings(cadence, shares, files, lives, names, misreadShares);
    }

    public GenerateSettings withLives(List<Species> inTurn, double missingHeartRates) {
        return new GenerateSettings(cadence, shares, files, new Lives(inTurn, missingHeartRates), names, misread);
    }

    /** Returns the species of a collar, counted from 0; null for a life without one. */
    @Nullable
    Species species(int number) {
        List<Species> inTurn = lives.species();
        return inTurn.isEmpty() ? null : inTurn.get(number % inTurn.size());
    }

    /** Returns the id of a collar, counted from 0. It doesn't depend on the number of collars. */
    String collarId(int number) {
        return names.isEmpty()
                ? String.format(Locale.ROOT, "collar-%08d", number + 1)
                : String.format(Locale.ROOT, "%s-%02d", names.get(number % names.size()), number / names.size() + 1);
    }

    private static void requireCadence(Duration cadence) {
        if (cadence.compareTo(SHORTEST) < 0 || cadence.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("A cadence must be 1 s to 10 min, not " + cadence);
        }
    }

    private static void requireShare(String what, double share) {
        if (!(share >= 0 && share <= GREATEST_SHARE)) {
            throw new IllegalArgumentException(
                    "The %s share must be 0 to %s, not %s".formatted(what, GREATEST_SHARE, share));
        }
    }
}
