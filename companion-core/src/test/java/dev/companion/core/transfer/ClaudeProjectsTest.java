package dev.companion.core.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaudeProjectsTest {
    private static final String ID = "7d2c6f1e-0000-4000-8000-000000000001";

    @TempDir
    private Path temporary;

    private Path home = Path.of("");
    private Path folder = Path.of("");

    @BeforeEach
    void prepare() throws IOException {
        home = Files.createDirectory(temporary.toRealPath().resolve("home"));
        folder = Files.createDirectories(home.resolve(".claude/projects"));
    }

    private ClaudeProjects projects() {
        return projects(Map.of("HOME", home.toString()));
    }

    private static ClaudeProjects projects(Map<String, String> variables) {
        return ClaudeProjects.of(new Environment(variables, Optional.empty(), Optional.empty()));
    }

    private Path session(Path directory) {
        return new SessionFile(directory.resolve(ID + ".jsonl"), temporary)
                .turn("a question", "an answer")
                .write();
    }

    private static void assertFails(FailureCode code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Failure.class, failure -> assertThat(failure.code()).isEqualTo(code));
    }

    @Test
    void a_session_is_found_by_its_id_in_any_project() throws IOException {
        Files.createDirectories(folder.resolve("-empty"));
        Path file = session(folder.resolve("-work"));

        assertThat(projects().ofId(ID)).isEqualTo(new ClaudeSession(file, ID));
        assertThat(projects().ofFile(file)).isEqualTo(new ClaudeSession(file, ID));
    }

    @Test
    void the_folder_is_that_of_CLAUDE_CONFIG_DIR_if_there_is_one() throws IOException {
        Path elsewhere = temporary.toRealPath().resolve("elsewhere");
        Path file = session(elsewhere.resolve("projects/-work"));
        session(folder.resolve("-work"));

        ClaudeProjects projects = projects(Map.of("HOME", home.toString(), "CLAUDE_CONFIG_DIR", elsewhere.toString()));

        assertThat(projects.ofId(ID).file()).isEqualTo(file);
        assertFails(FailureCode.SESSION_OUTSIDE, () -> projects.ofFile(folder.resolve("-work/" + ID + ".jsonl")));
    }

    @Test
    void a_session_that_is_not_there_is_told() {
        assertFails(FailureCode.NO_SUCH_SESSION, () -> projects().ofId(ID));
        assertFails(FailureCode.NO_SUCH_SESSION, () -> projects().ofFile(folder.resolve("x.jsonl")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "a/b", ".", "..", "*", "-rf", "a\nb", "a.b", "\u0000", ""})
    void what_could_be_another_path_is_no_id(String id) {
        session(folder);

        assertFails(FailureCode.NO_SUCH_SESSION, () -> projects().ofId(id));
    }

    @Test
    void a_session_in_two_projects_is_not_guessed() {
        Path first = session(folder.resolve("-a"));
        session(folder.resolve("-b"));

        assertThatThrownBy(() -> projects().ofId(ID)).isInstanceOfSatisfying(Failure.class, failure -> {
            assertThat(failure.code()).isEqualTo(FailureCode.AMBIGUOUS_SESSION);
            assertThat(failure.remedy()).contains("--source " + first);
        });
    }

    @Test
    void a_link_that_leads_out_of_the_folder_is_refused() throws IOException {
        Path secret = session(temporary.toRealPath().resolve("outside"));
        Path project = Files.createDirectories(folder.resolve("-work"));
        Path link = Files.createSymbolicLink(project.resolve(ID + ".jsonl"), secret);
        Path linkedProject = Files.createSymbolicLink(folder.resolve("-linked"), secret.getParent());

        assertFails(FailureCode.SESSION_OUTSIDE, () -> projects().ofFile(secret));
        assertFails(FailureCode.SESSION_OUTSIDE, () -> projects().ofFile(link));
        assertFails(FailureCode.SESSION_OUTSIDE, () -> projects().ofFile(linkedProject.resolve(ID + ".jsonl")));
        assertFails(
                FailureCode.SESSION_OUTSIDE,
                () -> projects().ofFile(project.resolve("../../../../outside/" + ID + ".jsonl")));
        Files.delete(linkedProject);
        assertFails(FailureCode.SESSION_OUTSIDE, () -> projects().ofId(ID));
    }

    @Test
    void a_folder_with_a_name_that_begins_like_ours_is_outside() throws IOException {
        Path file = session(home.resolve(".claude/projects-old/-work"));

        assertFails(FailureCode.SESSION_OUTSIDE, () -> projects().ofFile(file));
    }

    @Test
    void links_on_the_way_to_the_folder_and_into_it_are_followed() throws IOException {
        Path file = session(folder.resolve("-work"));
        Path other = Files.createDirectory(temporary.toRealPath().resolve("other"));
        Files.createSymbolicLink(other.resolve(".claude"), home.resolve(".claude"));
        Path link = Files.createSymbolicLink(temporary.resolve("shortcut.jsonl"), file);

        assertThat(projects(Map.of("HOME", other.toString())).ofId(ID).file()).isEqualTo(file);
        assertThat(projects().ofFile(link).file()).isEqualTo(file);
    }

    @Test
    void only_a_transcript_is_taken() throws IOException {
        Files.createDirectories(folder.resolve("-work/" + ID + ".jsonl"));
        Path other = Files.writeString(folder.resolve("-work/settings.json"), "{}");

        assertFails(FailureCode.SESSION_UNUSABLE, () -> projects().ofId(ID));
        assertFails(FailureCode.SESSION_UNUSABLE, () -> projects().ofFile(other));
    }

    @Test
    void without_a_folder_there_is_no_session() {
        assertFails(
                FailureCode.NO_SUCH_SESSION,
                () -> projects(Map.of("HOME", temporary.resolve("nobody").toString())));
        assertFails(FailureCode.NO_SUCH_SESSION, () -> projects(Map.of()));
    }

    @Test
    void the_directory_is_that_of_the_first_line_that_has_one() throws IOException {
        Path file = folder.resolve("-work/" + ID + ".jsonl");
        Path begun = Files.createDirectory(temporary.toRealPath().resolve("begun"));
        new SessionFile(file, begun).turn("a", "b").write();
        ClaudeSession session = projects().ofId(ID);

        assertThat(session.directory()).contains(begun);
        Files.writeString(file, "no JSON\n\n{\"cwd\":7}\n{\"cwd\":\"relative\"}\n{\"cwd\":\"" + begun + "\"}");
        assertThat(session.directory()).contains(begun);
        Files.writeString(file, "{\"cwd\":\"" + begun.resolve("gone") + "\"}\n{\"cwd\":\"" + begun + "\"}\n");
        assertThat(session.directory()).contains(begun.resolve("gone"));
        Files.writeString(file, "");
        assertThat(session.directory()).isEmpty();
    }
}
