package dev.companion.core.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.codex.ScriptedTurn;
import dev.companion.core.job.EventType;
import dev.companion.core.job.Job;
import dev.companion.core.job.KnownLimits;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Codex tells of the account's usage limits is kept with the job. */
class KnownLimitsTest {
    @TempDir
    Path directory;

    private static ScriptedTurn used(ScriptedTurn turn, int... percents) {
        ScriptedTurn told = turn;
        for (int percent : percents) {
            Map<String, Object> primary = Map.of("usedPercent", percent, "windowDurationMins", 300);
            told = told.notification(
                    "account/rateLimits/updated", Map.of("rateLimits", Map.of("limitId", "codex", "primary", primary)));
        }
        return told;
    }

    @Test
    void only_a_change_is_news_and_the_last_one_is_kept() {
        ScriptedTurn turn =
                used(ScriptedTurn.begin(), 41, 41, 42).message("done").completed();
        try (WorkerRig rig = WorkerRig.playing(directory, turn)) {
            Job job = rig.run();

            assertThat(rig.events(job.id(), EventType.RATE_LIMITS)).hasSize(2);
            JsonObject kept = KnownLimits.read(rig.directory(job.id())).orElseThrow();
            assertThat(kept.object("primary").number("usedPercent")).contains(42L);
            assertThat(kept.string("observedAt")).isPresent();
            assertThat(kept.fields()).containsEntry("secondary", null);
        }
    }

    @Test
    void a_job_that_heard_nothing_knows_nothing() {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("done"))) {
            assertThat(KnownLimits.read(rig.directory(rig.run().id()))).isEmpty();
        }
    }

    @Test
    void a_file_that_is_damaged_is_no_knowledge() throws IOException {
        try (WorkerRig rig = WorkerRig.playing(directory, ScriptedTurn.happy("done"))) {
            Job job = rig.run();
            Files.writeString(rig.directory(job.id()).rateLimits(), "{\"observedAt\":");

            assertThat(KnownLimits.read(rig.directory(job.id()))).isEmpty();
        }
    }
}
