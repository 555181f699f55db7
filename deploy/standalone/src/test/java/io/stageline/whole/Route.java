package io.stageline.whole;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.toMap;

import io.stageline.http.ShortRoute;
import io.stageline.write.BodyOf;
import io.stageline.write.Decided;
import io.swagger.v3.oas.annotations.media.Schema;
import java.lang.annotation.Annotation;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.DispatcherHandler;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import tools.jackson.databind.JsonNode;

/** A route that the running server serves, and what its handler says of the requests that it takes. */
public record Route(String method, String path, HandlerMethod handler, Set<MediaType> takes, Set<MediaType> gives) {
    private static final RequestMappingHandlerMapping ROUTES = (RequestMappingHandlerMapping)
            requireNonNull(TheServer.bean(DispatcherHandler.class).getHandlerMappings()).stream()
                    .filter(RequestMappingHandlerMapping.class::isInstance)
                    .filter(routes -> routes.getClass().getName().startsWith("io.stageline."))
                    .findFirst()
                    .orElseThrow();
    private static final List<Route> ALL = ROUTES.getHandlerMethods().entrySet().stream()
            .filter(served -> served.getValue().getBeanType().getName().startsWith("io.stageline."))
            .flatMap(served -> of(served.getKey(), served.getValue()))
            .sorted(Comparator.comparing(Route::toString))
            .toList();

    /** Every one there is. */
    public static List<Route> all() {
        return ALL;
    }

    /** How many routes have a short way beside the one of WebFlux. */
    public static int shortWays() {
        return requireNonNull(ROUTES.getApplicationContext())
                .getBeansOfType(ShortRoute.class)
                .size();
    }

    private static Stream<Route> of(RequestMappingInfo info, HandlerMethod handler) {
        var takes = info.getConsumesCondition().getConsumableMediaTypes();
        var gives = info.getProducesCondition().getProducibleMediaTypes();
        return info.getMethodsCondition().getMethods().stream()
                .flatMap(method -> info.getPatternsCondition().getPatterns().stream()
                        .map(path -> new Route(method.name(), path.getPatternString(), handler, takes, gives)));
    }

    public boolean reads() {
        return method.equals("GET");
    }

    /** Whether its answer is what an aggregate decided; then it takes an Idempotency-Key and an If-Match. */
    public boolean decides() {
        var answer = ResolvableType.forMethodReturnType(handler.getMethod())
                .getGeneric(0, 0)
                .resolve();
        return answer != null && Decided.Answer.class.isAssignableFrom(answer);
    }

    public boolean hasBody() {
        return parameters(RequestBody.class).findAny().isPresent();
    }

    /** Whether its body is many documents, one a line. */
    public boolean takesLines() {
        return takes.contains(MediaType.APPLICATION_NDJSON);
    }

    public boolean hasIds() {
        return !ids().isEmpty();
    }

    /** Whether it changes something within a journal. */
    public boolean changesEntry() {
        return !reads() && path.contains("/entries/");
    }

    /** Whether it says that something was recorded wrongly. */
    public boolean corrects() {
        return path.endsWith("/withdraw") || path.endsWith("/correct");
    }

    /** Whether a body without something is refused. */
    public boolean requires() {
        return required().findAny().isPresent();
    }

    /** The members that a body must have. */
    public Stream<String> required() {
        return components()
                .filter(member -> !member.getAnnotatedType().isAnnotationPresent(Nullable.class))
                .map(RecordComponent::getName);
    }

    /** What a body may hold, with its types; but for what may be any JSON. */
    public Map<String, Class<?>> members() {
        return components()
                .filter(member -> member.getType() != JsonNode.class
                        || member.getAccessor().isAnnotationPresent(Schema.class))
                .collect(toMap(RecordComponent::getName, RecordComponent::getType));
    }

    private Stream<RecordComponent> components() {
        return parameters(RequestBody.class)
                .map(Route::shape)
                .map(Class::getRecordComponents)
                .flatMap(Stream::of);
    }

    private static Class<?> shape(MethodParameter body) {
        var named = body.getParameterAnnotation(BodyOf.class);
        return named == null ? body.getParameterType() : named.value();
    }

    /** The variables of its path, with their types. */
    public Map<String, Class<?>> ids() {
        return types(PathVariable.class);
    }

    /** The parameters that it takes behind the question mark, with their types. */
    public Map<String, Class<?>> parameters() {
        return types(RequestParam.class);
    }

    private Map<String, Class<?>> types(Class<? extends Annotation> kind) {
        return parameters(kind)
                .collect(toMap(parameter -> parameter.getParameter().getName(), MethodParameter::getParameterType));
    }

    private Stream<MethodParameter> parameters(Class<? extends Annotation> kind) {
        return Arrays.stream(handler.getMethodParameters()).filter(parameter -> parameter.hasParameterAnnotation(kind));
    }

    @Override
    public String toString() {
        return method + " " + path;
    }
}
