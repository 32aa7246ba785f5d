package dev.companion.cli.system;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;

/** How a command ended and what it said. Immutable. */
final class Answer {
    private final int exitCode;
    private final byte[] stdout;
    private final String err;
    private final long millis;

    Answer(int exitCode, byte[] stdout, String err, long millis) {
        this.exitCode = exitCode;
        this.stdout = stdout.clone();
        this.err = err;
        this.millis = millis;
    }

    int exitCode() {
        return exitCode;
    }

    /** Its stdout as text. */
    String out() {
        return new String(stdout, UTF_8);
    }

    String err() {
        return err;
    }

    /** How long it took. */
    long millis() {
        return millis;
    }

    /** Its stdout as the one JSON document that it must be. */
    JsonObject json() {
        try {
            return Json.readObject(stdout);
        } catch (RuntimeException e) {
            throw new AssertionError("no JSON document: " + this, e);
        }
    }

    /** What a failing test shows. */
    @Override
    public String toString() {
        return "exit " + exitCode + " after " + millis + " ms; stdout: " + cut(out()) + "; stderr: " + cut(err);
    }

    private static String cut(String text) {
        return text.length() > 2_000 ? text.substring(0, 2_000) + "…" : text;
    }
}
