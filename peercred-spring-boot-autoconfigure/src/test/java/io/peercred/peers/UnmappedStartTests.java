package io.peercred.peers;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.integration.autoconfigure.IntegrationAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import io.peercred.autoconfigure.PeercredAutoConfiguration;
import io.peercred.testing.ChildJvm;
import io.peercred.testing.Peer;

import static org.assertj.core.api.Assertions.assertThat;

/** An application inside a user namespace that expects somebody who stands there for everybody. */
class UnmappedStartTests {

    @TempDir
    Path directory;

    @Test
    void expectingTheOverflowIdStopsTheStart() {
        try (Peer application = ChildJvm.start(
                Namespaces.unshare("--user", "--map-root-user"),
                UnmappedStartTests.class,
                this.directory.resolve("a.sock"),
                "--peercred.expected-uid=65534",
                "--peercred.expected-gid=65534",
                "--peercred.expected-uid=0")) {
            assertThat(application.lineWith("overflow id")).contains("65534 is the overflow id");
            assertThat(application.lineWith("started with"))
                    .isEqualTo("not started with --peercred.expected-uid=65534");
            assertThat(application.lineWith("overflow id")).contains("65534 is the overflow id");
            assertThat(application.lineWith("started with"))
                    .isEqualTo("not started with --peercred.expected-gid=65534");
            assertThat(application.lineWith("started with")).isEqualTo("started with --peercred.expected-uid=0");
        }
    }

    @Test
    void soDoesSelfWhereWeAreNotMappedOurselves() {
        try (Peer application = ChildJvm.start(
                Namespaces.unshare("--user"),
                UnmappedStartTests.class,
                this.directory.resolve("a.sock"),
                "--peercred.expected-uid=self")) {
            assertThat(application.lineWith("overflow id")).contains("65534 is the overflow id");
            assertThat(application.lineWith("started with")).isEqualTo("not started with --peercred.expected-uid=self");
        }
    }

    /** Starts the application with each of the policies. */
    public static void main(String[] arguments) {
        for (int i = 1; i < arguments.length; i++) {
            try {
                new SpringApplicationBuilder(Application.class)
                        .web(WebApplicationType.NONE)
                        .run("--peercred.inbound.clock.path=" + arguments[0], arguments[i])
                        .close();
                System.out.println("started with " + arguments[i]);
            } catch (RuntimeException ex) {
                System.out.println("not started with " + arguments[i]);
            }
        }
        System.exit(0);
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({IntegrationAutoConfiguration.class, PeercredAutoConfiguration.class})
    static class Application {}
}
