package dev.companion.core.worker;

import dev.companion.core.codex.EffectiveSettings;
import dev.companion.core.codex.MessageText;
import dev.companion.core.codex.RateLimits;
import dev.companion.core.codex.TurnError;
import dev.companion.core.codex.TurnEvent;
import dev.companion.core.job.EventType;
import dev.companion.core.job.JobDirectory;
import dev.companion.core.job.KnownLimits;
import dev.companion.core.job.OutputFile;
import dev.companion.core.job.Phase;
import dev.companion.core.job.StoreFailures;
import dev.companion.core.job.Usage;
import dev.companion.core.job.WorkResult;
import dev.companion.core.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the events of a turn in: into the event log, the phase, the partial output, and what the result will be made of.
 * Written by the reading thread; the results are read after {@link #ended} has completed.
 */
final class TurnRecorder {
    private static final Pattern VERIFIES =
            Pattern.compile("\\b(test|tests|check|lint|verify|typecheck|build|compile|pytest|jest|tsc|clippy|vet)\\b");

    private static final Logger LOG = LoggerFactory.getLogger(TurnRecorder.class);

    private final Journal journal;
    private final JobDirectory directory;
    private final PartialOutput partial;
    private final CompletableFuture<TurnEvent.Ended> ended = new CompletableFuture<>();
    private final CompletableFuture<TurnError> gaveUp = new CompletableFuture<>();
    private final Set<String> touchedFiles = new LinkedHashSet<>();
    private final Set<String> reasoning = new LinkedHashSet<>();
    private final CompletableFuture<String> reviewer = new CompletableFuture<>();
    private Optional<MessageText> lastMessage = Optional.empty();
    private Optional<MessageText> reviewText = Optional.empty();
    private Optional<Usage> usage = Optional.empty();
    private final CommandTally commands = new CommandTally();
    private Optional<RateLimits> limits = Optional.empty();
    private Optional<String> changedModel = Optional.empty();
    private volatile Optional<EffectiveSettings> settings = Optional.empty();

    TurnRecorder(Journal journal, JobDirectory directory) {
        this.journal = journal;
        this.directory = directory;
        this.partial = new PartialOutput(directory);
    }

    /** Completes with the turn; exceptionally if the connection ended first. */
    CompletableFuture<TurnEvent.Ended> ended() {
        return ended;
    }

    /** Completes when Codex says that it will not try again. */
    CompletableFuture<TurnError> gaveUp() {
        return gaveUp;
    }

    /** Completes with the id of Codex's own reviewer when that begins. */
    CompletableFuture<String> reviewer() {
        return reviewer;
    }

    void record(List<TurnEvent> events) {
        record(events, Set.of());
    }

    /**
     * Takes in what may be in the event log already.
     *
     * @param told the items that are
     */
    void record(List<TurnEvent> events, Set<String> told) {
        for (TurnEvent event : events) {
            EventData.of(event)
                    .filter(entry -> !told.contains(entry.itemId()) && isNews(event))
                    .ifPresent(entry -> journal.event(entry.type(), entry.data()));
            takeIn(event);
        }
    }

    private void takeIn(TurnEvent event) {
        if (event instanceof TurnEvent.MessageDelta delta) {
            partial.append(delta);
        } else if (event instanceof TurnEvent.UsageLimits told) {
            takeInLimits(told);
        } else if (event instanceof TurnEvent.Message message) {
            lastMessage = Optional.of(message.text());
            partial.finished();
        } else if (event instanceof TurnEvent.ReviewText review) {
            reviewText = Optional.of(review.text());
        } else if (event instanceof TurnEvent.ReviewerStarted started) {
            reviewer.complete(started.activeId());
            journal.enter(Phase.REVIEWING, "reviewing");
        } else if (event instanceof TurnEvent.Reasoning paragraph) {
            reasoning.add(paragraph.summary());
            journal.enter(Phase.INVESTIGATING, "thinking");
        } else if (event instanceof TurnEvent.Command command) {
            commands.count(command);
            enterFor(command);
        } else if (event instanceof TurnEvent.FileChange change) {
            recordChange(change);
        } else if (event instanceof TurnEvent.TokenUsage counted) {
            usage = Optional.of(new Usage(
                    counted.input(),
                    counted.cachedInput(),
                    counted.output(),
                    counted.reasoningOutput(),
                    counted.total()));
        } else if (event instanceof TurnEvent.SettingsChanged changed) {
            settings = Optional.of(changed.settings());
        } else if (event instanceof TurnEvent.ModelChanged changed) {
            changedModel = Optional.of(changed.model());
        } else if (event instanceof TurnEvent.GaveUp error) {
            gaveUp.complete(error.error());
        } else if (event instanceof TurnEvent.Ended end) {
            degraded(end).ifPresent(words -> journal.event(EventType.WARNING, Json.fields("message", words)));
            journal.enter(Phase.FINALIZING, "turn " + end.status());
            ended.complete(end);
        }
    }

    /** The limits come with every answer of the model; only a change is news. */
    private boolean isNews(TurnEvent event) {
        return !(event instanceof TurnEvent.UsageLimits told && limits.equals(Optional.of(told.limits())));
    }

    private void takeInLimits(TurnEvent.UsageLimits told) {
        limits = Optional.of(told.limits());
        try {
            KnownLimits.write(directory, told.limits().fields(), journal.now());
        } catch (IOException e) {
            LOG.debug("the usage limits cannot be kept: {}", e.getClass().getSimpleName());
        }
    }

    private Optional<String> degraded(TurnEvent.Ended end) {
        return end.status().equals("completed") ? commands.degraded() : Optional.empty();
    }

    private void enterFor(TurnEvent.Command command) {
        if (!command.status().equals("started")) {
            return;
        }
        String head = EventData.oneLine(command.command(), 80);
        if (VERIFIES.matcher(command.command()).find()) {
            journal.enter(Phase.VERIFYING, head);
        } else if (command.readsOnly()) {
            journal.enter(Phase.INVESTIGATING, head);
        } else {
            journal.enter(Phase.RUNNING, head);
        }
    }

    private void recordChange(TurnEvent.FileChange change) {
        journal.enter(Phase.EDITING, "editing " + change.files().size() + " file(s)");
        if (change.status().equals("completed")) {
            change.files().forEach(file -> touchedFiles.add(file.path()));
        }
    }

    /** The connection ended; a turn that has not ended by now never will. */
    void closed() {
        ended.completeExceptionally(new IOException("Codex ended before the turn did"));
    }

    /** Notes an answer that was given to a request of the server. */
    void answered(String method, String decision) {
        journal.event(EventType.APPROVAL, Json.fields("method", method, "decision", decision));
    }

    private Optional<String> degraded() {
        return ended.isDone() && !ended.isCompletedExceptionally() ? degraded(ended.join()) : Optional.empty();
    }

    /** What the turn produced besides its message. */
    WorkResult result() {
        return new WorkResult(List.copyOf(touchedFiles), List.copyOf(reasoning), usage, degraded());
    }

    /** What the turn says in the end: the text of Codex's own reviewer, else the last message. */
    Optional<MessageText> finalText() {
        return reviewText.or(() -> lastMessage);
    }

    /** Makes the answer of another turn, which asked once more, that of this one. */
    void answeredBy(TurnRecorder another) {
        lastMessage = another.lastMessage;
        reviewText = Optional.empty();
    }

    /** Adds what another turn on the thread used. */
    void addUsageOf(TurnRecorder another) {
        usage = another.usage.or(() -> usage);
    }

    /** The settings of the thread as Codex told them last; empty if it never changed them. */
    Optional<EffectiveSettings> settings() {
        return settings;
    }

    /** The model that Codex took instead of the one that it began with. */
    Optional<String> changedModel() {
        return changedModel;
    }

    /** Writes what there is of a message: of a completed turn whole and durably, else what was said so far. */
    void keepOutput(boolean completed) {
        if (completed) {
            writeOutput();
        } else {
            keepPartialOutput();
        }
    }

    private void writeOutput() {
        partial.close();
        try {
            OutputFile.write(directory, out -> {
                Optional<MessageText> text = finalText();
                if (text.isPresent()) {
                    text.get().writeTo(out);
                }
            });
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.path());
        }
    }

    private void keepPartialOutput() {
        partial.close();
        try {
            OutputFile.keepPartial(directory);
            if (lastMessage.isPresent() && !Files.exists(directory.output())) {
                OutputFile.write(directory, out -> lastMessage.get().writeTo(out));
            }
        } catch (IOException e) {
            throw StoreFailures.of(e, directory.path());
        }
    }
}
