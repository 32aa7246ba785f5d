package dev.companion.core.review.context;

import java.util.Optional;

/** Writes what comes from the repository, within the fence and within the budget. */
final class Material {
    private static final int LONGEST_LABEL = 300;

    private final Fence fence;
    private final ContextBudget budget;

    Material(Fence fence, ContextBudget budget) {
        this.fence = fence;
        this.budget = budget;
    }

    /** All of it. The list of files comes first and takes what the contents leave. */
    String write(String label, Optional<String> history, FileList files, Contents contents) {
        StringBuilder out = new StringBuilder(fence.begin());
        out.append(label, 0, Math.min(label.length(), LONGEST_LABEL)).append('\n');
        String heading = fence.part("changed files");
        String end = fence.end();
        long room = budget.bytes() - contents.used() - ReplacedText.bytes(out + heading + end);
        // The list of files matters more than what was said of them.
        Optional<String> said =
                history.map(text -> fence.part("commits") + text).filter(text -> ReplacedText.bytes(text) <= room / 2);
        said.ifPresent(out::append);
        out.append(heading);
        list(out, files, room - said.map(ReplacedText::bytes).orElse(0L));
        contents.appendTo(out);
        return out.append(end).toString();
    }

    private static void list(StringBuilder out, FileList files, long room) {
        String part = "";
        long left = room - more(files.count()).length();
        long listed = 0;
        for (ContextFile file : files.named()) {
            String line = (file.part().equals(part) ? "" : file.part() + ":\n") + FileLine.of(file) + "\n";
            part = file.part();
            left -= ReplacedText.bytes(line);
            if (left < 0) {
                break;
            }
            out.append(line);
            listed++;
        }
        if (listed < files.count()) {
            out.append(more(files.count() - listed));
        }
    }

    private static String more(long count) {
        return "and " + count + " more files\n";
    }
}
