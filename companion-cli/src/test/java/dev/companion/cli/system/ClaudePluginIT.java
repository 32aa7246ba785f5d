package dev.companion.cli.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.RealCodex;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Claude Code accepts the marketplace and the plugin, and installs it. */
@Tag("once")
class ClaudePluginIT {
    private static final Path ROOT = RealCodex.projectRoot();

    @RegisterExtension
    final Machine machine = new Machine();

    private ClaudeCode claude;

    @BeforeEach
    void claude() throws IOException {
        claude = new ClaudeCode(machine);
    }

    @AfterEach
    void close() {
        claude.close();
    }

    @Test
    void marketplace_and_plugin_are_valid_to_the_last_warning() {
        for (Path part : new Path[] {
            ROOT,
            ROOT.resolve("plugins/companion"),
            ROOT.resolve("companion-cli/target/companion/claude-code"),
            ROOT.resolve("companion-cli/target/companion/claude-code/plugins/companion")
        }) {
            Answer answer = claude.command("plugin", "validate", "--strict", part.toString())
                    .run();

            assertThat(answer.exitCode()).as("%s: %s", part, answer).isZero();
            assertThat(answer.out()).contains("Validation passed");
        }
    }

    @Test
    void it_is_installed_from_the_distribution_and_runs() {
        Path market = ROOT.resolve("companion-cli/target/companion/claude-code");
        for (String[] line : new String[][] {
            {"plugin", "marketplace", "add", market.toString()},
            {"plugin", "install", "companion@companion"}
        }) {
            Answer answer = claude.command(line).run();
            assertThat(answer.exitCode()).as("%s", answer).isZero();
        }
        claude.model().think(Minds::parrot);

        Answer status = claude.command("-p", "/companion:status").run();

        assertThat(status.out()).contains("No jobs.");
        assertThat(claude.command("plugin", "uninstall", "companion@companion")
                        .run()
                        .exitCode())
                .isZero();
    }
}
