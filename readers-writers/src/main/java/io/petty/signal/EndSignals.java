package io.petty.signal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Handles Ctrl-C and SIGTERM in the place of the JVM, which would run all shutdown hooks at once. That doesn't do: the
 * embedded database closes itself in one of them, beneath what is still at work.
 */
public final class EndSignals {
    private static final int SIGNAL_EXIT = 128;
    private static final Map<String, Integer> SIGNALS = Map.of("INT", 2, "TERM", 15);

    private EndSignals() {}

    /**
     * Begins to handle the signals, each in a daemon thread of its own.
     *
     * @param handler takes what a process that a signal ended is expected to exit with: 130 or 143
     * @return false on a platform without such signals, where they end the process as the JVM does it
     */
    public static boolean handle(IntConsumer handler) {
        return SIGNALS.entrySet().stream().allMatch(signal -> handle(signal.getKey(), signal.getValue(), handler));
    }

    private static boolean handle(String name, int number, IntConsumer handler) {
        InvocationHandler invocations = (proxy, method, arguments) -> {
            if (!method.getName().equals("handle")) {
                return method.getName().equals("hashCode") ? (Object) number : "petty";
            }
            handler.accept(SIGNAL_EXIT + number);
            return null;
        };
        try {
            // By reflection, since the compiler warns of these classes and knows no other way to signals.
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> signalHandler = Class.forName("sun.misc.SignalHandler");
            Object listener = Proxy.newProxyInstance(
                    EndSignals.class.getClassLoader(), new Class<?>[] {signalHandler}, invocations);
            signal.getMethod("handle", signal, signalHandler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), listener);
            return true;
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
