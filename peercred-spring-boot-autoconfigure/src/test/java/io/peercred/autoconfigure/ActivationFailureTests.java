package io.peercred.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.testing.Needs;
import io.peercred.testing.Warnings;

/** What whoever activates an application reads when it got the wrong sockets, or none. */
class ActivationFailureTests {

    private static final String ACTIVATED = "peercred.inbound.clock.activation=systemd";
    private static final String SELF = "peercred.expected-uid=self";

    /** Makes descriptor 3, and becomes the command of its other arguments. */
    private static final String PASS = """
            import os, socket, sys, tempfile
            def listener(family=socket.AF_UNIX, kind=socket.SOCK_STREAM):
                s = socket.socket(family, kind)
                s.bind(os.path.join(tempfile.mkdtemp(), 's') if family == socket.AF_UNIX else ('127.0.0.1', 0))
                if kind != socket.SOCK_DGRAM: s.listen()
                return s
            env = dict(LISTEN_PID=str(os.getpid()), LISTEN_FDS='1', LISTEN_FDNAMES='clock')
            %s
            os.dup2(fd, 3); os.set_inheritable(3, True); os.environ.update(env); os.execv(sys.argv[1], sys.argv[1:])
            """;

    private static FailedStart start(String what, String... properties) {
        Needs.python();
        return ChildApplication.startedBy(List.of("/usr/bin/python3", "-c", PASS.formatted(what)), properties);
    }

    @Test
    void withoutAnythingThatIsSaidAndTheLinesOfTheUnitsAreQuoted(Warnings warnings) {
        FailedStart.with(warnings, SELF, ACTIVATED)
                .says("Inbound endpoint 'clock' has no socket to listen at: the environment has no LISTEN_FDS")
                .advises(
                        "[Socket]\nListenStream=/run/app/clock.sock\nFileDescriptorName=clock",
                        "--peercred.inbound.clock.activation=systemd",
                        "systemd-socket-activate --fdname=clock",
                        "or remove peercred.inbound.clock.activation");
    }

    @Test
    void aStandardInputThatIsNoSocketIsNotTaken(Warnings warnings) {
        FailedStart.with(warnings, SELF, "peercred.inbound.clock.activation=inherited")
                .says("standard input is not a socket")
                .advises("Accept=no", "[Socket]");
    }

    @Test
    void thereIsOneStandardInput(Warnings warnings) {
        FailedStart.with(
                        warnings,
                        SELF,
                        "peercred.inbound.clock.activation=inherited",
                        "peercred.inbound.log.activation=inherited")
                .says("peercred.inbound.clock.activation: peercred.inbound.log is inherited, too")
                .advises("LISTEN_FDS");
    }

    @ParameterizedTest
    @ValueSource(strings = {"file-mode='0660'", "file-owner=0", "file-group=0"})
    void theFileOfAPassedSocketIsSomebodyElses(String property, Warnings warnings) {
        String key = property.substring(0, property.indexOf('='));
        FailedStart.with(warnings, SELF, ACTIVATED, "peercred.inbound.clock." + property)
                .says("peercred.inbound.clock." + key + ": the socket of an activated endpoint is made before")
                .advises("[Socket] section");
    }

    @Test
    void aShellInBetweenIsRecognized() {
        start("s = listener(); fd = s.fileno(); env['LISTEN_PID'] = '1'", SELF, ACTIVATED)
                .says("LISTEN_PID says that they were passed to process 1, and this one is")
                .advises("'exec java', not 'java'");
    }

    @Test
    void aConnectionInsteadOfAListenerIsRecognized() {
        start("fd = socket.socketpair()[0].detach()", SELF, ACTIVATED)
                .says("descriptor 3 does not listen: it is a connection")
                .advises("Accept=no");
    }

    @Test
    void socketsOfOtherKindsAreRefused() {
        start("s = listener(socket.AF_INET); fd = s.fileno()", SELF, ACTIVATED)
                .says("descriptor 3 is not a Unix socket");
        start("s = listener(kind=socket.SOCK_SEQPACKET); fd = s.fileno()", SELF, ACTIVATED)
                .says("descriptor 3 is not a stream socket")
                .advises("ListenStream=");
        start("fd = os.open('/dev/null', os.O_RDWR)", SELF, ACTIVATED).says("descriptor 3 is not a socket");
    }

    @Test
    void aSocketOfAnotherNameIsNobodysWhereTwoEndpointsWait() {
        start(
                        "s = listener(); fd = s.fileno(); env['LISTEN_FDNAMES'] = 'connection'",
                        SELF,
                        ACTIVATED,
                        "peercred.inbound.log.activation=systemd")
                .says("1 was passed, named [connection], none of which is named 'clock' or 'clock.socket'")
                .advises("FileDescriptorName=clock");
    }
}
