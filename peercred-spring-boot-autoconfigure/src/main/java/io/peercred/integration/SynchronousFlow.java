package io.peercred.integration;

import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.integration.annotation.ServiceActivator;
import org.springframework.integration.channel.DirectChannel;
import org.springframework.integration.endpoint.EventDrivenConsumer;
import org.springframework.integration.handler.ServiceActivatingHandler;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.messaging.handler.annotation.Headers;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Tells the flows that have ended when sending to them returns, so that a reply which is not there by then never comes:
 * one {@code @ServiceActivator} method behind a direct channel, which sees no reply channel that it could keep.
 */
final class SynchronousFlow {

    private static final String BEAN_SUFFIX = ".serviceActivator";

    private SynchronousFlow() {}

    /** Whether it surely is such a flow; others may be, too. */
    static boolean startsAt(MessageChannel channel, ListableBeanFactory beans) {
        if (channel.getClass() != DirectChannel.class) {
            return false;
        }
        List<Map.Entry<String, EventDrivenConsumer>> consumers =
                beans.getBeansOfType(EventDrivenConsumer.class, false, false).entrySet().stream()
                        .filter(entry -> entry.getValue().getInputChannel() == channel)
                        .toList();
        return ((DirectChannel) channel).getSubscriberCount() == 1
                && consumers.size() == 1
                && endsWithItsHandler(consumers.get(0).getValue())
                && cannotReplyLater(consumers.get(0).getKey(), beans);
    }

    private static boolean endsWithItsHandler(EventDrivenConsumer consumer) {
        return consumer.getHandler() instanceof ServiceActivatingHandler handler && handler.getOutputChannel() == null;
    }

    /** By the name that Spring Integration gives the endpoint of an annotated method: BEAN.METHOD.serviceActivator. */
    private static boolean cannotReplyLater(String endpoint, ListableBeanFactory beans) {
        if (!endpoint.endsWith(BEAN_SUFFIX)) {
            return false;
        }
        String name = endpoint.substring(0, endpoint.length() - BEAN_SUFFIX.length());
        int dot = name.lastIndexOf('.');
        Class<?> type =
                dot > 0 && beans.containsBean(name.substring(0, dot)) ? beans.getType(name.substring(0, dot)) : null;
        if (type == null) {
            return false;
        }
        List<Method> methods = methods(type, name.substring(dot + 1));
        return methods.size() == 1
                && !methods.get(0).getAnnotation(ServiceActivator.class).async().equals("true")
                && methods.get(0).getReturnType() != Object.class // which may be a future; a suspending function's is
                && ReactiveAdapterRegistry.getSharedInstance()
                                .getAdapter(methods.get(0).getReturnType())
                        == null
                && Arrays.stream(methods.get(0).getParameters()).noneMatch(SynchronousFlow::showsReplyChannel);
    }

    private static List<Method> methods(Class<?> type, String name) {
        return Arrays.stream(ReflectionUtils.getUniqueDeclaredMethods(ClassUtils.getUserClass(type)))
                .filter(method -> method.getName().equals(name))
                .filter(method -> method.isAnnotationPresent(ServiceActivator.class))
                .toList();
    }

    private static boolean showsReplyChannel(Parameter parameter) {
        Class<?> type = parameter.getType();
        Header header = parameter.getAnnotation(Header.class);
        return Message.class.isAssignableFrom(type)
                || Map.class.isAssignableFrom(type)
                || MessageChannel.class.isAssignableFrom(type)
                || parameter.isAnnotationPresent(Headers.class)
                || header != null && List.of(header.name(), header.value()).contains(MessageHeaders.REPLY_CHANNEL);
    }
}
