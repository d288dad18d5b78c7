package io.petty.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/**
 * What a visitor looks at the page with.
 *
 * @param name in file names
 * @param width pixels
 * @param height pixels
 */
record Look(String name, int width, int height, boolean dark) {
    static final Look DESKTOP = new Look("desktop", 1280, 900, false);
    static final Look DARK = new Look("dark", 1280, 900, true);
    static final Look PHONE = new Look("phone", 375, 812, false);
    static final Look NARROW_PHONE = new Look("narrow-phone", 360, 640, false);

    boolean phone() {
        return width < 500;
    }

    NewContextOptions options() {
        return new NewContextOptions()
                .setViewportSize(width, height)
                .setDeviceScaleFactor(phone() ? 2 : 1)
                .setHasTouch(phone())
                .setColorScheme(dark ? ColorScheme.DARK : ColorScheme.LIGHT)
                // What is seen must not depend on how far an animation is.
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB")
                // Far from UTC, so that a day of the machine's own zone is seen to be another.
                .setTimezoneId("Pacific/Kiritimati");
    }

    @Override
    public String toString() {
        return name;
    }
}
