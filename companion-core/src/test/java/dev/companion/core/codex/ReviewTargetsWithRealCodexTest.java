package dev.companion.core.codex;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.core.git.GitPath;
import dev.companion.core.git.GitRepository;
import dev.companion.core.json.JsonObject;
import dev.companion.core.offline.OfflineCodexHome;
import dev.companion.core.offline.OfflineModel;
import dev.companion.core.offline.OfflineRequest;
import dev.companion.core.review.target.CodexTarget;
import dev.companion.core.review.target.ReviewTarget;
import dev.companion.core.review.target.ReviewTarget.BranchChanges;
import dev.companion.core.review.target.ReviewTarget.CommitChanges;
import dev.companion.core.review.target.ReviewTarget.WorkingTreeChanges;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real Codex takes our targets, and asks its reviewer about what was chosen. */
class ReviewTargetsWithRealCodexTest {
    @TempDir
    private Path temporary;

    private GitRepository repository;
    private OfflineCodex offline;
    private OfflineModel model;
    private AppServerDriver codex;

    @BeforeEach
    void start() {
        repository = GitRepository.create(temporary.resolve("workspace"));
        offline = OfflineCodex.start(temporary.resolve("offline"), repository.root(), OfflineCodexHome.Options.DEFAULT);
        model = offline.model();
        codex = offline.server();
    }

    @AfterEach
    void stop() {
        if (offline != null) {
            offline.close();
        }
    }

    /** What the reviewer was asked. */
    private String asked(ReviewTarget target) {
        String thread = codex.startThread(repository.root(), "read-only", "never");
        int before = codex.size();
        JsonObject answer = codex.request("review/start", Map.of("threadId", thread, "target", CodexTarget.of(target)));
        assertThat(answer.object("error").string("message")).isEmpty();
        JsonObject turn = codex.awaitAfter(before, AppServerDriver.isNotification("turn/completed", thread))
                .object("params")
                .object("turn");
        assertThat(turn.string("status")).contains("completed");
        List<OfflineRequest> requests = model.requests();
        return requests.get(requests.size() - 1).userText();
    }

    @Test
    void every_kind_of_target_is_taken() {
        String first = repository.write("file", "1\n").commit("first");
        String second = repository.write("file", "2\n").commit("second");
        String third = repository.write("file", "3\n").commit("third");

        assertThat(asked(new WorkingTreeChanges(third, true, List.of()))).contains("staged, unstaged, and untracked");
        assertThat(asked(new BranchChanges("main", first, first, third, true, List.of())))
                .contains("The merge base commit for this comparison is " + first)
                .contains("git diff " + first);
        assertThat(asked(new CommitChanges("HEAD~1", second, first, true, List.of())))
                .contains("introduced by commit " + second);
        assertThat(asked(new CommitChanges("HEAD~1", second, first, true, List.of(GitPath.of("file")))))
                .contains(first + " " + second + " -- ':(top,literal)file'");
    }
}
