package dev.companion.core.git;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import dev.companion.core.process.ProgramPath;
import dev.companion.core.process.StreamedCommand;
import dev.companion.core.process.StreamedCommand.Ended;
import dev.companion.core.process.StreamedCommand.Reader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Git, run in the root of one working tree, for reading. Arguments are lists, paths are taken literally, locks are not
 * taken, nothing is fetched, and no program runs that the repository names: no monitor, no hook, no external diff or text
 * conversion, no filter of its own configuration. Thread-safe.
 */
public final class Git {
    /** Longer answers are output to be read while it comes. */
    private static final int LONGEST_ANSWER = 1 << 20;

    private static final int SHOWN_OF_STDERR = 300;
    private static final List<String> ALWAYS = List.of(
            "--no-pager",
            "--literal-pathspecs",
            "-c",
            "core.fsmonitor=false",
            "-c",
            "core.hooksPath=/dev/null",
            "-c",
            "core.quotePath=false",
            "-c",
            "diff.autoRefreshIndex=true",
            "-c",
            "diff.suppressBlankEmpty=false");

    private final Path root;
    private final List<String> command;
    private final Map<String, String> environment;
    private final Duration limit;
    private volatile @Nullable List<String> filtersOff;

    private Git(Path root, List<String> command, Map<String, String> environment, Duration limit) {
        this.root = root;
        this.command = command;
        this.environment = environment;
        this.limit = limit;
    }

    /**
     * Finds git; starts nothing.
     *
     * @param environment the caller's variables
     * @param limit how long one call may take
     * @throws Failure if there is no git
     */
    public static Git in(WorkingTree tree, Map<String, String> environment, Duration limit) {
        Path program = ProgramPath.find("git", environment.getOrDefault("PATH", ""))
                .orElseThrow(() ->
                        new Failure(FailureCode.TOOL_MISSING, "there is no git on PATH", "install git, or mend PATH"));
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(ALWAYS);
        return new Git(tree.root(), List.copyOf(command), GitEnvironment.reading(environment), requireNonNull(limit));
    }

    /** The root of the working tree: where git runs, and what all its paths are relative to. */
    public Path root() {
        return root;
    }

    /**
     * What a call printed.
     *
     * @param exitCode 0 to 255
     * @param output whole, UTF-8 with what is not replaced
     * @param stderr the beginning
     */
    public record Answer(int exitCode, String output, String stderr) {
        /** Whether it ended with 0. */
        public boolean isGood() {
            return exitCode == 0;
        }

        /** The output without the line's end. */
        public String line() {
            return output.endsWith("\n") ? output.substring(0, output.length() - 1) : output;
        }
    }

    /**
     * A call that answers with little, and may say no with its exit code.
     *
     * @throws Failure if it cannot be started, does not end in time or says more than a megabyte
     */
    public Answer ask(String... arguments) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        List<String> list = List.of(arguments);
        Ended ended = run(list, stdout -> output.writeBytes(stdout.readNBytes(LONGEST_ANSWER + 1)));
        if (output.size() > LONGEST_ANSWER) {
            throw failed(list, "said more than was to be expected");
        }
        return new Answer(ended.exitCode().orElseThrow(), output.toString(UTF_8), ended.stderr());
    }

    /** A call that answers with little, and does not say no: anything but exit code 0 is a failure. */
    public String answer(String... arguments) {
        Answer answer = ask(arguments);
        if (!answer.isGood()) {
            throw failed(List.of(arguments), answer.exitCode(), answer.stderr());
        }
        return answer.line();
    }

    /** The first bytes of what a call prints, at most so many. Anything but exit code 0 is a failure. */
    public byte[] beginning(List<String> arguments, int most) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        read(arguments, stdout -> output.writeBytes(stdout.readNBytes(most)));
        return output.toByteArray();
    }

    /**
     * A call whose output is read while it comes, of any size. Anything but exit code 0 is a failure.
     *
     * @param reader gets stdout on this thread
     * @throws Failure also if the reader cannot make sense of the output
     */
    public void read(List<String> arguments, Reader reader) {
        Ended ended = run(arguments, reader);
        int exitCode = ended.exitCode().orElseThrow();
        if (exitCode != 0) {
            throw failed(arguments, exitCode, ended.stderr());
        }
    }

    /** The same for a call that looks into files of the working tree, which the repository's own filters stay away from. */
    public void readWorkingTree(List<String> arguments, Reader reader) {
        List<String> all = new ArrayList<>(filtersOff());
        all.addAll(arguments);
        read(all, reader);
    }

    private List<String> filtersOff() {
        List<String> known = filtersOff;
        if (known == null) {
            // Two threads that both ask get the same answer.
            known = RepositoryFilters.off(this);
            filtersOff = known;
        }
        return known;
    }

    private Ended run(List<String> arguments, Reader reader) {
        List<String> whole = new ArrayList<>(command);
        whole.addAll(arguments);
        try {
            Ended ended = StreamedCommand.run(whole, environment, root, limit, reader);
            if (ended.exitCode().isEmpty()) {
                throw failed(arguments, "did not end within " + limit.toSeconds() + " s");
            }
            return ended;
        } catch (IOException e) {
            throw new Failure(FailureCode.GIT_FAILED, name(arguments) + " failed: " + shown(e), remedy(), e);
        } catch (InterruptedException e) {
            throw Failure.interrupted(e);
        }
    }

    private Failure failed(List<String> arguments, int exitCode, String stderr) {
        if (stderr.contains("' not allowed") || stderr.contains("promisor remote")) {
            return new Failure(
                    FailureCode.GIT_FAILED,
                    name(arguments) + " needs objects that this partial clone does not have",
                    "run that git command yourself once, which fetches them");
        }
        return failed(arguments, "ended with " + exitCode + ": " + firstLine(stderr));
    }

    private Failure failed(List<String> arguments, String how) {
        return new Failure(FailureCode.GIT_FAILED, name(arguments) + " " + how, remedy());
    }

    private String remedy() {
        return "see what git itself says: git -C " + ShellWord.of(root.toString()) + " status";
    }

    /** The command as far as it is ours: no reference and no path. */
    private static String name(List<String> arguments) {
        return arguments.stream()
                .filter(argument -> argument.matches("[a-z][a-z-]+"))
                .findFirst()
                .map(word -> "git " + word)
                .orElse("git");
    }

    private static String shown(IOException e) {
        return firstLine(String.valueOf(e.getMessage()));
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("nothing said").replaceAll("\\p{Cntrl}", "?");
        return line.length() <= SHOWN_OF_STDERR ? line : line.substring(0, SHOWN_OF_STDERR) + "…";
    }
}
