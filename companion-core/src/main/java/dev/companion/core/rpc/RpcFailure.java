package dev.companion.core.rpc;

/** A request that got no result. */
public final class RpcFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The error code of a server that has too many requests in its queue and asks to try again later. */
    public static final long OVERLOADED = -32_001;

    /** Why there is none. */
    public enum Kind {
        /** The other side answered with an error. */
        ERROR,
        /** No answer came in time. */
        TIMEOUT,
        /** The connection ended first. */
        CLOSED,
        /** The other side answered with something that is no answer to this. */
        UNUSABLE
    }

    private final Kind kind;
    private final String method;
    private final long errorCode;

    RpcFailure(Kind kind, String method, long errorCode, String message) {
        super(message);
        this.kind = kind;
        this.method = method;
        this.errorCode = errorCode;
    }

    /** A result in which something is missing that there is no going on without. */
    public static RpcFailure unusable(String method, String missing) {
        return new RpcFailure(Kind.UNUSABLE, method, 0, "Codex answered " + method + " without " + missing);
    }

    /** Why there is no result. */
    public Kind kind() {
        return kind;
    }

    /** Which request it was. */
    public String method() {
        return method;
    }

    /** The JSON-RPC error code, 0 if there was no answer. */
    public long errorCode() {
        return errorCode;
    }

    /** What the other side said, or what happened, one line. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
