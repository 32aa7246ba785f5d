package dev.companion.cli.render;

import static dev.companion.core.json.Json.fields;

import dev.companion.cli.terminal.Format;
import dev.companion.cli.terminal.Terminal;
import dev.companion.core.json.JsonValues;
import dev.companion.core.receipt.Receipt;
import dev.companion.core.receipt.ReceiptField;
import dev.companion.core.verification.Check;
import dev.companion.core.verification.Verdict;
import dev.companion.core.verification.Verification;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What {@code verify} prints. */
public final class VerifyOutput {
    private static final List<ReceiptField> SHOWN = List.of(
            ReceiptField.JOB,
            ReceiptField.STATUS,
            ReceiptField.THREAD,
            ReceiptField.TURN,
            ReceiptField.MODEL,
            ReceiptField.SANDBOX,
            ReceiptField.CODEX,
            ReceiptField.COMPLETED);

    private final Terminal terminal;
    private final Format format;

    /** Prints as text or JSON. */
    public VerifyOutput(Terminal terminal, Format format) {
        this.terminal = terminal;
        this.format = format;
    }

    /** Prints the verdict, why, and what the receipt says. */
    public void print(Verification verification) {
        if (format == Format.JSON) {
            terminal.print(generator -> JsonValues.write(generator, document(verification)));
            return;
        }
        terminal.print(words(verification.verdict()) + ": " + EventText.plain(verification.reason()));
        verification.receipt().ifPresent(this::print);
        if (verification.checks().get(Check.TEXT) == Check.Result.CONTAINED) {
            terminal.print("the words beside it are Codex's whole message, and others");
        }
    }

    private void print(Receipt receipt) {
        for (ReceiptField field : SHOWN) {
            receipt.get(field)
                    .ifPresent(value -> terminal.print(String.format("%-10s %s", field.wireName(), shown(value))));
        }
    }

    /** A forged receipt may say anything, of any length. */
    private static String shown(String value) {
        String plain = EventText.plain(value);
        return plain.length() <= 120 ? plain : plain.substring(0, 120) + "…";
    }

    private static String words(Verdict verdict) {
        return switch (verdict) {
            case VERIFIED -> "verified";
            case ALTERED -> "altered";
            case UNKNOWN -> "unknown";
            case THREAD_MISSING -> "thread missing";
        };
    }

    private static Map<String, @Nullable Object> document(Verification verification) {
        Map<String, @Nullable Object> checks = fields();
        verification.checks().forEach((check, result) -> checks.put(check.wireName(), result.wireName()));
        Map<String, @Nullable Object> document = fields("schemaVersion", 1);
        document.put("verdict", verification.verdict().wireName());
        document.put("reason", verification.reason());
        document.put("checks", checks);
        document.put("receipt", ReceiptJson.of(verification.receipt()));
        return document;
    }
}
