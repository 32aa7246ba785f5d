package dev.companion.core.job;

import static dev.companion.core.job.JobFixtures.WORKSPACE;
import static dev.companion.core.job.JobFixtures.at;
import static dev.companion.core.job.JobFixtures.claimed;
import static dev.companion.core.job.JobFixtures.detailed;
import static dev.companion.core.job.JobFixtures.draft;
import static dev.companion.core.job.JobFixtures.ended;
import static dev.companion.core.job.JobFixtures.id;
import static dev.companion.core.job.JobFixtures.queued;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link JobStore} does; a store's test extends this and gives the store. */
public abstract class JobStoreContract {
    /** The store under test, empty at the start of each test. */
    protected abstract JobStore store();

    @Test
    void an_inserted_job_is_found_as_it_was() {
        Insertion insertion = store().insert(detailed(1));

        assertThat(insertion).isEqualTo(new Insertion.Inserted(detailed(1)));
        assertThat(store().find(id(1))).contains(detailed(1));
    }

    @Test
    void every_field_survives_until_the_end() {
        Job job = inserted(detailed(1));
        Job running = replaced(job, claimed(job));
        Job busy = replaced(running, busy(running));
        Job failed = replaced(busy, ended(busy, JobState.FAILED));

        assertThat(store().find(id(1))).contains(failed);
        assertThat(failed)
                .isEqualTo(ended(busy, JobState.FAILED)
                        .draft()
                        .version(failed.version())
                        .build());
        assertThat(failed.result().usage()).isPresent();
        assertThat(failed.ending().flatMap(Ending::retryAt)).isPresent();
    }

    @Test
    void a_result_of_many_files_survives() {
        Job running = running(1);
        List<String> files = IntStream.range(0, 20_000)
                .mapToObj(n -> "src/a/deep/directory/File" + n + ".java")
                .toList();
        WorkResult result = new WorkResult(files, List.of("x".repeat(2_000_000)), Optional.empty(), Optional.empty());

        Job done = replaced(running, running.ended(JobState.COMPLETED, Ending.COMPLETED, result, at(9)));

        assertThat(store().find(id(1)).map(Job::result)).contains(result);
        assertThat(store().list(JobQuery.ALL)).containsExactly(done);
    }

    @Test
    void instants_are_kept_in_whole_milliseconds() {
        Instant precise = Instant.parse("2026-03-01T12:00:00.123999999Z");
        store().insert(draft(1).createdAt(precise).build());

        assertThat(store().find(id(1)).map(Job::createdAt)).contains(Instant.parse("2026-03-01T12:00:00.123Z"));
    }

    @Test
    void an_unknown_job_is_not_found() {
        assertThat(store().find(id(1))).isEmpty();
        assertThat(store().transitions(id(1))).isEmpty();
        assertThat(store().list(JobQuery.ALL)).isEmpty();
        assertThat(store().overview(Optional.empty())).isEqualTo(new Overview(List.of(), List.of()));
        assertThat(store().delete(id(1))).isFalse();
        assertThat(store().replace(queued(1), claimed(queued(1)), "claimed")).isEmpty();
    }

    @Test
    void an_id_is_used_once() {
        inserted(queued(1));

        assertThatIllegalArgumentException().isThrownBy(() -> store().insert(queued(1)));
        assertThat(store().transitions(id(1))).hasSize(1);
    }

    @Test
    void only_a_queued_job_is_inserted() {
        assertThatIllegalArgumentException().isThrownBy(() -> store().insert(claimed(queued(1))));
        assertThat(store().find(id(1))).isEmpty();
    }

    @Test
    void an_idempotency_key_returns_the_earlier_job() {
        Job first = inserted(detailed(1));
        Job second = draft(2).idempotencyKey(first.idempotencyKey()).build();

        assertThat(store().insert(second)).isEqualTo(new Insertion.Existing(first));
        assertThat(store().find(id(2))).isEmpty();
        assertThat(store().transitions(id(2))).isEmpty();
    }

    @Test
    void jobs_without_an_idempotency_key_are_all_new() {
        inserted(queued(1));

        assertThat(store().insert(queued(2))).isInstanceOf(Insertion.Inserted.class);
    }

    @Test
    void a_replacement_counts_the_version_whatever_it_says() {
        Job job = inserted(queued(1));

        Optional<Job> stored =
                store().replace(job, job.draft().title("better").version(99).build(), "renamed");

        assertThat(stored)
                .contains(job.draft().title("better").version(job.version() + 1).build());
        assertThat(store().find(id(1))).isEqualTo(stored);
    }

    @ParameterizedTest
    @EnumSource(JobState.class)
    void from_each_state_exactly_the_allowed_steps_are_taken(JobState from) {
        int n = 0;
        for (JobState to : JobState.values()) {
            n++;
            Job stored = inState(n, from);
            Job next = next(stored, to);
            boolean update = from == to && !from.isTerminal();
            if (from.canBecome(to) || update) {
                assertThat(store().replace(stored, next, "test").map(Job::state))
                        .contains(to);
            } else {
                assertThatIllegalArgumentException().isThrownBy(() -> store().replace(stored, next, "test"));
                assertThat(store().find(stored.id())).contains(stored);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = JobState.class,
            names = {"COMPLETED", "FAILED", "CANCELLED", "LOST"})
    void a_terminal_job_never_changes(JobState terminal) {
        Job running = running(1);
        Job done = replaced(running, ended(running, terminal));

        for (JobState late : JobState.terminal()) {
            assertThat(store().replace(running, ended(running, late), "late")).isEmpty();
        }
        assertThat(store().replace(running, busy(running), "late")).isEmpty();
        assertThat(store().find(id(1))).contains(done);
        assertThat(store().transitions(id(1))).hasSize(3);
    }

    @Test
    void a_stale_version_loses() {
        Job running = running(1);
        Job busy = replaced(running, busy(running));

        assertThat(store().replace(running, ended(running, JobState.COMPLETED), "late"))
                .isEmpty();
        assertThat(store().find(id(1))).contains(busy);
    }

    @Test
    void a_worker_of_an_old_generation_can_write_nothing() {
        Job running = running(1);
        Job adopted = replaced(running, claimed(running));
        Job old = running.draft().version(adopted.version()).build();

        assertThat(store().replace(old, ended(old, JobState.COMPLETED), "late")).isEmpty();
        assertThat(store().replace(old, busy(old), "late")).isEmpty();
        assertThat(store().find(id(1))).contains(adopted);
    }

    @Test
    void a_generation_neither_jumps_nor_falls() {
        Job running = running(1);

        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        store().replace(running, running.draft().generation(3).build(), "test"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        store().replace(running, running.draft().generation(0).build(), "test"));
    }

    @Test
    void one_job_is_not_replaced_by_another() {
        Job job = inserted(queued(1));

        assertThatIllegalArgumentException().isThrownBy(() -> store().replace(job, claimed(queued(2)), "test"));
    }

    @Test
    void the_history_is_gap_free_and_holds_transitions_only() {
        Job job = inserted(queued(1));
        Job running = replaced(job, claimed(job), "claimed");
        Job busy = replaced(running, busy(running), "not in the history");
        Job adopted = replaced(busy, claimed(busy), "adopted");
        Job done = replaced(adopted, ended(adopted, JobState.COMPLETED), "turn completed");

        assertThat(store().transitions(id(1)))
                .containsExactly(
                        line(1, null, JobState.QUEUED, 0, job.createdAt(), "submitted"),
                        line(2, JobState.QUEUED, JobState.RUNNING, 1, running.updatedAt(), "claimed"),
                        line(3, JobState.RUNNING, JobState.RUNNING, 2, adopted.updatedAt(), "adopted"),
                        line(4, JobState.RUNNING, JobState.COMPLETED, 2, done.updatedAt(), "turn completed"));
    }

    @Test
    void a_list_is_newest_first_and_bounded() {
        inserted(queued(2));
        inserted(queued(3));
        inserted(queued(1));
        inserted(draft(4).createdAt(at(2)).build());

        assertThat(ids(JobQuery.ALL)).containsExactly(id(3), id(2), id(4), id(1));
        assertThat(ids(JobQuery.ALL.atMost(2))).containsExactly(id(3), id(2));
        assertThat(ids(JobQuery.ALL.atMost(0))).isEmpty();
    }

    @Test
    void a_query_finds_by_workspace_session_and_thread() {
        inserted(queued(1));
        inserted(queued(2, "/elsewhere"));
        inserted(draft(3).sessionId(Optional.of("s")).build());
        Job job = inserted(queued(4));
        replaced(job, job.draft().threadId(Optional.of("t")).build());

        assertThat(ids(JobQuery.ALL.inWorkspace("/elsewhere"))).containsExactly(id(2));
        assertThat(ids(JobQuery.ALL.inSession("s"))).containsExactly(id(3));
        assertThat(ids(JobQuery.ALL.onThread("t"))).containsExactly(id(4));
        assertThat(ids(JobQuery.ALL.inWorkspace(WORKSPACE).inSession("s"))).containsExactly(id(3));
        assertThat(ids(JobQuery.ALL.inWorkspace("/elsewhere").inSession("s"))).isEmpty();
    }

    @Test
    void a_query_finds_by_state_and_end() {
        inserted(queued(1));
        finished(2, at(20));
        finished(3, at(30));
        running(4);

        assertThat(ids(JobQuery.ALL.in(JobState.active()))).containsExactly(id(4), id(1));
        assertThat(ids(JobQuery.ALL.in(Set.of(JobState.COMPLETED)))).containsExactly(id(3), id(2));
        assertThat(ids(JobQuery.ALL.endedBefore(at(30)))).containsExactly(id(2));
        assertThat(ids(JobQuery.ALL.endedBefore(at(31)).in(JobState.active()))).isEmpty();
    }

    @Test
    void a_query_finds_jobs_that_bear_all_labels() {
        inserted(draft(1).labels(Map.of("a", "1", "b", "2")).build());
        inserted(draft(2).labels(Map.of("a", "1")).build());
        inserted(draft(3).labels(Map.of("a", "2", "b", "2")).build());

        assertThat(ids(JobQuery.ALL.labelled(Map.of("a", "1")))).containsExactly(id(2), id(1));
        assertThat(ids(JobQuery.ALL.labelled(Map.of("a", "1", "b", "2")))).containsExactly(id(1));
        assertThat(ids(JobQuery.ALL.labelled(Map.of("c", "1")))).isEmpty();
    }

    @Test
    void labels_can_be_replaced() {
        Job job = inserted(draft(1).labels(Map.of("a", "1", "b", "2")).build());
        replaced(job, job.draft().labels(Map.of("b", "3")).build());

        assertThat(store().find(id(1)).map(Job::labels)).contains(Map.of("b", "3"));
        assertThat(ids(JobQuery.ALL.labelled(Map.of("a", "1")))).isEmpty();
    }

    @Test
    void a_prefix_gives_the_ids_in_order() {
        inserted(queued(12));
        inserted(queued(11));
        inserted(queued(25));

        assertThat(store().idsStartingWith("task-00000000", 9)).containsExactly(id(11), id(12), id(25));
        assertThat(store().idsStartingWith("task-000000001", 9)).containsExactly(id(11), id(12));
        assertThat(store().idsStartingWith("task-00000000", 2)).containsExactly(id(11), id(12));
        assertThat(store().idsStartingWith(id(25).value(), 9)).containsExactly(id(25));
        assertThat(store().idsStartingWith("review", 9)).isEmpty();
        assertThat(store().idsStartingWith("", 9)).hasSize(3);
    }

    @Test
    void a_prefix_is_taken_literally() {
        inserted(queued(1));

        assertThat(store().idsStartingWith("task%", 9)).isEmpty();
        assertThat(store().idsStartingWith("task_", 9)).isEmpty();
        assertThat(store().idsStartingWith("!", 9)).isEmpty();
        assertThat(store().idsStartingWith("../" + id(1), 9)).isEmpty();
    }

    @Test
    void only_a_finished_job_is_deleted() {
        inserted(queued(1));
        running(2);
        finished(3, at(30));

        assertThat(store().delete(id(1))).isFalse();
        assertThat(store().delete(id(2))).isFalse();
        assertThat(store().delete(id(3))).isTrue();
        assertThat(store().delete(id(3))).isFalse();
        assertThat(ids(JobQuery.ALL)).containsExactly(id(2), id(1));
        assertThat(store().find(id(3))).isEmpty();
        assertThat(store().transitions(id(3))).isEmpty();
        assertThat(store().overview(Optional.empty()).finished()).isEmpty();
        assertThat(store().idsStartingWith("task", 9)).containsExactly(id(1), id(2));
    }

    @Test
    void the_overview_shows_active_jobs_and_the_newest_ends() {
        for (int n = 1; n <= JobStore.OVERVIEW_FINISHED + 2; n++) {
            finished(n, at(1000 - n));
        }
        inserted(queued(50));
        running(51);

        Overview overview = store().overview(Optional.of(WORKSPACE));

        assertThat(overview.active()).extracting(Job::id).containsExactly(id(51), id(50));
        assertThat(overview.finished()).hasSize(JobStore.OVERVIEW_FINISHED);
        assertThat(overview.finished()).extracting(Job::id).startsWith(id(1), id(2), id(3));
        assertThat(store().overview(Optional.empty())).isEqualTo(overview);
    }

    @Test
    void an_overview_of_a_workspace_shows_no_other() {
        inserted(queued(1));
        inserted(queued(2, "/elsewhere"));

        assertThat(store().overview(Optional.of("/elsewhere")).active()).containsExactly(queued(2, "/elsewhere"));
        assertThat(store().overview(Optional.of("/nowhere")).active()).isEmpty();
        assertThat(store().overview(Optional.empty()).active()).hasSize(2);
    }

    @Test
    void an_ended_job_leaves_the_active_ones_at_once() {
        Job running = running(1);
        assertThat(store().overview(Optional.of(WORKSPACE)).active()).containsExactly(running);

        Job done = replaced(running, ended(running, JobState.COMPLETED));

        assertThat(store().overview(Optional.of(WORKSPACE))).isEqualTo(new Overview(List.of(), List.of(done)));
        assertThat(store().overview(Optional.empty())).isEqualTo(new Overview(List.of(), List.of(done)));
        assertThat(store().find(id(1))).contains(done);
    }

    private Job inserted(Job job) {
        return store().insert(job).job();
    }

    private Job replaced(Job expected, Job next) {
        return replaced(expected, next, "test");
    }

    private Job replaced(Job expected, Job next, String why) {
        return store().replace(expected, next, why).orElseThrow();
    }

    private Job running(int n) {
        Job job = inserted(queued(n));
        return replaced(job, claimed(job));
    }

    private Job finished(int n, Instant end) {
        Job running = running(n);
        return replaced(running, running.ended(JobState.COMPLETED, Ending.COMPLETED, WorkResult.NONE, end));
    }

    private Job inState(int n, JobState state) {
        if (state == JobState.QUEUED) {
            return inserted(queued(n));
        }
        Job running = running(n);
        return state == JobState.RUNNING ? running : replaced(running, ended(running, state));
    }

    private static Job next(Job stored, JobState to) {
        JobDraft draft = stored.draft().state(to).phase(Phase.FINALIZING);
        Map<JobState, Ending> endings = new EnumMap<>(JobState.class);
        JobState.terminal().forEach(terminal -> endings.put(terminal, JobFixtures.ending(terminal)));
        Optional<Ending> ending = Optional.ofNullable(endings.get(to));
        return draft.ending(ending).completedAt(ending.map(any -> at(99))).build();
    }

    private static Job busy(Job running) {
        return running.draft()
                .phase(Phase.EDITING)
                .effective(new Effective(
                        Optional.of(Sandbox.WORKSPACE_WRITE),
                        Optional.of("gpt-5-codex"),
                        Optional.of("priority"),
                        Optional.of("0.169.0"),
                        Optional.of(Transport.BROKER)))
                .threadId(Optional.of("thread-1"))
                .turnId(Optional.of("turn-1"))
                .updatedAt(running.updatedAt().plusMillis(1))
                .build();
    }

    private List<JobId> ids(JobQuery query) {
        return store().list(query).stream().map(Job::id).toList();
    }

    private static Transition line(
            int ordinal, @Nullable JobState from, JobState to, int generation, Instant at, String why) {
        return new Transition(id(1), ordinal, Optional.ofNullable(from), to, generation, at, why);
    }
}
