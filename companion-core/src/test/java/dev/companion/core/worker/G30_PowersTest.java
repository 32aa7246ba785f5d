package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedScenario;
import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Reason;
import dev.companion.core.job.RequestFixture;
import dev.companion.core.job.Sandbox;
import dev.companion.core.job.ThreadTarget;
import dev.companion.core.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What Codex says that it runs with is compared with what was asked, before there is a turn. */
class G30_PowersTest {
    private static final String KNOWN_THREAD = "01990000-0000-7000-8000-00000000beef";
    private static final Map<String, Object> FULL = Map.of("type", "dangerFullAccess");
    private static final Map<String, Object> READ_ONLY = Map.of("type", "readOnly", "networkAccess", false);

    @TempDir
    Path directory;

    static Stream<Arguments> threads() {
        return Stream.of(new ThreadTarget.Fresh(), new ThreadTarget.Resume(KNOWN_THREAD))
                .map(Arguments::of);
    }

    private static void assertRefused(WorkerRig rig, RequestFixture request, String words) {
        Job job = rig.run(request);

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.ending().orElseThrow().reason()).contains(Reason.POLICY_MISMATCH);
        assertThat(job.ending().orElseThrow().exitCode()).isEqualTo(ExitCode.DENIED);
        assertThat(job.ending().orElseThrow().message().orElseThrow()).contains(words);
        assertThat(rig.codex().received("turn/start")).isEmpty();
    }

    private static ScriptedScenario scenario() {
        return new ScriptedScenario().knowsThread(KNOWN_THREAD);
    }

    @ParameterizedTest
    @MethodSource("threads")
    void more_power_than_asked_for_is_refused(ThreadTarget thread) {
        try (WorkerRig rig = new WorkerRig(directory, scenario().effectiveSandbox(FULL))) {
            assertRefused(rig, rig.request().thread(thread), "dangerFullAccess");
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void less_power_than_asked_for_is_refused(ThreadTarget thread) {
        try (WorkerRig rig = new WorkerRig(directory, scenario().effectiveSandbox(READ_ONLY))) {
            assertRefused(rig, rig.request().thread(thread).sandbox(Sandbox.WORKSPACE_WRITE), "workspaceWrite");
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void another_approval_policy_is_refused(ThreadTarget thread) {
        try (WorkerRig rig = new WorkerRig(directory, scenario().effectiveApprovalPolicy("on-request"))) {
            assertRefused(rig, rig.request().thread(thread), "on-request");
        }
    }

    @ParameterizedTest
    @MethodSource("threads")
    void another_model_is_refused(ThreadTarget thread) {
        try (WorkerRig rig = new WorkerRig(directory, scenario().effectiveModel("a-cheaper-one"))) {
            assertRefused(rig, rig.request().thread(thread).model("gpt-5.5"), "a-cheaper-one");
        }
    }

    @ParameterizedTest
    @EnumSource(Sandbox.class)
    void every_turn_brings_its_sandbox_policy_again(Sandbox sandbox) {
        try (WorkerRig rig = new WorkerRig(directory, scenario())) {
            Job job = rig.run(rig.request()
                    .thread(new ThreadTarget.Resume(KNOWN_THREAD))
                    .sandbox(sandbox)
                    .network(sandbox != Sandbox.DANGER_FULL_ACCESS)
                    .addDirs(sandbox == Sandbox.WORKSPACE_WRITE ? new String[] {"/srv/more"} : new String[0]));

            assertThat(job.state()).isEqualTo(JobState.COMPLETED);
            assertThat(job.effective().sandbox()).contains(sandbox);
            JsonObject turn = rig.codex().received("turn/start").get(0).object("params");
            assertThat(turn.string("approvalPolicy")).contains("never");
            assertThat(turn.string("cwd")).contains(directory.toString());
            assertThat(turn.object("sandboxPolicy").string("type"))
                    .contains(
                            switch (sandbox) {
                                case READ_ONLY -> "readOnly";
                                case WORKSPACE_WRITE -> "workspaceWrite";
                                case DANGER_FULL_ACCESS -> "dangerFullAccess";
                            });
            assertThat(turn.object("sandboxPolicy").strings("writableRoots"))
                    .isEqualTo(sandbox == Sandbox.WORKSPACE_WRITE ? List.of("/srv/more") : List.of());
        }
    }

    @Test
    void a_turn_with_other_powers_than_its_thread_is_interrupted_and_refused() {
        ScriptedTurn turn = ScriptedTurn.begin().untilInterrupted();
        try (WorkerRig rig = new WorkerRig(directory, scenario().turn(turn).effectiveSandboxInTurns(READ_ONLY))) {
            Job job = rig.run(rig.request().network(true));

            assertThat(job.state()).isEqualTo(JobState.FAILED);
            assertThat(job.ending().orElseThrow().reason()).contains(Reason.POLICY_MISMATCH);
            assertThat(job.ending().orElseThrow().message().orElseThrow()).contains("network access");
            assertThat(rig.codex().received("turn/interrupt")).hasSize(1);
        }
    }

    @Test
    void read_only_without_network_is_what_an_ordinary_request_gets() {
        try (WorkerRig rig = new WorkerRig(directory, scenario())) {
            rig.run();

            assertThat(rig.codex()
                            .received("turn/start")
                            .get(0)
                            .object("params")
                            .object("sandboxPolicy")
                            .fields())
                    .isEqualTo(Map.of("type", "readOnly", "networkAccess", false));
        }
    }
}
