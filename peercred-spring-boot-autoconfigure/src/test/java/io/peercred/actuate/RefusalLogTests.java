package io.peercred.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.peercred.credentials.Endpoint;
import io.peercred.credentials.Endpoint.Direction;
import io.peercred.credentials.PeerCredentials;
import io.peercred.credentials.PeerCredentials.Moment;
import io.peercred.credentials.PeerCredentials.Source;
import io.peercred.credentials.PeerRejectedException;
import io.peercred.credentials.PeerRejectedException.Reason;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(60)
class RefusalLogTests {

    private static final Endpoint CLOCK = new Endpoint("clock", Direction.INBOUND, "/run/clock.sock");

    private final RefusalLog log = new RefusalLog();

    private void refuse(long uid, String detail) {
        PeerCredentials peer = new PeerCredentials(uid, 1, 4711L, Set.of(), Source.SO_PEERCRED, Moment.CONNECT);
        this.log.add(new PeerRejectedException(Reason.VERIFIER_REJECTED, peer, CLOCK, detail, null), Instant.now());
    }

    private List<RefusalDescriptor> refusals(long patienceMillis) {
        try (TimelyNames names = new TimelyNames(patienceMillis)) {
            return this.log.describe(names.query());
        }
    }

    @Test
    void aFloodOfOneUsersIsOneEntryAndTheOthersStay() {
        refuse(1001, "a");
        for (int i = 0; i < 10_000; i++) {
            refuse(1002, "b");
        }
        assertThat(refusals(5000)).hasSize(2);
        assertThat(refusals(5000).get(0)).satisfies(newest -> {
            assertThat(newest.times()).isEqualTo(10_000);
            assertThat(newest.peer()).isNotNull().satisfies(peer -> assertThat(peer.uid())
                    .isEqualTo(1002));
        });
        refuse(1001, "again");
        assertThat(refusals(5000).get(0).message()).contains("again");
        assertThat(refusals(5000).get(0).times()).isEqualTo(2);
    }

    @Test
    void onlyTheLastAreRememberedAndTheirWordsAreCut() {
        for (int uid = 1; uid <= 60; uid++) {
            refuse(uid, "x".repeat(100_000));
        }
        List<RefusalDescriptor> refusals = refusals(5000);
        assertThat(refusals).hasSize(50);
        assertThat(refusals.get(0).peer()).isNotNull().satisfies(peer -> assertThat(peer.uid())
                .isEqualTo(60));
        assertThat(refusals).allSatisfy(each -> assertThat(each.message()).hasSizeLessThan(1100));
    }

    @Test
    void aNameServiceThatDoesNotAnswerCostsAMomentAndTheNames() {
        AtomicInteger asked = new AtomicInteger();
        CountDownLatch end = new CountDownLatch(1);
        long begin = System.nanoTime();
        try (TimelyNames names = new TimelyNames(100)) {
            TimelyNames.Query query = names.query();
            for (int i = 0; i < 1000; i++) {
                assertThat(query.once("u" + i, () -> {
                            asked.incrementAndGet();
                            try {
                                end.await();
                            } catch (InterruptedException ex) {
                                Thread.currentThread().interrupt();
                            }
                            return "late";
                        }))
                        .isNull();
            }
            assertThat(asked).hasValue(1);
            end.countDown();
            Awaitility.await("the next one")
                    .until(() -> "bob".equals(names.query().once("u1", () -> "bob")));
        }
        assertThat(System.nanoTime() - begin).isLessThan(30_000_000_000L);
    }

    @Test
    void eachNameIsLookedUpOnce() {
        AtomicInteger asked = new AtomicInteger();
        try (TimelyNames names = new TimelyNames(20_000)) {
            TimelyNames.Query query = names.query();
            for (int i = 0; i < 1000; i++) {
                assertThat(query.once("u1", () -> "bob" + asked.incrementAndGet()))
                        .isEqualTo("bob1");
            }
        }
        assertThat(asked).hasValue(1);
    }
}
