package dev.companion.cli.claude;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a typed line, one after the other: apart by white space; a word that begins with a quotation mark goes on to the
 * next one of its kind. There are no other rules: no escapes, no variables, no patterns. Not thread-safe.
 */
final class TypedWords {
    private final String line;
    private int at;

    TypedWords(String line) {
        this.line = line;
        skipBlanks();
    }

    /** All words of a line. */
    static List<String> all(String line) {
        List<String> all = new ArrayList<>();
        TypedWords words = new TypedWords(line);
        while (words.hasNext()) {
            all.add(words.next());
        }
        return all;
    }

    boolean hasNext() {
        return at < line.length();
    }

    boolean startsWith(String text) {
        return line.startsWith(text, at);
    }

    /** What was not read yet, verbatim. */
    String rest() {
        return line.substring(at);
    }

    String next() {
        char first = line.charAt(at);
        int end = first == '"' || first == '\'' ? line.indexOf(first, at + 1) : -1;
        String word;
        if (end < 0) {
            end = at;
            while (end < line.length() && !Character.isWhitespace(line.charAt(end))) {
                end++;
            }
            word = line.substring(at, end);
        } else {
            word = line.substring(at + 1, end);
            end++;
        }
        at = end;
        skipBlanks();
        return word;
    }

    private void skipBlanks() {
        while (at < line.length() && Character.isWhitespace(line.charAt(at))) {
            at++;
        }
    }
}
