package io.stageline.http;

import static io.stageline.refusal.Code.INVALID_PARAMETER;
import static io.stageline.refusal.Code.NOT_FOUND;
import static io.stageline.refusal.Code.UNKNOWN_PARAMETER;

import io.stageline.refusal.Refused;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/** The routes, which know from their handlers what may be sent: an unknown or repeated parameter is refused, not ignored. */
class StrictRoutes extends RequestMappingHandlerMapping {
    private final Map<Method, SortedSet<String>> declared = new ConcurrentHashMap<>();

    @Override
    protected void handleMatch(RequestMappingInfo info, HandlerMethod handler, ServerWebExchange exchange) {
        super.handleMatch(info, handler, exchange);
        if (!handler.getBeanType().getName().startsWith("io.stageline.")) return;
        var sent = exchange.getRequest().getQueryParams();
        if (!sent.isEmpty()) checkParameters(handler, sent);
        checkIds(handler, exchange);
        checkCharset(exchange.getRequest().getHeaders().getContentType());
    }

    /** Spring's own reading of a UUID is lenient: it takes 1-1-1-1-1 for one. */
    private static void checkIds(HandlerMethod handler, ServerWebExchange exchange) {
        Map<String, String> variables = exchange.getAttributeOrDefault(URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
        if (variables.isEmpty()) return;
        for (var parameter : handler.getMethodParameters()) {
            var variable =
                    parameter.getParameterType() == UUID.class ? variables.get(parameter.getParameterName()) : null;
            if (variable != null && !StrictValue.isUuid(variable)) throw nothingHere();
        }
    }

    private static void checkCharset(@Nullable MediaType type) {
        if (type != null && type.getCharset() != null && !StandardCharsets.UTF_8.equals(type.getCharset()))
            throw new UnsupportedMediaTypeStatusException(type, List.of(MediaType.APPLICATION_JSON));
    }

    static Refused nothingHere() {
        return NOT_FOUND.because("There is nothing at this address.").asException();
    }

    private void checkParameters(HandlerMethod handler, MultiValueMap<String, String> sent) {
        var known = declared.computeIfAbsent(handler.getMethod(), method -> namesIn(handler));
        sent.forEach((name, values) -> {
            if (!known.contains(name)) throw unknown(known);
            if (values.size() > 1) throw invalid(name, "The parameter '" + name + "' may be given once only.");
            var value = values.get(0);
            if (value != null && value.indexOf('\0') >= 0)
                throw invalid(name, "Text cannot hold the character U+0000.");
        });
    }

    private static SortedSet<String> namesIn(HandlerMethod handler) {
        return Arrays.stream(handler.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                .map(StrictRoutes::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String name(MethodParameter parameter) {
        var annotation = Objects.requireNonNull(parameter.getParameterAnnotation(RequestParam.class));
        if (!annotation.name().isEmpty()) return annotation.name();
        return annotation.value().isEmpty()
                ? Objects.requireNonNull(parameter.getParameter().getName())
                : annotation.value();
    }

    /** The unknown name itself is not repeated: it may be anything, and answers end up in logs. */
    private static Refused unknown(SortedSet<String> known) {
        var because = known.isEmpty() ? "This address takes no parameters." : "Known here: " + String.join(", ", known);
        return UNKNOWN_PARAMETER
                .because(because)
                .with("known", List.copyOf(known))
                .asException();
    }

    private static Refused invalid(String name, String because) {
        return INVALID_PARAMETER.because(because).with("parameter", name).asException();
    }
}
