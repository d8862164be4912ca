package io.peercred.sample;

import java.util.Map;

import io.peercred.template.VerifiedSocketOperations;

/** One call of the daemon. */
interface Call {

    /** By the command, and by its options among the arguments. Throws {@link ExitException} if they are wrong. */
    static Call of(Command command, String[] args) {
        return command == Command.PROFILE ? ProfileCall.of(args) : new PlainCall(command);
    }

    /** Properties that suit the call, where no argument says otherwise. */
    Map<String, Object> defaults();

    /** Asks, and returns the daemon's reply. */
    String ask(VerifiedSocketOperations operations);

    /** A command that needs nothing else. */
    record PlainCall(Command command) implements Call {

        @Override
        public Map<String, Object> defaults() {
            return Map.of();
        }

        @Override
        public String ask(VerifiedSocketOperations operations) {
            return operations.convertSendAndReceive("diagnostics", this.command.word(), String.class);
        }
    }
}
