package io.petty.cli.commands;

import io.petty.settings.SettingsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Lists {@code serve} in the help. {@code ./petty serve} starts another program instead of this one. */
@Command(name = "serve", description = "Serve published days over HTTP, with a page that shows them.")
public final class ServeCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new SettingsException(
                "serve is a separate program: start it with ./petty serve or from its jar, api-readonly/target/petty-api.jar");
    }
}
