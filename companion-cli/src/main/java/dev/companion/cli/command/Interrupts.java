package dev.companion.cli.command;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/** Ctrl-C as an event. The JDK has no other way to hear of a signal and to go on. */
final class Interrupts {
    private static final String INT = "INT";

    private Interrupts() {}

    static void onInterrupt(Runnable action) {
        handle(signal -> action.run());
    }

    static void restore() {
        handle(SignalHandler.SIG_DFL);
    }

    private static void handle(SignalHandler handler) {
        try {
            Signal.handle(new Signal(INT), handler);
        } catch (IllegalArgumentException e) {
            // Started with SIGINT ignored, as by nohup: then there is nothing to hear.
            return;
        }
    }
}
