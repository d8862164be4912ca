package io.peercred.connection;

import org.jspecify.annotations.Nullable;

import io.peercred.platform.UnixAddress;

/** Says how the socket of a {@link SocketActivator} is to be, and binds it. Not thread-safe. */
public final class SocketActivatorBuilder {

    private static final int MODES = 0777;
    private static final long MAX_ID = 0xFFFF_FFFEL;
    private static final int MAX_NAME = 255;

    private final UnixAddress address;
    private @Nullable Integer fileMode;
    private @Nullable Long fileOwner;
    private @Nullable Long fileGroup;
    private boolean refuseUnsafeDirectory = true;
    private int backlog = 128;
    private boolean passCredentials;
    private @Nullable String name;

    SocketActivatorBuilder(String path) {
        this.address = new UnixAddress(path);
    }

    /**
     * Sets who may connect as far as the file says; in force before the first peer can.
     *
     * @param mode permission bits, 0 to 0777; 0600 if not set
     */
    public SocketActivatorBuilder fileMode(int mode) {
        require((mode & ~MODES) == 0, "The mode " + Integer.toOctalString(mode) + " is not within 0 to 0777");
        this.fileMode = mode;
        return this;
    }

    /** Gives the file to a user: 0 to 4294967294; this process's if not set. */
    public SocketActivatorBuilder fileOwner(long uid) {
        this.fileOwner = id(uid);
        return this;
    }

    /** Gives the file to a group: 0 to 4294967294; this process's if not set. */
    public SocketActivatorBuilder fileGroup(long gid) {
        this.fileGroup = id(gid);
        return this;
    }

    /** Only logs a warning where others may replace files in the directory, instead of refusing to bind. */
    public SocketActivatorBuilder allowUnsafeDirectory() {
        this.refuseUnsafeDirectory = false;
        return this;
    }

    /** Sets how many connections wait until a child accepts them; 128 if not set. Those beyond wait in connect(2). */
    public SocketActivatorBuilder backlog(int connections) {
        require(connections > 0, "The backlog " + connections + " is not above 0");
        this.backlog = connections;
        return this;
    }

    /**
     * Has the kernel say of all bytes who wrote them (SO_PASSCRED), those of waiting connections included. For children
     * that judge every message.
     */
    public SocketActivatorBuilder passCredentials() {
        this.passCredentials = true;
        return this;
    }

    /**
     * Sets what {@link Handover#LISTEN_FDS} calls the socket (LISTEN_FDNAMES). Without a name there is no such variable; an
     * application's only {@code systemd} endpoint takes it whatever its name.
     *
     * @param name 1 to 255 printable ASCII characters without a colon; for an application of ours, its endpoint's NAME
     */
    public SocketActivatorBuilder name(String name) {
        require(
                name.matches("[ -9;-~]{1," + MAX_NAME + "}"),
                "The name '" + name + "' is not 1 to " + MAX_NAME + " printable ASCII characters without a colon");
        this.name = name;
        return this;
    }

    /**
     * Binds and listens; clients can connect from here on. Nothing is deleted but a dead socket of this user's or of
     * {@link #fileOwner}.
     *
     * @throws SocketBindException that says what is in the way
     * @throws IllegalStateException if mode, owner or group were set for a name in the abstract namespace, which has no file
     */
    public SocketActivator bind() throws SocketBindException {
        if (this.address.isAbstract() && (this.fileMode != null || this.fileOwner != null || this.fileGroup != null)) {
            throw new IllegalStateException("A socket in the abstract namespace has no file: " + this.address.path()
                    + " takes no mode or owner");
        }
        SocketFile file = new SocketFile(
                this.fileMode == null ? 0600 : this.fileMode,
                this.fileOwner,
                this.fileGroup,
                this.refuseUnsafeDirectory);
        BoundListener listener =
                SocketBinder.bind(new BindSettings(null, this.address, file, this.backlog), this.passCredentials);
        return new SocketActivator(this.address.path(), this.name, listener);
    }

    private static long id(long id) {
        require(id >= 0 && id <= MAX_ID, "The id " + id + " is not within 0 to " + MAX_ID);
        return id;
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
