package io.peercred.docs;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

import javax.tools.ToolProvider;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;

import io.peercred.platform.NativeSupport;
import io.peercred.testing.Directories;
import io.peercred.testing.Needs;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;

/** The application of docs/getting-started.md, compiled and run as it stands there, but for the place of its socket. */
@ExtendWith(OutputCaptureExtension.class)
class GettingStartedTests {

    private static final String SOCKET = "/tmp/clock.sock";

    private static final long NOBODY = 65534;

    @TempDir
    Path directory;

    private Path socket;
    private URLClassLoader classes;

    @BeforeEach
    void build() throws IOException {
        this.socket = Directories.open(this.directory).resolve("clock.sock");
        Path target = Files.createDirectory(this.directory.resolve("classes"));
        Path source = write("src/main/java/com/example/clock/ClockApplication.java", this.directory);
        int result = ToolProvider.getSystemJavaCompiler()
                .run(
                        null,
                        null,
                        null,
                        "-proc:none",
                        "-parameters",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-d",
                        target.toString(),
                        source.toString());
        assertThat(result).isZero();
        write("src/main/resources/application.yaml", this.directory);
        write("src/main/resources/application-ask.yaml", this.directory);
        this.classes = new URLClassLoader(
                new URL[] {target.toUri().toURL()}, getClass().getClassLoader());
    }

    @AfterEach
    void close() throws IOException {
        this.classes.close();
    }

    @Test
    void whoRunsItIsAnswered(CapturedOutput output) {
        try (ConfigurableApplicationContext server = run()) {
            assertThat(server.isRunning()).isTrue();
            ask();
            assertThat(output.getOut()).contains("[UTC], asked by uid " + NativeSupport.effectiveUid());
        }
    }

    @Test
    void anotherUserIsAnsweredWhereExpectedAndWhoRunsItIsRefused(CapturedOutput output, Warnings warnings)
            throws IOException {
        Needs.root();
        try (ConfigurableApplicationContext server = run("--peercred.inbound.clock.expected-user=nobody");
                Peer nobody = Peer.pythonAs(NOBODY, """
                        s = connect(argv[0])
                        send_frame(s, b'UTC')
                        say(read_frame(s).decode())
                        """, this.socket)) {
            assertThat(server.isRunning()).isTrue();
            assertThat(nobody.line()).endsWith("[UTC], asked by uid " + NOBODY);
            ask();
            assertThat(output.getOut()).contains("No answer: The peer of outbound endpoint 'clock' (" + this.socket);
            assertThat(output.getOut()).containsPattern("closed the connection|refused us");
            String refusal = warnings.await("Rejected the peer of inbound endpoint 'clock' (" + this.socket + ")");
            assertThat(refusal).contains("the peer's user is not expected; expected uid 65534 (nobody); actual uid 0");
        }
    }

    @Test
    void aServerThatIsNotExpectedIsSentNothing(CapturedOutput output, Warnings warnings) {
        warnings.allow("Rejected the peer of outbound endpoint 'clock'");
        try (ConfigurableApplicationContext server = run()) {
            assertThat(server.isRunning()).isTrue();
            ask("--peercred.outbound.clock.expected-user=daemon");
            assertThat(output.getOut())
                    .contains("No answer: Rejected the peer of outbound endpoint 'clock' (" + this.socket
                            + "): the peer's user is not expected; expected uid 1 (daemon); actual uid "
                            + NativeSupport.effectiveUid());
        }
    }

    private void ask(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--spring.profiles.active=ask");
        run(all.toArray(String[]::new)).close();
    }

    private ConfigurableApplicationContext run(String... arguments) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(this.classes);
        try {
            SpringApplication application =
                    new SpringApplication(this.classes.loadClass("com.example.clock.ClockApplication"));
            application.setRegisterShutdownHook(false);
            application.setWebApplicationType(WebApplicationType.NONE); // Nor is a web server the page's.
            // Set up again, logging would forget the appender that watches for warnings.
            application.setListeners(application.getListeners().stream()
                    .<ApplicationListener<?>>map(listener -> listener)
                    .filter(listener -> !(listener instanceof LoggingApplicationListener))
                    .toList());
            List<String> all = new ArrayList<>(Arrays.asList(arguments));
            all.add("--spring.config.location=file:" + this.directory + "/");
            // On the tests' class path, and not on the page's.
            all.add("--spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName());
            return application.run(all.toArray(String[]::new));
        } catch (ClassNotFoundException ex) {
            throw new AssertionError(ex);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Writes the file that stands behind its name on the page. */
    private Path write(String name, Path target) throws IOException {
        String content = Pattern.compile(Pattern.quote("`" + name + "`:") + "\n\n```[a-z]+\n(.*?)```", Pattern.DOTALL)
                .matcher(Documents.read("docs/getting-started.md"))
                .results()
                .map(fence -> fence.group(1))
                .findFirst()
                .orElseThrow();
        if (name.endsWith("yaml")) {
            content = content.replace(SOCKET, this.socket.toString());
        }
        return Files.writeString(target.resolve(Path.of(name).getFileName()), content);
    }
}
