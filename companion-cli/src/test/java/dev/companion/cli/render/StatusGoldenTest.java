package dev.companion.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.companion.cli.terminal.Terminal;
import dev.companion.core.job.Job;
import dev.companion.core.job.JobFixtures;
import dev.companion.core.job.JobState;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.Workspace;
import dev.companion.core.settings.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes of {@code status} for people, as files to look at. */
class StatusGoldenTest {
    @TempDir
    Path directory;

    private static final InstantSource NOW = InstantSource.fixed(JobFixtures.at(125));

    private final JobJson times = new JobJson(NOW, new ProgressPreview(() -> {
        throw new AssertionError("no log is read");
    }));

    private static Listing listing(Optional<String> workspace) {
        Job queued = JobFixtures.queued(6);
        Job running = JobFixtures.claimed(JobFixtures.draft(5)
                .title("Über 日本語 🚀 and more words than fit on one line of a terminal")
                .build());
        Job hostile = JobFixtures.draft(4)
                .title("\u001b[31mred\u001b[0m \u0007bell \u202eevil | pipe\nnext `line`")
                .build();
        Job elsewhere = JobFixtures.draft(2)
                .workspace(new Workspace("/home/ada/notes", Optional.empty()))
                .build();
        return Listing.of(
                workspace,
                List.of(
                        running,
                        queued,
                        ended(hostile, JobState.COMPLETED),
                        ended(JobFixtures.queued(3), JobState.FAILED),
                        ended(elsewhere, JobState.LOST),
                        ended(JobFixtures.queued(1), JobState.CANCELLED)),
                10);
    }

    private static Job ended(Job queued, JobState state) {
        return JobFixtures.ended(JobFixtures.claimed(queued), state);
    }

    private static Terminal terminal(String terminals, Map<String, String> variables, String colour) {
        Environment environment = new Environment(variables, Optional.empty(), Optional.empty());
        Terminal terminal =
                Terminal.of(new ByteArrayOutputStream(), new ByteArrayOutputStream(), environment, terminals);
        terminal.configure(Optional.of(colour), false);
        return terminal;
    }

    private static Map<String, String> columns(int width) {
        return Map.of("TERM", "xterm", "COLUMNS", String.valueOf(width));
    }

    private static void requireGolden(String name, List<String> lines) {
        String actual = String.join("\n", lines) + "\n";
        try (InputStream in = StatusGoldenTest.class.getResourceAsStream(name)) {
            String golden = in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(actual).as(name).isEqualTo(golden);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 40, 60, 80})
    void a_listing_fits_the_terminal(int width) {
        Terminal terminal = terminal("out", columns(width), "auto");

        List<String> lines = new StatusText(times, terminal("out", columns(width), "never"))
                .lines(listing(Optional.of(JobFixtures.WORKSPACE)));

        requireGolden("status-" + width + ".txt", lines);
        assertThat(terminal.colours()).isTrue();
        assertThat(lines).allSatisfy(line -> assertThat(Columns.of(line)).isLessThanOrEqualTo(width));
    }

    @Test
    void a_listing_for_a_pipe_is_not_cut() {
        List<String> lines = new StatusText(times, terminal("", Map.of(), "auto"))
                .lines(listing(Optional.of(JobFixtures.WORKSPACE)));

        requireGolden("status-pipe.txt", lines);
    }

    @Test
    void a_listing_of_all_workspaces_names_them() {
        List<String> lines = new StatusText(times, terminal("", Map.of(), "auto")).lines(listing(Optional.empty()));

        requireGolden("status-all-workspaces.txt", lines);
    }

    @Test
    void colours_mark_the_state_and_nothing_else() {
        List<String> plain = new StatusText(times, terminal("out", columns(80), "never"))
                .lines(listing(Optional.of(JobFixtures.WORKSPACE)));
        List<String> coloured = new StatusText(times, terminal("", columns(80), "always"))
                .lines(listing(Optional.of(JobFixtures.WORKSPACE)));

        assertThat(String.join("\n", coloured)).contains("\u001b[31mfailed\u001b[0m");
        assertThat(coloured.stream()
                        .map(line -> line.replaceAll("\u001b\\[\\d+m", ""))
                        .toList())
                .isEqualTo(plain);
    }

    @Test
    void no_color_a_dumb_terminal_and_a_pipe_mean_no_colour() {
        Map<String, String> noColor = new HashMap<>(columns(80));
        noColor.put("NO_COLOR", "1");

        assertThat(terminal("out,err", noColor, "auto").colours()).isFalse();
        assertThat(terminal("out,err", Map.of("TERM", "dumb"), "auto").colours())
                .isFalse();
        assertThat(terminal("err", columns(80), "auto").colours()).isFalse();
        assertThat(terminal("", columns(80), "always").colours()).isTrue();
    }

    @Test
    void markdown_is_a_table_that_words_of_others_cannot_break() {
        requireGolden(
                "status-markdown.txt",
                new StatusMarkdown(times, terminal("", Map.of(), "auto"))
                        .lines(listing(Optional.empty()).jobs()));
    }

    @Test
    void one_job_is_what_is_known_of_it() {
        Job job = ended(JobFixtures.detailed(1), JobState.FAILED);
        ProgressPreview none = new ProgressPreview(() -> {
            throw new AssertionError("no log is read");
        });

        StoredLimits limits = new StoredLimits(() -> StateRoot.open(directory.resolve("state")));

        requireGolden("status-job.txt", new JobText(times, none, limits, terminal("", Map.of(), "auto")).lines(job));
    }
}
