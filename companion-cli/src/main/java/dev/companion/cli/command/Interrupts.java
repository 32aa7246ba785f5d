package dev.companion.cli.command;

import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C as an event. The JDK's only way to hear of a signal and to go on is {@code sun.misc.Signal}, which the compiler
 * refuses to see without a warning; so it is reached by reflection, and where it is missing Ctrl-C ends this process as
 * usual. Used by one thread.
 */
final class Interrupts {
    private static final String SIGNAL = "sun.misc.Signal";
    private static final String HANDLER = "sun.misc.SignalHandler";

    private static @Nullable Object before;

    private Interrupts() {}

    static void onInterrupt(Runnable action) {
        try {
            Class<?> handler = Class.forName(HANDLER);
            before = handle(Proxy.newProxyInstance(
                    handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, arguments) -> {
                        if (method.getName().equals("handle")) {
                            action.run();
                        }
                        return null;
                    }));
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            // No such class; or started with SIGINT ignored, as by nohup: then there is nothing to hear.
            return;
        }
    }

    /** Brings back what Ctrl-C did before: the virtual machine's own handler runs the shutdown hooks. */
    static void restore() {
        try {
            if (before != null) {
                handle(before);
            }
        } catch (ReflectiveOperationException | IllegalArgumentException e) {
            return;
        } finally {
            before = null;
        }
    }

    private static @Nullable Object handle(Object handler) throws ReflectiveOperationException {
        Class<?> signal = Class.forName(SIGNAL);
        Object interrupt = signal.getConstructor(String.class).newInstance("INT");
        return signal.getMethod("handle", signal, Class.forName(HANDLER)).invoke(null, interrupt, handler);
    }
}
