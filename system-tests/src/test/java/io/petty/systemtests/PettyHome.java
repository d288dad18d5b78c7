package io.petty.systemtests;

import io.petty.cli.workspace.ExitCode;
import io.petty.lake.Deliveries;
import io.petty.lake.DeliveryFile;
import io.petty.lake.Publications;
import io.petty.lake.Runs;
import io.petty.lake.database.LakeDatabase;
import io.petty.lake.lease.Leases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A home in a folder, with the commands that a user can run on it. */
public record PettyHome(Path folder) {
    /** Runs a command and returns its result, whatever its exit code. */
    public CommandRun attempt(String command, Object... options) {
        List<String> arguments = new ArrayList<>(List.of(command));
        Arrays.stream(options).map(Object::toString).forEach(arguments::add);
        arguments.add("--home");
        arguments.add(folder.toString());
        return CommandRun.of(arguments.toArray(String[]::new));
    }

    /** Runs a command that must succeed, and returns its output. */
    public String command(String command, Object... options) {
        return attempt(command, options).endsWith(ExitCode.DONE).out();
    }

    String export(String table, LocalDate day) {
        return command("export", table, "--date", day);
    }

    /**
     * Returns the exports of tables, by table and day: rejects of all delivery days, and other tables of all event
     * days.
     */
    Map<String, String> exports(String... tables) {
        Map<String, String> exports = new LinkedHashMap<>();
        try (LakeDatabase open = open()) {
            for (String table : tables) {
                for (LocalDate day : table.equals("rejects") ? deliveryDays() : eventDays()) {
                    exports.put(table + " " + day, export(table, day));
                }
            }
        }
        return exports;
    }

    /** Opens the database. Until it is closed, commands in this process reuse it and start faster. */
    public LakeDatabase open() {
        return LakeDatabase.openEmbedded(folder);
    }

    /** Returns the event days that are published and have readings. */
    List<LocalDate> eventDays() {
        try (LakeDatabase database = open()) {
            Publications publications = new Publications(database);
            return publications.days().stream()
                    .filter(day ->
                            publications.current(day).orElseThrow().content().collars() > 0)
                    .toList();
        }
    }

    List<LocalDate> deliveryDays() {
        try (LakeDatabase database = open()) {
            return deliveries(database).days();
        }
    }

    /** Returns the recorded files of a delivery day. */
    List<DeliveryFile> files(LocalDate deliveryDay) {
        try (LakeDatabase database = open()) {
            return deliveries(database).files(deliveryDay);
        }
    }

    /** Returns the leases of the home's lake. A lease expires a minute after its last heartbeat. */
    public Leases leases(LakeDatabase database) {
        return new Leases(database, new Runs(database, Clock.systemUTC()), deliveries(database), Duration.ofMinutes(1));
    }

    private static Deliveries deliveries(LakeDatabase database) {
        return new Deliveries(database, Clock.systemUTC());
    }
}
