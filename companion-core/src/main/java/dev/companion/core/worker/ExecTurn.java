package dev.companion.core.worker;

import dev.companion.core.codex.ExecCommand;
import dev.companion.core.codex.ThreadSettings;
import dev.companion.core.files.PrivateFiles;
import dev.companion.core.job.Effective;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.JobId;
import dev.companion.core.job.JobRequest;
import dev.companion.core.job.JobState;
import dev.companion.core.job.Outcome;
import dev.companion.core.job.Reason;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.job.ThreadTarget;
import dev.companion.core.job.Transport;
import dev.companion.core.process.JobMark;
import dev.companion.core.rpc.ReportingChild;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The transport {@code exec}: one {@code codex exec --json}, which gets the prompt on stdin, runs one turn and ends; a
 * review may ask once more with another. It is
 * started by the run and not before: there is no way to have it ready without a turn. Used by the worker's main thread,
 * but for {@link #lastInboundNanos}.
 */
final class ExecTurn implements CodexTurn {
    private static final Logger LOG = LoggerFactory.getLogger(ExecTurn.class);
    /** Codex may still deliver its metrics; offline that takes five seconds. */
    private static final Duration EXITS_AFTER_TURN = Duration.ofSeconds(30);

    private static final Duration EXITS_AFTER_OUTPUT = Duration.ofSeconds(1);
    /** A last line of many megabytes takes its time on a busy machine. */
    private static final Duration OUTPUT_IS_TAKEN_IN = Duration.ofSeconds(10);

    private static final Duration OUTPUT_IS_TAKEN_IN_WHEN_STOPPED = Duration.ofSeconds(1);
    /** Codex takes one off the beginning of what it reads. */
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private final JobId id;
    private final Assignment assignment;
    private final JobRequest request;
    private final JobDirectory directory;
    private final Map<String, String> inherited;
    private final AtomicLong lastInboundNanos = new AtomicLong(System.nanoTime());
    private final List<ReportingChild> started = new ArrayList<>();

    /** @param inherited the environment of Codex and its commands */
    ExecTurn(JobId id, Assignment assignment, JobDirectory directory, Map<String, String> inherited) {
        this.id = id;
        this.assignment = assignment;
        this.request = assignment.request();
        this.directory = directory;
        this.inherited = Map.copyOf(inherited);
    }

    @Override
    public Outcome run(Journal journal, TurnRecorder recorder, StopSignal stop) {
        Outcome first = attempt(asked(), assignment.prompt(), journal, recorder, stop);
        FollowUp followUp = (prompt, second) -> attempt(journal.job().threadId(), prompt, journal, second, stop);
        Outcome outcome = new ReviewEnd(assignment.review(), directory, journal, recorder, stop).after(first, followUp);
        recorder.keepOutput(outcome.state() == JobState.COMPLETED);
        return outcome;
    }

    private Outcome attempt(
            Optional<String> resumed, String prompt, Journal journal, TurnRecorder recorder, StopSignal stop) {
        Optional<Stop> already = stop.raised();
        if (already.isPresent()) {
            return new Outcome(already.get().state(), already.get().ending(), recorder.result(), Optional.empty());
        }
        Optional<Outcome> impossible = impossibleThread(resumed);
        if (impossible.isPresent()) {
            return impossible.get();
        }
        writeInput(prompt);
        ReportingChild child;
        try {
            child = start(resumed);
        } catch (IOException e) {
            String why = EventData.oneLine(String.valueOf(e.getMessage()), 300);
            return Outcome.failed(Reason.CODEX_MISSING, "Codex could not be started: " + why);
        }
        started.add(child);
        ExecReader reader = new ExecReader(child, journal, recorder, resumed, lastInboundNanos);
        reader.start();
        // Also while this thread waits for a blocked store.
        CompletableFuture<Void> end = stop.future().thenRun(child::end);
        follow(child, reader, journal, recorder, stop);
        end.cancel(false);
        return new ExecEnding(child, reader, recorder, directory.path()).outcome(stop, journal.now());
    }

    private Optional<Outcome> impossibleThread(Optional<String> resumed) {
        if (request.thread() instanceof ThreadTarget.Fork) {
            return Optional.of(Outcome.failed(Reason.INTERNAL, "a thread is not forked over exec"));
        }
        return resumed.filter(thread -> !ExecCommand.isThreadId(thread))
                .map(thread -> Outcome.failed(
                        Reason.THREAD_MISSING, "Codex has no such thread: " + EventData.oneLine(thread, 100)));
    }

    private Optional<String> asked() {
        return request.thread() instanceof ThreadTarget.Resume resume
                ? Optional.of(resume.threadId())
                : Optional.empty();
    }

    private void writeInput(String prompt) {
        String text = prompt.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK + prompt : prompt;
        try {
            write(directory.prompt(), text);
            if (assignment.outputSchema().isPresent()) {
                write(directory.outputSchema(), assignment.outputSchema().get());
            }
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.path());
        }
    }

    private static void write(Path file, String text) throws IOException {
        PrivateFiles.writeWhole(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private ReportingChild start(Optional<String> resumed) throws IOException {
        Map<String, String> environment = new HashMap<>(inherited);
        JobMark.put(environment, id.value());
        ThreadSettings settings = new ThreadSettings(
                request.cwd(),
                request.asked().sandbox().wireName(),
                request.addDirs(),
                request.network(),
                request.asked().model(),
                request.asked().serviceTier());
        ExecCommand command = new ExecCommand(
                request.codexBinary(),
                settings,
                request.asked().effort(),
                assignment.outputSchema().map(schema -> directory.outputSchema()),
                resumed);
        List<String> words =
                assignment.builtInTarget().map(command::reviewWords).orElseGet(command::words);
        return ReportingChild.start(words, environment, directory.prompt(), directory.path(), directory.workerLog());
    }

    /** Returns once Codex has ended, or was made to. */
    private void follow(
            ReportingChild child, ExecReader reader, Journal journal, TurnRecorder recorder, StopSignal stop) {
        CompletableFuture<?> stopped = stop.future();
        await(CompletableFuture.anyOf(reader.thread(), reader.closed(), stopped));
        if (!reader.isOnAnotherThread()) {
            if (reader.thread().isDone()) {
                noteThread(reader.thread().join(), journal);
            }
            await(CompletableFuture.anyOf(recorder.ended(), reader.closed(), stopped));
            awaitAtMost(CompletableFuture.anyOf(child.exit(), reader.closed(), stopped), EXITS_AFTER_TURN);
            awaitAtMost(CompletableFuture.anyOf(child.exit(), stopped), EXITS_AFTER_OUTPUT);
        }
        LOG.info("Codex {}", stop.raised().map(why -> "is stopped: " + why).orElse("has ended"));
        child.end();
        awaitAtMost(child.exit(), EXITS_AFTER_OUTPUT);
        awaitAtMost(CompletableFuture.anyOf(reader.closed(), stopped), OUTPUT_IS_TAKEN_IN);
        awaitAtMost(reader.closed(), OUTPUT_IS_TAKEN_IN_WHEN_STOPPED);
    }

    private static void noteThread(String threadId, Journal journal) {
        journal.update(
                draft -> draft.threadId(Optional.of(threadId)).effective(Effective.UNKNOWN.over(Transport.EXEC)));
    }

    @Override
    public long lastInboundNanos() {
        return lastInboundNanos.get();
    }

    @Override
    public void close() {
        started.forEach(ReportingChild::close);
        for (Path input : new Path[] {directory.prompt(), directory.outputSchema()}) {
            try {
                Files.deleteIfExists(input);
            } catch (IOException e) {
                // It goes with the job's directory.
                LOG.debug("{} cannot be removed", input.getFileName());
            }
        }
    }

    private static void await(CompletableFuture<?> future) {
        try {
            future.get();
        } catch (ExecutionException e) {
            // The output ended; the reader's futures say so to whoever looks at them.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void awaitAtMost(CompletableFuture<?> future, Duration limit) {
        try {
            future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
