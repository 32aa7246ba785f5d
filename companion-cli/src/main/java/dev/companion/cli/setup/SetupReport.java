package dev.companion.cli.setup;

import dev.companion.core.server.ServerReport;
import java.util.List;

/**
 * All that {@code setup} found out.
 *
 * @param reviewGate whether the review gate is on for the repository around the directory
 * @param actions what was done because the user asked for it, one line each
 */
record SetupReport(
        Tool git,
        Tool node,
        Tool npm,
        CodexFacts codex,
        StateFacts state,
        List<ServerReport> servers,
        boolean reviewGate,
        List<String> actions,
        List<Finding> findings) {
    SetupReport {
        servers = List.copyOf(servers);
        actions = List.copyOf(actions);
        findings = List.copyOf(findings);
    }

    /** Whether a job can do its work. */
    boolean isReady() {
        return findings.stream().noneMatch(finding -> finding.level() == Finding.Level.PROBLEM);
    }

    /** What to type now. */
    List<String> nextSteps() {
        List<String> steps = findings.stream()
                .filter(finding -> finding.level() == Finding.Level.PROBLEM)
                .flatMap(finding -> finding.remedy().stream())
                .distinct()
                .toList();
        return steps.isEmpty() ? List.of("companion task \"what to do\"") : steps;
    }
}
