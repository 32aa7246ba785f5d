package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReviewGateTest {
    private static final String REPOSITORY = "/srv/one/.git";

    @TempDir
    Path directory;

    private ReviewGate gate() {
        return new ReviewGate(StateRoot.open(directory.resolve("state")));
    }

    private static Workspace worktree(String root, String repository) {
        return new Workspace(root, Optional.of(repository));
    }

    @Test
    void it_is_on_for_all_worktrees_of_its_repository_and_for_no_other() {
        assertThat(gate().set(REPOSITORY, true)).isTrue();

        assertThat(gate().isEnabled(worktree("/srv/one", REPOSITORY))).isTrue();
        assertThat(gate().isEnabled(worktree("/srv/another-worktree", REPOSITORY)))
                .isTrue();
        assertThat(gate().isEnabled(worktree("/srv/two", "/srv/two/.git"))).isFalse();
        assertThat(gate().isEnabled(new Workspace("/srv/one", Optional.empty())))
                .isFalse();
    }

    @Test
    void switching_it_again_changes_nothing() {
        gate().set(REPOSITORY, true);

        assertThat(gate().set(REPOSITORY, true)).isFalse();
        assertThat(gate().set(REPOSITORY, false)).isTrue();
        assertThat(gate().set(REPOSITORY, false)).isFalse();
        assertThat(gate().isEnabled(worktree("/srv/one", REPOSITORY))).isFalse();
    }

    @Test
    void whether_it_is_on_is_found_out_without_a_file() {
        assertThat(gate().isEnabled(worktree("/srv/one", REPOSITORY))).isFalse();

        assertThat(Files.exists(directory.resolve("state").resolve("gates"))).isFalse();
    }
}
