package dev.companion.cli;

import static dev.companion.cli.PublishedSchema.requireValid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.Sandbox.Run;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.git.GitRepository;
import dev.companion.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The options of reviews: what makes no sense is said before anything happens, and nothing to review needs no Codex. */
class G21_ReviewOptionsTest {
    @TempDir
    private Path temporary;

    private Sandbox sandbox;
    private GitRepository repository;

    @BeforeEach
    void prepare() {
        sandbox = new Sandbox(temporary).with("GIT_CONFIG_GLOBAL", "/dev/null").with("COMPANION_CODEX", "/nowhere");
        repository = GitRepository.create(sandbox.workspace());
        repository.write("file", "1\n").commit("first");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "review look at this",
                "review --base main --commit HEAD",
                "review --scope branch --commit HEAD",
                "review --scope everything",
                "review --fail-on terrible",
                "review --background --wait",
                "review --background --fail-on high",
                "review --background --output sarif",
                "review --dry-run --background",
                "review --dry-run --output id",
                "review --output jsonl",
                "review --commit --all",
                "review --base nowhere",
                "review -- ../elsewhere",
                "adversarial-review --fail-on",
                "adversarial-review --write x"
            })
    void what_makes_no_sense_is_exit_2_and_nothing_is_made(String line) {
        repository.write("file", "2\n");

        Run run = sandbox.run(line.split(" "));

        assertThat(run.exit()).as("%s", run).isEqualTo(ExitCode.USAGE);
        assertThat(run.out()).isEmpty();
        assertThat(sandbox.home()).doesNotExist();
    }

    @Test
    void a_focus_for_codex_own_reviewer_is_sent_to_the_other_command() {
        assertThat(sandbox.run("review", "what about races?").stderr()).contains("companion adversarial-review");
    }

    @ParameterizedTest
    @ValueSource(strings = {"review", "adversarial-review"})
    void nothing_to_review_is_a_valid_answer_without_codex_and_without_a_job(String command) {
        Run json = sandbox.run(command, "--json");

        requireValid("review", json.out());
        assertThat(json.exit()).isEqualTo(ExitCode.OK);
        assertThat(Json.readObject(json.out()).flag("nothingToReview")).isTrue();
        assertThat(sandbox.run(command, "--scope", "working-tree").out())
                .contains("nothing to review: working tree diff");
        assertThat(sandbox.run(command, "--base", "main", "--fail-on", "any", "--output", "sarif")
                        .exit())
                .isEqualTo(ExitCode.OK);
        assertThat(sandbox.home()).doesNotExist();
    }

    @Test
    void words_behind_the_dashes_are_paths_and_none_of_them_is_an_option() {
        repository.write("file", "2\n").write("--base", "x\n");

        assertThat(Json.readObject(sandbox.run("adversarial-review", "focus", "--json", "--", "elsewhere")
                                .out())
                        .object("target")
                        .string("label"))
                .contains("branch diff against main in elsewhere");
        assertThat(Json.readObject(sandbox.run("review", "--scope", "branch", "--json", "--", "--base")
                                .out())
                        .object("target")
                        .string("label"))
                .contains("branch diff against main in --base");
    }

    @Test
    void a_template_that_cannot_be_used_is_refused_before_anything_happens() throws IOException {
        repository.write("file", "2\n");
        Path config = temporary.toRealPath().resolve("config");
        Path prompts = Files.createDirectories(config.resolve("companion/prompts"));
        Files.writeString(prompts.resolve("ask-for-json.md"), "no placeholders\n");

        Run run = sandbox.with("XDG_CONFIG_HOME", config.toString()).run("adversarial-review");

        assertThat(run.exit()).isEqualTo(ExitCode.USAGE);
        assertThat(run.stderr()).contains("ask-for-json.md", "{{reason}}");
        assertThat(List.of(sandbox.run("review").exit())).doesNotContain(ExitCode.USAGE);
    }
}
