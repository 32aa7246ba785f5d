package dev.companion.core.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** {@link JobReferences} and {@link Pruning}. */
class JobReferencesTest extends UseCaseTest {
    private Job resolve(String reference) {
        return rig().references().resolve(reference);
    }

    @Test
    void an_id_a_prefix_and_a_prefix_without_the_kind_all_name_the_job() {
        IntStream.range(0, 12).forEach(n -> rig().submit());

        assertThat(resolve("task-0000000003").id()).isEqualTo(JobFixtures.id(3));
        assertThat(resolve(" TASK-0000000012 ").id()).isEqualTo(JobFixtures.id(12));
        assertThat(resolve("task-000000000" + 4).id()).isEqualTo(JobFixtures.id(4));
        assertThat(resolve("0000000007").id()).isEqualTo(JobFixtures.id(7));
    }

    @Test
    void an_ambiguous_prefix_names_the_matches() {
        IntStream.range(0, 12).forEach(n -> rig().submit());

        Failure failure = JobRig.failure(() -> resolve("000000001"));

        assertThat(failure.code()).isEqualTo(FailureCode.AMBIGUOUS_JOB);
        assertThat(failure.message()).contains("task-0000000010", "task-0000000011", "task-0000000012");
        assertThat(JobRig.failure(() -> resolve("task-")).message()).endsWith(", …");
    }

    @Test
    void an_unknown_reference_is_told_on_one_short_line() {
        for (String reference : List.of("", "  ", "nope", "task-zzzzzzzzzz", "%", "_", "x\ny", "z".repeat(5000))) {
            Failure failure = JobRig.failure(() -> resolve(reference));

            assertThat(failure.code()).isEqualTo(FailureCode.NO_SUCH_JOB);
            assertThat(failure.message()).doesNotContain("\n").hasSizeLessThan(100);
        }
    }

    @Test
    void G01_what_is_found_is_the_truth() {
        Job running = rig().claim(rig().submit());

        assertThat(rig().references().latest(JobQuery.ALL).orElseThrow().state())
                .isEqualTo(JobState.LOST);
        assertThat(resolve(running.id().value()).state()).isEqualTo(JobState.LOST);
        assertThat(rig().references().list(JobQuery.ALL)).extracting(Job::state).containsExactly(JobState.LOST);
    }

    @Test
    void G11_pruning_removes_finished_jobs_with_their_files_and_never_an_active_one() {
        Job old = rig().complete(rig().claim(rig().submit()));
        rig().clock().move(Duration.ofDays(10));
        Job recent = rig().complete(rig().claim(rig().submit()));
        Job active = rig().submit();
        Pruning pruning = new Pruning(rig().store(), rig().root(), rig().clock());

        assertThat(pruning.candidates(Optional.of(Duration.ofDays(7)), 0)).containsExactly(old);
        assertThat(pruning.candidates(Optional.empty(), 1)).containsExactly(old);
        assertThat(pruning.candidates(Optional.empty(), 5)).isEmpty();
        assertThat(pruning.remove(List.of(old, active))).containsExactly(old);

        assertThat(Files.exists(rig().directory(old).path())).isFalse();
        assertThat(rig().directory(recent).events()).exists();
        assertThat(rig().directory(active).request()).exists();
        assertThat(rig().store().find(old.id())).isEmpty();
        assertThat(pruning.remove(List.of(old))).isEmpty();
    }
}
