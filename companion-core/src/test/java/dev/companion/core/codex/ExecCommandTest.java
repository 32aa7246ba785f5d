package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExecCommandTest {
    private static final String THREAD = "01A2082d-19dc-7450-a0d7-7bdd2ba3cc85";

    private static ThreadSettings settings(String sandbox, boolean network, String... roots) {
        return new ThreadSettings("/w", sandbox, List.of(roots), network, Optional.empty(), Optional.empty());
    }

    private static List<String> words(ThreadSettings settings) {
        return new ExecCommand("/codex", settings, Optional.empty(), Optional.empty(), Optional.empty()).words();
    }

    @Test
    void a_read_only_run_asks_for_no_more() {
        assertThat(words(settings("read-only", false)))
                .containsExactly(
                        "/codex",
                        "exec",
                        "--json",
                        "--sandbox=read-only",
                        "--cd=/w",
                        "-c",
                        "approval_policy=\"never\"",
                        "-");
    }

    @ParameterizedTest
    @CsvSource({"uncommittedChanges, --uncommitted", "baseBranch, --base=0123", "commit, --commit=0123", "custom, -"})
    void codex_own_reviewer_has_words_of_its_own(String type, String last) {
        Map<String, String> target = Map.of("type", type, "branch", "0123", "sha", "0123", "instructions", "Look.");
        ThreadSettings settings =
                new ThreadSettings("/w", "read-only", List.of(), false, Optional.of("gpt-5.5"), Optional.empty());

        List<String> words = new ExecCommand(
                        "/codex", settings, Optional.of("high"), Optional.empty(), Optional.empty())
                .reviewWords(target);

        assertThat(words).endsWith("review", last);
        assertThat(words)
                .contains("--sandbox=read-only", "--model=gpt-5.5", "review_model=\"gpt-5.5\"")
                .contains("model_reasoning_effort=\"high\"")
                .doesNotContain("Look.");
    }

    @Test
    void G30_a_run_that_may_write_repeats_what_the_users_configuration_could_widen() {
        assertThat(words(settings("workspace-write", false, "/a b", "/c")))
                .contains("--sandbox=workspace-write", "--add-dir=/a b", "--add-dir=/c")
                .contains(
                        "sandbox_workspace_write.network_access=false",
                        "sandbox_workspace_write.writable_roots=[]",
                        "sandbox_workspace_write.exclude_tmpdir_env_var=false",
                        "sandbox_workspace_write.exclude_slash_tmp=false");
        assertThat(words(settings("workspace-write", true))).contains("sandbox_workspace_write.network_access=true");
    }

    @Test
    void every_option_stands_before_resume_and_the_prompt_is_read_from_stdin() {
        ThreadSettings settings = new ThreadSettings(
                "/w", "read-only", List.of(), false, Optional.of("gpt-5.5"), Optional.of("priority"));
        List<String> words = new ExecCommand(
                        "/codex", settings, Optional.of("high"), Optional.of(Path.of("/j/s.json")), Optional.of(THREAD))
                .words();

        assertThat(words).endsWith("resume", THREAD, "-");
        assertThat(words.subList(0, words.indexOf("resume")))
                .contains(
                        "--model=gpt-5.5",
                        "--output-schema=/j/s.json",
                        "model_reasoning_effort=\"high\"",
                        "service_tier=\"priority\"");
    }

    @Test
    void G32_no_value_can_become_an_option_or_another_value() {
        ThreadSettings settings = new ThreadSettings(
                "--help", "read-only", List.of(), false, Optional.of("--last"), Optional.of("a\"\nb = 1"));
        List<String> words =
                new ExecCommand("/codex", settings, Optional.of("true"), Optional.empty(), Optional.empty()).words();

        assertThat(words)
                .contains("--cd=--help", "--model=--last", "model_reasoning_effort=\"true\"")
                .contains("service_tier=\"a\\\"\\nb = 1\"")
                .doesNotContain("--help", "--last");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--last", "my thread", "01a2082d", "01a2082d-19dc-7450-a0d7-7bdd2ba3cc85 ", "{}"})
    void a_word_that_codex_would_look_up_as_a_name_is_no_thread(String word) {
        assertThat(ExecCommand.isThreadId(word)).isFalse();
        assertThatThrownBy(() -> new ExecCommand(
                        "/codex", settings("read-only", false), Optional.empty(), Optional.empty(), Optional.of(word)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
