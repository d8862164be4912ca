package io.peercred.sample;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The executable jar with what an operator adds to its class path, and its actuator over HTTP. Ended when closed. */
final class OperatedDaemon implements AutoCloseable {

    private static final String PASSWORD = "for the test alone";

    private final Program program;
    private final HttpClient http = HttpClient.newHttpClient();
    private final String actuator;

    private OperatedDaemon(Program program, int port) {
        this.program = program;
        this.actuator = "http://127.0.0.1:" + port + "/actuator";
    }

    static OperatedDaemon start(Object... options) {
        List<String> java = new ArrayList<>(Program.java(Program.jar(), "-Dloader.path=" + classPath()));
        // The jar's own launcher takes its own libraries only; the other one of the loader takes more.
        int jar = java.indexOf("-jar");
        java.set(jar, "-cp");
        java.add("org.springframework.boot.loader.launch.PropertiesLauncher");
        List<Object> arguments = new ArrayList<>(List.of(
                "serve",
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.security.user.password=" + PASSWORD,
                "--spring.security.user.roles=OPERATOR",
                "--management.endpoints.web.exposure.include=*",
                "--management.endpoint.health.show-details=always",
                "--logging.level.org.springframework.boot.tomcat=info"));
        arguments.addAll(Arrays.asList(options));
        Program program = Program.start(java, arguments.toArray());
        boolean serves = false;
        try {
            program.awaitOut("Serving");
            Matcher port = Pattern.compile("Tomcat started on port (\\d+)").matcher(program.err());
            assertThat(port.find()).as(program.err()).isTrue();
            serves = true;
            return new OperatedDaemon(program, Integer.parseInt(port.group(1)));
        } finally {
            if (!serves) {
                program.close();
            }
        }
    }

    private static String classPath() {
        return Path.of(System.getProperty("sample.jar.more")) + "," + Path.of(System.getProperty("sample.lib"));
    }

    /** What it has logged. */
    Program program() {
        return this.program;
    }

    /** The answer to a GET that must succeed. */
    JsonNode get(String path) {
        HttpResponse<String> response = send("GET", path);
        assertThat(response.statusCode()).as(path + ": " + response.body()).isEqualTo(200);
        return JsonMapper.shared().readTree(response.body());
    }

    HttpResponse<String> send(String method, String path) {
        return send(HttpRequest.newBuilder(URI.create(this.actuator + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .header("Authorization", "Basic " + credentials())
                .build());
    }

    HttpResponse<String> getWithoutPassword(String path) {
        return send(HttpRequest.newBuilder(URI.create(this.actuator + path)).build());
    }

    private HttpResponse<String> send(HttpRequest request) {
        try {
            return this.http.send(request, HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException ex) {
            throw new AssertionError(ex);
        }
    }

    private static String credentials() {
        return Base64.getEncoder().encodeToString(("user:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        this.program.close();
    }
}
