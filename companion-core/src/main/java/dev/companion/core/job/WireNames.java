package dev.companion.core.job;

import java.util.Locale;
import java.util.Optional;

/** The one rule by which enum constants are named in JSON, SQL and options. */
final class WireNames {
    private WireNames() {}

    static String underscored(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    static String dashed(Enum<?> constant) {
        return underscored(constant).replace('_', '-');
    }

    static <E extends Enum<E>> Optional<E> find(Class<E> type, String wireName) {
        String name = wireName.replace('-', '_').toUpperCase(Locale.ROOT);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return Optional.of(constant);
            }
        }
        return Optional.empty();
    }

    static <E extends Enum<E>> E require(Class<E> type, String wireName) {
        return find(type, wireName)
                .orElseThrow(() -> new IllegalArgumentException("unknown " + type.getSimpleName() + ": " + wireName));
    }
}
