package dev.companion.cli.claude;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.job.StoreFailures;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that a user typed for Codex, kept under a word that the models pass on in their place. What Codex receives is what is
 * kept here, whatever the models make of it on the way; the word says nothing, cannot be guessed, and is good for one call
 * in its own session.
 */
final class RescueRequests {
    private static final String PURPOSE = "requests";
    private static final Pattern WORD = Pattern.compile("\\s*(companion-request-[0-9a-f]{32})( resume)?\\s*");

    private final PluginData data;

    RescueRequests(PluginData data) {
        this.data = data;
    }

    /**
     * A word as a model passed it on.
     *
     * @param resume whether the user chose to go on with the last thread
     */
    record Reference(String word, boolean resume) {
        /** The reference, if the whole text is one. */
        static Optional<Reference> find(String text) {
            Matcher matcher = WORD.matcher(text);
            return matcher.matches()
                    ? Optional.of(new Reference(matcher.group(1), matcher.group(2) != null))
                    : Optional.empty();
        }
    }

    /**
     * Keeps a task.
     *
     * @param arguments of the tool that hands it over
     * @return its word
     */
    String keep(String session, Map<String, @Nullable Object> arguments, Instant now) {
        data.clean(PURPOSE, now);
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        String word = "companion-request-" + HexFormat.of().formatHex(random);
        data.write(data.file(PURPOSE, word), fields("session", session, "arguments", arguments));
        return word;
    }

    /** The arguments of a task that was typed in this session and not yet handed over; it counts as handed over from now on. */
    Optional<JsonObject> take(String session, Reference reference) {
        Path kept = data.file(PURPOSE, reference.word());
        if (data.read(kept)
                .flatMap(task -> task.string("session"))
                .filter(session::equals)
                .isEmpty()) {
            return Optional.empty();
        }
        Path taken = data.file(PURPOSE, reference.word() + ".taken");
        try {
            Files.move(kept, taken, StandardCopyOption.ATOMIC_MOVE);
            return data.read(taken).map(task -> task.object("arguments"));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailures.of(e, kept);
        } finally {
            PluginData.delete(taken);
        }
    }
}
