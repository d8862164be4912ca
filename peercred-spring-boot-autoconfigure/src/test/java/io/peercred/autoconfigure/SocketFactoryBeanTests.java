package io.peercred.autoconfigure;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.net.SocketFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import io.peercred.credentials.PeerRejectedEvent;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.NativeSupport;
import io.peercred.socket.VerifiedSocketFactory;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** Each outbound endpoint that is enabled has a socket factory, which goes by the endpoint's settings. */
class SocketFactoryBeanTests {

    @TempDir
    Path directory;

    private String path(String name) {
        return this.directory.resolve(name).toString();
    }

    @Test
    void connectsToTheEndpoint(Warnings warnings) {
        warnings.allow("Nobody subscribes");
        Contexts.with(
                        "peercred.expected-uid=self",
                        "peercred.inbound.db.path=" + path("db"),
                        "peercred.outbound.db.path=" + path("db"))
                .run(context -> {
                    assertThat(context.getBeanFactory().containsSingleton("peercred.outbound.db.socketFactory"))
                            .as("made when it is used")
                            .isFalse();
                    try (Socket socket =
                            context.getBean(VerifiedSocketFactory.class).createSocket("localhost", 1)) {
                        assertThat(VerifiedSocketFactory.peerOf(socket).uid()).isEqualTo(NativeSupport.effectiveUid());
                        assertThat(socket).asString().contains("outbound endpoint 'db' (" + path("db") + ")");
                    }
                });
    }

    @Test
    void aRefusalIsAnEventToo(Warnings warnings) {
        warnings.allow("the peer's user is not expected");
        warnings.allow("Nobody subscribes");
        Contexts.with(
                        "peercred.inbound.db.expected-uid=self",
                        "peercred.inbound.db.path=" + path("db"),
                        "peercred.outbound.db.expected-uid=" + (NativeSupport.effectiveUid() + 1),
                        "peercred.outbound.db.path=" + path("db"))
                .withUserConfiguration(Listening.class)
                .run(context -> {
                    assertThatExceptionOfType(IOException.class)
                            .isThrownBy(
                                    () -> context.getBean(SocketFactory.class).createSocket("localhost", 1))
                            .withCauseInstanceOf(PeerRejectedException.class);
                    assertThat(context.getBean(Listening.class).events).hasSize(1);
                });
    }

    @Test
    void ofSeveralOneIsChosenByItsName() {
        Contexts.with(
                        "peercred.expected-uid=self",
                        "peercred.outbound.db.path=/run/db",
                        "peercred.outbound.other.path=/run/other",
                        "peercred.outbound.off.enabled=false")
                .withUserConfiguration(Choosing.class)
                .run(context -> {
                    assertThat(context.getBeanNamesForType(SocketFactory.class))
                            .containsExactlyInAnyOrder(
                                    "peercred.outbound.db.socketFactory", "peercred.outbound.other.socketFactory");
                    assertThat(context.getBean(Choosing.class).other).asString().contains("'other' (/run/other)");
                    assertThatExceptionOfType(NoUniqueBeanDefinitionException.class)
                            .isThrownBy(() -> context.getBean(VerifiedSocketFactory.class));
                });
    }

    @Test
    void anApplicationsOwnSocketFactoryStaysTheOneThatIsInjected() {
        Contexts.with("peercred.expected-uid=self", "peercred.outbound.db.path=/run/db")
                .withUserConfiguration(Own.class)
                .run(context -> {
                    assertThat(context.getBean(SocketFactory.class)).isSameAs(SocketFactory.getDefault());
                    assertThat(context.getBean(VerifiedSocketFactory.class))
                            .asString()
                            .contains("/run/db");
                });
    }

    @Configuration(proxyBeanMethods = false)
    static class Listening {

        final List<PeerRejectedEvent> events = new CopyOnWriteArrayList<>();

        @EventListener
        void rejected(PeerRejectedEvent event) {
            this.events.add(event);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Choosing {

        @Autowired
        @Qualifier("peercred.outbound.other.socketFactory")
        VerifiedSocketFactory other;
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {

        @Bean
        SocketFactory sockets() {
            return SocketFactory.getDefault();
        }
    }
}
