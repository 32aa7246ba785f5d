package dev.companion.cli.command;

import dev.companion.cli.app.App;
import dev.companion.cli.render.Listing;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobQuery;
import dev.companion.core.job.Overview;
import dev.companion.core.job.Recovery;
import dev.companion.core.job.ReviewGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which jobs a command looks at.
 *
 * @param everywhere of all workspaces, not only of the one around the working directory
 * @param session only those of this chat session
 * @param mostFinished how many finished jobs at most
 */
record Scope(boolean everywhere, Optional<String> session, int mostFinished) {
    /** Whether what nobody asked for stays out of it: the reviews of the review gate. */
    private boolean isUsual() {
        return mostFinished < Integer.MAX_VALUE;
    }

    /**
     * Finds them. Every active one is told as it truly is: one whose worker died is ended here and now.
     *
     * @return active and finished jobs, sorted
     */
    Listing find(App app) {
        Optional<String> root =
                everywhere ? Optional.empty() : Optional.of(app.workspace().root());
        Overview overview = app.store().overview(root).within(session);
        if (isUsual()) {
            overview = overview.withoutGate();
        }
        if (!overview.has(mostFinished)) {
            JobQuery ofRoot = root.map(JobQuery.ALL::inWorkspace).orElse(JobQuery.ALL);
            JobQuery query = session.map(ofRoot::inSession).orElse(ofRoot);
            List<Job> found = new ArrayList<>(app.references().list(query));
            if (isUsual()) {
                found.removeIf(ReviewGate::owns);
            }
            return Listing.of(root, found, mostFinished);
        }
        List<Job> jobs = new ArrayList<>(overview.finished());
        if (!overview.active().isEmpty()) {
            Recovery recovery = app.recovery();
            overview.active().forEach(job -> jobs.add(recovery.reconcile(job)));
        }
        return Listing.of(root, jobs, mostFinished);
    }
}
