package io.peercred.connection;

import java.util.List;

import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

import io.peercred.credentials.OneLine;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentialsReader;
import io.peercred.credentials.PeerPin;
import io.peercred.credentials.PeerProcess;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.platform.AncillaryData;
import io.peercred.platform.NativeCallException;
import io.peercred.platform.NativeSupport;
import io.peercred.platform.PassedDescriptors;
import io.peercred.platform.PidFd;
import io.peercred.platform.ProcessStat;
import io.peercred.platform.SecurityLabel;
import io.peercred.platform.StreamSockets;
import io.peercred.platform.Ucred;

/**
 * The classes that serving takes, for a server to load before it listens. Loading one can take a descriptor, and a class
 * that could not be loaded once, when there was none, cannot be loaded later either. Some read files of {@code /proc} when
 * they are initialized, and keep what they read for good.
 */
final class ServingClasses {

    static final List<Class<?>> CLASSES = List.of(
            Ancillary.class,
            AncillaryChannel.class,
            AncillaryData.class,
            AFUNIXSocketChannel.class,
            ConnectionSocket.class,
            Deadline.class,
            Descriptor.class,
            ConnectionStatus.class,
            Descriptor.Closing.class,
            Descriptor.Query.class,
            DirectBuffers.class,
            ErrorCode.class,
            FileDescriptorCast.class,
            Frame.class,
            FrameAncillary.class,
            FrameException.class,
            FrameInput.class,
            FrameInput.Arrival.class,
            FrameInput.Source.class,
            FramedConnection.class,
            IdleConnections.class,
            InboundConnection.class,
            InboundRequest.class,
            IoExceptionTranslator.class,
            NativeCallException.class,
            OneLine.class,
            OutgoingMessage.class,
            PassedDescriptors.class,
            PeerClosedException.class,
            PeerCredentials.class,
            PeerCredentialsReader.class,
            PeerRejectedException.class,
            ReceivedFiles.class,
            ReplyClock.class,
            PeerPin.class,
            PeerPin.Opener.class,
            PeerProcess.class,
            PidFd.class,
            ProcessCheck.class,
            ProcessStat.class,
            RefusedSockets.Task.class,
            RequestResponder.class,
            SecurityLabel.class,
            StreamSockets.class,
            Traffic.class,
            Ucred.class,
            VerifiedConnection.class,
            VerifiedStream.class);

    private ServingClasses() {}

    /** Loads and initializes them, and asks what the kernel has. */
    static void load() {
        NativeSupport.require(); // junixsocket's library is unpacked and loaded, which takes descriptors too.
        PidFd.isSupported();
        for (Class<?> each : CLASSES) {
            try {
                Class.forName(each.getName(), true, each.getClassLoader());
            } catch (ClassNotFoundException ex) {
                throw new NoClassDefFoundError(each.getName());
            }
        }
    }
}
