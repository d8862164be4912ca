package io.peercred.connection;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.TestSettings;

import static org.assertj.core.api.Assertions.assertThat;

/** Connecting takes rights that are named where they are missing. */
@Timeout(30)
class ConnectPermissionTests {

    @TempDir
    Path directory;

    @AutoClose
    final Endpoints endpoints = new Endpoints();

    /** Root may connect anywhere; so this client gives its capabilities up, in a process of its own. */
    @Test
    void notPermitted() throws Exception {
        Needs.root();
        SocketPaths.mode(0755, this.directory);
        Path unsearchable = SocketPaths.mode(0, Files.createDirectory(this.directory.resolve("closed")));
        Path unwritable = this.directory.resolve("s");
        this.endpoints.serve(TestSettings.at(unwritable).file(new SocketFile(0, null, null, true)));
        for (Path path : new Path[] {unsearchable.resolve("s"), unwritable}) {
            try (Peer client = ChildJava.startBehind(
                    Needs.program("setpriv", "util-linux") + " --bounding-set=-all --inh-caps=-all",
                    ConnectPermissionTests.class,
                    path.toString())) {
                assertThat(client.line()).isEqualTo(AccessDeniedException.class.getName());
                assertThat(client.line()).contains(path.toString()).contains("search permission");
            }
        }
    }

    public static void main(String[] args) throws Exception {
        try (Endpoints endpoints = new Endpoints()) {
            OutboundClient client = endpoints.client(TestSettings.at(args[0]));
            System.out.println(Endpoints.call(client, "x"));
        } catch (IOException ex) {
            System.out.println(ex.getClass().getName());
            System.out.println(ex.getMessage());
        }
    }
}
