package dev.companion.cli.command;

import dev.companion.cli.App;
import dev.companion.cli.render.Listing;
import dev.companion.cli.render.StatusOutput;
import dev.companion.cli.render.Terminal;
import dev.companion.core.failure.ExitCode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Shows the listing again and again until nothing is active: in place on a terminal, elsewhere when something changed. */
final class StatusWatch {
    private static final Duration INTERVAL = Duration.ofMillis(500);
    private static final byte[] HOME_AND_CLEAR = "\u001b[H\u001b[J".getBytes(StandardCharsets.US_ASCII);

    private final App app;
    private final Terminal terminal;
    private final StatusOutput output;

    StatusWatch(App app, Terminal terminal, StatusOutput output) {
        this.app = app;
        this.terminal = terminal;
        this.output = output;
    }

    ExitCode run(Scope scope) {
        List<Long> shown = List.of();
        Listing listing = scope.find(app);
        while (!listing.running().isEmpty()) {
            List<Long> versions =
                    listing.jobs().stream().map(job -> job.version()).toList();
            if (terminal.redraws()) {
                terminal.write(HOME_AND_CLEAR);
                output.table(listing);
            } else if (!versions.equals(shown)) {
                output.table(listing);
                terminal.print("");
            }
            shown = versions;
            terminal.flushOrStop();
            app.pause().pause(INTERVAL);
            listing = scope.find(app);
        }
        if (terminal.redraws()) {
            terminal.write(HOME_AND_CLEAR);
        }
        output.print(listing);
        return ExitCode.OK;
    }
}
