package io.peercred.peers;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import io.peercred.connection.FullBacklog;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.testing.Directories;
import io.peercred.testing.Peer;
import io.peercred.testing.Warnings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** A Boot {@code DataSource} over the Unix socket of a PostgreSQL that must be who it should: what libpq calls requirepeer. */
@Timeout(60)
class PostgresDataSourceTests {

    private static final String QUERY_CANCELLED = "57014";

    /** Where nobody tells the server: it goes on sleeping, and its stop waits for that. */
    private static final String SHORT_SLEEP = "select pg_sleep(5)";

    private static PostgresServer server;

    @TempDir
    Path directory;

    @BeforeAll
    static void start(@TempDir Path directory) throws IOException {
        server = PostgresServer.start(directory);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String url(Path socket, String user) {
        return "jdbc:postgresql://localhost/postgres?user=postgres"
                + "&socketFactory=io.peercred.socket.VerifiedSocketFactory&socketFactoryArg=path=" + socket
                + ";expected-user=" + user;
    }

    private static Connection connect() throws SQLException {
        return DriverManager.getConnection(url(server.socket(), "postgres"));
    }

    private static void withDataSource(Path socket, String user, Consumer<AssertableApplicationContext> work) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        DataSourceAutoConfiguration.class,
                        JdbcTemplateAutoConfiguration.class,
                        DataSourceTransactionManagerAutoConfiguration.class))
                .withPropertyValues(
                        "spring.datasource.url=" + url(socket, user),
                        "spring.datasource.hikari.maximum-pool-size=50",
                        "spring.datasource.hikari.minimum-idle=1",
                        "spring.datasource.hikari.connection-timeout=20000")
                .run(work::accept);
    }

    @Test
    void itAnswersQueriesAndKeepsTransactions() {
        withDataSource(server.socket(), "postgres", context -> {
            JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
            assertThat(jdbc.queryForObject("select current_user", String.class)).isEqualTo("postgres");
            assertThat(jdbc.queryForObject("select inet_server_addr()", String.class))
                    .as("no TCP")
                    .isNull();
            assertThat(jdbc.queryForObject("select repeat('x', 5000000)", String.class))
                    .hasSize(5_000_000);
            jdbc.execute("create table if not exists t (n int)");
            TransactionTemplate transaction =
                    new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
            transaction.executeWithoutResult(status -> jdbc.update("insert into t values (1)"));
            transaction.executeWithoutResult(status -> {
                jdbc.update("insert into t values (2)");
                status.setRollbackOnly();
            });
            assertThat(jdbc.queryForList("select n from t", Integer.class)).containsExactly(1);
        });
    }

    @Test
    void fiftyThreadsHaveAConnectionEach() {
        withDataSource(server.socket(), "postgres", context -> {
            DataSource pool = context.getBean(DataSource.class);
            Set<Integer> processes = new TreeSet<>();
            CountDownLatch all = new CountDownLatch(50);
            ExecutorService threads = Executors.newFixedThreadPool(50);
            try {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 0; i < 50; i++) {
                    answers.add(threads.submit(() -> {
                        try (Connection connection = pool.getConnection()) {
                            int process = number(connection, "select pg_backend_pid()");
                            all.countDown();
                            all.await(30, TimeUnit.SECONDS);
                            return process;
                        }
                    }));
                }
                for (Future<Integer> each : answers) {
                    processes.add(each.get());
                }
            } catch (Exception ex) {
                throw new AssertionError(ex);
            } finally {
                threads.shutdownNow();
            }
            assertThat(processes).hasSize(50);
        });
    }

    private static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            assertThat(result.next()).isTrue();
            return result.getInt(1);
        }
    }

    /** Cancelling opens a connection of its own; also by a thread that is interrupted. */
    @Test
    void aStatementIsCancelled() throws Exception {
        try (Connection connection = connect();
                Connection other = connect();
                Statement statement = connection.createStatement()) {
            int process = number(connection, "select pg_backend_pid()");
            FutureTask<SQLException> sleeping = new FutureTask<>(() ->
                    catchThrowableOfType(SQLException.class, () -> statement.executeQuery("select pg_sleep(30)")));
            new Thread(sleeping).start();
            awaitSleep(other, process);
            Thread.currentThread().interrupt();
            statement.cancel();
            assertThat(Thread.interrupted()).isTrue();
            assertThat(sleeping.get(10, TimeUnit.SECONDS).getSQLState()).isEqualTo(QUERY_CANCELLED);
            assertThat(number(connection, "select 7")).isEqualTo(7);
        }
    }

    private static void awaitSleep(Connection other, int process) {
        Awaitility.await("a query that runs")
                .until(() -> number(
                                other,
                                "select count(*) from pg_stat_activity where wait_event = 'PgSleep' and pid = "
                                        + process)
                        == 1);
    }

    @Test
    void aQueryHasATimeout() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.setQueryTimeout(1);
            assertThat(catchThrowableOfType(SQLException.class, () -> statement.executeQuery("select pg_sleep(30)"))
                            .getSQLState())
                    .isEqualTo(QUERY_CANCELLED);
            assertThat(number(connection, "select 7")).isEqualTo(7);
        }
    }

    @Test
    void theNetworkHasATimeout() throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, 300);
            assertThat(connection.getNetworkTimeout()).isEqualTo(300);
            assertThat(number(connection, "select 7")).isEqualTo(7);
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> statement.executeQuery(SHORT_SLEEP))
                    .withRootCauseInstanceOf(SocketTimeoutException.class);
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void abortingWakesWhoWaitsForAnAnswer() throws Exception {
        Connection connection = connect();
        int process = number(connection, "select pg_backend_pid()");
        FutureTask<SQLException> sleeping = new FutureTask<>(() -> catchThrowableOfType(
                SQLException.class, () -> connection.createStatement().executeQuery(SHORT_SLEEP)));
        new Thread(sleeping).start();
        try (Connection other = connect()) {
            awaitSleep(other, process);
        }
        connection.abort(Runnable::run);
        assertThat(sleeping.get(10, TimeUnit.SECONDS).getSQLState()).isNotEqualTo(QUERY_CANCELLED);
    }

    @Test
    void whoRunsAsSomebodyElseIsRefusedBeforeTheFirstStartupByte(Warnings warnings) {
        warnings.allow("the peer's user is not expected");
        warnings.allow("Exception during pool initialization");
        warnings.allow("Unable to create initial connections");
        Path socket = Directories.open(this.directory).resolve("s");
        try (Peer impostor = Peer.pythonAs(65534, Scripts.COUNT_EACH, socket)) {
            impostor.line();
            withDataSource(socket, "postgres", context -> {
                DataSource pool = context.getBean(DataSource.class);
                assertThatExceptionOfType(Exception.class)
                        .isThrownBy(pool::getConnection)
                        .havingRootCause()
                        .isInstanceOf(PeerRejectedException.class)
                        .withMessageContaining("(postgres)")
                        .withMessageContaining("uid 65534")
                        .withMessageContaining("pid " + impostor.pid());
                assertThat(impostor.line()).isEqualTo("read 0 bytes");
            });
        }
    }

    @Test
    void theRealOneIsRefusedWhereSomebodyElseIsExpected(Warnings warnings) {
        warnings.allow("the peer's user is not expected");
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection(url(server.socket(), "nobody")))
                .withRootCauseInstanceOf(PeerRejectedException.class)
                .satisfies(ex -> assertThat(ex.getCause()).hasMessageContaining("(postgres)"));
    }

    @Test
    void anArgumentWithoutPolicySaysWhatToWrite() {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> DriverManager.getConnection("jdbc:postgresql://localhost/postgres?user=postgres"
                        + "&socketFactory=io.peercred.socket.VerifiedSocketFactory&socketFactoryArg=path=/run/s"))
                .withStackTraceContaining("nothing says who may be at the other end")
                .withStackTraceContaining("expected-user=postgres");
    }

    @Test
    void connectingHasATimeoutAndCanBeInterrupted() throws Exception {
        Path socket = this.directory.resolve("s");
        try (FullBacklog full = new FullBacklog(socket)) {
            long start = System.nanoTime();
            assertThatExceptionOfType(SQLException.class)
                    .isThrownBy(() -> DriverManager.getConnection(url(socket, "root") + "&connectTimeout=1"))
                    .satisfies(ex -> assertThat(ex.getCause()).isInstanceOf(SocketTimeoutException.class));
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofSeconds(1), Duration.ofSeconds(5));
            FutureTask<SQLException> connecting = new FutureTask<>(() -> catchThrowableOfType(
                    SQLException.class,
                    () -> DriverManager.getConnection(url(socket, "root") + ";connect-timeout=1m&connectTimeout=0")));
            Thread thread = new Thread(connecting);
            thread.start();
            thread.interrupt();
            Throwable failure = connecting.get(10, TimeUnit.SECONDS);
            assertThat(failure)
                    .hasCauseInstanceOf(InterruptedIOException.class)
                    .satisfies(ex -> assertThat(ex.getCause()).isNotInstanceOf(SocketTimeoutException.class));
        }
    }
}
