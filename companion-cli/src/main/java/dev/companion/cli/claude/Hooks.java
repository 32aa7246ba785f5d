package dev.companion.cli.claude;

import static dev.companion.core.json.Json.fields;

import dev.companion.cli.app.App;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Answers the hooks of the plugin: one event in, at most one JSON object out. */
public final class Hooks {
    private final App app;

    /** For the session that the environment is of. */
    public Hooks(App app) {
        this.app = app;
    }

    /** The plugin's events. */
    public enum Event {
        /** The user typed a slash command of the plugin (the host's {@code UserPromptExpansion}). */
        TYPED,
        /** The tool that hands a task to Codex is about to be called ({@code PreToolUse}). */
        BEFORE_TASK,
        /** It was called ({@code PostToolUse}, {@code PostToolUseFailure}). */
        AFTER_TASK,
        /** An agent is about to be started ({@code PreToolUse}). */
        BEFORE_AGENT,
        /** An agent answered, or was sent to the background ({@code PostToolUse}). */
        AFTER_AGENT,
        /**
         * A prompt came that may be the host's notification of an agent's end ({@code UserPromptSubmit}), or the model fetched what
         * one has written ({@code PostToolUse}).
         */
        NOTIFIED,
        /** The model wants to end its turn ({@code Stop}). */
        STOP;

        /** The word to type. */
        public String wireName() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /**
         * The event of that name.
         *
         * @throws Failure {@code BAD_VALUE}
         */
        public static Event of(String name) {
            for (Event event : values()) {
                if (event.wireName().equals(name)) {
                    return event;
                }
            }
            throw new Failure(
                    FailureCode.BAD_VALUE,
                    "there is no hook of that name",
                    "this command is for the Claude Code plugin");
        }
    }

    /**
     * What the host is answered; empty is no objection.
     *
     * @throws Failure if it cannot be told; what that means is for the plugin's hook to say
     */
    public Optional<Map<String, @Nullable Object>> answer(Event event, HookInput input) {
        PluginData data = PluginData.of(app.environment());
        RescueHooks rescue = new RescueHooks(app, data, input);
        return switch (event) {
            case TYPED -> typed(data, input);
            case BEFORE_TASK -> rescue.beforeTask();
            case AFTER_TASK -> {
                rescue.afterTask();
                yield Optional.empty();
            }
            case BEFORE_AGENT -> rescue.beforeAgent();
            case AFTER_AGENT -> rescue.afterAgent();
            case NOTIFIED -> rescue.notified();
            case STOP -> new StopGate(app, data, input).answer();
        };
    }

    /** A command whose words did not arrive must not run on those of another one: then it does not run at all. */
    private Optional<Map<String, @Nullable Object>> typed(PluginData data, HookInput input) {
        try {
            new TypedCommands(data, app.clock()).keep(input);
            return Optional.empty();
        } catch (Failure failure) {
            return Optional.of(fields("decision", "block", "reason", failure.message() + "\n" + failure.remedy()));
        }
    }
}
