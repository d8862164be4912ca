package io.peercred.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

import io.peercred.credentials.Names;
import io.peercred.credentials.PeerCredentials;

/** Records this process with Java Flight Recorder. */
@Component
final class Recorder {

    private static final Log logger = LogFactory.getLog(Recorder.class);

    private final CountDownLatch stopping = new CountDownLatch(1);

    /** A daemon that is told to stop does not wait for its recordings, which the JVM's own shutdown hook ends as well. */
    @EventListener(ContextClosedEvent.class)
    void stop() {
        this.stopping.countDown();
    }

    /**
     * Records for a while, then writes the recording.
     *
     * @param file of a caller's: a pipe, which would hold this thread for as long as it pleases its reader, is refused
     * @param caller who asks
     * @return how many bytes were written
     */
    long record(Duration duration, FileChannel file, PeerCredentials caller) throws IOException, InterruptedException {
        requireSeekable(file);
        try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
            recording.start();
            logger.info("Recording for " + duration + ", as " + Names.describe(caller) + " asked");
            if (this.stopping.await(duration.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IOException("the daemon was told to stop");
            }
            recording.stop();
            try (InputStream recorded = recording.getStream(null, null)) {
                return recorded == null ? 0 : recorded.transferTo(Channels.newOutputStream(file));
            }
        } catch (ParseException | IllegalStateException ex) {
            throw new IOException(ex); // The second where it is started or ended while the JVM shuts down.
        }
    }

    private static void requireSeekable(FileChannel file) throws IOException {
        try {
            file.position();
        } catch (IOException ex) {
            throw new IOException("pass a regular file, not a pipe, a socket or a terminal", ex);
        }
    }
}
