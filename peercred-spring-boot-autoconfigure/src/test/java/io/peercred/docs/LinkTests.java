package io.peercred.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Links between pages, and to their pictures. Those into the web are not followed. */
class LinkTests {

    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    @Test
    void everyRelativeLinkLeadsToAFileAndAHeading() throws IOException {
        List<String> broken = new ArrayList<>();
        int links = 0;
        for (Path page : Documents.pages()) {
            for (MatchResult link :
                    LINK.matcher(Documents.prose(page)).results().toList()) {
                String target = link.group(1);
                if (target.matches("[a-z]+:.*")) {
                    continue;
                }
                links++;
                String problem = problem(page, target);
                if (problem != null) {
                    broken.add(Documents.ROOT.relativize(page) + ": " + target + ": " + problem);
                }
            }
        }
        assertThat(broken).isEmpty();
        assertThat(links).isGreaterThan(20);
    }

    private static String problem(Path page, String target) throws IOException {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path there = file.isEmpty() ? page : page.resolveSibling(file).normalize();
        if (!there.startsWith(Documents.ROOT) || !Files.isRegularFile(there)) {
            return "no such file";
        }
        return hash < 0 || Documents.anchors(there).contains(target.substring(hash + 1)) ? null : "no such heading";
    }

    @Test
    void everyPageInDocsIsReachedFromTheReadme() throws IOException {
        String readme = Documents.read("README.md");
        assertThat(Documents.pages().stream().filter(page -> page.getParent().endsWith("docs")))
                .allSatisfy(page -> assertThat(readme).contains("](docs/" + page.getFileName()));
    }
}
