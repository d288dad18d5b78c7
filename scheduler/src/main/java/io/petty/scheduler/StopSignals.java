package io.petty.scheduler;

import io.petty.jobs.StopRequest;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;

/**
 * Turns Ctrl-C and SIGTERM into the wish to stop at a clean point; the second one ends the process at once, which loses
 * no more than a crash does. A shutdown hook wouldn't do: the embedded database closes itself in one of its own.
 */
final class StopSignals {
    private static final int SIGNAL_EXIT = 128;
    private static volatile int exitCode;

    private StopSignals() {}

    /** Begins to listen; where the platform has no such signals, nothing happens. */
    static void listen(StopRequest stop, PrintWriter err) {
        handle("INT", 2, stop, err);
        handle("TERM", 15, stop, err);
    }

    /** What a process that was ended by the signal is expected to exit with; 0 when none came. */
    static int exitCode() {
        return exitCode;
    }

    private static void handle(String name, int number, StopRequest stop, PrintWriter err) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (!method.getName().equals("handle")) {
                return method.getName().equals("hashCode") ? (Object) number : "petty";
            }
            if (stop.isRequested()) {
                Runtime.getRuntime().halt(SIGNAL_EXIT + number);
            }
            exitCode = SIGNAL_EXIT + number;
            err.println("petty: stopping at the next clean point; once more stops at once");
            stop.request();
            return null;
        };
        try {
            // By reflection, since the compiler warns of these classes and knows no other way to signals.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            Object listener =
                    Proxy.newProxyInstance(StopSignals.class.getClassLoader(), new Class<?>[] {signalHandler}, handler);
            signal.getMethod("handle", signal, signalHandler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
        } catch (ReflectiveOperationException e) {
            err.printf("petty: SIG%s ends the run at once on this platform%n", name);
        }
    }
}
