package io.peercred.autoconfigure;

import java.nio.file.Path;
import java.util.function.BiFunction;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import io.peercred.connection.Resources;
import io.peercred.template.VerifiedSocketTemplate;
import io.peercred.testing.Applications;
import io.peercred.testing.Echo;
import io.peercred.testing.RestartLoader;

import static org.assertj.core.api.Assertions.assertThat;

/** An application that is started again with new classes in the same virtual machine, as devtools does. */
@Timeout(120)
class ClassLoaderRestartTests {

    @TempDir
    Path directory;

    @Test
    void eachRestartServesAndCallsAndNothingOfTheOneBeforeIsLeft() throws Exception {
        long descriptors = 0;
        for (int i = 0; i < 4; i++) {
            run("call " + i);
            Awaitility.await("the end of threads").until(() -> Resources.threads("peercred-") == 0);
            if (i == 1) {
                descriptors = Resources.descriptors();
            }
        }
        assertThat(Resources.descriptors()).isLessThanOrEqualTo(descriptors);
    }

    private void run(String question) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (RestartLoader loader = RestartLoader.create()) {
            thread.setContextClassLoader(loader);
            Class<?> type = loader.loadClass(Application.class.getName());
            assertThat(type).isNotSameAs(Application.class);
            @SuppressWarnings("unchecked") // by its declaration
            BiFunction<Path, String, String> application =
                    (BiFunction<Path, String, String>) type.getConstructor().newInstance();
            assertThat(application.apply(this.directory.resolve("clock.sock"), question))
                    .isEqualTo(question);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** Starts, calls itself and ends. */
    public static final class Application implements BiFunction<Path, String, String> {

        @Override
        public String apply(Path socket, String question) {
            String[] answer = new String[1];
            Applications.clock(socket)
                    .withBean(Echo.class)
                    .run(context -> answer[0] = context.getBean(VerifiedSocketTemplate.class)
                            .convertSendAndReceive("clock", question, String.class));
            return answer[0];
        }
    }
}
