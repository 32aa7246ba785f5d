package dev.companion.core.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What we read of git is what git says. */
class WorkingTreeTest {
    @TempDir
    Path temporary;

    private Path repository;

    @BeforeEach
    void makeRepository() throws IOException {
        repository = Files.createDirectory(temporary.resolve("a repository"));
        git(repository, "init", "-q");
        git(repository, "commit", "-q", "--allow-empty", "-m", "first");
    }

    /** The lines that git prints; empty if it ends with an error. */
    private Optional<List<String>> git(Path directory, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("git", "-c", "protocol.file.allow=always"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("GIT_"));
        environment.put("HOME", temporary.toString());
        environment.put("GIT_CONFIG_NOSYSTEM", "1");
        for (String who : List.of("AUTHOR", "COMMITTER")) {
            environment.put("GIT_" + who + "_NAME", "Ada");
            environment.put("GIT_" + who + "_EMAIL", "ada@example.org");
        }
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), UTF_8);
        int exit = process.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue();
        return exit == 0 ? Optional.of(out.lines().toList()) : Optional.empty();
    }

    private void assertAgrees(Path directory) throws IOException {
        Optional<WorkingTree> said = git(directory, "rev-parse", "--show-toplevel", "--git-common-dir")
                .map(lines -> new WorkingTree(
                        Path.of(lines.get(0)), directory.toAbsolutePath().resolve(lines.get(1))));
        Optional<WorkingTree> found = WorkingTree.find(directory);

        assertThat(found.map(WorkingTree::root)).isEqualTo(said.map(WorkingTree::root));
        if (said.isPresent()) {
            assertThat(found.orElseThrow().commonDirectory())
                    .isEqualTo(said.orElseThrow().commonDirectory().toRealPath());
        }
    }

    @Test
    void in_a_repository_and_below_it() throws IOException {
        assertAgrees(repository);
        assertAgrees(Files.createDirectories(repository.resolve("deep/down")));
        assertThat(WorkingTree.find(repository)).isPresent();
    }

    @Test
    void outside_of_any() throws IOException {
        assertAgrees(temporary);
        assertThat(WorkingTree.find(temporary.resolve("not there"))).isEmpty();
    }

    @Test
    void worktrees_share_the_common_directory() throws IOException {
        git(
                repository,
                "worktree",
                "add",
                "-q",
                "-b",
                "side",
                temporary.resolve("side").toString());
        Path side = temporary.resolve("side");

        assertAgrees(side);
        assertAgrees(Files.createDirectory(side.resolve("sub")));
        assertThat(WorkingTree.find(side).map(WorkingTree::commonDirectory))
                .isPresent()
                .isEqualTo(WorkingTree.find(repository).map(WorkingTree::commonDirectory));
    }

    @Test
    void a_submodule_is_a_tree_of_its_own() throws IOException {
        Path outer = Files.createDirectory(temporary.resolve("outer"));
        git(outer, "init", "-q");

        assertThat(git(outer, "submodule", "--quiet", "add", repository.toString(), "inner"))
                .isPresent();

        assertAgrees(outer.resolve("inner"));
        assertAgrees(outer);
    }

    @Test
    void a_bare_repository_has_no_tree() throws IOException {
        Path bare = temporary.resolve("bare.git");
        git(temporary, "init", "-q", "--bare", bare.toString());

        assertAgrees(bare);
        assertAgrees(bare.resolve("refs"));
        assertThat(WorkingTree.find(bare)).isEmpty();
    }

    @Test
    void a_git_directory_has_no_tree() throws IOException {
        assertAgrees(repository.resolve(".git"));
        assertAgrees(repository.resolve(".git/refs/heads"));
        assertThat(WorkingTree.find(repository.resolve(".git"))).isEmpty();
    }

    @Test
    void a_link_leads_to_the_real_tree() throws IOException {
        Path sub = Files.createDirectory(repository.resolve("sub"));

        assertAgrees(Files.createSymbolicLink(temporary.resolve("link"), repository));
        assertAgrees(Files.createSymbolicLink(temporary.resolve("link to sub"), sub));
    }

    @Test
    void a_repository_in_a_repository_is_the_inner_one() throws IOException {
        Path inner = Files.createDirectory(repository.resolve("inner"));
        git(inner, "init", "-q");

        assertAgrees(inner);
    }

    @Test
    void an_empty_git_directory_is_none() throws IOException {
        Path inner = Files.createDirectories(repository.resolve("inner"));
        Files.createDirectory(inner.resolve(".git"));

        assertAgrees(inner);
    }

    @Test
    void a_pointer_to_nowhere_is_no_tree() throws IOException {
        Path inner = Files.createDirectories(temporary.resolve("inner"));
        Files.writeString(inner.resolve(".git"), "gitdir: /no/such/place\n");

        assertAgrees(inner);
    }
}
