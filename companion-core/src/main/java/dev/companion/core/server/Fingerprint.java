package dev.companion.core.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.companion.core.json.Json;
import dev.companion.core.json.JsonObject;
import dev.companion.core.settings.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What makes two jobs fit for one server: the same Codex, the same home of it, the same sign-in, the same environment, the
 * same version of this program's own arrangement. Values of variables and the sign-in are only there as keyed hashes.
 *
 * @param id 32 hexadecimal digits; another id, another server
 * @param binary the program, absolute
 * @param codexHome where Codex keeps its threads and its sign-in
 * @param variables by name, a keyed hash of each value, and one of the sign-in
 */
public record Fingerprint(String id, Path binary, String codexHome, Map<String, String> variables) {
    /** To be raised whenever an older server or keeper would not do any more. */
    private static final int ARRANGEMENT = 1;

    private static final int ID_DIGITS = 32;
    private static final int HASH_DIGITS = 16;
    /** No variable has such a name. */
    private static final String SIGN_IN = "(sign-in)";

    private static final long LONGEST_SIGN_IN = 1L << 20;

    /** Copies. */
    public Fingerprint {
        variables = Map.copyOf(variables);
    }

    /**
     * The fingerprint of a Codex in an environment.
     *
     * @param key keeps the hashes from being guessed
     * @throws IOException if the program cannot be looked at
     */
    public static Fingerprint of(Path binary, Environment environment, byte[] key) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        ServerEnvironment.of(environment.variables())
                .forEach((name, value) -> hashes.put(name, keyedHash(key, name + "=" + value, HASH_DIGITS)));
        String home = environment
                .variable("CODEX_HOME")
                .or(() -> environment.home().map(path -> path.resolve(".codex").toString()))
                .orElse("");
        hashes.put(SIGN_IN, keyedHash(key, signIn(home), HASH_DIGITS));
        String changed = Files.getLastModifiedTime(binary) + " " + Files.size(binary);
        String all = ARRANGEMENT + "\n" + binary + "\n" + changed + "\n" + home + "\n" + hashes;
        return new Fingerprint(keyedHash(key, all, ID_DIGITS), binary, home, hashes);
    }

    /**
     * Who is signed in, as far as a file tells: Codex keeps a sign-in that it has once read. Its tokens are left out, because
     * Codex renews them.
     */
    private static String signIn(String home) {
        Path file = Path.of(home, "auth.json");
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_SIGN_IN) {
                return "";
            }
            JsonObject content = Json.readObject(Files.readAllBytes(file));
            return content.string("OPENAI_API_KEY") + " "
                    + content.object("tokens").string("account_id");
        } catch (IOException | UncheckedIOException e) {
            // Unreadable for Codex, too.
            return "";
        }
    }

    /** Hashed twice with the key in front, so that nothing can be appended; no need to load the cipher providers. */
    private static String keyedHash(byte[] key, String text, int digits) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(key);
            byte[] inner = digest.digest(text.getBytes(UTF_8));
            digest.update(key);
            return HexFormat.of().formatHex(digest.digest(inner)).substring(0, digits);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The variables that differ from another environment's, by name. */
    public TreeSet<String> differences(Map<String, String> others) {
        TreeSet<String> names = new TreeSet<>(variables.keySet());
        names.addAll(others.keySet());
        names.removeIf(name -> variables.getOrDefault(name, "").equals(others.getOrDefault(name, "")));
        return names;
    }
}
