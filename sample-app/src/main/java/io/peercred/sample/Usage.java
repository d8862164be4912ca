package io.peercred.sample;

/** What {@code --help} prints. */
final class Usage {

    static final String TEXT = """
            A diagnostics daemon that answers only the users it expects, and a command line that asks only such a daemon.

              java -jar sample-app.jar                         demonstrates both, and an impostor on each side
              java -jar sample-app.jar serve [OPTION...]       is the daemon, until SIGTERM or SIGINT
              java -jar sample-app.jar call COMMAND [OPTION...]  asks it, and prints the reply alone
              java -jar sample-app.jar explain --uid=UID ENDPOINT [OPTION...]
                                                               says whether a user would reach the daemon, and why not

            Commands
              ping      answers pong
              info      JSON: the daemon's pid, uptime in seconds and heap in bytes, and the caller's verified uid, gid, pid
              threads   a dump of the daemon's threads
              profile   has the daemon record itself with Java Flight Recorder, into a file that the caller opens
                        --output=FILE     created or written over, under the caller's rights
                        --duration=10s    at most 1m

            explain looks at directories, socket file, policy, user namespace and caps; ENDPOINT is diagnostics
              --uid=1001        whom it is about
              --gid=1001,27     that user's groups, the primary one first; by default those of its login

            Options are Spring Boot's (--NAME=VALUE), among them
              --peercred.expected-uid=UID,...                  who may be at the other end; by default self
              --peercred.inbound.diagnostics.path=PATH         the daemon's socket; by default one of the user's own in
                                                               the temporary directory
              --peercred.inbound.diagnostics.activation=systemd  take the listening socket from systemd, or inherited: from
                                                               standard input
              --peercred.inbound.diagnostics.file-mode=0666    who may open it, before the kernel says who they are
              --peercred.inbound.diagnostics.credentials=message  judge who wrote each request, not who connected
              --peercred.outbound.diagnostics.path=PATH        the socket to call; by default the same
              --peercred.outbound.diagnostics.reply-timeout=2s how long a call may take

            Exit codes; all but 0 with one line on standard error
              0   done, or the user reaches the endpoint       75  time-out, or explain cannot tell
              64  unknown command, or wrong usage              76  bad frame
              69  no daemon                                    77  refused, by either side or by the socket file's mode,
                                                                   or the user does not reach the endpoint
              70  another failure, or the demonstration's      78  configuration: Spring Boot says what is wrong, in
              73  FILE could not be created                        more than one line
              74  the reply could not be printed
            A daemon that a signal ends exits with 128 and the signal's number.
            """;

    private Usage() {}
}
