package io.peercred.sample;

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.DefaultApplicationArguments;

/**
 * What the arguments ask for. They say it, and not a profile, so that ahead-of-time processing keeps all of it.
 *
 * @param kind what to do
 * @param request what to call; null unless it is a call
 */
record Mode(Kind kind, @Nullable Call request) {

    enum Kind {
        DEMONSTRATION,
        SERVE,
        CALL,
        HELP
    }

    /** Throws {@link ExitException} if they ask for nothing that there is. Options are left to Boot. */
    static Mode of(String... args) {
        ApplicationArguments arguments = new DefaultApplicationArguments(args);
        List<String> words = arguments.getNonOptionArgs();
        if (arguments.containsOption("help") || words.contains("-h")) {
            return new Mode(Kind.HELP, null);
        }
        if (words.isEmpty()) {
            if (args.length > 0) {
                throw wrong("options go with serve or call COMMAND");
            }
            return new Mode(Kind.DEMONSTRATION, null);
        }
        return switch (words.get(0)) {
            case "serve" -> {
                requireCount(words, 1, "serve takes options only");
                yield new Mode(Kind.SERVE, null);
            }
            case "call" -> {
                requireCount(words, 2, "call takes one command: " + Command.WORDS);
                yield new Mode(Kind.CALL, Call.of(known(words.get(1)), args));
            }
            default -> throw wrong("there is no '" + words.get(0) + "', but serve and call COMMAND");
        };
    }

    /** What to call. */
    Call call() {
        if (this.request == null) {
            throw new IllegalStateException(this.kind + " is no call");
        }
        return this.request;
    }

    private static Command known(String word) {
        return Command.of(word).orElseThrow(() -> wrong("there is no command '" + word + "', but " + Command.WORDS));
    }

    private static void requireCount(List<String> words, int count, String otherwise) {
        if (words.size() != count) {
            throw wrong(otherwise);
        }
    }

    private static ExitException wrong(String what) {
        return new ExitException(Exit.USAGE, what + " (--help says more)");
    }
}
