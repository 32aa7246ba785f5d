package dev.companion.core.verification;

import dev.companion.core.receipt.Receipt;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The checks of one receipt while they are made: the first one that goes wrong decides. For one thread. */
final class Findings {
    private final Receipt receipt;
    private final Map<Check, Check.Result> checks = new EnumMap<>(Check.class);
    private Optional<Verification> decided = Optional.empty();

    Findings(Receipt receipt) {
        this.receipt = receipt;
    }

    Receipt receipt() {
        return receipt;
    }

    boolean isDecided() {
        return decided.isPresent();
    }

    void note(Check check, Check.Result result) {
        checks.put(check, result);
    }

    Check.Result result(Check check) {
        return checks.getOrDefault(check, Check.Result.NOT_CHECKED);
    }

    void decide(Verdict verdict, String reason) {
        decided = decided.or(() -> Optional.of(new Verification(verdict, reason, Optional.of(receipt), checks)));
    }

    /** Something is not as the receipt says. */
    void altered(Check check, Check.Result result, String reason) {
        note(check, result);
        decide(Verdict.ALTERED, reason);
    }

    Verification verdict() {
        return decided.orElseThrow();
    }
}
