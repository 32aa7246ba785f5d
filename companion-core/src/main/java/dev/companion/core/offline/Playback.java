package dev.companion.core.offline;

import static dev.companion.core.offline.Fault.Moment.AFTER_HEADERS;
import static dev.companion.core.offline.Fault.Moment.BEFORE_HEADERS;
import static dev.companion.core.offline.Fault.Moment.MID;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import dev.companion.core.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Plays one step of a script on one connection. Thread-safe. */
final class Playback {
    // Announced and never reached: closing early is then a broken connection and not a clean end.
    private static final long MORE_THAN_IS_SENT = 1L << 40;
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final Output.Say PARTIAL = new Output.Say(new RepeatedText("A partial answer", 1), 0);

    private final Lifetime lifetime;
    private final StepChooser chooser = new StepChooser();
    private final AtomicLong ids = new AtomicLong();
    // Ids of two models must differ: a thread that one has begun may go on with another.
    private final String nonce = UUID.randomUUID().toString().substring(0, 8);

    Playback(Lifetime lifetime) {
        this.lifetime = lifetime;
    }

    void answer(HttpExchange exchange, String threadId, Conversation conversation, int requestBytes)
            throws IOException {
        Step step;
        try {
            step = chooser.choose(threadId, conversation);
        } catch (UncheckedIOException e) {
            refuse(exchange, 400, "The script in the prompt is not a JSON array.");
            return;
        } catch (IllegalArgumentException | ArithmeticException e) {
            refuse(exchange, 400, "The script in the prompt cannot be played: " + e.getMessage());
            return;
        }
        lifetime.pause(step.delay());
        play(exchange, step, requestBytes / CHARACTERS_PER_TOKEN);
    }

    private void play(HttpExchange exchange, Step step, long inputTokens) throws IOException {
        Fault fault = step.fault().orElse(null);
        step.headers().forEach(exchange.getResponseHeaders()::set);
        if (fault instanceof Fault.Status status) {
            respond(exchange, status.code(), status.body());
            return;
        }
        if (!passes(BEFORE_HEADERS, fault)) {
            return; // Closing an exchange without an answer breaks the connection.
        }
        exchange.getResponseHeaders().set("content-type", "text/event-stream");
        exchange.sendResponseHeaders(200, fault instanceof Fault.Drop ? MORE_THAN_IS_SENT : 0);
        exchange.getResponseBody().flush(); // Newer JDKs keep the headers until there is a body.
        if (passes(AFTER_HEADERS, fault)) {
            EventStream events = new EventStream(exchange.getResponseBody(), id("resp"), lifetime, step.pace());
            stream(events, step, fault, inputTokens);
            events.flush();
        }
    }

    private void stream(EventStream events, Step step, @Nullable Fault fault, long inputTokens) throws IOException {
        events.created();
        if (fault instanceof Fault.Drop || fault instanceof Fault.Silence) {
            events.messageDeltas(id("msg"), firstSaid(step));
            events.flush();
            passes(MID, fault);
            return;
        }
        long outputTokens = 0;
        for (Output output : step.outputs()) {
            outputTokens += play(events, output);
        }
        if (fault instanceof Fault.Ending ending) {
            events.event(ending.event());
            return;
        }
        events.completed(inputTokens, outputTokens);
    }

    private static Output.Say firstSaid(Step step) {
        return step.outputs().stream()
                .filter(Output.Say.class::isInstance)
                .map(Output.Say.class::cast)
                .findFirst()
                .orElse(PARTIAL);
    }

    private long play(EventStream events, Output output) throws IOException {
        if (output instanceof Output.Say say) {
            String itemId = id("msg");
            events.messageDeltas(itemId, say);
            events.messageDone(itemId, say);
            return say.text().length() / CHARACTERS_PER_TOKEN;
        }
        if (output instanceof Output.Reason reason) {
            events.reasoning(id("rs"), reason);
            return reason.summary().length() / CHARACTERS_PER_TOKEN;
        }
        Output.Call call = (Output.Call) output;
        events.call(id("call"), call);
        return call.payload().length() / CHARACTERS_PER_TOKEN;
    }

    /** Whether the answer goes on at this moment; if it falls silent, this returns by an exception at closing time. */
    private boolean passes(Fault.Moment moment, @Nullable Fault fault) throws IOException {
        if (fault instanceof Fault.Silence silence && silence.moment() == moment) {
            lifetime.awaitEnd();
        }
        return !(fault instanceof Fault.Drop drop && drop.moment() == moment);
    }

    private String id(String kind) {
        return kind + "_" + nonce + "_" + ids.incrementAndGet();
    }

    static void refuse(HttpExchange exchange, int status, String message) throws IOException {
        respond(exchange, status, Json.text(Map.of("error", Map.of("message", message))));
    }

    static void respond(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().putIfAbsent("content-type", List.of("application/json"));
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }
}
