package io.petty.cli.access;

import io.petty.access.CreatedKey;
import io.petty.access.Permission;
import io.petty.cli.workspace.CommandContext;
import io.petty.cli.workspace.LakeCommand;
import io.petty.cli.workspace.Workspace;
import io.petty.parquet.export.TimeText;
import io.petty.settings.SettingsException;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A command for API keys or tokens. */
abstract class AccessCommand extends LakeCommand {
    AccessCommand(CommandContext context) {
        super(context);
    }

    @Override
    public final Integer call() throws Exception {
        try (Workspace workspace = open()) {
            return call(workspace);
        } catch (IllegalArgumentException e) {
            // Thrown for an invalid name, collar or time.
            throw new SettingsException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Opens the home. Commands that create the first key or token also create a missing home. */
    Workspace open() {
        return openExisting();
    }

    /**
     * Does the work, and returns the exit code.
     *
     * @throws IllegalArgumentException if an option is invalid; the message says why
     */
    abstract int call(Workspace workspace);

    static String permissions(Set<Permission> permissions) {
        return new TreeSet<>(permissions).stream().map(Permission::label).collect(Collectors.joining(","));
    }

    static String collars(Set<String> collars) {
        return String.join(",", new TreeSet<>(collars));
    }

    final void print(CreatedKey created) {
        out.printf("key      %s%n", created.text());
        out.printf("id       %s%n", created.key().id());
        out.printf("name     %s%n", created.key().name());
        out.printf("may      %s%n", permissions(created.key().permissions()));
        if (!created.key().collars().isEmpty()) {
            out.printf("collars  %s%n", collars(created.key().collars()));
        }
        out.printf("until    %s%n", TimeText.of(created.key().expiresAt()));
        err.println("Save the key now: it is never shown again.");
    }

    final int unknownKey(String id, Workspace workspace) {
        // The user may have given the key itself, which must not be printed.
        return failed(
                "there is no valid key %s; ./petty keys list%s shows all keys",
                id.matches("[0-9a-f]{1,32}") ? id : "with this id", workspace.homeOption());
    }
}
