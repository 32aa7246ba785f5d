package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.RealCodex;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** docs/claude-code.md, followed word for word by somebody who has never seen this project. */
@Tag("once")
class ClaudeGuideIT {
    private static final Path ROOT = RealCodex.projectRoot();
    private static final Pattern BLOCK = Pattern.compile("```(sh|text)\n(.*?)```", Pattern.DOTALL);

    @RegisterExtension
    final Machine machine = new Machine();

    private ClaudeCode claude;

    @BeforeEach
    void claude() throws IOException {
        machine.withRealCodex();
        claude = new ClaudeCode(machine);
        claude.model().think(Minds.rescue(Minds::forwards));
    }

    @AfterEach
    void close() {
        claude.close();
    }

    private static List<String> lines(String language) throws IOException {
        List<String> lines = new ArrayList<>();
        Matcher blocks = BLOCK.matcher(Files.readString(ROOT.resolve("docs/claude-code.md")));
        while (blocks.find()) {
            if (blocks.group(1).equals(language)) {
                lines.addAll(blocks.group(2).lines().toList());
            }
        }
        return lines;
    }

    @Test
    void the_page_leads_from_a_clone_to_a_checked_result() throws IOException {
        machine.program("claude", "exec '" + RealClaude.executable() + "' \"$@\"");
        for (String line : lines("sh")) {
            Answer answer = machine.shell(line).in(ROOT).run();
            assertThat(answer.exitCode()).as("%s: %s", line, answer).isZero();
        }

        String session = "";
        String job = "";
        List<String> shown = new ArrayList<>();
        for (String line : lines("text")) {
            Cli cli = machine.shell("exec claude \"$@\"").adding("--output-format", "stream-json", "--verbose");
            if (!session.isEmpty()) {
                cli = cli.adding("--resume", session);
            }
            ClaudeCode.Said said =
                    ClaudeCode.said(cli.adding("-p", line.replace("JOB", job)).run());
            session = said.session();
            shown.add(said.result());
            if (line.contains(":rescue")) {
                job = machine.run("status", "--all", "--output", "id").out().strip();
            }
        }

        assertThat(job).startsWith("task-");
        assertThat(shown.get(1)).as("rescue").startsWith("SEEN: Codex still works on job " + job);
        assertThat(shown.get(2)).as("status").contains(job);
        // It may have ended before.
        assertThat(shown.get(3)).as("wait").containsAnyOf("completed", "all have ended");
        assertThat(shown.get(4)).as("result").contains("companion-receipt/1: job=" + job);
        assertThat(shown.get(5)).as("verify").contains("verified");
    }
}
