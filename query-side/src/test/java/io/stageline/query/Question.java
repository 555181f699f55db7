package io.stageline.query;

import static java.util.Map.entry;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ValueConstants;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;

/** A question that the API answers: a route, and what is asked of it; journal, contact and position have names in braces. */
record Question(String route, boolean isPaged, String asked) {
    private static final String AT_POSITION = "atPosition";
    private static final String AS_OF = "asOf";
    private static final Set<String> NOT_ASKED_FOR = Set.of("limit", "cursor", "minPosition", AT_POSITION);

    /** What is asked of parameters whose type does not tell it, one thing after the other. */
    private static final Map<String, String> WORDS = Map.ofEntries(
            entry("stage", "stage=MEET"),
            entry("reached", "reached=CONTACT"),
            entry("decision", "decision=PLEDGED decision=NONE"),
            entry("q", "q=son"),
            entry("show", "show=MEET"),
            entry("name", "name=Appeal"),
            entry("subject", "subject=Person subject=00000000-0000-0000-0000-000000000001"),
            entry("rule", "rule=" + Rows.RULE),
            entry("group", "group=" + Rows.RULE),
            entry("contact", "contact=" + Rows.contact(1)),
            entry("journal", "journal=" + Rows.RULE),
            entry("effectiveOn", "effectiveOn=2026-02-01"),
            entry("last", "buckets=week&last=3"),
            entry("zone", "buckets=day&zone=Europe/Berlin"),
            entry("from", "from=0"),
            entry("to", "to={position}"),
            entry(AS_OF, "asOf=" + ReadServer.NOW));

    /** Every route as it is and with everything that can be asked of it, one thing at a time; now, and in the past. */
    static List<Question> all(ReadServer server) {
        return server.bean(RequestMappingHandlerMapping.class).getHandlerMethods().entrySet().stream()
                .filter(route ->
                        route.getKey().getMethodsCondition().getMethods().equals(Set.of(RequestMethod.GET)))
                .flatMap(route -> route.getKey().getPatternsCondition().getPatterns().stream()
                        .flatMap(path -> of(path.getPatternString(), route.getValue())))
                .filter(question -> question.route.startsWith("/v1/"))
                .toList();
    }

    private static Stream<Question> of(String route, HandlerMethod handler) {
        var parameters = Arrays.stream(handler.getMethodParameters())
                .filter(parameter -> parameter.hasParameterAnnotation(RequestParam.class))
                .toList();
        var names = parameters.stream().map(Question::name).collect(Collectors.toSet());
        var always = parameters.stream()
                .filter(Question::isRequired)
                .flatMap(Question::values)
                .collect(Collectors.joining("&"));
        var now = parameters.stream()
                .filter(parameter -> !isRequired(parameter) && !NOT_ASKED_FOR.contains(name(parameter)))
                .flatMap(Question::values)
                .collect(Collectors.toCollection(TreeSet::new));
        now.add("");
        var then = now.stream()
                .filter(asked -> names.contains(AT_POSITION) && !asked.startsWith(AS_OF))
                .map(asked -> joined(asked, AT_POSITION + "={position}"));
        return Stream.concat(now.stream(), then)
                .map(asked -> new Question(route, names.contains("limit"), joined(always, asked)));
    }

    private static Stream<String> values(MethodParameter parameter) {
        var name = name(parameter);
        var described = parameter.getParameterAnnotation(Schema.class);
        if (described != null && described.allowableValues().length > 0)
            return Stream.of(described.allowableValues()).map(value -> name + "=" + value);
        if (parameter.getParameterType().isEnum())
            return Stream.of(parameter.getParameterType().getEnumConstants()).map(value -> name + "=" + value);
        if (parameter.getParameterType() == Boolean.class) return Stream.of(name + "=true", name + "=false");
        var words = WORDS.get(name);
        if (words == null) throw new AssertionError("say in Question.WORDS what is asked of " + name);
        return Stream.of(words.split(" "));
    }

    private static String name(MethodParameter parameter) {
        return parameter.getParameter().getName();
    }

    private static boolean isRequired(MethodParameter parameter) {
        var declared = parameter.getParameterAnnotation(RequestParam.class);
        return declared != null
                && declared.required()
                && declared.defaultValue().equals(ValueConstants.DEFAULT_NONE);
    }

    private static String joined(String... parts) {
        return Stream.of(parts).filter(part -> !part.isEmpty()).collect(Collectors.joining("&"));
    }

    /** The same question about pages of so many, if it is one about pages. */
    Question limitedTo(int limit) {
        return isPaged ? new Question(route, true, joined(asked, "limit=" + limit)) : this;
    }

    String path(UUID journal, UUID contact, long position) {
        var path = route.replace("{journalId}", journal.toString())
                .replace("{contactId}", contact.toString())
                .replace("{ruleId}", Rows.RULE.toString())
                .replace("{alertId}", Rows.alert(1).toString())
                .replace("{stage}", "MEET");
        return asked.isEmpty() ? path : path + "?" + asked.replace("{position}", String.valueOf(position));
    }

    @Override
    public String toString() {
        return asked.isEmpty() ? route : route + "?" + asked;
    }
}
