package dev.companion.core.settings;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Every setting: its key in {@code config.toml}, its environment variables, its default and what it means. */
public enum Setting {
    STATE_DIR(
            List.of("COMPANION_HOME"),
            Scope.USER_ONLY,
            "where jobs are kept; default $XDG_STATE_HOME/companion, else ~/.local/state/companion"),
    SESSION_ID(
            List.of("COMPANION_SESSION_ID", "CODEX_COMPANION_SESSION_ID", "CLAUDE_CODE_SESSION_ID"),
            Scope.ENVIRONMENT_ONLY,
            "the chat session that jobs belong to"),
    CODEX(List.of("COMPANION_CODEX"), Scope.USER_ONLY, "the Codex binary; default the codex on PATH"),
    TRANSPORT(
            List.of("COMPANION_TRANSPORT"),
            "auto",
            Scope.ANYWHERE,
            "how workers talk to Codex: auto, broker, direct, exec or remote"),
    BROKER_IDLE(
            List.of("COMPANION_BROKER_IDLE"),
            "10m",
            Scope.USER_ONLY,
            "a resident server that no job has used for so long is stopped"),
    REMOTE(List.of("COMPANION_REMOTE"), Scope.USER_ONLY, "the app-server of the transport remote: ws://… or wss://…"),
    REMOTE_TOKEN_FILE(
            List.of("COMPANION_REMOTE_TOKEN_FILE"), Scope.USER_ONLY, "a file with the token for it; default no token"),
    TIMEOUT(List.of("COMPANION_TIMEOUT"), Scope.ANYWHERE, "a job may run so long; default no limit"),
    STALL_TIMEOUT(
            List.of("COMPANION_STALL_TIMEOUT"), "10m", Scope.ANYWHERE, "a job may hear nothing from Codex for so long"),
    RPC_TIMEOUT(
            List.of("COMPANION_RPC_TIMEOUT"), "30s", Scope.ANYWHERE, "Codex may take so long to answer one request"),
    SPAWN_TIMEOUT(
            List.of("COMPANION_SPAWN_TIMEOUT"),
            "2m",
            Scope.ANYWHERE,
            "a queued job whose worker has not claimed it after so long has failed"),
    REVIEW_GATE_TIMEOUT(
            List.of("COMPANION_REVIEW_GATE_TIMEOUT"),
            "10m",
            Scope.ANYWHERE,
            "the review of the review gate may run so long, at most 15m"),
    REVIEW_GATE_UNAVAILABLE(
            List.of("COMPANION_REVIEW_GATE_UNAVAILABLE"),
            "allow",
            Scope.USER_ONLY,
            "what the review gate does when it cannot review: allow, or block once"),
    LOG_LEVEL(
            List.of("COMPANION_LOG_LEVEL"),
            "info",
            Scope.ANYWHERE,
            "what goes to worker.log: error, warn, info or debug");

    /** From where a setting may be taken. */
    public enum Scope {
        /** The environment, the user's file and the project's file. */
        ANYWHERE,
        /** Not from the project's file: a cloned repository must not choose programs or directories. */
        USER_ONLY,
        /** Only from the environment. */
        ENVIRONMENT_ONLY
    }

    private final List<String> variables;
    private final String defaultValue;
    private final Scope scope;
    private final String doc;

    Setting(List<String> variables, Scope scope, String doc) {
        this(variables, "", scope, doc);
    }

    Setting(List<String> variables, String defaultValue, Scope scope, String doc) {
        this.variables = variables;
        this.defaultValue = defaultValue;
        this.scope = scope;
        this.doc = doc;
    }

    /** The key in {@code config.toml}. */
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The environment variables that set it, the strongest first. */
    public List<String> variables() {
        return variables;
    }

    /** The value when nobody sets it. */
    public Optional<String> defaultValue() {
        return Optional.of(defaultValue).filter(text -> !text.isEmpty());
    }

    /** From where it may be taken. */
    public Scope scope() {
        return scope;
    }

    /** What it means, one line. */
    public String doc() {
        return doc;
    }
}
