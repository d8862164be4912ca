package io.peercred.benchmarks;

import java.nio.file.Path;
import java.util.Map;

/** The transports by their names. */
final class Transports {

    /** For one connection a client, of as many clients as are measured. */
    private static final int CACHED = 32;

    private Transports() {}

    /**
     * Starts an echo server, and what its clients share.
     *
     * @param name the transport
     * @param directory an empty one, for its socket and its key
     */
    static Transport start(String name, Path directory) throws Exception {
        Path socket = directory.resolve("echo.sock");
        return switch (name) {
            case "bare" -> BareChannels.ofJunixsocket(socket);
            case "jdk" -> BareChannels.ofJdk(socket);
            case "si-tcp" -> new SpringIntegrationTcp(0, null);
            case "si-tcp-cached" -> new SpringIntegrationTcp(CACHED, null);
            case "si-tls" -> new SpringIntegrationTcp(0, Certificates.context(directory));
            case "si-tls-cached" -> new SpringIntegrationTcp(CACHED, Certificates.context(directory));
            case "grpc" -> new GrpcUnix(socket);
            case "template" -> new PeercredApplication(socket, Map.of(), PeercredApplication::template);
            case "text" ->
                new PeercredApplication(
                        socket, Map.of("peercred.content-type", "text/plain"), PeercredApplication::text);
            case "crlf" ->
                new PeercredApplication(socket, Map.of("peercred.codec", "crlf"), PeercredApplication::template);
            case "gateway" -> new PeercredApplication(socket, Map.of(), PeercredApplication::gateway);
            case "message" ->
                new PeercredApplication(
                        socket, Map.of("peercred.inbound.echo.credentials", "message"), PeercredApplication::template);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
