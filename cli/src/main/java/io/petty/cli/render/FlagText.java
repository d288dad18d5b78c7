package io.petty.cli.render;

/** Describes a summary's flags. */
public final class FlagText {
    private FlagText() {}

    /** Returns the meaning of a flag; for an unknown flag, its name with spaces. */
    public static String of(String flag) {
        return switch (flag) {
            case "high_resting_heart_rate" -> "Resting heart rate far above the usual";
            case "prolonged_inactivity" -> "One unbroken rest for most of the daytime";
            default -> flag.replace('_', ' ');
        };
    }
}
