package io.petty.signal;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Handles Ctrl-C and SIGTERM instead of the JVM. The JVM would run all shutdown hooks at once, and one of them closes
 * the embedded database, which other threads may still use.
 */
public final class EndSignals {
    private static final int SIGNAL_EXIT = 128;
    private static final Map<String, Integer> SIGNALS = Map.of("INT", 2, "TERM", 15);

    private EndSignals() {}

    /**
     * Installs a handler. It is called in its own daemon thread for each signal.
     *
     * @param handler receives the exit code of a process that the signal ends: 130 or 143
     * @return false on a platform without such signals, where the JVM's own handling stays
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
            // Uses reflection, since the compiler warns about these classes. There is no other API for signals.
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
