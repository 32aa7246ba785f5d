package dev.companion.core.verification;

import static java.util.Objects.requireNonNull;

import dev.companion.core.receipt.Receipt;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What came out for one receipt.
 *
 * @param reason one line of why
 * @param receipt empty if there is none
 * @param checks every one of them; what was not reached is not checked
 */
public record Verification(Verdict verdict, String reason, Optional<Receipt> receipt, Map<Check, Check.Result> checks) {
    /** Requires all, and adds the checks that were not made. */
    public Verification {
        requireNonNull(verdict, "verdict");
        requireNonNull(reason, "reason");
        requireNonNull(receipt, "receipt");
        Map<Check, Check.Result> all = new EnumMap<>(Check.class);
        for (Check check : Check.values()) {
            all.put(check, checks.getOrDefault(check, Check.Result.NOT_CHECKED));
        }
        checks = Collections.unmodifiableMap(all);
    }
}
