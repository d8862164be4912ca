package io.peercred.shipped;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** The executable jar as it was built. */
final class ShippedJar {

    static final Path FILE = Path.of(System.getProperty("sample.jar"));
    static final String LIBRARIES = "BOOT-INF/lib/";

    private ShippedJar() {}

    /** Shows every file in the jar and in the archives within it, whatever these are called. */
    static void each(Visitor visitor) throws IOException {
        try (InputStream file = Files.newInputStream(FILE)) {
            each("", file, visitor);
        }
    }

    private static void each(String within, InputStream archive, Visitor visitor) throws IOException {
        ZipInputStream entries = new ZipInputStream(archive);
        for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
            if (entry.isDirectory()) {
                continue;
            }
            String path = within + entry.getName();
            byte[] content = entries.readAllBytes();
            visitor.see(path, content);
            if (content.length > 4 && content[0] == 'P' && content[1] == 'K' && content[2] == 3 && content[3] == 4) {
                each(path + "!/", new ByteArrayInputStream(content), visitor);
            }
        }
    }

    interface Visitor {

        /** Takes a file: its path, behind that of the archive in which it is and {@code !/}, and its bytes. */
        void see(String path, byte[] content) throws IOException;
    }
}
