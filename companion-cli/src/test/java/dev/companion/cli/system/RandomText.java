package dev.companion.cli.system;

import java.util.List;
import java.util.Random;

/** Texts that a program may stumble over, told by a seed: every plane of Unicode, controls, and what has a meaning to somebody. */
final class RandomText {
    /** What starts or ends a text is where it is trimmed, stripped or taken for something else. */
    private static final List<String> EDGES = List.of(
            "\n",
            "\n\n",
            "\r\n",
            "\r",
            " ",
            "\t",
            "\u00a0",
            "\u2028",
            "\u2029",
            "\u0085",
            "\ufeff",
            "\u200b",
            "-",
            "--",
            "--json",
            "-c",
            "@",
            "@/etc/hostname",
            "/",
            "!",
            "#",
            "%",
            "~",
            "\\",
            "\"",
            "'",
            "`",
            "$",
            "*",
            "=",
            "{}",
            "\u0001",
            "\u001b[31m",
            "\u007f",
            "\u0000",
            "\ufffd",
            "\uffff",
            "%s%n",
            "&&",
            "|");

    /** The offline model would take what follows for a script. */
    private static final String SCRIPT = "%%[";

    private static final List<String> PIECES = List.of(
            "$(id)",
            "`id`",
            "${HOME}",
            "; rm -rf /nowhere",
            "\"quoted\"",
            "'single'",
            "\\\\",
            "\\n",
            "\\u0041",
            "e\u0301\u0327",
            "\u05d0\u05d1 \u202eabc\u202c",
            "\ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67",
            "\ud83c\uddee\ud83c\uddf8",
            "\u2028",
            "\u2029",
            "\r",
            "\r\n",
            "\n",
            "\t",
            "\u0007",
            "\u001b]0;title\u0007",
            "{\"a\":[1,null]}",
            "</prompt>",
            "]%%",
            "\ufeff",
            "\ufffd",
            "%2F",
            "&amp;",
            "\u0130\u0131\u00df\u1e9e");

    private final Random random;

    RandomText(long seed) {
        this.random = new Random(seed);
    }

    /** The next text, of any length, without the beginning of a script; one that a command line can carry has no NUL. */
    String next(boolean forCommandLine) {
        StringBuilder text = new StringBuilder(edge());
        int parts = random.nextInt(20) == 0 ? 5_000 : 1 + random.nextInt(30);
        for (int part = 0; part < parts; part++) {
            appendPart(text);
        }
        text.append(edge());
        // NUL goes first: what it kept apart could become the beginning of a script.
        String all = forCommandLine ? text.toString().replace("\0", "") : text.toString();
        return all.replace(SCRIPT, "%%(");
    }

    private String edge() {
        return EDGES.get(random.nextInt(EDGES.size()));
    }

    private void appendPart(StringBuilder text) {
        switch (random.nextInt(5)) {
            case 0 -> text.append(PIECES.get(random.nextInt(PIECES.size())));
            case 1 -> text.append((char) (' ' + random.nextInt(95)));
            case 2 -> text.appendCodePoint(random.nextInt(0x20));
            case 3 -> text.appendCodePoint(scalar(0x3000));
            default -> text.appendCodePoint(scalar(Character.MAX_CODE_POINT + 1));
        }
    }

    /** Any code point below the bound that UTF-8 can encode: no half of a surrogate pair. */
    private int scalar(int bound) {
        int point = random.nextInt(bound);
        return point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE ? point - 0x800 : point;
    }
}
