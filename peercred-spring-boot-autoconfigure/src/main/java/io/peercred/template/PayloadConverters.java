package io.peercred.template;

import java.util.List;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.credentials.InvalidSettingException;

/** What stands behind {@code content-type}. */
public final class PayloadConverters {

    private PayloadConverters() {}

    /**
     * What payloads are, by a content type; {@link InvalidSettingException} where there is no such, or what it takes is
     * not there.
     *
     * @param key of the value, for that exception
     */
    public static PayloadType type(String key, String contentType) {
        PayloadType type;
        try {
            type = PayloadType.of(contentType);
        } catch (IllegalArgumentException ex) {
            throw new InvalidSettingException(key, String.valueOf(ex.getMessage()), "Write one of those.", ex);
        }
        if (type == PayloadType.JSON && !hasJackson()) {
            throw new InvalidSettingException(
                    key, "JSON takes Jackson 3", "Add the dependency spring-boot-starter-jackson.");
        }
        return type;
    }

    /** The converter of an application that has none of its own: its {@code JsonMapper}'s, where there is Jackson 3. */
    public static MessageConverter standard(BeanFactory beans) {
        return hasJackson() ? Json.converter(beans) : textOnly();
    }

    /** For payloads that can only be text, where there is no Jackson 3. */
    public static MessageConverter textOnly() {
        return new CompositeMessageConverter(List.of(new StringMessageConverter()));
    }

    private static boolean hasJackson() {
        return ClassUtils.isPresent("tools.jackson.databind.json.JsonMapper", null);
    }

    /** Apart, since Jackson is optional. */
    private static final class Json {

        static MessageConverter converter(BeanFactory beans) {
            return new JacksonJsonMessageConverter(
                    beans.getBeanProvider(JsonMapper.class).getIfUnique(JsonMapper::new));
        }
    }
}
