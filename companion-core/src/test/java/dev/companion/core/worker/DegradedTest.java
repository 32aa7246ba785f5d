package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A turn whose sandbox cannot start completes all the same; the job says that it is worth nothing. */
class DegradedTest {
    private static final String NO_SANDBOX = "bwrap: Creating new namespace failed: nesting depth exceeded (ENOSPC)\n";

    @TempDir
    Path directory;

    private void assertDegraded(ScriptedTurn turn, boolean expected) {
        try (WorkerRig rig = WorkerRig.playing(directory, turn.message("done").completed())) {
            Job job = rig.run();

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(job.result().degraded().isPresent()).isEqualTo(expected);
            assertThat(rig.events(job.id(), EventType.WARNING)).hasSize(expected ? 1 : 0);
        }
    }

    @Test
    void a_turn_whose_every_command_met_a_sandbox_that_cannot_start_is_degraded() {
        assertDegraded(ScriptedTurn.begin().command("ls", 1, NO_SANDBOX).command("pwd", 1, NO_SANDBOX), true);
    }

    @Test
    void a_turn_with_one_command_that_ran_is_not() {
        assertDegraded(ScriptedTurn.begin().command("ls", 1, NO_SANDBOX).command("pwd", 0, "/"), false);
    }

    @Test
    void a_command_that_fails_by_itself_is_no_sign_of_a_sandbox() {
        assertDegraded(
                ScriptedTurn.begin().command("nosuch", 1, "bwrap: execvp nosuch: No such file or directory\n"), false);
    }

    @Test
    void a_turn_without_commands_is_not() {
        assertDegraded(ScriptedTurn.begin(), false);
    }
}
