package io.petty.cli.commands;

import io.petty.settings.SettingsException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Stands for the program that serves, which {@code ./petty} starts instead of this one. */
@Command(name = "serve", description = "Serve published days over HTTP, with a page to look at them.")
public final class ServeCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new SettingsException(
                "serve is a program of its own: start it as ./petty serve, or its jar, api-readonly/target/petty-api.jar");
    }
}
