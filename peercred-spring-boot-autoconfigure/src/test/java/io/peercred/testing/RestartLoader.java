package io.peercred.testing;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Loads classes of directories itself, and those of jars by its parent, as devtools does: an application that it starts
 * again is made of new classes, over libraries that stay.
 */
public final class RestartLoader extends URLClassLoader {

    private RestartLoader(URL[] directories, ClassLoader parent) {
        super("restart", directories, parent);
    }

    /** One over the directories of this process's class path. */
    public static RestartLoader create() throws IOException {
        URL[] directories = Stream.of(System.getProperty("java.class.path").split(":"))
                .map(Path::of)
                .filter(Files::isDirectory)
                .map(RestartLoader::url)
                .toArray(URL[]::new);
        return new RestartLoader(directories, RestartLoader.class.getClassLoader());
    }

    private static URL url(Path directory) {
        try {
            return directory.toUri().toURL();
        } catch (IOException ex) {
            throw new IllegalArgumentException(ex);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            if (loaded == null && name.startsWith("io.peercred.")) {
                loaded = findClass(name);
            }
            return loaded == null ? super.loadClass(name, resolve) : loaded;
        }
    }

    @Override
    public String toString() {
        return "restart of " + Arrays.toString(getURLs());
    }
}
