package io.peercred.benchmarks;

import java.util.Objects;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.config.EnableIntegration;
import org.springframework.integration.core.MessagingTemplate;
import org.springframework.integration.ip.tcp.connection.AbstractClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.CachingClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.DefaultTcpNetSSLSocketFactorySupport;
import org.springframework.integration.ip.tcp.connection.DefaultTcpNetSocketFactorySupport;
import org.springframework.integration.ip.tcp.connection.TcpNetClientConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpNetServerConnectionFactory;
import org.springframework.integration.ip.tcp.connection.TcpSocketFactorySupport;
import org.springframework.integration.ip.tcp.inbound.TcpInboundGateway;
import org.springframework.integration.ip.tcp.outbound.TcpOutboundGateway;
import org.springframework.integration.ip.tcp.serializer.ByteArrayLengthHeaderSerializer;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

/** Spring Integration's TCP gateways on loopback, with one connection or a cache of them, in the clear or by TLS. */
final class SpringIntegrationTcp implements Transport {

    private static final int MAX_MESSAGE = 16 << 20;

    private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
    private final DirectChannel requests = new DirectChannel();

    /**
     * Starts server and client.
     *
     * @param cached connections in the cache, or 0 for a single shared one
     * @param tls for mutual TLS, or null for none
     */
    SpringIntegrationTcp(int cached, @Nullable SSLContext tls) throws InterruptedException {
        TcpSocketFactorySupport sockets = tls == null
                ? new DefaultTcpNetSocketFactorySupport()
                : new DefaultTcpNetSSLSocketFactorySupport(() -> tls);
        TcpNetServerConnectionFactory server = new TcpNetServerConnectionFactory(0);
        server.setTcpSocketFactorySupport(sockets);
        server.setSerializer(serializer());
        server.setDeserializer(serializer());
        server.setSoTcpNoDelay(true);
        if (tls != null) {
            server.setTcpSocketSupport(new MutualTls());
        }
        TcpInboundGateway inbound = new TcpInboundGateway();
        inbound.setConnectionFactory(server);
        inbound.setRequestChannelName("echo");
        this.context.register(Application.class);
        this.context.registerBean("server", TcpNetServerConnectionFactory.class, () -> server);
        this.context.registerBean("inbound", TcpInboundGateway.class, () -> inbound);
        this.context.refresh();
        while (!server.isListening()) {
            Thread.onSpinWait();
        }
        TcpNetClientConnectionFactory client = new TcpNetClientConnectionFactory("127.0.0.1", server.getPort());
        client.setTcpSocketFactorySupport(sockets);
        client.setSerializer(serializer());
        client.setDeserializer(serializer());
        client.setSoTcpNoDelay(true);
        client.setApplicationEventPublisher(this.context);
        AbstractClientConnectionFactory connections = client;
        if (cached > 0) {
            client.setSingleUse(true);
            connections = new CachingClientConnectionFactory(client, cached);
        }
        TcpOutboundGateway outbound = new TcpOutboundGateway();
        outbound.setConnectionFactory(connections);
        outbound.setBeanFactory(this.context.getBeanFactory());
        connections.start();
        outbound.afterPropertiesSet();
        this.requests.setBeanFactory(this.context.getBeanFactory());
        this.requests.subscribe(outbound);
        this.context.getBeanFactory().registerSingleton("connections", connections);
        outbound.start();
    }

    private static ByteArrayLengthHeaderSerializer serializer() {
        ByteArrayLengthHeaderSerializer serializer = new ByteArrayLengthHeaderSerializer();
        serializer.setMaxMessageSize(MAX_MESSAGE);
        return serializer;
    }

    @Override
    public Client client() {
        MessagingTemplate template = new MessagingTemplate();
        return payload -> {
            Message<?> reply = template.sendAndReceive(this.requests, new GenericMessage<>(payload));
            return (byte[]) Objects.requireNonNull(reply).getPayload();
        };
    }

    @Override
    public void close() {
        this.context
                .getBean("connections", AbstractClientConnectionFactory.class)
                .stop();
        this.context.close();
    }

    @Configuration(proxyBeanMethods = false)
    @EnableIntegration
    static class Application {

        @ServiceActivator(inputChannel = "echo")
        byte[] echo(byte[] payload) {
            return payload;
        }
    }
}
