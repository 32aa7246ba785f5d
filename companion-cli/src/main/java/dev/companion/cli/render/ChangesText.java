package dev.companion.cli.render;

import dev.companion.cli.app.App;
import dev.companion.core.change.Discrepancy;
import dev.companion.core.change.TreeRecord;
import dev.companion.core.job.Job;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where Codex's word and git's differ, in lines for people; nothing if they agree. */
public final class ChangesText {
    private static final int SHOWN = 5;

    private ChangesText() {}

    /** Of an ended job. */
    public static List<String> of(App app, Job job) {
        return lines(job, new JobEvidence(app).changes(job));
    }

    static List<String> lines(Job job, Optional<TreeRecord> record) {
        return record.map(kept -> lines(job, kept)).orElse(List.of());
    }

    private static List<String> lines(Job job, TreeRecord record) {
        List<String> lines = new ArrayList<>();
        record.trouble().ifPresent(why -> lines.add("what git says of the change is not known: " + why));
        Discrepancy discrepancy = JobEvidence.discrepancy(job, record);
        if (!discrepancy.onlyGit().isEmpty()) {
            lines.add("changed, git says, and not named by Codex: " + names(discrepancy.onlyGit()));
        }
        if (!discrepancy.onlyCodex().isEmpty()) {
            lines.add("named by Codex, and git sees no change: " + names(discrepancy.onlyCodex()));
        }
        if (!record.complete() && record.isKnown()) {
            lines.add("too many files are changed here to compare all of them");
        }
        return lines.stream().map(EventText::plain).toList();
    }

    private static String names(List<String> files) {
        String shown = String.join(", ", files.stream().limit(SHOWN).toList());
        return files.size() > SHOWN ? shown + " and " + (files.size() - SHOWN) + " more" : shown;
    }
}
