package io.peercred.integration;

import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.util.StringUtils;

import io.peercred.connection.PeercredHeaders;

/** A handler method that gets a request's payload also where it is empty, and whose failures are no reason to call again. */
final class RequestHandlerMethod extends InvocableHandlerMethod {

    private final InvocableHandlerMethod method;

    RequestHandlerMethod(InvocableHandlerMethod method) {
        super(method);
        this.method = method;
    }

    @Override
    public @Nullable Object invoke(Message<?> message, @Nullable Object... providedArgs) throws Exception {
        if (!message.getHeaders().containsKey(PeercredHeaders.CONNECTION_ID)) {
            return this.method.invoke(message, providedArgs);
        }
        try {
            return isEmpty(message.getPayload()) && takesPayload(message.getPayload())
                    ? this.method.invoke(message, message.getPayload())
                    : this.method.invoke(message, providedArgs);
        } catch (MethodArgumentResolutionException | MessageConversionException ex) {
            throw new MessageHandlingException(
                    message, "The request could not be handled by " + getShortLogMessage(), ex);
        }
    }

    /** What Spring takes for a missing payload. */
    private static boolean isEmpty(Object payload) {
        return payload instanceof byte[] bytes && bytes.length == 0
                || payload instanceof String text && !StringUtils.hasText(text);
    }

    /** Whether what could be given the payload is one parameter, which is for it and nothing else. */
    private boolean takesPayload(Object payload) {
        List<MethodParameter> takers = Arrays.stream(getMethodParameters())
                .filter(parameter -> parameter.getParameterType().isInstance(payload))
                .toList();
        return takers.size() == 1 && isRequiredPayload(takers.get(0));
    }

    private static boolean isRequiredPayload(MethodParameter parameter) {
        Payload payload = parameter.getParameterAnnotation(Payload.class);
        return payload == null
                ? parameter.getParameterAnnotations().length == 0
                : payload.required() && payload.expression().isEmpty();
    }
}
