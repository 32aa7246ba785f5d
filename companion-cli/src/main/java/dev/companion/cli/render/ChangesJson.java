package dev.companion.cli.render;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.change.Discrepancy;
import dev.companion.core.change.TreeRecord;
import dev.companion.core.git.TreeState;
import dev.companion.core.job.Job;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What git says of a job's working tree in the JSON of the commands, see the schema {@code git}. */
final class ChangesJson {
    private ChangesJson() {}

    /** The value of the field; null if git was not to be asked. */
    static @Nullable Map<String, @Nullable Object> of(Job job, Optional<TreeRecord> record) {
        return record.map(kept -> document(job, kept)).orElse(null);
    }

    private static Map<String, @Nullable Object> document(Job job, TreeRecord record) {
        Discrepancy discrepancy = JobEvidence.discrepancy(job, record);
        Map<String, @Nullable Object> document = fields("root", record.root());
        document.put("before", record.before().map(ChangesJson::state).orElse(null));
        document.put("after", record.after().map(ChangesJson::state).orElse(null));
        document.put("changedFiles", record.changed());
        document.put("onlyCodex", discrepancy.onlyCodex());
        document.put("onlyGit", discrepancy.onlyGit());
        document.put("complete", record.complete());
        document.put("trouble", record.trouble().orElse(null));
        return document;
    }

    private static Map<String, @Nullable Object> state(TreeState state) {
        return fields(
                "head",
                state.head().orElse(null),
                "branch",
                state.branch().orElse(null),
                "dirtyFiles",
                state.dirty().keySet().stream().sorted().toList(),
                "complete",
                state.complete());
    }
}
