package dev.companion.core.receipt;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.companion.core.files.PrivateFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a state directory: made once, by whoever needs it first, in a file that only its owner can read. It leaves that
 * file for nothing but signing and checking in this process. Immutable.
 */
public final class ReceiptKey {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;
    private static final int LONGEST_FILE = 256;
    private static final String HEAD = "companion-receipt-key/1 ";
    private static final Pattern FORM = Pattern.compile(HEAD + "([0-9a-f]{64})\\n");
    private static final int LENGTH = HEAD.length() + 2 * KEY_BYTES + 1;
    /** Behind the content: some systems let nobody read what is locked. */
    private static final long LOCKED_POSITION = 1 << 20;
    /** Not the MAC of any receipt: they all begin otherwise. */
    private static final byte[] NAME = "companion-receipt-key-id/1".getBytes(US_ASCII);

    /** A file that holds something else than a key of ours. It is left as it is. */
    public static final class Unusable extends IOException {
        private static final long serialVersionUID = 1L;

        Unusable(Path file) {
            super("no key in " + file);
        }
    }

    private final SecretKeySpec key;
    private final String id;

    private ReceiptKey(byte[] secret) {
        this.key = new SecretKeySpec(secret, ALGORITHM);
        this.id = HexFormat.of().formatHex(mac(NAME)).substring(0, 16);
    }

    /** The key in the file; empty if there is none yet. Synchronized because to close the file would free its lock. */
    public static synchronized Optional<ReceiptKey> find(Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        String text = new String(PrivateFiles.read(file), US_ASCII);
        return isUnfinished(text) ? Optional.empty() : Optional.of(parse(text, file));
    }

    /** Being made, or left by a process or a machine that stopped before the key was on disk: nothing was signed with it. */
    private static boolean isUnfinished(String text) {
        boolean isBeginning =
                text.length() < LENGTH && (HEAD.startsWith(text) || (text.startsWith(HEAD) && !text.endsWith("\n")));
        return isBeginning || (text.length() <= LENGTH && text.chars().allMatch(character -> character == 0));
    }

    /** The key in the file, made now if there is none. Any number of processes may do this at once: all get the same. */
    public static ReceiptKey findOrMake(Path file) throws IOException {
        Optional<ReceiptKey> known = find(file);
        return known.isPresent() ? known.get() : make(file);
    }

    /** The lock belongs to the process, so threads take turns; nobody signs before the key is on disk. */
    private static synchronized ReceiptKey make(Path file) throws IOException {
        try (FileChannel channel = PrivateFiles.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
                FileLock lock = channel.lock(LOCKED_POSITION, 1, false)) {
            ByteBuffer bytes = ByteBuffer.allocate(LONGEST_FILE);
            channel.read(bytes, 0);
            String text = new String(bytes.array(), 0, bytes.position(), US_ASCII);
            if (lock.isValid() && isUnfinished(text)) {
                byte[] secret = new byte[KEY_BYTES];
                new SecureRandom().nextBytes(secret);
                text = "companion-receipt-key/1 " + HexFormat.of().formatHex(secret) + "\n";
                channel.write(ByteBuffer.wrap(text.getBytes(US_ASCII)), 0);
                channel.force(true);
            }
            return parse(text, file);
        }
    }

    private static ReceiptKey parse(String text, Path file) throws Unusable {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new Unusable(file);
        }
        return new ReceiptKey(HexFormat.of().parseHex(matcher.group(1)));
    }

    /** Tells keys apart and tells nothing of them: 16 hexadecimal digits. */
    public String id() {
        return id;
    }

    /** Signs what is said, and by whose key. */
    public Receipt sign(Map<ReceiptField, String> said) {
        Map<ReceiptField, String> fields = new EnumMap<>(ReceiptField.class);
        fields.putAll(said);
        fields.put(ReceiptField.KEY, id);
        return new Receipt(fields, HexFormat.of().formatHex(mac(Receipt.signedText(fields))));
    }

    /** Whether exactly this was signed with this key. */
    public boolean signed(Receipt receipt) {
        byte[] expected = mac(Receipt.signedText(receipt.fields()));
        return MessageDigest.isEqual(expected, HexFormat.of().parseHex(receipt.mac()));
    }

    private byte[] mac(byte[] text) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac.doFinal(text);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Nothing of the secret. */
    @Override
    public String toString() {
        return "ReceiptKey[" + id + "]";
    }
}
