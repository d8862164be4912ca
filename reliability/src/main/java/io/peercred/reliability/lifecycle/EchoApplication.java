package io.peercred.reliability.lifecycle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.messaging.handler.annotation.Header;

import io.peercred.connection.PeercredHeaders;
import io.peercred.credentials.PeerCredentials;
import io.peercred.platform.NativeSupport;

/** An application whose servers and client have one path. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
class EchoApplication {

    /** Requests of whom no endpoint expects. */
    static final LongAdder STRANGERS = new LongAdder();

    /** One with the endpoints, none of which is started. */
    static ConfigurableApplicationContext run(Path socket, String... inbound) {
        List<String> arguments = new ArrayList<>(List.of(
                "--peercred.expected-uid=self",
                "--peercred.content-type=application/octet-stream",
                "--peercred.outbound.client.path=" + socket,
                "--peercred.outbound.client.pool.max-idle-time=50ms"));
        for (String name : inbound) {
            String prefix = "--peercred.inbound." + name;
            arguments.add(prefix + ".path=" + socket);
            arguments.add(prefix + ".file-mode=rw-rw-rw-");
            arguments.add(prefix + ".request-channel=echo");
            arguments.add(prefix + ".read-timeout=" + Conn.READ_TIMEOUT.toMillis() + "ms");
            arguments.add(prefix + ".auto-startup=false");
        }
        SpringApplication application = new SpringApplication(EchoApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.setBannerMode(Banner.Mode.OFF);
        application.setRegisterShutdownHook(false);
        return application.run(arguments.toArray(String[]::new));
    }

    @Bean
    Echo handler() {
        return new Echo();
    }

    static final class Echo {

        /** The connection's id, a line feed, and the request. */
        @ServiceActivator(inputChannel = "echo")
        byte[] serve(
                byte[] request,
                @Header(PeercredHeaders.PEER) PeerCredentials peer,
                @Header(PeercredHeaders.CONNECTION_ID) String connection) {
            if (peer.uid() != NativeSupport.effectiveUid()) {
                STRANGERS.increment();
            }
            byte[] head = (connection + "\n").getBytes(StandardCharsets.UTF_8);
            byte[] reply = new byte[head.length + request.length];
            System.arraycopy(head, 0, reply, 0, head.length);
            System.arraycopy(request, 0, reply, head.length, request.length);
            return reply;
        }
    }
}
