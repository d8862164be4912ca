package io.peercred.peers;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.handler.annotation.Headers;

import io.peercred.autoconfigure.PeercredAutoConfiguration;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.ChildJvm;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** An application on a kernel that does not say which process a peer is; here a system call filter answers like it. */
@Timeout(120)
class OlderKernelTests {

    /** seccomp(2): getsockopt with SO_PEERPIDFD fails with ENOPROTOOPT; then becomes the program of its arguments. */
    private static final String WITHOUT_PIDFD = """
            import ctypes, os, struct, sys
            arch, getsockopt = {'x86_64': (0xC000003E, 55), 'aarch64': (0xC00000B7, 209)}[os.uname().machine]
            LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
            ALLOW, FAIL = 0x7FFF0000, 0x00050000 | 92
            program = [(LOAD, 0, 0, 4), (EQUAL, 0, 5, arch), (LOAD, 0, 0, 0), (EQUAL, 0, 3, getsockopt),
                       (LOAD, 0, 0, 32), (EQUAL, 0, 1, 77), (RETURN, 0, 0, FAIL), (RETURN, 0, 0, ALLOW)]
            filter = ctypes.create_string_buffer(b''.join(struct.pack('HBBI', *each) for each in program))
            fprog = ctypes.create_string_buffer(struct.pack('HxxxxxxQ', len(program), ctypes.addressof(filter)))
            libc = ctypes.CDLL(None, use_errno=True)
            assert libc.prctl(38, 1, 0, 0, 0) == 0
            assert libc.prctl(22, 2, ctypes.byref(fprog), 0, 0) == 0, os.strerror(ctypes.get_errno())
            os.execv(sys.argv[1], sys.argv[1:])
            """;

    @TempDir
    Path directory;

    @Test
    void startsAndServesButForAPolicyThatNeedsToKnow() {
        Needs.python();
        try (Peer application = ChildJvm.start(
                List.of("/usr/bin/python3", "-c", WITHOUT_PIDFD),
                OlderKernelTests.class,
                this.directory.resolve("a.sock"),
                "--peercred.inbound.clock.expected-executable=/bin/sh",
                "--peercred.expected-unit=backup.service",
                "--peercred.inbound.clock.close-when-peer-exits=true",
                "--peercred.inbound.clock.close-when-peer-exits=false")) {
            for (String key : List.of(
                    "peercred.inbound.clock.expected-executable",
                    "peercred.expected-unit",
                    "peercred.inbound.clock.close-when-peer-exits")) {
                assertThat(application.lineWith("Caused by: " + key)).contains("takes Linux 6.5");
                assertThat(application.lineWith("started with")).startsWith("not started with --" + key);
            }
            assertThat(application.lineWith("started with"))
                    .isEqualTo(
                            "started with --peercred.inbound.clock.close-when-peer-exits=false: no process in clock");
        }
    }

    /** Starts the application with each of the properties, and asks it once. */
    public static void main(String[] arguments) {
        for (int i = 1; i < arguments.length; i++) {
            try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Application.class)
                    .web(WebApplicationType.NONE)
                    .run(
                            "--peercred.expected-uid=self",
                            "--peercred.inbound.clock.path=" + arguments[0],
                            "--peercred.outbound.clock.path=" + arguments[0],
                            arguments[i])) {
                String answer =
                        context.getBean(VerifiedSocketTemplate.class).convertSendAndReceive("clock", "x", String.class);
                System.out.println("started with " + arguments[i] + ": " + answer);
            } catch (RuntimeException ex) {
                Throwable cause = ex;
                while (cause.getCause() != null) {
                    cause = cause.getCause();
                }
                System.out.println("Caused by: " + cause.getMessage());
                System.out.println("not started with " + arguments[i]);
            }
        }
        System.exit(0);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({IntegrationAutoConfiguration.class, PeercredAutoConfiguration.class})
    static class Application {

        @Bean
        Handler handler() {
            return new Handler();
        }
    }

    static class Handler {

        @ServiceActivator(inputChannel = "peercred.inbound.clock")
        String handle(@Headers Map<String, Object> headers) {
            return (headers.containsKey("peercred_process") ? "a process" : "no process") + " in "
                    + headers.get("peercred_endpoint");
        }
    }
}
