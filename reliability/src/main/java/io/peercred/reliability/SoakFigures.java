package io.peercred.reliability;

import java.io.IOException;
import java.util.List;
import java.util.function.ToDoubleFunction;

import io.peercred.reliability.leaks.Occupied;

/** The figures of a soak, and what they may be. */
record SoakFigures(Figures figures) {

    private static final double MILLION = 1e6;
    private static final double TEN_THOUSAND = 1e4;

    void work(SoakLoad load, Ledger.Counts counts, double seconds) throws IOException {
        this.figures.report("exchanges", load.answered(), "");
        this.figures.report("exchanges per second", load.answered() / seconds, "1/s");
        this.figures.report("connections", load.connections(), "");
        this.figures.atLeast("connections closed by idle-timeout", load.churn().endedByIdleTimeout(), "", 1);
        this.figures.atLeast("refused by the server", load.churn().refusedByServer(), "", 1);
        this.figures.atLeast("refused by the client", load.churn().refusedByClient(), "", 1);
        this.figures.none("failed calls", load.called() - load.answered());
        this.figures.none("wrong", counts.wrong());
        this.figures.none("lost", counts.lost());
        this.figures.none("duplicated", counts.duplicated());
        this.figures.none("served, but not answered", counts.served() - load.answered());
    }

    /** What was not given back when all was over. */
    void left(String process, Occupied before, Occupied after) throws IOException {
        this.figures.none(process + ": descriptors left", after.descriptorsMoreThan(before));
        this.figures.none(process + ": threads left", after.threadsMoreThan(before));
        if (!after.isNoMoreThan(before)) {
            System.err.println(process + " before: " + before + "\nafter: " + after);
        }
    }

    /** First and last. */
    void occupied(List<SoakSample> samples) throws IOException {
        SoakSample last = samples.get(samples.size() - 1);
        this.figures.report("server: heap after collection, at last", last.serverHeapKib(), "KiB");
        this.figures.report("server: resident, at last", last.server().rssKib(), "KiB");
        this.figures.report("client: heap after collection, at last", last.clientHeapKib(), "KiB");
        this.figures.report("client: resident, at last", last.client().rssKib(), "KiB");
    }

    /**
     * How fast everything grew, once it was warm. One descriptor or thread that stays of ten thousand connections, or ten
     * bytes of an exchange, are outside the bounds.
     */
    void slopes(List<SoakSample> samples) throws IOException {
        List<SoakSample> warm = samples.subList(samples.size() / 3, samples.size());
        this.figures.report("samples of the slopes", warm.size(), "");
        perConnection("server: descriptors", warm, sample -> sample.server().descriptors());
        perConnection("server: threads", warm, sample -> sample.server().threads());
        perConnection("client: descriptors", warm, sample -> sample.client().descriptors());
        perConnection("client: threads", warm, sample -> sample.client().threads());
        perExchange("server: heap", warm, SoakSample::serverHeapKib, 4 << 10);
        perExchange("client: heap", warm, SoakSample::clientHeapKib, 4 << 10);
        perExchange("server: resident", warm, sample -> sample.server().rssKib(), 9 << 10);
        perExchange("client: resident", warm, sample -> sample.client().rssKib(), 9 << 10);
    }

    private void perConnection(String what, List<SoakSample> samples, ToDoubleFunction<SoakSample> value)
            throws IOException {
        double slope = Slope.of(samples, SoakSample::connections, value) * TEN_THOUSAND;
        this.figures.atMost(what + ", slope", slope, "per 10,000 connections", 0.5);
    }

    private void perExchange(String what, List<SoakSample> samples, ToDoubleFunction<SoakSample> value, double boundKib)
            throws IOException {
        double slope = Slope.of(samples, SoakSample::exchanges, value) * MILLION;
        this.figures.atMost(what + ", slope", slope, "KiB per million exchanges", boundKib);
    }
}
