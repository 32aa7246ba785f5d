package dev.companion.core.change;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.files.PrivateFiles;
import dev.companion.core.git.TreeState;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The file {@code git.json} of a job: git's view before and after.
 *
 * @param root of the working tree, absolute
 * @param before empty if git did not answer
 * @param after empty as long as the job runs, if its worker died, or if git did not answer
 * @param changed what git says was changed in between, paths below the root in order; empty too if that is not known
 * @param complete false if the lists are cut
 * @param trouble why git was not asked to the end, one line
 */
public record TreeRecord(
        String root,
        Optional<TreeState> before,
        Optional<TreeState> after,
        List<String> changed,
        boolean complete,
        Optional<String> trouble) {
    /** Copies. */
    public TreeRecord {
        changed = List.copyOf(changed);
    }

    /** Whether there is a view of before and one of after. */
    public boolean isKnown() {
        return before.isPresent() && after.isPresent();
    }

    /** Writes it. It may be lost in a crash of the machine: a job without it is a job whose change is not known. */
    void write(JobDirectory directory) throws IOException {
        Map<String, @Nullable Object> document = fields("schemaVersion", 1, "root", root);
        document.put("before", before.map(TreeRecord::state).orElse(null));
        document.put("after", after.map(TreeRecord::state).orElse(null));
        document.put("changed", changed);
        document.put("complete", complete);
        document.put("trouble", trouble.orElse(null));
        PrivateFiles.writeWhole(directory.treeStates(), out -> out.write(Json.bytes(document)));
    }

    private static Map<String, @Nullable Object> state(TreeState state) {
        Map<String, @Nullable Object> fields = fields(
                "head", state.head().orElse(null), "branch", state.branch().orElse(null));
        fields.put("complete", state.complete());
        fields.put("dirty", new TreeMap<>(state.dirty()));
        return fields;
    }

    /** What is kept of a job; empty if nothing is, or it cannot be read. */
    public static Optional<TreeRecord> read(JobDirectory directory) {
        if (!Files.isRegularFile(directory.treeStates())) {
            return Optional.empty();
        }
        try {
            JsonObject document = Json.readObject(PrivateFiles.read(directory.treeStates()));
            return document.string("root")
                    .map(root -> new TreeRecord(
                            root,
                            state(document, "before"),
                            state(document, "after"),
                            document.strings("changed"),
                            document.flag("complete"),
                            document.string("trouble")));
        } catch (IOException | UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private static Optional<TreeState> state(JsonObject document, String field) {
        if (document.value(field) == null) {
            return Optional.empty();
        }
        JsonObject state = document.object(field);
        Map<String, String> dirty = state.object("dirty").fields().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> String.valueOf(entry.getValue())));
        return Optional.of(new TreeState(state.string("head"), state.string("branch"), dirty, state.flag("complete")));
    }
}
