package io.peercred.autoconfigure;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.TreeMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.peercred.autoconfigure.PeercredProperties.Activation;
import io.peercred.autoconfigure.PeercredProperties.DirectoryCheck;
import io.peercred.autoconfigure.PeercredProperties.Inbound;
import io.peercred.connection.ActivationSettings;
import io.peercred.connection.BindSettings;
import io.peercred.connection.EndpointValues;
import io.peercred.connection.InheritedSocket;
import io.peercred.connection.InheritedSocketException;
import io.peercred.connection.ListenerSource;
import io.peercred.connection.SocketFile;
import io.peercred.connection.StandardInput;
import io.peercred.connection.SystemdSockets;
import io.peercred.credentials.PeerPolicy;
import io.peercred.platform.UnixAddress;

/** Finds the listening socket of an inbound endpoint: one to be bound, or one that was passed to this process. */
final class ListenerResolver {

    private final Map<String, Inbound> activated = new TreeMap<>();
    private final SystemdSockets systemd;

    /**
     * Creates one.
     *
     * @param inbound all endpoints, by NAME
     * @param systemd what was passed to this process
     */
    ListenerResolver(Map<String, Inbound> inbound, SystemdSockets systemd) {
        this.systemd = systemd;
        inbound.forEach((name, endpoint) -> {
            if (endpoint.isEnabled() && endpoint.getActivation() != null) {
                this.activated.put(name, endpoint);
            }
        });
    }

    /**
     * A listening socket.
     *
     * @param path where it listens
     * @param byPolicy its settings: the policy decides on the mode of a file that is to be made
     */
    record Found(String path, Function<PeerPolicy, ListenerSource> byPolicy) {}

    Found find(String name, String prefix, Inbound properties) {
        int backlog = EndpointValues.positive(prefix + ".backlog", properties.getBacklog());
        Activation activation = properties.getActivation();
        if (activation == null) {
            UnixAddress address = EndpointResolver.address(prefix, properties.getPath());
            return new Found(
                    address.path(),
                    policy -> new BindSettings(name, address, file(prefix, properties, address, policy), backlog));
        }
        refuseFileKeys(prefix, properties);
        InheritedSocket socket = socket(name, prefix, activation);
        ActivationSettings settings = new ActivationSettings(socket, properties.isListenAgain(), backlog);
        return new Found(socket.path(), policy -> settings);
    }

    private InheritedSocket socket(String name, String prefix, Activation activation) {
        List<String> rivals = this.activated.entrySet().stream()
                .filter(each -> each.getValue().getActivation() == activation)
                .map(Entry::getKey)
                .filter(each -> !each.equals(name))
                .toList();
        try {
            if (activation == Activation.SYSTEMD) {
                return this.systemd.socket(name, rivals.isEmpty());
            }
            if (!rivals.isEmpty()) {
                throw new InvalidPeercredPropertyException(
                        prefix + ".activation",
                        "peercred.inbound." + rivals.get(0) + " is inherited, too, and there is one standard input",
                        "Pass several sockets by LISTEN_FDS, and write systemd for each endpoint.");
            }
            return StandardInput.socket(name);
        } catch (InheritedSocketException ex) {
            throw new UncheckedIOException(ex);
        }
    }

    private static void refuseFileKeys(String prefix, Inbound properties) {
        refuse(prefix + ".file-mode", properties.getFileMode(), "SocketMode=");
        refuse(prefix + ".file-owner", properties.getFileOwner(), "SocketUser=");
        refuse(prefix + ".file-group", properties.getFileGroup(), "SocketGroup=");
    }

    private static void refuse(String property, @Nullable String value, String unitKey) {
        if (value != null) {
            throw new InvalidPeercredPropertyException(
                    property,
                    "the socket of an activated endpoint is made before this process",
                    "Remove the key, and write " + unitKey + " into the [Socket] section of its unit.");
        }
    }

    private static SocketFile file(String prefix, Inbound properties, UnixAddress address, PeerPolicy policy) {
        return EndpointValues.file(
                prefix + ".",
                address,
                properties.getFileMode(),
                properties.getFileOwner(),
                properties.getFileGroup(),
                properties.getDirectoryCheck() == DirectoryCheck.REFUSE,
                policy);
    }
}
