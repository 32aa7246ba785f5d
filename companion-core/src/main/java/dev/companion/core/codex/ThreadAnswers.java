package dev.companion.core.codex;

import dev.companion.core.json.JsonObject;
import dev.companion.core.rpc.LongTexts;
import dev.companion.core.rpc.RpcFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * Looks through the history of a thread for one turn and one answer, which it knows by its SHA-256 only: answers of any
 * length are compared, and none is kept. For one thread, one use.
 */
public final class ThreadAnswers {
    private static final int PAGE = 10;
    private static final int MOST_PAGES = 500;

    private final CodexClient client;
    private final LongTexts longTexts;
    private final Set<String> answers = new HashSet<>();
    private Optional<String> status = Optional.empty();
    private boolean begun;

    /** @param longTexts of the client's connection */
    public ThreadAnswers(CodexClient client, LongTexts longTexts) {
        this.client = client;
        this.longTexts = longTexts;
    }

    /**
     * What to look for.
     *
     * @param turnId the turn; empty if its id was never told
     * @param sha256 of the answer, hexadecimal; empty if there was none
     */
    public record Wanted(String threadId, Optional<String> turnId, Optional<String> sha256) {}

    /**
     * What is there.
     *
     * @param hasTurn whether the turn is; true if any turn is and none in particular was looked for
     * @param turnStatus what the history says of the turn that was looked for
     * @param hasAnswer whether the answer is, in that turn or a later one
     */
    public record Told(boolean hasTurn, Optional<String> turnStatus, boolean hasAnswer) {}

    /** Reads from the newest turn back to the one that is wanted. Empty if Codex has no such thread, or not a turn of it. */
    public Optional<Told> find(Wanted wanted) {
        Optional<String> cursor = Optional.empty();
        try {
            for (int page = 0; page < MOST_PAGES; page++) {
                cursor = client.readTurns(
                        new CodexClient.TurnPage(wanted.threadId(), PAGE, cursor), turn -> take(turn, wanted));
                if (cursor.isEmpty() || isFound(wanted)) {
                    break;
                }
            }
        } catch (RpcFailure failure) {
            if (CodexClient.isWithoutTurns(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
        if (!begun) {
            return Optional.empty();
        }
        boolean hasTurn = wanted.turnId().isEmpty() || status.isPresent();
        boolean hasAnswer = wanted.sha256().filter(answers::contains).isPresent();
        return Optional.of(new Told(hasTurn, status, hasAnswer));
    }

    private boolean isFound(Wanted wanted) {
        return wanted.turnId().isPresent()
                ? status.isPresent()
                : wanted.sha256().filter(answers::contains).isPresent();
    }

    /** On the reading thread, where long texts are still at hand. */
    private void take(TurnState turn, Wanted wanted) {
        begun = true;
        if (wanted.turnId().equals(Optional.of(turn.id())) && (status.isEmpty() || !turn.isInner())) {
            status = Optional.of(turn.status());
        }
        turn.items().forEach(item -> text(item).map(this::sha256).ifPresent(answers::add));
    }

    private static Optional<String> text(JsonObject item) {
        return switch (item.string("type").orElse("")) {
            case "agentMessage" -> item.string("text");
            case "exitedReviewMode" -> item.string("review");
            default -> Optional.empty();
        };
    }

    private String sha256(String text) {
        MessageText message = longTexts
                .keep(text)
                .<MessageText>map(MessageText.Kept::new)
                .orElseGet(() -> new MessageText.Inline(text));
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                message.writeTo(out);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
