package io.petty.cli.render;

/** Says in words what a summary's flag means. */
public final class FlagText {
    private FlagText() {}

    /** What happened, without the flag's name; a flag that isn't known here is its name with spaces. */
    public static String of(String flag) {
        return switch (flag) {
            case "high_resting_heart_rate" -> "Resting heart rate far above the usual";
            case "prolonged_inactivity" -> "One unbroken rest for most of the daytime";
            default -> flag.replace('_', ' ');
        };
    }
}
