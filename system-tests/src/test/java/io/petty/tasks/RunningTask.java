package io.petty.tasks;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** A task whose containers run as processes. */
final class RunningTask {
    private final String id = UUID.randomUUID().toString().replace("-", "");
    private final String address;
    private final CollectorDouble collector;
    private final Map<String, RunningContainer> containers = new LinkedHashMap<>();

    /** @param address of the task, on the loopback interface */
    RunningTask(String address, CollectorDouble collector) {
        this.address = address;
        this.collector = collector;
    }

    void add(String name, RunningContainer container) {
        containers.put(name, container);
    }

    String id() {
        return id;
    }

    String address() {
        return address;
    }

    CollectorDouble collector() {
        return collector;
    }

    Map<String, RunningContainer> containers() {
        return containers;
    }

    RunningContainer container(String name) {
        return Objects.requireNonNull(containers.get(name), name);
    }

    void close() {
        containers.values().forEach(RunningContainer::kill);
        collector.close();
    }
}
