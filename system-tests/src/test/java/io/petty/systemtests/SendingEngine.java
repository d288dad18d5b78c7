package io.petty.systemtests;

import io.petty.jobs.Progress;
import io.petty.jobs.StopRequest;
import io.petty.jobs.partition.LocalEngine;
import io.petty.jobs.partition.Partition;
import io.petty.jobs.partition.PartitionEngine;
import io.petty.jobs.partition.PartitionOutcomes;
import io.petty.jobs.partition.PartitionResult;
import io.petty.jobs.partition.PartitionWork;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** An engine on threads that exchanges work and results as bytes, like an engine with separate processes. */
final class SendingEngine implements PartitionEngine {
    private final LocalEngine threads;

    SendingEngine(int threads, StopRequest stop, Progress progress) {
        this.threads = new LocalEngine(threads, stop, progress);
    }

    @Override
    public String name() {
        return "sending";
    }

    @Override
    public int parallelism() {
        return threads.parallelism();
    }

    @Override
    public <I extends Serializable, R extends PartitionResult> void run(
            PartitionWork<I, R> work, List<Partition<I>> partitions, PartitionOutcomes<I, R> outcomes)
            throws InterruptedException {
        PartitionWork<I, R> sent = sent(work);
        threads.run((input, attempt) -> sent(sent.run(input, attempt)), sent(new ArrayList<>(partitions)), outcomes);
    }

    @SuppressWarnings("unchecked")
    private static <T extends Serializable> T sent(T object) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(object);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            return (T) in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
