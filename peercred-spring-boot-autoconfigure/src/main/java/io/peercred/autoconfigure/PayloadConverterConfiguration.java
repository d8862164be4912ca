package io.peercred.autoconfigure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.databind.json.JsonMapper;

import io.peercred.template.PayloadConverters;

/** How payloads that are neither String nor bytes become frames. */
@Configuration(proxyBeanMethods = false)
final class PayloadConverterConfiguration {

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static final class Json {

        @Bean
        @ConditionalOnMissingBean
        PeercredMessageConverter peercredJsonMessageConverter(BeanFactory beans) {
            return new PeercredMessageConverter(PayloadConverters.standard(beans));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("tools.jackson.databind.json.JsonMapper")
    static final class None {

        @Bean
        @ConditionalOnMissingBean
        PeercredMessageConverter peercredMessageConverter() {
            return new PeercredMessageConverter(PayloadConverters.textOnly());
        }
    }
}
