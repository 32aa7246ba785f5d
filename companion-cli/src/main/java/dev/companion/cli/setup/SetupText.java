package dev.companion.cli.setup;

import dev.companion.cli.render.EventText;
import dev.companion.cli.terminal.Terminal;

/** {@code setup} for people: a line for each finding, its remedy below, and what to type next. */
final class SetupText {
    private static final String INDENT = "  ";

    private final Terminal terminal;

    SetupText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(SetupReport report) {
        for (Finding finding : report.findings()) {
            terminal.print(mark(finding.level()) + " " + EventText.plain(finding.message()));
            finding.remedy().ifPresent(remedy -> terminal.print(INDENT + EventText.plain(remedy)));
        }
        report.actions().forEach(action -> terminal.print("done: " + EventText.plain(action)));
        terminal.print(report.isReady() ? "ready" : "not ready");
        terminal.flushOrStop();
        report.nextSteps().forEach(step -> terminal.hint("next: " + EventText.plain(step)));
    }

    private String mark(Finding.Level level) {
        return switch (level) {
            case OK -> coloured("\u001b[32m", "✓");
            case WARNING -> coloured("\u001b[33m", "!");
            case PROBLEM -> coloured("\u001b[31m", "✗");
        };
    }

    private String coloured(String colour, String mark) {
        return terminal.colours() ? colour + mark + "\u001b[0m" : mark;
    }
}
