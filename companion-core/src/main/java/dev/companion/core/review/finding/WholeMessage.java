package dev.companion.core.review.finding;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A message that is one JSON object and nothing else, or one code fence around it. */
final class WholeMessage {
    private static final Pattern OPENING = Pattern.compile("\\A```(?:json|JSON)?[ \\t]*\\r?\\n");
    private static final String FENCE = "```";
    /** More than any review; a longer text is not held in memory twice. */
    private static final int LONGEST = 8 * 1024 * 1024;

    private WholeMessage() {}

    /**
     * The object.
     *
     * @throws UncheckedIOException if the message is anything else; its message does not quote the text
     */
    static JsonObject object(String message) {
        if (message.length() > LONGEST) {
            throw new UncheckedIOException("longer than " + LONGEST + " characters", new IOException("too long"));
        }
        return Json.readWhole(withoutFence(message.strip()).getBytes(StandardCharsets.UTF_8));
    }

    /** Text around the fence stays, and is no JSON; so does a second fence, which a string of JSON cannot hold. */
    private static String withoutFence(String message) {
        Matcher opening = OPENING.matcher(message);
        if (!opening.find() || message.length() < opening.end() + FENCE.length() || !message.endsWith("\n" + FENCE)) {
            return message;
        }
        return message.substring(opening.end(), message.length() - FENCE.length());
    }
}
