package io.peercred.benchmarks;

import java.net.ServerSocket;
import java.net.Socket;

import javax.net.ssl.SSLServerSocket;

import org.springframework.integration.ip.tcp.connection.TcpSocketSupport;

/** Asks the client for its certificate, so that both sides know each other: what this starter is compared with. */
final class MutualTls implements TcpSocketSupport {

    @Override
    public void postProcessServerSocket(ServerSocket socket) {
        ((SSLServerSocket) socket).setNeedClientAuth(true);
    }

    @Override
    public void postProcessSocket(Socket socket) {}
}
