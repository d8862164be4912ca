package io.peercred.autoconfigure;

import java.util.Collection;
import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.messaging.converter.CompositeMessageConverter;
import org.springframework.messaging.converter.JacksonJsonMessageConverter;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;
import tools.jackson.databind.json.JsonMapper;

/** How payloads that are neither String nor bytes become frames. */
@Configuration(proxyBeanMethods = false)
final class PayloadConverterConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static final class Json {

        @Bean
        @ConditionalOnMissingBean
        PeercredMessageConverter peercredJsonMessageConverter(ObjectProvider<JsonMapper> mapper) {
            JsonMapper available = mapper.getIfUnique(JsonMapper::new);
            return new PeercredMessageConverter(new JacksonJsonMessageConverter(available));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("tools.jackson.databind.json.JsonMapper")
    static final class None {

        @Bean
        @ConditionalOnMissingBean
        PeercredMessageConverter peercredMessageConverter() {
            Collection<MessageConverter> converters = List.of(new StringMessageConverter());
            return new PeercredMessageConverter(new CompositeMessageConverter(converters));
        }
    }
}
