package io.peercred.shipped;

import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.xml.parsers.DocumentBuilderFactory;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The library declares what it is compiled against, and nothing else. The dependency plugin's {@code analyze} asks the same
 * of tests, which take what starters bring.
 */
@AnalyzeClasses(packages = "io.peercred", importOptions = ImportOption.DoNotIncludeTests.class)
class DeclaredDependenciesTests {

    /** The POM by which junixsocket wants to be named, and the jar of its two that is compiled against. */
    private static final String JUNIXSOCKET = "junixsocket-core";

    private static final String JUNIXSOCKETS_JAR = "junixsocket-common";

    private static final Pattern JAR = Pattern.compile(".*/([^/!]+?)-\\d[^/!]*\\.jar!/.*");

    @ArchTest
    static void whatIsUsedIsDeclaredAndWhatIsDeclaredIsUsed(JavaClasses classes) throws Exception {
        Set<String> used = classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(dependency -> dependency.getTargetClass().getBaseComponentType())
                .map(DeclaredDependenciesTests::jar)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(used.remove(JUNIXSOCKETS_JAR)).isTrue();
        used.add(JUNIXSOCKET);
        assertThat(used).isEqualTo(declared());
    }

    private static String jar(JavaClass type) {
        String source =
                type.getSource().map(found -> found.getUri()).map(URI::toString).orElse("");
        Matcher jar = JAR.matcher(source);
        return jar.matches() ? jar.group(1) : "";
    }

    /** What this module's POM names, tests' dependencies aside. */
    private static Set<String> declared() throws Exception {
        Element project = DocumentBuilderFactory.newDefaultInstance()
                .newDocumentBuilder()
                .parse(Path.of("pom.xml").toFile())
                .getDocumentElement();
        NodeList dependencies = project.getElementsByTagName("dependency");
        Set<String> declared = new TreeSet<>();
        for (int i = 0; i < dependencies.getLength(); i++) {
            Element each = (Element) dependencies.item(i);
            boolean ofTests = each.getElementsByTagName("scope").getLength() > 0
                    && each.getElementsByTagName("scope")
                            .item(0)
                            .getTextContent()
                            .equals("test");
            if (!ofTests && each.getParentNode().getParentNode() == project) {
                declared.add(each.getElementsByTagName("artifactId").item(0).getTextContent());
            }
        }
        return declared;
    }
}
