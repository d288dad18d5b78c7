package io.petty.browser;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

/**
 * The device and color scheme with which a visitor views the page.
 *
 * @param name used in file names
 * @param width in pixels
 * @param height in pixels
 * @param zone the browser's time zone
 */
record Look(String name, int width, int height, boolean dark, String zone) {
    /** Not the machine's zone, because most tests use UTC days. */
    private static final String UTC = "UTC";

    static final Look DESKTOP = new Look("desktop", 1280, 900, false, UTC);
    static final Look DARK = new Look("dark", 1280, 900, true, UTC);
    static final Look PHONE = new Look("phone", 375, 812, false, UTC);
    static final Look NARROW_PHONE = new Look("narrow-phone", 360, 640, false, UTC);

    /** Returns the same look in another time zone. */
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
                // Screenshots must not depend on the progress of animations.
                .setReducedMotion(ReducedMotion.REDUCE)
                .setLocale("en-GB")
                .setTimezoneId(zone);
    }

    @Override
    public String toString() {
        return name;
    }
}
