package dev.companion.core.server;

/** There is no resident server for this job, and none could be started; the message says why, one line. */
public final class ServerUnavailable extends Exception {
    private static final long serialVersionUID = 1L;

    ServerUnavailable(String why) {
        super(why);
    }

    /** Why, one line. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
