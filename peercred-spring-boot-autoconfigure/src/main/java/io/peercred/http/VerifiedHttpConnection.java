package io.peercred.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.hc.client5.http.io.ManagedHttpClientConnection;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.DefaultBHttpClientConnection;
import org.apache.hc.core5.http.impl.io.DefaultHttpResponseParserFactory;
import org.apache.hc.core5.http.impl.io.SocketHolder;
import org.apache.hc.core5.http.io.entity.HttpEntityWrapper;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

import io.peercred.socket.VerifiedSocketFactory;

/**
 * A connection of an HttpClient's pool that is whole or gone: it does not end a request that its caller has broken off,
 * and it is not used again after bytes that nobody asked for. To look at it before each use costs no wait.
 */
final class VerifiedHttpConnection extends DefaultBHttpClientConnection implements ManagedHttpClientConnection {

    /** There are none by default: a response's head would fill the memory. */
    private static final Http1Config LIMITS = Http1Config.custom()
            .setMaxLineLength(64 * 1024)
            .setMaxHeaderCount(1000)
            .build();

    private static final Timeout LOOK = Timeout.ofMilliseconds(1);

    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean looking;

    VerifiedHttpConnection() {
        super(LIMITS, null, null, null, null, null, new DefaultHttpResponseParserFactory(LIMITS));
    }

    @Override
    public void bind(Socket socket) throws IOException {
        bind(new SocketHolder(socket) {
            @Override
            protected InputStream getInputStream(Socket connected) throws IOException {
                return new Input(connected);
            }
        });
        if (this.closed.get()) {
            socket.close();
            throw new SocketException("Connection closed");
        }
    }

    @Override
    public @Nullable Socket getSocket() {
        SocketHolder holder = getSocketHolder();
        return holder == null ? null : holder.getSocket();
    }

    /** Whether it is not as the last exchange left it: ended, or with more behind the response. */
    @Override
    public boolean isStale() throws IOException {
        Socket socket = getSocket();
        if (socket == null) {
            return true;
        }
        this.looking = true;
        try {
            return isDataAvailable(LOOK) || isReadable(socket);
        } finally {
            this.looking = false;
        }
    }

    private static boolean isReadable(Socket socket) throws IOException {
        return VerifiedSocketFactory.streamOf(socket).isReadable();
    }

    /** Where the caller fails in the middle, the end of what it has written must not look like the end of the body. */
    @Override
    public void sendRequestEntity(ClassicHttpRequest request) throws HttpException, IOException {
        HttpEntity entity = request.getEntity();
        if (entity != null) {
            request.setEntity(new HttpEntityWrapper(entity) {
                @Override
                public void writeTo(OutputStream out) throws IOException {
                    boolean whole = false;
                    try {
                        super.writeTo(out);
                        whole = true;
                    } finally {
                        if (!whole) {
                            VerifiedHttpConnection.this.close(CloseMode.IMMEDIATE);
                        }
                    }
                }
            });
        }
        super.sendRequestEntity(request);
    }

    /** Nothing to do: each exchange sets its own time-out. */
    @Override
    public void passivate() {}

    @Override
    public void activate() {}

    @Override
    public void close(CloseMode mode) {
        this.closed.set(true);
        super.close(mode);
    }

    @Override
    public void close() throws IOException {
        this.closed.set(true);
        super.close();
    }

    /** What comes from the server; nothing is waited for where that is only looked at. */
    private final class Input extends FilterInputStream {

        private final Socket socket;

        Input(Socket socket) throws IOException {
            super(socket.getInputStream());
            this.socket = socket;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (VerifiedHttpConnection.this.looking && !isReadable(this.socket)) {
                throw new SocketTimeoutException("Nothing has come");
            }
            return super.read(target, offset, length);
        }
    }
}
