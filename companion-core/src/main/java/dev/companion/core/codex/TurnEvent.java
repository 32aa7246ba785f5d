package dev.companion.core.codex;

import java.util.List;
import java.util.Optional;

/**
 * Something that happened in our turn, as the fold over Codex's notifications tells it. An item id is Codex's own and names
 * the same item in the thread's history.
 */
public sealed interface TurnEvent {
    /** Codex works on this thread; told by those who open one and run the turn in one go. */
    record ThreadStarted(String threadId) implements TurnEvent {}

    /** The turn began; told by those who do not name it. */
    record TurnStarted() implements TurnEvent {}

    /** A piece of the message that the model is writing. */
    record MessageDelta(String itemId, String text) implements TurnEvent {}

    /** A whole message. */
    record Message(String itemId, MessageText text, Optional<String> phase) implements TurnEvent {}

    /** The text of Codex's own reviewer, as it is kept; a message with the same words may follow. */
    record ReviewText(String itemId, MessageText text) implements TurnEvent {}

    /** Codex's own reviewer began; the turn is interrupted by the reviewer's id and by no other. */
    record ReviewerStarted(String activeId) implements TurnEvent {}

    /** A paragraph of the model's reasoning summary. */
    record Reasoning(String itemId, String summary) implements TurnEvent {}

    /**
     * A command began or ended.
     *
     * @param status started, completed, failed or declined
     * @param readsOnly whether Codex thinks that it only looks at files
     */
    record Command(
            String itemId,
            String status,
            String command,
            boolean readsOnly,
            Optional<Long> exitCode,
            Optional<Long> durationMs,
            Optional<String> output)
            implements TurnEvent {}

    /** Files are being or were changed by a patch. */
    record FileChange(String itemId, String status, List<ChangedFile> files) implements TurnEvent {}

    /** The difference that the turn has made so far, as git writes it. */
    record Diff(String text) implements TurnEvent {}

    /** The plan as it stands. */
    record Plan(Optional<String> explanation, List<PlanStep> steps) implements TurnEvent {}

    /** Tokens used by the thread so far. */
    record TokenUsage(long input, long cachedInput, long output, long reasoningOutput, long total)
            implements TurnEvent {}

    /** How much of the account's limits is used. */
    record UsageLimits(RateLimits limits) implements TurnEvent {}

    /** Something else began: a web search, a tool call, a sub-agent, a compaction. */
    record Activity(String what) implements TurnEvent {}

    /** Codex warns. */
    record Warning(String message) implements TurnEvent {}

    /** The settings of the thread are others from now on. */
    record SettingsChanged(EffectiveSettings settings) implements TurnEvent {}

    /** Codex took another model. */
    record ModelChanged(String model) implements TurnEvent {}

    /** Codex met an error and tries again by itself. */
    record Retrying(TurnError error) implements TurnEvent {}

    /** Codex gave up; a {@link Ended} follows at once if the server is well. */
    record GaveUp(TurnError error) implements TurnEvent {}

    /** The turn is over: {@code completed}, {@code failed} or {@code interrupted}. */
    record Ended(String status, Optional<TurnError> error) implements TurnEvent {}

    /** One file of a patch. */
    record ChangedFile(String path, String kind) {}

    /** One step of a plan: pending, inProgress or completed. */
    record PlanStep(String step, String status) {}
}
