package io.peercred.reliability.lifecycle;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** Makes what others put at a path. Of those that live there is one each. */
final class Things implements AutoCloseable {

    static final String CONTENT = "precious";

    private final Path directory;
    private final @Nullable OtherUser other;
    private @Nullable ServerSocketChannel live;
    /** To which links lead. */
    private @Nullable ServerSocketChannel decoy;

    Things(Path directory, @Nullable OtherUser other) {
        this.directory = directory;
        this.other = other;
    }

    boolean hasDecoy() {
        return this.decoy != null;
    }

    void make(Kind kind, Path made) throws IOException {
        switch (kind) {
            case FILE -> Files.writeString(made, CONTENT);
            case DIRECTORY -> Files.createDirectory(made);
            case DANGLING_LINK -> Files.createSymbolicLink(made, this.directory.resolve("nowhere"));
            case LINK_TO_SOCKET -> {
                if (this.decoy == null) {
                    this.decoy = listen(decoyPath());
                }
                Files.createSymbolicLink(made, decoyPath());
            }
            case DEAD -> listen(made).close();
            case LIVE -> this.live = listen(made);
            case DEAD_OF_OTHER -> tellOther("leave " + made);
            case LIVE_OF_OTHER -> tellOther("listen " + made);
            case SERVED -> throw new IllegalArgumentException();
        }
    }

    private Path decoyPath() {
        return this.directory.resolve("decoy");
    }

    private static ServerSocketChannel listen(Path path) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path));
    }

    private void tellOther(String command) throws IOException {
        String answer = Objects.requireNonNull(this.other).tell(command);
        Violation.unless(answer.equals("ok"), command + ": " + answer);
    }

    /** One whose file is gone. */
    void end(Kind kind) throws IOException {
        if (kind == Kind.LIVE && this.live != null) {
            this.live.close();
            this.live = null;
        }
        if (kind == Kind.LIVE_OF_OTHER) {
            tellOther("unlisten");
        }
    }

    @Override
    public void close() throws IOException {
        if (this.decoy != null) {
            this.decoy.close();
            Files.delete(decoyPath());
            this.decoy = null;
        }
    }
}
