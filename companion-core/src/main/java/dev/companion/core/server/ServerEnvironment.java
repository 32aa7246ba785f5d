package dev.companion.core.server;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The environment of a resident server: what reaches its commands and its provider. Variables of one shell, one terminal or
 * one chat session are left out, because the next job comes from another.
 */
public final class ServerEnvironment {
    private static final Set<String> VOLATILE = Set.of(
            "PWD",
            "OLDPWD",
            "SHLVL",
            "_",
            "TERM",
            "COLORTERM",
            "COLUMNS",
            "LINES",
            "LS_COLORS",
            "NO_COLOR",
            "FORCE_COLOR",
            "CLICOLOR",
            "WINDOWID",
            "TMUX",
            "TMUX_PANE",
            "STY",
            "WINDOW",
            "SSH_TTY",
            "SSH_CLIENT",
            "SSH_CONNECTION",
            "GPG_TTY",
            "VTE_VERSION",
            "XDG_SESSION_ID",
            "XDG_ACTIVATION_TOKEN",
            "DESKTOP_STARTUP_ID",
            "INVOCATION_ID",
            "JOURNAL_STREAM",
            "SYSTEMD_EXEC_PID",
            "MANAGERPID",
            "HISTFILE",
            "PS1",
            "PS2",
            "PROMPT_COMMAND",
            "MAKEFLAGS",
            "MAKELEVEL",
            "MFLAGS",
            "CLAUDECODE",
            "CODEX_THREAD_ID",
            "CODEX_SESSION_ID",
            "CODEX_TOOL_CALL_ID",
            "CODEX_CI",
            "CODEX_COMPANION_SESSION_ID",
            "AI_AGENT");

    private static final List<String> VOLATILE_BEGINNINGS = List.of(
            "COMPANION_",
            "CLAUDE_CODE_",
            "CLAUDE_SESSION",
            "CLAUDE_PLUGIN_",
            "TERM_",
            "KITTY_",
            "WEZTERM_",
            "ALACRITTY_",
            "ITERM_",
            "KONSOLE_",
            "GNOME_TERMINAL_",
            "VSCODE_",
            "STARSHIP_",
            "ZELLIJ",
            "DIRENV_");

    private ServerEnvironment() {}

    /** What is left of an environment, by name. The values hold secrets. */
    public static Map<String, String> of(Map<String, String> variables) {
        Map<String, String> lasting = new TreeMap<>(variables);
        lasting.keySet().removeIf(ServerEnvironment::isVolatile);
        return lasting;
    }

    private static boolean isVolatile(String name) {
        return VOLATILE.contains(name) || VOLATILE_BEGINNINGS.stream().anyMatch(name::startsWith);
    }
}
