package io.peercred.reliability;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

import org.springframework.messaging.MessageDeliveryException;

import io.peercred.connection.PeerClosedException;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.template.VerifiedSocketTemplate;

/**
 * Connections that bring no exchange: closed at once, in the middle of a frame, left to the server's idle-timeout, refused
 * by the server, refused by the client. Counts may be read by other threads.
 */
final class SoakChurn implements AutoCloseable {

    private static final int SILENT = 16;
    private static final byte[] HALF_A_FRAME = {0, 0, 1, 0, 'h', 'a', 'l', 'f'};

    private final VerifiedSocketTemplate template;
    private final SoakEndpoints endpoints;
    private final Deque<SocketChannel> silent = new ArrayDeque<>();
    private volatile long connections;
    private volatile long refusedByServer;
    private volatile long refusedByClient;
    private volatile long endedByIdleTimeout;

    SoakChurn(VerifiedSocketTemplate template, SoakEndpoints endpoints) {
        this.template = template;
        this.endpoints = endpoints;
    }

    /** One connection of each kind. */
    void turn() throws IOException {
        connect(this.endpoints.target()).close();
        try (SocketChannel channel = connect(this.endpoints.target())) {
            channel.write(ByteBuffer.wrap(HALF_A_FRAME));
        }
        keepSilent();
        beRefused();
        refuse();
    }

    private SocketChannel connect(Path socket) throws IOException {
        this.connections++;
        return SocketChannel.open(UnixDomainSocketAddress.of(socket));
    }

    private void keepSilent() throws IOException {
        SocketChannel oldest = this.silent.peek();
        if (oldest != null) {
            oldest.configureBlocking(false);
            if (oldest.read(ByteBuffer.allocate(1)) < 0) {
                oldest.close();
                this.silent.remove();
                this.endedByIdleTimeout++;
            }
        }
        if (this.silent.size() < SILENT) {
            this.silent.add(connect(this.endpoints.brief()));
        }
    }

    private void beRefused() throws IOException {
        try {
            this.template.convertSendAndReceive("closed", "let me in", String.class);
        } catch (MessageDeliveryException ex) {
            if (ex.getCause() instanceof PeerClosedException) {
                this.refusedByServer++;
                return;
            }
            throw ex;
        }
        throw new IOException("who is not expected had a reply");
    }

    private void refuse() throws IOException {
        try {
            this.template.convertSendAndReceive("impostor", "a secret", String.class);
        } catch (PeerRejectedException ex) {
            this.refusedByClient++;
            return;
        }
        throw new IOException("a server that is not expected was asked");
    }

    /** Those that were made by hand. */
    long connections() {
        return this.connections;
    }

    long refusedByServer() {
        return this.refusedByServer;
    }

    long refusedByClient() {
        return this.refusedByClient;
    }

    long endedByIdleTimeout() {
        return this.endedByIdleTimeout;
    }

    @Override
    public void close() throws IOException {
        for (SocketChannel channel : this.silent) {
            channel.close();
        }
    }
}
