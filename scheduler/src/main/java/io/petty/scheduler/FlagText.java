package io.petty.scheduler;

/** Says in words what a summary's flag means. */
final class FlagText {
    private FlagText() {}

    /** What happened, without the flag's name; a flag that isn't known here is its name with spaces. */
    static String of(String flag) {
        return switch (flag) {
            case "high_resting_heart_rate" -> "Resting heart rate far above the usual";
            case "prolonged_inactivity" -> "One unbroken rest for most of the daytime";
            default -> flag.replace('_', ' ');
        };
    }
}
