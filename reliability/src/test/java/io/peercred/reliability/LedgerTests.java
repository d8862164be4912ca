package io.peercred.reliability;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class LedgerTests {

    final Ledger ledger = new Ledger();

    @Test
    void aRequestHasOneRightReply() {
        Exchange exchange = new Exchange(7, 1, 100);
        assertThat(this.ledger.serve(exchange.request())).isEqualTo(exchange.reply());
        assertThat(exchange.reply())
                .isNotEqualTo(exchange.request())
                .isNotEqualTo(new Exchange(7, 2, 100).reply())
                .isNotEqualTo(new Exchange(8, 1, 100).reply());
        assertThat(this.ledger.counts()).isEqualTo(new Ledger.Counts(1, 0, 0, 0));
    }

    @Test
    void whatCameTwiceOrNotAtAllIsCounted() {
        this.ledger.serve(new Exchange(7, 1, 20).request());
        this.ledger.serve(new Exchange(7, 1, 20).request());
        this.ledger.serve(new Exchange(7, 4, 20).request());
        this.ledger.serve(new Exchange(8, 1, 20).request());
        assertThat(this.ledger.counts()).isEqualTo(new Ledger.Counts(4, 1, 2, 0));
    }

    @Test
    void aChangedOrCutRequestIsWrong() {
        byte[] request = new Exchange(7, 1, 100).request();
        for (int i = 0; i < request.length; i++) {
            byte[] changed = request.clone();
            changed[i] ^= 1;
            assertThatExceptionOfType(Exchange.CorruptException.class).isThrownBy(() -> this.ledger.serve(changed));
        }
        assertThatExceptionOfType(Exchange.CorruptException.class).isThrownBy(() -> this.ledger.serve(new byte[3]));
        assertThat(this.ledger.counts()).isEqualTo(new Ledger.Counts(0, 0, 0, 101));
    }
}
