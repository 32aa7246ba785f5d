package dev.companion.cli.render;

import static dev.companion.core.json.Json.fields;

import dev.companion.core.receipt.Receipt;
import dev.companion.core.receipt.ReceiptField;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A receipt in the JSON of the commands, see the schema {@code receipt}. */
public final class ReceiptJson {
    private ReceiptJson() {}

    /** The value of the field; null if there is none. */
    public static @Nullable Map<String, @Nullable Object> of(Optional<Receipt> receipt) {
        return receipt.map(ReceiptJson::document).orElse(null);
    }

    private static Map<String, @Nullable Object> document(Receipt receipt) {
        Map<String, @Nullable Object> document = fields("text", receipt.text());
        for (ReceiptField field : ReceiptField.values()) {
            document.put(name(field), value(receipt, field));
        }
        document.put("mac", receipt.mac());
        return document;
    }

    private static @Nullable Object value(Receipt receipt, ReceiptField field) {
        Optional<String> value = receipt.get(field);
        if (field == ReceiptField.BYTES) {
            // Of a forged one it may be anything.
            return value.filter(digits -> digits.matches("\\d{1,18}"))
                    .map(Long::valueOf)
                    .orElse(null);
        }
        return value.orElse(null);
    }

    private static String name(ReceiptField field) {
        return switch (field) {
            case JOB -> "jobId";
            case KIND -> "kind";
            case STATUS -> "status";
            case REASON -> "reason";
            case THREAD -> "threadId";
            case TURN -> "turnId";
            case TURN_STATUS -> "turnStatus";
            case MODEL -> "model";
            case SANDBOX -> "sandbox";
            case TRANSPORT -> "transport";
            case CODEX -> "codexVersion";
            case CREATED -> "createdAt";
            case STARTED -> "startedAt";
            case COMPLETED -> "completedAt";
            case SHA256 -> "sha256";
            case BYTES -> "bytes";
            case REVIEW -> "reviewSha256";
            case KEY -> "keyId";
        };
    }
}
