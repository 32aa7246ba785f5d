package dev.companion.core.server;

import dev.companion.core.failure.Failure;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.process.DetachedStart;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts a keeper as a detached process of this same program, in the environment of its server. */
public final class DetachedKeepers implements KeeperLauncher {
    /**
     * A keeper that is killed is started again, at most so often, and finds its server: else nobody would stop that. Ended
     * in any other way, and so by SIGTERM, it stays away.
     */
    private static final String UNTIL_IT_ENDS_BY_ITSELF =
            "n=0; while [ $n -lt 20 ]; do \"$@\"; s=$?; [ $s -gt 128 ] && [ $s -ne 143 ] || exit 0; n=$((n+1)); sleep 1; done";

    private final Environment environment;
    private final List<String> keeper;
    private final List<String> sweep;
    private final Duration idle;
    private final Duration answersWithin;

    /**
     * All that it works with.
     *
     * @param keeper starts a keeper once its options are appended
     * @param sweep starts a process that looks after the turns of dead workers
     * @param idle after so long without a client a server is stopped
     * @param answersWithin a server that has not answered after so long is given up
     */
    public DetachedKeepers(
            Environment environment, List<String> keeper, List<String> sweep, Duration idle, Duration answersWithin) {
        this.environment = environment;
        this.keeper = List.copyOf(keeper);
        this.sweep = List.copyOf(sweep);
        this.idle = idle;
        this.answersWithin = answersWithin;
    }

    @Override
    public void launch(ServerPlace place, Path binary) {
        List<String> full = new ArrayList<>(List.of("sh", "-c", UNTIL_IT_ENDS_BY_ITSELF, "companion-keeper"));
        full.addAll(keeper);
        full.addAll(List.of("--server", place.id(), "--codex", binary.toString()));
        full.addAll(List.of("--idle", idle.toMillis() + "ms", "--answers-within", answersWithin.toMillis() + "ms"));
        try {
            PrivateFiles.touch(place.keeperLog());
        } catch (IOException e) {
            throw StoreFailures.of(e, place.directory());
        }
        DetachedStart.start(full, ServerEnvironment.of(environment.variables()), place.directory(), place.keeperLog());
    }

    /**
     * Starts the process that looks after the turns of dead workers, detached as well.
     *
     * @throws Failure {@code SPAWN_FAILED}
     */
    public void sweep(ServerPlace place) {
        DetachedStart.start(sweep, ServerEnvironment.of(environment.variables()), place.directory(), place.keeperLog());
    }
}
