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
 * @param question what to explain; null unless it is to be explained
 */
record Mode(Kind kind, @Nullable Call request, @Nullable ExplainRequest question) {

    Mode(Kind kind, @Nullable Call request) {
        this(kind, request, null);
    }

    enum Kind {
        DEMONSTRATION,
        SERVE,
        CALL,
        EXPLAIN,
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
                throw wrong("options go with serve, call COMMAND or explain ENDPOINT");
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
            case "explain" -> {
                requireCount(words, 2, "explain takes one inbound endpoint, such as diagnostics");
                yield new Mode(Kind.EXPLAIN, null, ExplainRequest.of(words.get(1), args));
            }
            default -> throw wrong("there is no '" + words.get(0) + "', but serve, call COMMAND and explain ENDPOINT");
        };
    }

    /** What to call. */
    Call call() {
        if (this.request == null) {
            throw new IllegalStateException(this.kind + " is no call");
        }
        return this.request;
    }

    /** What to explain. */
    ExplainRequest explainRequest() {
        if (this.question == null) {
            throw new IllegalStateException(this.kind + " explains nothing");
        }
        return this.question;
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
