package io.peercred.template;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;

/** What payloads are: the values of {@code content-type}. */
public enum PayloadType {
    TEXT(MimeTypeUtils.TEXT_PLAIN),
    BYTES(MimeTypeUtils.APPLICATION_OCTET_STREAM),
    JSON(MimeTypeUtils.APPLICATION_JSON);

    private final MimeType mimeType;

    PayloadType(MimeType mimeType) {
        this.mimeType = mimeType;
    }

    public MimeType mimeType() {
        return this.mimeType;
    }

    /** By its content type; {@link IllegalArgumentException} names those that there are. */
    public static PayloadType of(String contentType) {
        return Arrays.stream(values())
                .filter(type -> type.mimeType.toString().equals(contentType))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + contentType + "' is none of "
                        + Arrays.stream(values())
                                .map(type -> type.mimeType.toString())
                                .collect(Collectors.joining(", "))));
    }
}
