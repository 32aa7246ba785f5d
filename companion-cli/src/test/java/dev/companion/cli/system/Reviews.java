package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.json.Json;
import dev.companion.core.offline.OfflineRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What reviewers answer, and changes for them to look at. */
final class Reviews {
    private Reviews() {}

    /** The answer of Codex's own reviewer with one finding of priority 1 in a file. */
    static String builtIn(Path file) {
        return Json.text(Json.fields(
                "findings",
                List.of(Json.fields(
                        "title",
                        "[P1] The second line is wrong",
                        "body",
                        "It says so.\n\nTwice.",
                        "confidence_score",
                        0.8,
                        "priority",
                        1,
                        "code_location",
                        Map.of("absolute_file_path", file.toString(), "line_range", Map.of("start", 2, "end", 2)))),
                "overall_correctness",
                "patch is incorrect",
                "overall_explanation",
                "One thing.",
                "overall_confidence_score",
                0.9));
    }

    /** A valid answer of an adversarial reviewer: with one finding of the severity, or an approval without one. */
    static String verdict(String verdict, String... severities) {
        List<Object> findings = new ArrayList<>();
        for (String severity : severities) {
            findings.add(Json.fields(
                    "severity",
                    severity,
                    "title",
                    "Lost update of " + severity + " severity",
                    "body",
                    "Two writers race.",
                    "file",
                    "README",
                    "line_start",
                    2,
                    "line_end",
                    2,
                    "confidence",
                    0.7,
                    "recommendation",
                    "Hold the lock."));
        }
        return Json.text(Json.fields(
                "verdict", verdict, "summary", "In short.", "findings", findings, "next_steps", List.of("Look again")));
    }

    /** A line more in the file that is committed. */
    static void change(Machine machine) {
        write(machine, "README", "a workspace\nchanged\n");
    }

    static void write(Machine machine, String name, String text) {
        try {
            Files.writeString(machine.workspace().resolve(name), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Commits everything. */
    static void commit(Machine machine, String message) {
        commit(machine.workspace(), message);
    }

    /** Commits everything in a working tree. */
    static void commit(Path tree, String message) {
        try {
            Repository.git(tree, "add", "--all");
            Repository.git(
                    tree,
                    "-c",
                    "user.name=Test",
                    "-c",
                    "user.email=test@localhost",
                    "commit",
                    "--quiet",
                    "-m",
                    message);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Hands a review to the background and returns the job's id. */
    static String submit(Machine machine, String... words) {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--background", "--output", "id"));
        Answer answer = machine.run(all.toArray(String[]::new));
        assertThat(answer.exitCode()).as("%s", answer).isZero();
        return answer.out().strip();
    }

    /** What the model was asked last. */
    static OfflineRequest lastRequest(Machine machine) {
        List<OfflineRequest> requests = machine.model().requests();
        return requests.get(requests.size() - 1);
    }
}
