package dev.companion.cli.demo;

import dev.companion.cli.app.App;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.failure.ExitCode;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.offline.OfflineModel;
import dev.companion.core.settings.Environment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * The whole life of a job on this machine, with the real Codex and the built-in offline model: no account, no tokens, no
 * network beyond loopback. Leaves nothing behind, however it ends; only an installed Codex stays for the next time. One
 * thread, one run.
 */
public final class Demo {
    private final App app;
    private final Terminal terminal;
    private final boolean json;
    private final boolean keep;
    private final Transcript transcript;
    private final long start = System.nanoTime();

    /**
     * A demonstration that has not begun.
     *
     * @param app the user's own, for the state directory and Codex
     * @param json whether to print one document instead of the session
     * @param keep whether the scratch directory stays
     */
    public Demo(App app, Terminal terminal, boolean json, boolean keep) {
        this.app = app;
        this.terminal = terminal;
        this.json = json;
        this.keep = keep;
        this.transcript = new Transcript(terminal, !json);
    }

    /**
     * Runs it.
     *
     * @return OK only if every step did what it says
     * @throws Failure if there is no Codex, no git or no npm to begin with, or it was interrupted
     */
    public ExitCode run() {
        DemoReport report = play();
        if (json) {
            terminal.print(report::write);
        } else {
            conclude(report);
        }
        return report.isGood() ? ExitCode.OK : ExitCode.FAILED;
    }

    private DemoReport play() {
        try (DemoInterrupt interrupt = new DemoInterrupt()) {
            DemoCodex.Found codex = new DemoCodex(app).find(terminal::say);
            try (OfflineModel model = OfflineModel.start(OfflineModel.Recording.BOUNDED);
                    DemoPlace place = DemoPlace.create(app.root(), keep)) {
                try {
                    return play(codex, model, place);
                } finally {
                    if (interrupt.begin()) {
                        terminal.say("interrupted: cleaning up");
                    }
                }
            }
        }
    }

    private DemoReport play(DemoCodex.Found codex, OfflineModel model, DemoPlace place) {
        transcript.explain(
                "Codex " + codex.codex().version() + " from " + codex.codex().binary());
        transcript.explain("A scratch repository with one file, " + DemoScript.FILE + ", in " + place.directory());
        transcript.explain("The model is built in and answers by a script, on 127.0.0.1 only. All else is real.");
        Environment environment = DemoEnvironment.of(app.environment(), codex.codex(), model, place);
        DemoProject project = DemoProject.create(place.project(), environment);
        App own = new App(environment, Optional.empty(), app.runner());
        place.endsJobsOf(own);
        DemoSession session = new DemoSession(app.runner(), environment, transcript);
        DemoPlay play = new DemoPlay(own, session, project, transcript);
        play.writeAct();
        requireNotInterrupted();
        play.cancelAct();
        Duration duration = Duration.ofNanos(System.nanoTime() - start);
        Optional<Path> kept = keep ? Optional.of(place.directory()) : Optional.empty();
        return new DemoReport(codex, kept, session.steps(), play.jobs(), play.differences(), duration);
    }

    private static void requireNotInterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw new Failure(FailureCode.INTERRUPTED, "the demonstration was interrupted", "run it again");
        }
    }

    private void conclude(DemoReport report) {
        String seconds = String.format(Locale.ROOT, "%.1f s", report.duration().toMillis() / 1000.0);
        if (report.isGood()) {
            transcript.explain("All of it did what it says, in " + seconds + ". "
                    + report.kept().map(directory -> "Kept: " + directory).orElse("Everything is cleaned up."));
            return;
        }
        transcript.explain("Not all of it did what it says:");
        report.differences().forEach(difference -> terminal.say("companion: " + difference));
        terminal.say(report.kept()
                .map(directory -> "see what there is: " + directory)
                .orElse("look closer: companion demo --keep"));
    }
}
