package io.peercred.sample;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the daemon can be asked. */
enum Command {
    PING,
    INFO,
    THREADS,
    PROFILE;

    /** All of them, for people. */
    static final String WORDS = Arrays.stream(values()).map(Command::word).collect(Collectors.joining(", "));

    /** How the daemon's answers begin where it could not do what it was asked. No other answer begins like this. */
    static final String ERROR = "error: ";

    /** The one to what it does not know. */
    static final String UNKNOWN = ERROR + "unknown command";

    /** By the word that stands for it on the command line and on the wire. */
    static Optional<Command> of(String word) {
        return Arrays.stream(values())
                .filter(command -> command.word().equals(word))
                .findFirst();
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
