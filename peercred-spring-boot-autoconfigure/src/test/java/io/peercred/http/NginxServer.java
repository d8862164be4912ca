package io.peercred.http;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;

import io.peercred.platform.NativeSupport;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;

/** An nginx that listens on a Unix socket: its master process does, and answers come from its workers. */
final class NginxServer implements AutoCloseable {

    private static final String CONFIGURATION = """
            %s
            daemon off;
            worker_processes 2;
            error_log stderr error;
            pid nginx.pid;
            events { worker_connections 256; }
            http {
              access_log off;
              client_body_temp_path body;
              proxy_temp_path proxy;
              fastcgi_temp_path fastcgi;
              uwsgi_temp_path uwsgi;
              scgi_temp_path scgi;
              keepalive_requests 100000;
              client_max_body_size 200m;
              server {
                listen unix:%s/nginx.sock;
                location / { root %<s/files; }
                location /trickled/ { alias %<s/files/; limit_rate 100; }
                location /uploads/ { root %<s; dav_methods PUT; }
                location = /connection { return 200 $connection; }
                location = /host { return 200 $http_host; }
                location = /busy { return 503; }
                location = /elsewhere { return 302 http://example.org/; }
                location = /other { return 307 http://other/; }
                location = /silent { proxy_pass http://unix:%<s/silent.sock; }
              }
            }
            """;

    private final Path directory;
    private Peer process;

    private NginxServer(Path directory, Peer process) {
        this.directory = directory;
        this.process = process;
    }

    static NginxServer start(Path directory) throws IOException {
        Needs.program("nginx", "nginx");
        Directories.open(directory);
        Files.createDirectories(directory.resolve("files"));
        Directories.open(Files.createDirectories(directory.resolve("uploads")));
        // Without root, it cannot choose its workers' user, and says so.
        String user = NativeSupport.effectiveUid() == 0 ? "user nobody nogroup;" : "";
        Files.writeString(directory.resolve("nginx.conf"), CONFIGURATION.formatted(user, directory));
        NginxServer server = new NginxServer(directory, run(directory));
        server.awaitReady();
        return server;
    }

    private static Peer run(Path directory) {
        return Peer.start(List.of(
                Needs.program("nginx", "nginx").toString(),
                "-p",
                directory.toString(),
                "-c",
                directory.resolve("nginx.conf").toString()));
    }

    private void awaitReady() {
        Awaitility.await("nginx").atMost(Duration.ofSeconds(20)).until(() -> {
            if (!this.process.isAlive()) {
                throw new AssertionError("nginx ended");
            }
            return Files.exists(socket()) && accepts();
        });
    }

    private boolean accepts() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(socket()));
        } catch (IOException ex) {
            return false; // It is bound before it listens.
        }
    }

    /** Ends it and starts another. */
    void restart() {
        close();
        this.process = run(this.directory);
        awaitReady();
    }

    Path socket() {
        return this.directory.resolve("nginx.sock");
    }

    /** What it serves, by its name. */
    Path file(String name) {
        return this.directory.resolve("files").resolve(name);
    }

    /** What {@code PUT /uploads/NAME} has written. */
    Path upload(String name) {
        return this.directory.resolve("uploads").resolve(name);
    }

    /** Whom {@code /silent} asks; it waits for the answer. */
    Path silentServer() {
        return this.directory.resolve("silent.sock");
    }

    /** The process that listens. */
    long pid() {
        return this.process.pid();
    }

    @Override
    public void close() {
        this.process.terminate();
    }
}
