package dev.companion.cli.app;

import dev.companion.core.codex.CodexInspection;
import dev.companion.core.codex.CodexInstallation;
import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.git.Git;
import dev.companion.core.git.WorkingTree;
import dev.companion.core.job.Cancellation;
import dev.companion.core.job.JobEnd;
import dev.companion.core.job.JobFollower;
import dev.companion.core.job.JobIds;
import dev.companion.core.job.JobReferences;
import dev.companion.core.job.JobStore;
import dev.companion.core.job.JobWait;
import dev.companion.core.job.Pause;
import dev.companion.core.job.Pruning;
import dev.companion.core.job.Receipts;
import dev.companion.core.job.Recovery;
import dev.companion.core.job.ResumeChoice;
import dev.companion.core.job.ReviewGate;
import dev.companion.core.job.StateRoot;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.job.Submission;
import dev.companion.core.job.Workspace;
import dev.companion.core.server.DetachedKeepers;
import dev.companion.core.server.Fingerprint;
import dev.companion.core.server.Keeper;
import dev.companion.core.server.ResidentServers;
import dev.companion.core.server.ResidentTurns;
import dev.companion.core.server.ServerPlace;
import dev.companion.core.server.ServerProcess;
import dev.companion.core.server.ServerReport;
import dev.companion.core.server.ServerStop;
import dev.companion.core.server.Sweep;
import dev.companion.core.settings.Environment;
import dev.companion.core.settings.Setting;
import dev.companion.core.settings.Settings;
import dev.companion.core.transfer.SessionTransfer;
import dev.companion.core.verification.ThreadCheck;
import dev.companion.core.verification.Verifier;
import dev.companion.core.worker.CodexRunner;
import dev.companion.core.worker.DetachedWorkers;
import dev.companion.core.worker.JobKiller;
import dev.companion.core.worker.ThreadReader;
import dev.companion.core.worker.Worker;
import dev.companion.db.JdbcJobStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts the parts of the program together. Everything is made when it is first asked for, because a {@code status} must not
 * pay for what a {@code task} needs. Not thread-safe: one command, one thread.
 */
public final class App {
    private static final Duration GIT_ANSWERS_WITHIN = Duration.ofMinutes(1);

    private final Environment environment;
    private final Optional<String> stateDirectoryFlag;
    private final CommandRunner runner;
    private final InstantSource clock = InstantSource.system();
    private final Pause pause = Pause.sleeping();
    private @Nullable WorkingTree tree;
    private @Nullable Settings settings;
    private @Nullable StateRoot root;
    private @Nullable JobStore store;
    private Optional<Duration> patience = Optional.empty();

    /**
     * Makes nothing yet.
     *
     * @param stateDirectoryFlag the value of {@code --state-dir}
     * @param runner runs the command lines that a command shows or tries
     */
    public App(Environment environment, Optional<String> stateDirectoryFlag, CommandRunner runner) {
        this.environment = environment;
        this.stateDirectoryFlag = stateDirectoryFlag;
        this.runner = runner;
    }

    /** Runs another command line in this process. */
    public CommandRunner runner() {
        return runner;
    }

    public Environment environment() {
        return environment;
    }

    public InstantSource clock() {
        return clock;
    }

    public Pause pause() {
        return pause;
    }

    /** All settings, with {@code --state-dir} applied. */
    public Settings settings() {
        if (settings == null) {
            Settings resolved = Settings.resolve(environment, tree().map(WorkingTree::root));
            settings = stateDirectoryFlag
                    .map(flag -> resolved.withFlag(Setting.STATE_DIR, absolute(flag), "--state-dir"))
                    .orElse(resolved);
        }
        return settings;
    }

    /** A path as the user wrote it, seen from the working directory. */
    public String absolute(String path) {
        return environment
                .workingDirectory()
                .map(cwd -> cwd.resolve(path).toString())
                .orElse(path);
    }

    /** The state directory, checked. */
    public StateRoot root() {
        if (root == null) {
            root = StateRoot.open(settings().stateDirectory());
        }
        return root;
    }

    /** The job store; nothing is opened yet. */
    public JobStore store() {
        if (store == null) {
            store = patience.map(longest -> new JdbcJobStore(root(), longest))
                    .orElseGet(() -> new JdbcJobStore(root()));
        }
        return store;
    }

    /** To be called by a command that has to end soon, before it asks for anything: the store may take so long to answer. */
    public void waitForStoreAtMost(Duration longest) {
        patience = Optional.of(longest);
    }

    /** To be called by a command that will certainly write to the store, as soon as it knows. */
    public void expectToWrite() {
        JdbcJobStore.preload();
    }

    /**
     * The directory to work in.
     *
     * @throws Failure {@code DIRECTORY_MISSING} if it was deleted
     */
    public Path directory() {
        Path directory = environment
                .workingDirectory()
                .filter(Files::isDirectory)
                .orElseThrow(() -> new Failure(
                        FailureCode.DIRECTORY_MISSING,
                        "the working directory does not exist (any more)",
                        "change to another directory, or name one: -C DIR"));
        return directory.toAbsolutePath().normalize();
    }

    /** Where jobs are listed from: the working tree, or outside of one the directory itself. */
    public Workspace workspace() {
        return workingTree().orElseGet(() -> new Workspace(directory().toString(), Optional.empty()));
    }

    /** The working tree around the directory, if there is one. */
    public Optional<Workspace> workingTree() {
        directory();
        return workspaceOf(tree());
    }

    /**
     * The working tree around the directory.
     *
     * @throws Failure {@code NOT_A_REPOSITORY} if there is none
     */
    public Workspace requireWorkingTree() {
        return workingTree().orElseThrow(this::notARepository);
    }

    private Failure notARepository() {
        return new Failure(
                FailureCode.NOT_A_REPOSITORY,
                directory() + " is not in a git repository",
                "run it in one (git init), or name one: -C DIR");
    }

    /** Git in that working tree. */
    public Git git() {
        return Git.in(tree().orElseThrow(this::notARepository), environment.variables(), GIT_ANSWERS_WITHIN);
    }

    private static Optional<Workspace> workspaceOf(Optional<WorkingTree> found) {
        return found.map(tree -> new Workspace(
                tree.root().toString(), Optional.of(tree.commonDirectory().toString())));
    }

    private Optional<WorkingTree> tree() {
        if (tree == null) {
            tree = environment.workingDirectory().flatMap(WorkingTree::find).orElse(null);
        }
        return Optional.ofNullable(tree);
    }

    /** Whether the review gate is on for the repository around the directory; outside of one it never is. */
    public boolean isReviewGateOn() {
        return reviewGateSource().isPresent();
    }

    /** The file that says that it is on. */
    public Optional<Path> reviewGateSource() {
        return workspaceOf(tree()).flatMap(new ReviewGate(root())::source);
    }

    /** The chat session that this command belongs to. */
    public Optional<String> sessionId() {
        return settings().text(Setting.SESSION_ID);
    }

    /** The Codex to use, checked. */
    public CodexInstallation codex() {
        Path memory = root().createDirectory(root().run()).resolve("codex.properties");
        return CodexInstallation.find(settings().text(Setting.CODEX), environment, memory);
    }

    /**
     * What imports sessions.
     *
     * @param scratch an empty directory, deleted by the caller
     * @param limit how long an import may take
     */
    public SessionTransfer sessionTransfer(Path scratch, Duration limit) {
        Path binary = codex().binary();
        SessionTransfer.Server server = (variables, listener) -> CodexInspection.start(
                new CodexInspection.Start(
                        binary,
                        variables,
                        scratch,
                        settings().requireDuration(Setting.RPC_TIMEOUT),
                        clock,
                        Version.CURRENT),
                listener);
        return new SessionTransfer(environment, server, scratch, limit);
    }

    public JobEnd jobEnd() {
        return new JobEnd(store(), receipts(), clock);
    }

    public Receipts receipts() {
        return new Receipts(root());
    }

    public Recovery recovery() {
        return new Recovery(
                store(),
                root(),
                jobEnd(),
                residentTurns(),
                clock,
                settings().requireDuration(Setting.SPAWN_TIMEOUT),
                pause);
    }

    public JobReferences references() {
        return new JobReferences(store(), recovery());
    }

    public JobFollower follower() {
        return new JobFollower(store(), recovery(), pause);
    }

    public JobWait jobWait() {
        return new JobWait(store(), recovery(), pause);
    }

    public ResumeChoice resumeChoice() {
        return new ResumeChoice(references(), clock);
    }

    public Pruning pruning() {
        return new Pruning(store(), root(), clock);
    }

    public Cancellation cancellation() {
        return new Cancellation(store(), recovery(), jobEnd(), jobWait(), new JobKiller(residentTurns()), clock);
    }

    public Submission submission() {
        return new Submission(store(), root(), JobIds.random(), clock, workers(), jobEnd());
    }

    private DetachedWorkers workers() {
        return new DetachedWorkers(environment, root(), OwnCommand.worker(root(), logLevel()));
    }

    private String logLevel() {
        return settings().text(Setting.LOG_LEVEL).orElseThrow();
    }

    private ResidentTurns residentTurns() {
        return new ResidentTurns(root(), this::workers, Version.CURRENT);
    }

    /** The resident servers as this environment sees them. */
    public ResidentServers residentServers() {
        return new ResidentServers(root(), environment, keepers(), pause);
    }

    /** Which resident server fits the Codex and the environment of this command. */
    public Fingerprint fingerprint() {
        try {
            return residentServers().fingerprint(codex().binary());
        } catch (IOException e) {
            throw StoreFailures.of(e, root().run());
        }
    }

    private DetachedKeepers keepers() {
        return new DetachedKeepers(
                environment,
                OwnCommand.keeper(root(), logLevel()),
                OwnCommand.sweep(root(), logLevel()),
                settings().requireDuration(Setting.BROKER_IDLE),
                settings().requireDuration(Setting.RPC_TIMEOUT));
    }

    /**
     * What {@code broker run} runs.
     *
     * @param idle after so long without a client the server is stopped
     * @param answersWithin a server that has not answered after so long is given up
     */
    public Keeper keeper(ServerPlace place, Path binary, Duration idle, Duration answersWithin) {
        return new Keeper(
                place,
                serverProcess(binary, answersWithin),
                idle,
                () -> keepers().sweep(place),
                clock,
                pause,
                Version.CURRENT);
    }

    /** What {@code broker sweep} runs. */
    public Sweep sweep() {
        return new Sweep(store(), root(), recovery(), residentTurns());
    }

    /** Every resident server of the state directory. */
    public List<ServerReport> servers() {
        return ServerReport.list(root(), Version.CURRENT);
    }

    /** Stops resident servers. */
    public ServerStop serverStop() {
        return new ServerStop(
                serverProcess(Path.of(""), settings().requireDuration(Setting.RPC_TIMEOUT)), clock, pause);
    }

    private ServerProcess serverProcess(Path binary, Duration answersWithin) {
        return new ServerProcess(root(), binary, environment, clock, pause, answersWithin, Version.CURRENT);
    }

    /** Judges receipts. */
    public Verifier verifier(ThreadCheck threads) {
        return new Verifier(root(), store(), recovery(), receipts(), threads);
    }

    /** Asks Codex what is in a thread. */
    public ThreadReader threadReader() {
        return new ThreadReader(
                environment,
                () -> codex().binary(),
                settings().requireDuration(Setting.RPC_TIMEOUT),
                clock,
                Version.CURRENT);
    }

    /** What the hidden {@code worker} command runs. */
    public Worker worker() {
        CodexRunner runner = new CodexRunner(
                environment,
                settings().requireDuration(Setting.RPC_TIMEOUT),
                clock,
                residentServers(),
                residentTurns(),
                pause,
                Version.CURRENT);
        return new Worker(store(), root(), jobEnd(), clock, pause, runner);
    }
}
