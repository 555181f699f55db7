package io.stageline.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.stageline.eventlog.EventLog;
import io.stageline.eventlog.EventLogs;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.concurrent.Future;
import org.jspecify.annotations.NullMarked;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@AnalyzeClasses(packages = "io.stageline", importOptions = ArchitectureTest.MainCode.class)
class ArchitectureTest {
    private static final String[] SERVER = {
        "..events..",
        "..eventlog..",
        "..privacy..",
        "..http..",
        "..refusal..",
        "..write..",
        "..projection..",
        "..query.."
    };
    private static final Set<String> FEATURES = Set.of("journal", "contact", "signal", "alert", "webhook", "tenant");
    private static final Set<String> ROLES = Set.of("events", "write", "automation", "projection", "query");
    private static final Set<String> SHARED = Set.of(
            "events", "eventlog", "privacy", "http", "refusal", "write", "projection", "query", "cli", "standalone");
    private static final Set<String> ASKS_THE_TIME =
            Set.of("now", "currentTimeMillis", "systemUTC", "systemDefaultZone");

    @ArchTest
    static final ArchRule events_know_nothing_but_the_jdk = classes()
            .that()
            .resideInAPackage("..events..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.jspecify..", "..events..")
            .because("events outlive every framework we use today");

    @ArchTest
    static final ArchRule those_who_show_do_not_decide = noClasses()
            .that()
            .resideInAnyPackage("..projection..", "..query..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..write..")
            .because("data flows one way: write, log, projection, table, query");

    @ArchTest
    static final ArchRule those_who_fold_send_nothing_out = noClasses()
            .that()
            .resideInAnyPackage("..projection..", "..cli.replay..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "..write..",
                    "..automation..",
                    "java.net.http..",
                    "org.springframework.web.client..",
                    "org.springframework.web.reactive.function.client..",
                    "reactor.netty.http.client..")
            .because("a rebuild folds everything that ever happened once more, and nobody outside may notice")
            .allowEmptyShould(false);

    @ArchTest
    static final ArchRule those_who_ask_do_not_fold = noClasses()
            .that()
            .resideInAPackage("..query..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("..projection..")
            .because("the tables are the contract between those who write them and those who read them");

    @ArchTest
    static final ArchRule only_those_who_decide_append = noClasses()
            .that()
            .resideOutsideOfPackages("..write..", "..eventlog..")
            .should()
            .callMethodWhere(target(owner(DescribedPredicate.describe(
                            "the log",
                            type -> type.isEquivalentTo(EventLog.class) || type.isEquivalentTo(EventLogs.class))))
                    .and(target(nameMatching("append"))))
            .because("a projection that appends would answer itself, and a replay would repeat it");

    @ArchTest
    static final ArchRule nobody_waits_on_a_reactive_thread = noClasses()
            .that()
            .resideInAnyPackage(SERVER)
            .should()
            .callMethodWhere(target(owner(DescribedPredicate.describe(
                            "Mono or Flux",
                            type -> type.isEquivalentTo(Mono.class) || type.isEquivalentTo(Flux.class))))
                    .and(target(nameMatching("block|blockFirst|blockLast|blockOptional|toIterable|toStream"))))
            .because("one waiting thread of Netty's two stops half of all requests");

    @ArchTest
    static final ArchRule nobody_waits_for_a_future_on_a_reactive_thread = noClasses()
            .that()
            .resideInAnyPackage("..http..", "..query..")
            .should()
            .callMethodWhere(
                    target(owner(DescribedPredicate.describe("a future", type -> type.isAssignableTo(Future.class))))
                            .and(target(nameMatching("get|join"))))
            .because("a future that is waited for is a block by another name");

    @ArchTest
    static final ArchRule what_is_needed_comes_by_constructor = noFields()
            .should()
            .beAnnotatedWith(Autowired.class)
            .orShould()
            .beAnnotatedWith(Value.class)
            .because("an object is complete when it exists, and a test can make it with new");

    @ArchTest
    static final ArchRule time_is_asked_of_a_clock = noClasses()
            .that()
            .resideInAnyPackage(SERVER)
            .and()
            .areNotAnnotatedWith("org.springframework.context.annotation.Configuration")
            .should()
            .callMethodWhere(target(owner(DescribedPredicate.describe("a source of time", ArchitectureTest::tellsTime)))
                    .and(target(DescribedPredicate.describe(
                            "the present time", it -> ASKS_THE_TIME.contains(it.getName()))))
                    .and(DescribedPredicate.describe(
                            "without a clock",
                            call -> call.getTarget().getRawParameterTypes().isEmpty())))
            .because("a test sets the clock, and a fold gives the same rows tomorrow");

    @ArchTest
    static final ArchRule a_package_says_its_feature_and_its_role = classes()
            .that()
            .resideInAPackage("io.stageline..")
            .should(liveInAKnownPackage())
            .because("a line of a stack trace then says whose it is");

    @ArchTest
    static final ArchRule null_is_always_announced = classes()
            .that()
            .resideInAPackage("io.stageline..")
            .should(liveInANullMarkedPackage())
            .because("NullAway only checks packages that ask for it");

    @ArchTest
    static final ArchRule a_logger_belongs_to_its_class = fields().that()
            .haveRawType("org.slf4j.Logger")
            .should()
            .bePrivate()
            .andShould()
            .beStatic()
            .because("the name of a logger is the name of its class");

    /** The classes that are shipped: no tests, and no support for tests from a jar. */
    static final class MainCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return new DoNotIncludeTests().includes(location) && !location.contains("-tests.jar");
        }
    }

    private static boolean tellsTime(JavaClass type) {
        return Set.of(
                        Instant.class,
                        Clock.class,
                        LocalDate.class,
                        LocalDateTime.class,
                        OffsetDateTime.class,
                        ZonedDateTime.class,
                        System.class)
                .stream()
                .anyMatch(type::isEquivalentTo);
    }

    private static ArchCondition<JavaClass> liveInAKnownPackage() {
        return condition("live in a known package", type -> {
            String[] path =
                    type.getPackageName().substring("io.stageline.".length()).split("\\.", 3);
            return SHARED.contains(path[0])
                    || (path.length == 2 && FEATURES.contains(path[0]) && ROLES.contains(path[1]));
        });
    }

    private static ArchCondition<JavaClass> liveInANullMarkedPackage() {
        return condition("live in a package that is @NullMarked", type -> {
            JavaPackage home = type.getPackage();
            return home.tryGetAnnotationOfType(NullMarked.class).isPresent();
        });
    }

    private static ArchCondition<JavaClass> condition(
            String description, java.util.function.Predicate<JavaClass> holds) {
        return new ArchCondition<>(description) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                boolean good = holds.test(type);
                events.add(new SimpleConditionEvent(
                        type, good, type.getName() + (good ? " does " : " does not ") + description));
            }
        };
    }
}
