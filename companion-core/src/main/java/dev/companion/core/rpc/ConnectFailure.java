package dev.companion.core.rpc;

import java.io.IOException;

/** A server that could not be connected to, with why in one word and in one line. */
public final class ConnectFailure extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why there is no connection. */
    public enum Kind {
        /** No file at the path of the socket. */
        NO_SOCKET,
        /** Nobody listens there: also the file of a socket whose server is gone. */
        REFUSED,
        /** No address for the name of the host. */
        UNKNOWN_HOST,
        /** The network or the file system does not let us there. */
        UNREACHABLE,
        /** Not connected and upgraded within the limit. */
        TIMEOUT,
        /** The certificate of the server is expired, or nobody vouches for it whom this machine trusts. */
        UNTRUSTED_CERTIFICATE,
        /** The certificate is for another host. */
        CERTIFICATE_OF_ANOTHER_HOST,
        /** No TLS could be agreed upon otherwise: the server does not speak it, for instance. */
        TLS,
        /** HTTP 401: the token is missing or wrong. */
        UNAUTHORIZED,
        /** HTTP 403. */
        FORBIDDEN,
        /** The upgrade was refused with another HTTP status. */
        HTTP_STATUS,
        /** Something answers, and it is no WebSocket. */
        NO_WEBSOCKET
    }

    private final Kind kind;
    private final int httpStatus;

    ConnectFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
        this.httpStatus = 0;
    }

    ConnectFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.httpStatus = 0;
    }

    /** The upgrade was answered with a status other than 101. */
    ConnectFailure(int httpStatus, String message) {
        super(message);
        this.kind = switch (httpStatus) {
            case 401 -> Kind.UNAUTHORIZED;
            case 403 -> Kind.FORBIDDEN;
            default -> Kind.HTTP_STATUS;
        };
        this.httpStatus = httpStatus;
    }

    /** Why, for decisions. */
    public Kind kind() {
        return kind;
    }

    /** The HTTP status with which the upgrade was refused, 0 if it was not an HTTP status that failed. */
    public int httpStatus() {
        return httpStatus;
    }

    /** What happened, one line, without a token. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
