package io.peercred.autoconfigure;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.peercred.testing.Warnings;

class InvalidPropertyTests {

    @TempDir
    Path directory;

    @Test
    void anEndpointWithoutPolicySaysWhatToWrite(Warnings warnings) {
        FailedStart.with(warnings, "peercred.inbound.clock.path=" + this.directory.resolve("clock"))
                .says("nothing says who may be at the other end of the inbound endpoint 'clock'")
                .advises(
                        "peercred.expected-uid=self",
                        "peercred.inbound.clock.expected-user=backup",
                        "peercred.inbound.clock.enabled=false");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ",", "self,"})
    void anEmptyPolicyIsNoPolicy(String value, Warnings warnings) {
        start(warnings, "peercred.outbound.clock.path=/run/clock", "peercred.outbound.clock.expected-uid=" + value)
                .says("peercred.outbound.clock.expected-uid: is set but empty, so that it expects nobody")
                .advises("peercred.outbound.clock.expected-uid=self", "or remove the key");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "254"})
    void aBadNumberOfFilesSaysHowManyThereMayBe(String max, Warnings warnings) {
        start(warnings, "peercred.inbound.clock.path=/run/clock", "peercred.inbound.clock.max-file-descriptors=" + max)
                .says("peercred.inbound.clock.max-file-descriptors: " + max + " is not between 0 and 253")
                .advises("0 takes none");
    }

    @Test
    void aTraceTakesTheCodecThatHasRoomForIt(Warnings warnings) {
        start(
                        warnings,
                        "peercred.trace-propagation=true",
                        "peercred.inbound.clock.path=/run/clock",
                        "peercred.inbound.clock.codec=lf")
                .says("peercred.trace-propagation: the headers of a trace take the codec length-header, and"
                        + " peercred.inbound.clock has another")
                .advises(
                        "peercred.inbound.clock.codec=length-header", "peercred.inbound.clock.trace-propagation=false");
    }

    @ParameterizedTest
    @CsvSource({
        "my-agent, myagent",
        "myAgent, myagent",
        "Agent, agent",
        "2nd, agent2nd",
        "[my.agent], myagent",
        "[my agent], myagent",
        "[*], agent",
    })
    void aBadNameSaysWhichOneWouldDo(String name, String suggestion, Warnings warnings) {
        start(warnings, "peercred.inbound" + (name.startsWith("[") ? "" : ".") + name + ".path=/run/x")
                .says("is not a name for an endpoint")
                .advises("such as '" + suggestion + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "007", "00", "4294967295", "99999999999", "+5", "0x10", "root", "1001 1002"})
    void aBadUidSaysWhatAUidIs(String uid, Warnings warnings) {
        start(warnings, "peercred.outbound.clock.path=/run/clock", "peercred.outbound.clock.expected-uid=" + uid)
                .says("peercred.outbound.clock.expected-uid: '" + uid + "' is not an id")
                .advises("from 0 to 4294967294 without leading zeros", "self", "a name goes into expected-user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "007", "4294967295", "self", "users"})
    void aBadGidSaysWhatAGidIs(String gid, Warnings warnings) {
        start(warnings, "peercred.outbound.clock.path=/run/clock", "peercred.expected-gid=" + gid)
                .says("peercred.expected-gid: '" + gid + "' is not an id")
                .advises("from 0 to 4294967294 without leading zeros", "a name goes into expected-group");
    }

    @ParameterizedTest
    @CsvSource({
        "expected-user, nosuchuser, user, getent passwd",
        "expected-group, nosuchgroup, group, getent group",
        "expected-user, 1001, user, expected-uid",
        "expected-group, 1001, group, expected-gid",
    })
    void anUnknownNameSaysWhereToLook(String key, String name, String kind, String advice, Warnings warnings) {
        start(warnings, "peercred.outbound.clock.path=/run/clock", "peercred." + key + "=" + name)
                .says("peercred." + key + ": the system knows no " + kind + " '" + name + "'")
                .advises(advice);
    }

    @ParameterizedTest
    @CsvSource({
        "file-owner, nosuchuser, 'the system knows no user ''nosuchuser'''",
        "file-group, nosuchgroup, 'the system knows no group ''nosuchgroup'''",
        "file-owner, 4294967295, '''4294967295'' is not an id'",
        "file-group, 007, '''007'' is not an id'",
        "file-owner, '', is set but empty",
        "file-group, '', is set but empty",
    })
    void aBadOwnerOfTheFileIsNamed(String key, String value, String problem, Warnings warnings) {
        start(warnings, inbound(key, value)).says("peercred.inbound.clock." + key + ": " + problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"432", "660", "00660", "1777", "0888", "rwxrwx", "u=rw", ""})
    void aBadModeSaysQuoteIt(String mode, Warnings warnings) {
        start(warnings, inbound("file-mode", mode))
                .says("peercred.inbound.clock.file-mode: '" + mode + "' is not a file mode")
                .advises("\"0660\"", "rw-rw----", "Quote it");
    }

    @ParameterizedTest
    @CsvSource({"file-mode, 0600", "file-owner, root", "file-group, root"})
    void anAbstractSocketHasNoFile(String key, String value, Warnings warnings) {
        start(warnings, "peercred.inbound.clock.path=@clock", "peercred.inbound.clock." + key + "=" + value)
                .says("peercred.inbound.clock." + key, "a socket in the abstract namespace has no file")
                .advises("Remove the key");
    }

    @ParameterizedTest
    @CsvSource({
        "inbound, codec, xml, 'there is no codec ''xml''', 'crlf, length-header, lf, nul, raw'",
        "outbound, codec, '', 'there is no codec ''''', 'crlf, length-header, lf, nul, raw'",
        "inbound, content-type, text/xml, '''text/xml'' is none of', Write one of those",
        "inbound, max-message-size, 0B, not between 1B and 2147483639B, 1MB",
        "outbound, max-message-size, 2GB, not between 1B and 2147483639B, 1MB",
        "inbound, max-message-size, -1, not between 1B and 2147483639B, 1MB",
        "inbound, backlog, 0, 0 is less than 1, at least 1",
        "inbound, max-connections, -1, -1 is less than 1, at least 1",
        "inbound, max-connections-per-uid, 0, 0 is less than 1, at least 1",
        "inbound, read-timeout, 0s, 'PT0S'' is no time', positive duration",
        "inbound, write-timeout, -1s, is no time, positive duration",
        "inbound, idle-timeout, 0, is no time, positive duration",
        "inbound, reply-timeout, 0, is no time, positive duration",
        "outbound, connect-timeout, 0, is no time, positive duration",
        "outbound, reply-timeout, -5s, is no time, positive duration",
        "outbound, pool.max-active, 0, 0 is less than 1, at least 1",
        "outbound, pool.max-idle, -1, -1 is negative, Write 0",
        "outbound, pool.max-wait, 0, is no time, positive duration",
        "outbound, pool.max-idle-time, 0, is no time, positive duration",
        "inbound, request-channel, '', is set but empty, name of a channel",
        "outbound, request-channel, ' ', is set but empty, name of a channel",
        "inbound, verifier, nobody, no PeerCredentialVerifier bean named 'nobody', @Bean PeerCredentialVerifier nobody()",
    })
    void aValueOutOfRangeIsNamedWithWhatWouldDo(
            String direction, String key, String value, String problem, String advice, Warnings warnings) {
        String endpoint = "peercred." + direction + ".clock.";
        start(warnings, endpoint + "path=" + this.directory.resolve("clock"), endpoint + key + "=" + value)
                .says(endpoint + key + ": ", problem)
                .advises(advice);
    }

    @ParameterizedTest
    @CsvSource({"backlog, abc", "read-timeout, soon", "directory-check, maybe", "max-message-size, big"})
    void aValueThatCannotBeConvertedIsNamed(String key, String value, Warnings warnings) {
        start(warnings, inbound(key, value))
                .says("peercred.inbound.clock." + key, "Value: \"" + value + "\"", "commandLineArgs");
    }

    @ParameterizedTest
    @ValueSource(strings = {"peercred.codec=lf", "peercred.inbound.clock.codec=raw"})
    void errorRepliesTakeACodecThatHasThem(String codec, Warnings warnings) {
        start(
                        warnings,
                        "peercred.inbound.clock.path=" + this.directory.resolve("clock"),
                        "peercred.inbound.clock.error-replies=true",
                        codec)
                .says("peercred.inbound.clock.error-replies: only the codec length-header can tell an error")
                .advises("peercred.inbound.clock.codec=length-header", "or remove the key");
    }

    private String[] inbound(String key, String value) {
        return new String[] {
            "peercred.inbound.clock.path=" + this.directory.resolve("clock"),
            "peercred.inbound.clock." + key + "=" + value
        };
    }

    /** Starts with a policy and these properties. */
    static FailedStart start(Warnings warnings, String... properties) {
        String[] all = new String[properties.length + 1];
        all[0] = "peercred.expected-user=root";
        System.arraycopy(properties, 0, all, 1, properties.length);
        return FailedStart.with(warnings, all);
    }
}
