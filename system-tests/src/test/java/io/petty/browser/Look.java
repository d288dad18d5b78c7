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
 * @param zone the time zone that the browser is in
 */
record Look(String name, int width, int height, boolean dark, String zone) {
    /** Whatever the machine's zone is: most tests know what happens on UTC days. */
    private static final String UTC = "UTC";

    static final Look DESKTOP = new Look("desktop", 1280, 900, false, UTC);
    static final Look DARK = new Look("dark", 1280, 900, true, UTC);
    static final Look PHONE = new Look("phone", 375, 812, false, UTC);
    static final Look NARROW_PHONE = new Look("narrow-phone", 360, 640, false, UTC);

    /** The same elsewhere. */
    Look in(String otherZone) {
        return new Look(name, width, height, dark, otherZone);
    }

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
                .setTimezoneId(zone);
    }

    @Override
    public String toString() {
        return name;
    }
}
