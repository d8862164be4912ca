package io.peercred.integration;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.messaging.handler.annotation.support.MessageHandlerMethodFactory;

/**
 * Has handler methods take a request as it is, or fail by it, and be called once.
 *
 * <p>Where a message does not fit a method, Spring Integration tries the method as an expression, which finds public ones
 * only, and after the hundredth such message it does so for good: one peer would end the service of all. So it does not
 * hear of requests that do not fit.
 */
public final class RequestArguments implements BeanPostProcessor {

    @Override
    public @Nullable Object postProcessAfterInitialization(Object bean, String beanName) {
        if (beanName.equals(IntegrationContextUtils.MESSAGE_HANDLER_FACTORY_BEAN_NAME)
                && bean instanceof MessageHandlerMethodFactory factory) {
            return (MessageHandlerMethodFactory) (handler, method) ->
                    new RequestHandlerMethod(factory.createInvocableHandlerMethod(handler, method));
        }
        return bean;
    }
}
