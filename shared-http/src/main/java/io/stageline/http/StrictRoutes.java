package io.stageline.http;

import static io.stageline.refusal.Code.INVALID_PARAMETER;
import static io.stageline.refusal.Code.NOT_FOUND;
import static io.stageline.refusal.Code.UNKNOWN_PARAMETER;
import static io.stageline.refusal.Code.UNSUPPORTED_MEDIA_TYPE;

import io.stageline.refusal.Refused;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.NotAcceptableStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;

/** The routes, which know from their handlers what may be sent: an unknown or repeated parameter is refused, not ignored. */
class StrictRoutes extends RequestMappingHandlerMapping {
    /** Spring's own reading of a number is lenient, too: it takes 0x10 for one. */
    private static final Pattern NUMBER = Pattern.compile("(-?[0-9]{1,19})?");

    private static final Pattern ORDINAL = Pattern.compile("[1-9][0-9]{0,8}");

    private static final Set<Class<?>> NUMBERS = Set.of(int.class, long.class, Integer.class, Long.class);

    private final Map<Method, SortedMap<String, Class<?>>> declared = new ConcurrentHashMap<>();

    @Override
    protected void handleMatch(RequestMappingInfo info, HandlerMethod handler, ServerWebExchange exchange) {
        super.handleMatch(info, handler, exchange);
        if (!handler.getBeanType().getName().startsWith("io.stageline.")) return;
        var sent = exchange.getRequest().getQueryParams();
        if (!sent.isEmpty()) checkParameters(handler, sent);
        checkIds(handler, exchange);
        checkCharset(exchange.getRequest().getHeaders().getContentType());
        checkAnswerCharset(exchange.getRequest().getHeaders().getAccept());
        checkCoding(exchange);
    }

    /** Spring's own reading of a UUID is lenient: it takes 1-1-1-1-1 for one. So is that of a number. */
    private static void checkIds(HandlerMethod handler, ServerWebExchange exchange) {
        Map<String, String> variables = exchange.getAttributeOrDefault(URI_TEMPLATE_VARIABLES_ATTRIBUTE, Map.of());
        if (variables.isEmpty()) return;
        for (var parameter : handler.getMethodParameters()) {
            var variable = variables.get(parameter.getParameterName());
            if (variable == null || !parameter.hasParameterAnnotation(PathVariable.class)) continue;
            var type = parameter.getParameterType();
            if (type == UUID.class && !StrictValue.isUuid(variable)
                    || type == int.class && !ORDINAL.matcher(variable).matches()) throw nothingHere();
        }
    }

    private static void checkCharset(@Nullable MediaType type) {
        if (type != null && type.getCharset() != null && !StandardCharsets.UTF_8.equals(type.getCharset()))
            throw new UnsupportedMediaTypeStatusException(type, List.of(MediaType.APPLICATION_JSON));
    }

    /** Asked before anything is done: a refusal says that nothing was. */
    private static void checkAnswerCharset(List<MediaType> accepted) {
        for (var type : accepted)
            if (type.getCharset() != null && !StandardCharsets.UTF_8.equals(type.getCharset()))
                throw new NotAcceptableStatusException(List.of(MediaType.APPLICATION_JSON));
    }

    /** A compressed body may be a thousand times what it seems. */
    private static void checkCoding(ServerWebExchange exchange) {
        var codings = exchange.getRequest().getHeaders().getOrEmpty(HttpHeaders.CONTENT_ENCODING);
        if (codings.isEmpty() || codings.equals(List.of("identity"))) return;
        exchange.getResponse().getHeaders().set(HttpHeaders.ACCEPT_ENCODING, "identity");
        throw UNSUPPORTED_MEDIA_TYPE
                .because("A body is taken as it is, without a Content-Encoding.")
                .asException();
    }

    static Refused nothingHere() {
        return NOT_FOUND.because("There is nothing at this address.").asException();
    }

    private void checkParameters(HandlerMethod handler, MultiValueMap<String, String> sent) {
        var known = declared.computeIfAbsent(handler.getMethod(), method -> namesIn(handler));
        sent.forEach((name, values) -> {
            var type = known.get(name);
            if (type == null) throw unknown(known.keySet());
            if (values.size() > 1) throw invalid(name, "The parameter '" + name + "' may be given once only.");
            var value = values.get(0);
            if (value == null) return;
            if (value.indexOf('\0') >= 0) throw invalid(name, "Text cannot hold the character U+0000.");
            if (NUMBERS.contains(type) && !NUMBER.matcher(value).matches())
                throw invalid(name, "The parameter '" + name + "' must be a whole number.");
        });
    }

    private static SortedMap<String, Class<?>> namesIn(HandlerMethod handler) {
        var names = new TreeMap<String, Class<?>>();
        for (var parameter : handler.getMethodParameters())
            if (parameter.hasParameterAnnotation(RequestParam.class))
                names.put(name(parameter), parameter.getParameterType());
        return names;
    }

    private static String name(MethodParameter parameter) {
        var annotation = Objects.requireNonNull(parameter.getParameterAnnotation(RequestParam.class));
        if (!annotation.name().isEmpty()) return annotation.name();
        return annotation.value().isEmpty()
                ? Objects.requireNonNull(parameter.getParameter().getName())
                : annotation.value();
    }

    /** The unknown name itself is not repeated: it may be anything, and answers end up in logs. */
    private static Refused unknown(Set<String> known) {
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
