package dev.companion.cli.claude;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/**
 * What a user typed behind a slash command, on its way from the hook that is given it as JSON to the constant command line
 * that the slash command runs. One at a time for a session, taken once.
 */
public final class TypedCommands {
    private static final String PURPOSE = "typed";
    private static final Duration FRESH = Duration.ofMinutes(15);
    private static final int LONGEST = 1 << 20;

    private final PluginData data;
    private final InstantSource clock;

    /** Kept in that folder. */
    public TypedCommands(PluginData data, InstantSource clock) {
        this.data = data;
        this.clock = clock;
    }

    /** Keeps it; what the session had kept before and never used is forgotten. */
    void keep(HookInput input) {
        String name = input.event().string("command_name").orElse("");
        String arguments = input.event().string("command_args").orElse("");
        if (arguments.length() > LONGEST) {
            throw new Failure(
                    FailureCode.BAD_VALUE,
                    "what was typed is longer than a million characters",
                    "put it into a file in the workspace and name the file");
        }
        Instant now = clock.instant();
        String session = input.session();
        data.clean(PURPOSE, now);
        PluginData.delete(data.file(PURPOSE, session));
        data.write(
                data.file(PURPOSE, session, input.prompt().orElse("prompt") + ".json"),
                fields(
                        "command", name.substring(name.lastIndexOf(':') + 1),
                        "arguments", arguments,
                        "typedAtMs", now.toEpochMilli()));
    }

    /**
     * Takes what was typed behind this command in this session; a second call finds nothing.
     *
     * @throws Failure {@code NOTHING_TYPED}
     */
    public String take(String session, String command) {
        for (Path file : PluginData.entries(data.file(PURPOSE, session))) {
            Optional<JsonObject> kept = takeFile(file);
            if (kept.isPresent() && isFor(command, kept.get())) {
                return kept.get().string("arguments").orElse("");
            }
        }
        throw new Failure(
                FailureCode.NOTHING_TYPED,
                "what you typed did not arrive: the plugin's hook did not see it",
                "type the command again; if that does not help, begin a new session");
    }

    private boolean isFor(String command, JsonObject kept) {
        Instant typed = Instant.ofEpochMilli(kept.number("typedAtMs").orElse(0L));
        return kept.string("command").equals(Optional.of(command))
                && typed.plus(FRESH).isAfter(clock.instant());
    }

    /** Renamed before it is read: of two that take, one has it. */
    private Optional<JsonObject> takeFile(Path file) {
        String name = String.valueOf(file.getFileName());
        if (!name.endsWith(".json") || name.startsWith(".")) {
            return Optional.empty();
        }
        Path taken =
                file.resolveSibling("." + name + "." + ProcessHandle.current().pid());
        try {
            Files.move(file, taken, StandardCopyOption.ATOMIC_MOVE);
            return data.read(taken);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw StoreFailures.of(e, file);
        } finally {
            PluginData.delete(taken);
        }
    }
}
