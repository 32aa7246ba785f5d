package dev.companion.cli.command;

import dev.companion.core.failure.Failure;
import dev.companion.core.failure.FailureCode;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine;

/** What picocli finds wrong, in our words: one line of what, one line of what to do. */
final class UsageFailures {
    private static final int LONGEST = 60;

    private UsageFailures() {}

    static Failure unknownCommand(String name) {
        Optional<String> near = nearest(
                name,
                Stream.of(CommandTable.Row.values())
                        .filter(row -> !row.isHidden())
                        .map(CommandTable.Row::commandName)
                        .toList());
        return new Failure(
                FailureCode.UNKNOWN_COMMAND,
                "there is no command " + shown(name),
                near.map(word -> "did you mean: companion " + word + "?").orElse("see: companion help"));
    }

    static Failure of(CommandLine.ParameterException error, Optional<CommandTable.Row> row) {
        String help = "see: companion help"
                + row.map(named -> " " + named.commandName()).orElse("");
        if (error instanceof CommandLine.UnmatchedArgumentException unmatched) {
            String word = unmatched.getUnmatched().get(0);
            return word.startsWith("-") ? unknownOption(word, unmatched, help) : extra(word, help);
        }
        FailureCode code = error instanceof CommandLine.OverwrittenOptionException
                ? FailureCode.BAD_COMBINATION
                : FailureCode.BAD_VALUE;
        return new Failure(code, firstLine(error), help);
    }

    private static Failure unknownOption(String word, CommandLine.UnmatchedArgumentException unmatched, String help) {
        String option = word.contains("=") ? word.substring(0, word.indexOf('=')) : word;
        List<String> known = Stream.iterate(unmatched.getCommandLine(), line -> line != null, CommandLine::getParent)
                .flatMap(line -> line.getCommandSpec().optionsMap().keySet().stream())
                .toList();
        Optional<String> near = nearest(option, known);
        String remedy = near.map(name -> "did you mean " + name + "? " + help)
                .orElse(help + "; put -- before words that begin with a dash");
        return new Failure(FailureCode.UNKNOWN_OPTION, "unknown option " + shown(option), remedy);
    }

    private static Failure extra(String word, String help) {
        return new Failure(FailureCode.BAD_VALUE, "unexpected argument " + shown(word), help);
    }

    private static String firstLine(CommandLine.ParameterException error) {
        String message = String.valueOf(error.getMessage()).lines().findFirst().orElse("bad usage");
        return message.isEmpty() ? "bad usage" : Character.toLowerCase(message.charAt(0)) + message.substring(1);
    }

    private static String shown(String word) {
        String line = word.replaceAll("\\p{Cntrl}", "?");
        return line.length() > 60 ? line.substring(0, 60) + "…" : line;
    }

    /** The known word with the fewest edits, if they are few. */
    private static Optional<String> nearest(String word, List<String> known) {
        if (word.length() > LONGEST) {
            return Optional.empty();
        }
        String best = "";
        int fewest = Math.max(1, word.replace("-", "").length() / 3) + 1;
        for (String candidate : known) {
            int edits = edits(word, candidate);
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return Optional.of(best).filter(name -> !name.isEmpty());
    }

    /** Letters to add, to drop, to replace or to swap with their neighbour. */
    private static int edits(String from, String to) {
        int[][] table = new int[from.length() + 1][to.length() + 1];
        for (int i = 0; i <= from.length(); i++) {
            for (int j = 0; j <= to.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : cheapest(table, from, to, i, j);
            }
        }
        return table[from.length()][to.length()];
    }

    private static int cheapest(int[][] table, String from, String to, int i, int j) {
        int replaced = table[i - 1][j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        int edits = Math.min(replaced, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
        boolean swapped =
                i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
        return swapped ? Math.min(edits, table[i - 2][j - 2] + 1) : edits;
    }
}
