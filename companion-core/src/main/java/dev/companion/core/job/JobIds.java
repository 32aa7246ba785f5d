package dev.companion.core.job;

import java.security.SecureRandom;
import java.util.random.RandomGenerator;

/** Makes new job ids. */
@FunctionalInterface
public interface JobIds {
    /** An id that was, with overwhelming probability, never used before. */
    JobId next(JobKind kind);

    /** Random ids of 50 bits: unguessable is not needed, unique between processes is. */
    static JobIds random() {
        return random(new SecureRandom());
    }

    /** Ids from the given source. */
    static JobIds random(RandomGenerator source) {
        String alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
        return kind -> {
            StringBuilder id = new StringBuilder(kind.wireName()).append('-');
            for (int i = 0; i < 10; i++) {
                id.append(alphabet.charAt(source.nextInt(alphabet.length())));
            }
            return new JobId(id.toString());
        };
    }
}
