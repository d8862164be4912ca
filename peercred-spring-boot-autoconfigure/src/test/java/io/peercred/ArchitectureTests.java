package io.peercred;

import java.time.Clock;
import java.util.Calendar;
import java.util.Date;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.Timer;
import java.util.stream.Collectors;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Configuration;

import io.peercred.credentials.PeerCredentialVerifier;
import io.peercred.credentials.PeerVerification;

import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

/** How the house is built. */
@AnalyzeClasses(packages = "io.peercred", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTests {

    /** In the order in which a message meets them; each uses only those in the groups behind its own. */
    private static final List<List<String>> PACKAGES = List.of(
            List.of("autoconfigure"),
            List.of("actuate", "audit", "dsl", "health", "metrics", "security"),
            List.of("explain"),
            List.of("integration", "http"),
            List.of("template", "socket"),
            List.of("observation"),
            List.of("connection"),
            List.of("credentials"),
            List.of("platform"));

    @ArchTest
    static void eachPackageUsesOnlyThoseToItsRight(JavaClasses classes) {
        var layers = layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("io.peercred..")
                .withOptionalLayers(true);
        Set<String> left = new LinkedHashSet<>();
        for (List<String> group : PACKAGES) {
            for (String each : group) {
                layers = layers.layer(each).definedBy("io.peercred." + each + "..");
                layers = left.isEmpty()
                        ? layers.whereLayer(each).mayNotBeAccessedByAnyLayer()
                        : layers.whereLayer(each).mayOnlyBeAccessedByLayers(left.toArray(String[]::new));
            }
            left.addAll(group);
        }
        layers.ensureAllClassesAreContainedInArchitecture().check(classes);
    }

    @ArchTest
    static final ArchRule thePlatformKnowsNothingOfSpring = noClasses()
            .that()
            .resideInAPackage("io.peercred.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.springframework..");

    @ArchTest
    static final ArchRule onlyThePlatformMakesNativeCalls = noClasses()
            .that()
            .resideOutsideOfPackage("io.peercred.platform..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..");

    @ArchTest
    static final ArchRule onlyConnectionsAreJudged = noClasses()
            .that(resideOutsideOfPackages("io.peercred.connection..", "io.peercred.credentials.."))
            .should()
            .accessTargetWhere(
                    target(owner(assignableTo(PeerCredentialVerifier.class).or(assignableTo(PeerVerification.class))))
                            .and(target(nameStartingWith("verify").or(nameStartingWith("ask")))));

    @ArchTest
    static final ArchRule configurationsAreFinal = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .or()
            .areAnnotatedWith(Configuration.class)
            .should()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule loggingIsOneAndTheConsoleNobodys = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        Set<String> packages = classes.stream().map(JavaClass::getPackageName).collect(Collectors.toSet());
        assertThat(packages).isNotEmpty().allSatisfy(name -> assertThat(
                        classes.getPackage(name).isAnnotatedWith(NullMarked.class))
                .as(name)
                .isTrue());
    }

    @ArchTest
    static void nobodySleeps(JavaClasses classes) {
        JavaClasses all = new ClassFileImporter().importPackages("io.peercred");
        assertThat(all.contain(ArchitectureTests.class)).as("the tests too").isTrue();
        noClasses()
                .should()
                .accessTargetWhere(target(owner(assignableTo(Thread.class))).and(target(nameStartingWith("sleep"))))
                .check(all);
    }

    /** A wall clock jumps; what has waited must not end, or go on, by that. Each of these only tells when something was. */
    @ArchTest
    static final ArchRule nothingWaitsByTheWallClock = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.peercred.connection.VerifiedConnection")
            .and()
            .doNotHaveFullyQualifiedName("io.peercred.actuate.RefusalLog")
            .should()
            .callMethodWhere(target(name("currentTimeMillis")).and(target(owner(type(System.class)))))
            .orShould()
            .callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Date.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Calendar.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Timer.class)
            .orShould()
            .callMethodWhere(target(name("parkUntil")).or(target(name("awaitUntil"))));
}
