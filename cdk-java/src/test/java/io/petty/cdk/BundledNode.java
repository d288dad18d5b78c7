package io.petty.cdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Objects;

/** The Node.js of Playwright's driver. The CDK finds it with {@code JSII_NODE}, so tests need no other one. */
public final class BundledNode {
    private BundledNode() {}

    /**
     * Copies Node.js to where the CDK expects it, once per build. On platforms that the driver doesn't support, the CDK
     * uses the Node.js on the path.
     */
    public static void unpack() {
        Path node = Path.of(Objects.requireNonNull(System.getenv("JSII_NODE"), "JSII_NODE"));
        if (Files.exists(node)) {
            return;
        }
        try (InputStream bundled = BundledNode.class.getResourceAsStream("/driver/" + platform() + "/node")) {
            Path aside = node.resolveSibling("node.unpacking");
            if (bundled == null) {
                Files.writeString(aside, "#!/bin/sh\nexec node \"$@\"\n");
            } else {
                Files.copy(bundled, aside, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!aside.toFile().setExecutable(true)) {
                throw new IOException(aside + " can't be made executable");
            }
            Files.move(aside, node);
        } catch (IOException e) {
            throw new UncheckedIOException("Node can't be unpacked to " + node, e);
        }
    }

    private static String platform() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "mac" : "linux";
        return System.getProperty("os.arch").equals("aarch64") ? system + "-arm64" : system;
    }
}
