package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.LongTexts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A fold over the notifications of an app-server: what concerns our thread and our turn becomes {@link TurnEvent}s, the
 * rest is nothing. A sub-agent's events bear another thread and never end our turn. Notifications of the turn that come
 * before we know its id wait until we do. Touches nothing outside. Not thread-safe: used by the reading thread.
 */
public final class TurnCollector {
    private record Early(String method, JsonObject params) {}

    private final LongTexts longTexts;
    private final ItemEvents items;
    private final List<Early> early = new ArrayList<>();
    private final Set<String> endedItems = new HashSet<>();
    private Optional<String> threadId = Optional.empty();
    private Optional<String> turnId = Optional.empty();

    /** @param longTexts of the connection that the notifications come from */
    public TurnCollector(LongTexts longTexts) {
        this.longTexts = longTexts;
        this.items = new ItemEvents(longTexts);
    }

    /** From now on the events of this thread count. */
    public void onThread(String id) {
        threadId = Optional.of(id);
    }

    /** From now on the events of this turn count; returns those that came too early. */
    public List<TurnEvent> onTurn(String id) {
        turnId = Optional.of(id);
        List<TurnEvent> events = new ArrayList<>();
        early.forEach(waiting -> events.addAll(accept(waiting.method(), waiting.params())));
        early.clear();
        return events;
    }

    /**
     * What the history of our turn tells beyond what came as notifications: its items, and its end if it has ended. To be
     * followed by {@link #onTurn}, for what came meanwhile.
     */
    public List<TurnEvent> catchUp(TurnState turn) {
        List<TurnEvent> events = new ArrayList<>();
        if (turn.isInner() && turn.isRunning()) {
            events.add(new TurnEvent.ReviewerStarted(turn.activeId()));
        }
        turn.items().stream().filter(this::isNew).forEach(item -> events.addAll(items.completed(item)));
        if (!turn.isRunning()) {
            events.add(new TurnEvent.Ended(turn.status(), turn.error()));
        }
        return events;
    }

    /** An item ends once, however often we are told. */
    private boolean isNew(JsonObject item) {
        return item.string("id").map(endedItems::add).orElse(true);
    }

    /** What a notification means for us. */
    public List<TurnEvent> accept(String method, JsonObject params) {
        if (method.equals("warning") || method.equals("guardianWarning")) {
            return isForeign(params) ? List.of() : List.of(warning(params));
        }
        if (method.equals("configWarning")) {
            return params.string("summary")
                    .map(summary -> List.<TurnEvent>of(new TurnEvent.Warning(summary)))
                    .orElse(List.of());
        }
        if (method.equals("account/rateLimits/updated")) {
            // Of the account, not of a thread: whatever turn it came with, it is the latest that is known.
            RateLimits limits = RateLimits.of(params.object("rateLimits"));
            return limits.isKnown() ? List.of(new TurnEvent.UsageLimits(limits)) : List.of();
        }
        if (threadId.isEmpty() || !params.string("threadId").equals(threadId)) {
            return List.of();
        }
        if (method.equals("thread/settings/updated")) {
            JsonObject settings = params.object("threadSettings");
            return List.of(new TurnEvent.SettingsChanged(EffectiveSettings.of(settings, "sandboxPolicy")));
        }
        // A turn that is told of names itself, whatever else the message says: only our own may end ours.
        Optional<String> ofTurn = params.object("turn").string("id").or(() -> params.string("turnId"));
        if (ofTurn.isEmpty()) {
            return List.of();
        }
        if (turnId.isEmpty()) {
            early.add(new Early(method, params));
            return List.of();
        }
        if (ofTurn.equals(turnId)) {
            return ofOurTurn(method, params);
        }
        boolean isReviewer = method.equals("turn/started")
                && params.object("turn").string("rootTurnId").equals(turnId);
        return isReviewer ? List.of(new TurnEvent.ReviewerStarted(ofTurn.get())) : List.of();
    }

    private boolean isForeign(JsonObject params) {
        Optional<String> of = params.string("threadId");
        return of.isPresent() && threadId.isPresent() && !of.equals(threadId);
    }

    private static TurnEvent warning(JsonObject params) {
        return new TurnEvent.Warning(params.string("message").orElse("a warning without words"));
    }

    private List<TurnEvent> ofOurTurn(String method, JsonObject params) {
        return switch (method) {
            case "item/agentMessage/delta" -> delta(params);
            case "item/started" -> items.started(params.object("item"));
            case "item/completed" -> isNew(params.object("item")) ? items.completed(params.object("item")) : List.of();
            case "turn/diff/updated" -> diff(params);
            case "turn/plan/updated" -> List.of(plan(params));
            case "thread/tokenUsage/updated" ->
                List.of(usage(params.object("tokenUsage").object("total")));
            case "model/rerouted" ->
                params.string("toModel")
                        .map(model -> List.<TurnEvent>of(new TurnEvent.ModelChanged(model)))
                        .orElse(List.of());
            case "error" -> List.of(error(params));
            case "turn/completed" -> ended(params.object("turn"));
            default -> List.of();
        };
    }

    private List<TurnEvent> delta(JsonObject params) {
        String text = params.string("delta").orElse("");
        if (text.isEmpty() || longTexts.isReference(text)) {
            return List.of();
        }
        return List.of(new TurnEvent.MessageDelta(params.string("itemId").orElse(""), text));
    }

    private List<TurnEvent> diff(JsonObject params) {
        return params.string("diff")
                .filter(text -> !longTexts.isReference(text))
                .map(text -> List.<TurnEvent>of(new TurnEvent.Diff(text)))
                .orElse(List.of());
    }

    private static TurnEvent plan(JsonObject params) {
        List<TurnEvent.PlanStep> steps = params.objects("plan").stream()
                .map(step -> new TurnEvent.PlanStep(
                        step.string("step").orElse(""), step.string("status").orElse("pending")))
                .toList();
        return new TurnEvent.Plan(params.string("explanation"), steps);
    }

    private static TurnEvent usage(JsonObject total) {
        return new TurnEvent.TokenUsage(
                total.number("inputTokens").orElse(0L),
                total.number("cachedInputTokens").orElse(0L),
                total.number("outputTokens").orElse(0L),
                total.number("reasoningOutputTokens").orElse(0L),
                total.number("totalTokens").orElse(0L));
    }

    private static TurnEvent error(JsonObject params) {
        TurnError error = TurnError.of(params.object("error"));
        return params.flag("willRetry") ? new TurnEvent.Retrying(error) : new TurnEvent.GaveUp(error);
    }

    private List<TurnEvent> ended(JsonObject turn) {
        List<TurnEvent> events = new ArrayList<>();
        if (!items.hasMessage()) {
            turn.objects("items").forEach(item -> events.addAll(items.messageOf(item)));
        }
        Optional<TurnError> error =
                turn.value("error") == null ? Optional.empty() : Optional.of(TurnError.of(turn.object("error")));
        events.add(new TurnEvent.Ended(turn.string("status").orElse("unknown"), error));
        return events;
    }
}
