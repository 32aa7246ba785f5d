package dev.companion.cli.render;

import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Ending;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Reason;
import dev.companion.core.settings.Durations;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Jobs as a table for people: aligned columns, or blocks where the terminal is too narrow for them. */
public final class StatusText {
    private static final int NARROW = 60;
    private static final String GAP = "  ";

    private final JobJson times;
    private final Terminal terminal;

    /** Shows jobs as of the clock of {@code times}. */
    public StatusText(JobJson times, Terminal terminal) {
        this.times = times;
        this.terminal = terminal;
    }

    /** Prints the table, or that there is nothing. */
    public void print(Listing listing) {
        lines(listing).forEach(terminal::print);
    }

    /** The lines of the table. */
    List<String> lines(Listing listing) {
        if (listing.jobs().isEmpty()) {
            return List.of(listing.workspaceRoot().isPresent() ? "no jobs in this workspace" : "no jobs");
        }
        boolean everywhere = listing.workspaceRoot().isEmpty();
        List<Row> rows =
                listing.jobs().stream().map(job -> row(job, everywhere)).toList();
        int width = terminal.resultWidth();
        return width < NARROW ? blocks(rows, width) : table(rows, width, everywhere);
    }

    private record Row(JobState state, List<String> cells, String title) {}

    private Row row(Job job, boolean everywhere) {
        List<String> cells = new ArrayList<>();
        cells.add(job.id().value());
        cells.add(job.state().wireName());
        cells.add(time(job));
        cells.add(detail(job));
        if (everywhere) {
            cells.add(EventText.plain(name(job.workspace().root())));
        }
        return new Row(job.state(), cells, EventText.plain(job.title()));
    }

    private static String name(String workspaceRoot) {
        Path name = Path.of(workspaceRoot).getFileName();
        return name == null ? workspaceRoot : name.toString();
    }

    /** What an active job is doing, or why another one ended; empty if its state says it all. */
    static String detail(Job job) {
        if (job.state() == JobState.QUEUED && job.notBefore().isPresent()) {
            return "waits until " + LocalTimes.of(job.notBefore().get(), job.createdAt());
        }
        if (job.isActive()) {
            String phase = job.phase().wireName();
            return phase.equals(job.state().wireName()) ? "" : phase;
        }
        return job.ending().flatMap(Ending::reason).map(Reason::wireName).orElse("");
    }

    /** How long it has been there, or how long its work took. */
    String time(Job job) {
        Duration time = JobJson.duration(job).orElseGet(() -> times.elapsed(job));
        return Durations.format(time);
    }

    private List<String> table(List<Row> rows, int width, boolean everywhere) {
        List<String> header = new ArrayList<>(List.of("JOB", "STATUS", "TIME", "DETAIL"));
        if (everywhere) {
            header.add("WORKSPACE");
        }
        int[] widths = header.stream().mapToInt(Columns::of).toArray();
        for (Row row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], Columns.of(row.cells().get(i)));
            }
        }
        List<String> lines = new ArrayList<>();
        lines.add(padded(header, widths) + "TITLE");
        for (Row row : rows) {
            String left = padded(row.cells(), widths);
            String line = Columns.cut(left + row.title(), width).stripTrailing();
            lines.add(coloured(line, row.state()));
        }
        return lines;
    }

    private static String padded(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            line.append(Columns.pad(cells.get(i), widths[i])).append(GAP);
        }
        return line.toString();
    }

    private List<String> blocks(List<Row> rows, int width) {
        List<String> lines = new ArrayList<>();
        for (Row row : rows) {
            List<String> words =
                    row.cells().stream().skip(1).filter(word -> !word.isEmpty()).toList();
            lines.add(Columns.cut(row.cells().get(0), width));
            lines.add(coloured(Columns.cut(GAP + String.join(" ", words), width), row.state()));
            lines.add(Columns.cut(GAP + row.title(), width));
        }
        return lines;
    }

    /** Colours the first word that names the state; the columns before it hold ids, which never do. */
    private String coloured(String line, JobState state) {
        String word = state.wireName();
        int at = line.indexOf(word);
        if (!terminal.colours() || at < 0) {
            return line;
        }
        return line.substring(0, at) + colour(state) + word + "\u001b[0m" + line.substring(at + word.length());
    }

    private static String colour(JobState state) {
        return switch (state) {
            case QUEUED -> "\u001b[36m";
            case RUNNING -> "\u001b[34m";
            case COMPLETED -> "\u001b[32m";
            case CANCELLED -> "\u001b[33m";
            case FAILED, LOST -> "\u001b[31m";
        };
    }
}
